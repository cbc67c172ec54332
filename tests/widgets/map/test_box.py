"""A click is told from a box."""

import pytest
from PySide6.QtCore import QPoint

from tests.widgets.map.pointing import RIGHT, move, press, release
from widgets.map.box import CLICK_PX


@pytest.fixture(params=["select", "zoom"])
def told(canvas, request, monkeypatch):
    """Return what the gesture of a tool was told of."""
    canvas.use(request.param)
    gesture, found = canvas.gesture(request.param), []
    monkeypatch.setattr(gesture, "clicked", lambda _: found.append("click"))
    monkeypatch.setattr(gesture, "boxed", lambda *_: found.append("box"))
    return found


@pytest.mark.parametrize(
    ("px", "wanted"), [(0, "click"), (CLICK_PX - 1, "click"), (CLICK_PX, "box")]
)
def test_what_moves_a_little_is_a_click(canvas, told, px, wanted):
    press(canvas, QPoint(100, 100))
    move(canvas, QPoint(100, 100 + px))
    release(canvas, QPoint(100, 100 + px))
    assert told == [wanted]


def test_a_box_that_was_drawn_back_is_a_click(canvas, told):
    press(canvas, QPoint(100, 100))
    move(canvas, QPoint(160, 140))
    release(canvas, QPoint(101, 100))
    assert told == ["click"]


def test_escape_and_other_buttons_do_nothing(canvas, told):
    press(canvas, QPoint(100, 100), RIGHT)
    release(canvas, QPoint(160, 140), RIGHT)
    press(canvas, QPoint(100, 100))
    assert canvas.gesture(canvas.tool).cancel()
    release(canvas, QPoint(160, 140))
    assert told == []
