"""The legend names all that is drawn, whole where there is room."""

import pytest
from PySide6.QtCore import QRectF

from app.exporters.sheets.board import HAIR
from app.exporters.sheets.legend import Entry, Legend
from app.exporters.sheets.swatches import Swatch
from layers.kind import Shape
from layers.looks import Look
from layers.style import Style
from tests.app.exporters.boards import (
    TYPE,
    colour,
    height,
    picture,
    texts,
    white_below,
    words,
)

pytestmark = pytest.mark.usefixtures("qapp")

PLACE = QRectF(2, 2, 56, 50)


def entry(title, code="", value="", weight=0.0):
    swatch = Swatch(Shape.POLYGON, Style(stroke="#000000"), Look(None, "#ff0000", "", known=True))
    return Entry(swatch, code, title, value, weight)


def classes(count):
    return tuple(entry(f"Class {n}", f"C{n}", f"{n}.00", float(n)) for n in range(1, count + 1))


def legend(count=3, others=()):
    return Legend("Legend", "ha", classes(count), tuple(others), "{n} more classes")


def written(block, place=PLACE, type_=TYPE):
    return words(texts(lambda board: block.draw(board, place, type_)))


def test_a_legend_has_a_line_for_each_class_with_its_area():
    # A head of 5 mm and three lines of 4 mm.
    assert height(legend()) == 17.0
    found = written(legend())
    assert set(found[:2]) == {"Legend", "ha"}
    assert found[2:] == ["C1", "Class 1", "1.00", "C2", "Class 2", "2.00", "C3", "Class 3", "3.00"]


def test_a_hair_line_leads_from_a_name_to_an_area_far_from_it():
    def led(wide):
        place = QRectF(2, 2, wide, 50)
        image = picture(lambda board: legend(1).draw(board, place, TYPE))
        # Below the head, about the foot of the letters: between the name and the area.
        return [
            x for x in range(26, wide - 8) for y in (9.7, 9.75, 9.8) if colour(image, x, y) == HAIR
        ]

    assert len(set(led(56))) > 15
    assert not led(40)


def test_other_kinds_stand_in_two_columns_where_names_are_short():
    short = [entry("Water"), entry("Roads"), entry("Paths")]
    assert height(legend(0, short)) == 5.0 + 2 * 4.0
    assert height(legend(0, [*short[:2], entry("A name much too long for half")])) == 5.0 + 12.0
    # Between classes and others there is half a size of type.
    assert height(legend(1, short[:1])) == 5.0 + 4.0 + 1.25 + 4.0


def test_where_room_is_short_one_long_name_keeps_no_short_ones_from_standing_in_pairs():
    long = entry("A name too long for half a line")
    others = [entry("Water"), entry("Roads"), long, entry("Paths"), entry("Roofs"), entry("Parks")]
    loose = legend(0, others)
    assert height(loose) == 5.0 + 6 * 4.0
    dense = loose.shortened()
    assert height(dense) == 5.0 + 4 * 4.0
    assert written(dense)[1:] == [one.title for one in others]  # each is whole


def test_where_room_is_short_a_legend_takes_two_columns_then_says_what_it_leaves_out():
    full = legend(6)
    dense = full.shortened()
    assert height(dense) == 5.0 + 3 * 4.0
    assert not dense.empty
    assert height(dense.shortened()) == height(dense)  # names that would be cut are none
    less = dense.shortened().shortened()
    assert height(less) == 5.0 + 2 * 4.0
    found = written(less)
    assert "4 more classes" in found
    # The largest stay, in their order.
    assert [word for word in found if word.startswith("Class")] == ["Class 5", "Class 6"]


def test_a_legend_can_be_shortened_to_nothing():
    found, steps = legend(3, [entry("Water")]), 0
    while not found.empty:
        found, steps = found.shortened(), steps + 1
        assert steps < 20
    assert height(found) <= 5.0 + 4.0


def test_a_legend_draws_its_swatches():
    image = picture(lambda board: legend(1).draw(board, PLACE, TYPE))
    assert colour(image, 2 + 3, 2 + 5 + 2) == "#ff0000"


LONG = "Fuel, gas and hydrogen filling station"


def of_long(*titles):
    return Legend("Legend", "", tuple(entry(one, "B41") for one in titles), (), "{n} more")


def test_a_long_name_goes_on_in_a_further_line():
    dense = of_long(LONG, "Park", "Road", "Water").shortened()
    place = QRectF(2, 2, 90, 50)
    found = texts(lambda board: dense.draw(board, place, TYPE), 100)
    assert not [text for text, *_ in found if text.endswith("…")]
    left = sorted((y, text) for text, x, y in found if 12 < x < 47)
    assert " ".join(text for _, text in left) == LONG
    # It stands alone in its column, and the others beside it: the columns are about as high.
    right = [text for text, x, _ in found if x > 57]
    assert right == ["Park", "Road", "Water"]
    assert height(dense, 90) == 5.0 + max(len(left), 3) * 4.0


def test_where_there_is_no_room_a_long_name_ends_in_dots():
    dense = of_long(LONG, "Park").shortened()
    cut = dense.shortened()
    assert height(cut) == 5.0 + 4.0 < height(dense)
    assert any(one.endswith("…") for one in written(cut))


@pytest.mark.parametrize(
    "block",
    [
        legend(4, [entry("Water")]),
        legend(9).shortened().shortened().shortened(),
        of_long(LONG, "Park", LONG, "Road").shortened(),
    ],
)
def test_it_draws_nothing_below_the_room_that_it_asked_for(block):
    assert white_below(block, PLACE)
