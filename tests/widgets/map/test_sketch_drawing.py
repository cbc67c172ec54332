"""How a sketch is drawn and read out."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter

from tests.widgets.map.pictures import pixels
from widgets.map import sketch_drawing
from widgets.map.course import Course
from widgets.map.sketch_drawing import mode_text, read_out
from widgets.map.viewport import MapX, MapY, Viewport
from widgets.words import THIN

VIEWPORT = Viewport(MapX(0.0), MapY(0.0), 1.0, 300, 200)


def picture(draw):
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return pixels(image)


def course(*places):
    found = Course()
    for place in places:
        found.add([place])
    return found


def test_the_read_out_tells_the_present_side_all_of_them_and_the_area():
    found = course((0.0, 0.0), (100.0, 0.0))
    # To the north: azimuth 0; the three make half of a square of 100 m.
    lines = read_out(found, [(100.0, 100.0)], "ha", closed=True)
    assert lines == [
        "100.00 m   N0.00°",
        "Length 200.00 m",
        f"Area 0.50{THIN}ha = 5{THIN}000{THIN}m²",
    ]
    assert read_out(found, [(100.0, 100.0)], "m2", closed=True)[-1] == f"Area 5{THIN}000{THIN}m²"
    assert read_out(found, [(100.0, 100.0)], "ha", closed=False) == lines[:2]
    assert read_out(found, [], "ha", closed=True) == ["100.00 m   N90.00°"]
    assert read_out(course((0.0, 0.0)), [(0.0, 0.0)], "ha", closed=True) == []


def test_of_an_arc_or_a_border_the_way_is_told():
    found = course((0.0, 0.0))
    lines = read_out(found, [(3.0, 0.0), (3.0, 4.0)], "ha", closed=False)
    assert lines[0] == "7.00 m along the way"


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, ""),
        ({"locked": 0.0}, "direction held at N90.00°"),
        ({"tracing": True}, "following borders; Shift takes the other way"),
        ({"arc": "three"}, "arc: a place on it, then its end"),
        ({"arc": "three", "middle": (1.0, 1.0)}, "arc: now its end"),
        ({"arc": "tangent"}, "arc from the last side"),
    ],
)
def test_what_holds_for_the_next_side_is_told(changes, text):
    assert mode_text(Course([(0.0, 0.0)], [1], **changes)) == text


def test_an_area_is_tinted_and_a_line_is_not():
    places = [(-100.0, -80.0), (100.0, -80.0), (100.0, 80.0)]
    inside = {}
    for closed in (False, True):
        drawn = picture(
            lambda painter, closed=closed: sketch_drawing.draw(
                painter, course(*places), [], VIEWPORT, closed=closed
            )
        )
        inside[closed] = drawn[150, 200].tolist()
    assert inside[False] == [255, 255, 255]
    assert inside[True] != [255, 255, 255]


def test_what_a_click_would_add_is_drawn_in_another_colour_where_it_is_refused():
    found = course((-100.0, 0.0))
    for ink in (sketch_drawing.INK, sketch_drawing.REFUSED):
        drawn = picture(
            lambda painter, ink=ink: sketch_drawing.draw(
                painter, found, [(100.0, 0.0)], VIEWPORT, closed=False, ink=ink
            )
        )
        colour = tuple(int(ink[at : at + 2], 16) for at in (1, 3, 5))
        assert (drawn[98:102] == colour).all(axis=2).sum() > 100


@pytest.mark.parametrize("spot", [(10, 10), (290, 190), (290, 10), (10, 190)])
def test_the_card_and_the_reason_stay_on_the_map(spot):
    trouble = "The shape is not valid: Self-intersection. Draw it without crossing itself."
    drawn = picture(
        lambda painter: sketch_drawing.draw_card(
            painter, ["12.00 m   90.00°"], QPointF(*spot), VIEWPORT, trouble=trouble, mode="held"
        )
    )
    # Redder than it is green: lines between two pixels are paler.
    reddish = drawn[:, :, 0].astype(int) - drawn[:, :, 1] > 40
    # A frame on four sides, none of them outside.
    rows, columns = reddish.any(axis=1).nonzero()[0], reddish.any(axis=0).nonzero()[0]
    assert rows[0] > 0
    assert rows[-1] < 199
    assert columns[0] > 0
    assert columns[-1] < 299
    assert len(columns) > 150
