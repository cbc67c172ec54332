import pytest

from layers.errors import CancelledError
from layers.progress import Progress


def test_the_share_is_told_and_kept_between_0_and_1():
    told = []
    progress = Progress(told.append)
    for share in (-1, 0.25, 2):
        progress.at(share)
    assert told == [0.0, 0.25, 1.0]


def test_stopped_work_learns_it_at_its_next_look():
    told = []
    progress = Progress(told.append)
    progress.at(0.1)
    progress.cancel()
    assert progress.cancelled
    with pytest.raises(CancelledError):
        progress.at(0.2)
    assert told == [0.1]


def test_without_a_listener_nothing_is_told():
    progress = Progress()
    progress.at(0.5)
    assert not progress.cancelled
