"""Work for rasters beside the window: each wish once, errors told, nothing after closing."""

import threading

import pytest

from layers.errors import ImportDataError
from widgets.map.raster_reader import MOST_WAITING, Reader


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


def test_what_is_asked_for_once_is_not_forgotten_for_newer_wishes(reader, qtbot):
    gate, done = threading.Event(), []
    for name in ("block-1", "block-2"):
        reader.want(name, "raster:a", gate.wait)
    reader.want("open", "raster:b", lambda: done.append("open"), once=True)
    reader.want("tile", "raster:b", lambda: done.append("tile"))
    for number in range(MOST_WAITING):
        reader.want(number, "raster:c", lambda: None)
    gate.set()
    qtbot.waitUntil(lambda: done == ["open"])


def test_a_wish_that_fails_in_a_way_nobody_thought_of_can_be_made_again(reader, qtbot):
    done = []

    def fail():
        done.append("failed")
        raise ZeroDivisionError

    reader.want("tile", "raster:a", fail)
    qtbot.waitUntil(lambda: done == ["failed"] and not reader._running)
    reader.want("tile", "raster:a", lambda: done.append("worked"))
    qtbot.waitUntil(lambda: done == ["failed", "worked"])
