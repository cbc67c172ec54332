"""Work for rasters beside the window: each wish once, errors told, nothing after closing."""

import threading

import pytest

from layers.errors import ImportDataError
from widgets.map.raster_reader import Reader


@pytest.fixture
def reader(qtbot):
    del qtbot
    found = Reader()
    yield found
    found.close()


def test_a_wish_that_is_made_again_is_done_once_and_told(reader, qtbot):
    gate, done = threading.Event(), []
    for name in ("block-1", "block-2"):
        reader.want(name, "raster:a", gate.wait)
    for _ in range(3):
        reader.want("tile", "raster:b", lambda: done.append("tile"))
    with qtbot.waitSignal(reader.came, check_params_cb=lambda id_: id_ == "raster:b"):
        gate.set()
    assert done == ["tile"]


def test_errors_are_told_and_nothing_is_done_after_closing(reader, qtbot):
    def refuse():
        raise ImportDataError("No.")

    with qtbot.waitSignal(reader.failed) as caught:
        reader.want("tile", "raster:a", refuse)
    assert caught.args[0] == "raster:a"
    assert str(caught.args[1]) == "No."
    reader.close()
    done = []
    reader.want("other", "raster:a", lambda: done.append(1))
    assert done == []
