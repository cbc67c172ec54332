"""What is typed while sketching."""

import math

import pytest

from layers.drafting import (
    Absolute,
    DraftingError,
    Polar,
    Relative,
    checked_near,
    next_place,
    parse,
)

EAST, NORTH = 40_512_345.678, 3_901_234.567
START = (EAST, NORTH)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("35.2", Polar(35.2)),
        (" .5 ", Polar(0.5)),
        ("-3", Polar(-3.0)),
        ("35.2<90", Polar(35.2, 90.0)),
        ("35.2<-90", Polar(35.2, -90.0)),
        ("35.2<N45", Polar(35.2, 45.0, "north")),
        ("35.2 < n 45°30'36\"", Polar(35.2, 45.51, "north")),
        ("35.2<L90", Polar(35.2, 90.0, "left")),
        ("35.2<r12.5", Polar(35.2, 12.5, "right")),
        ("<30", Polar(None, 30.0)),
        ("<N30", Polar(None, 30.0, "north")),
        ("@10,5", Relative(10.0, 5.0)),
        ("@-10 , +5", Relative(-10.0, 5.0)),
        ("@10 5", Relative(10.0, 5.0)),
        ("40512345.678,3901234.567", Absolute(EAST, NORTH)),
        ("40512345.678 3901234.567", Absolute(EAST, NORTH)),
        ("X=3901234.567 Y=40512345.678", Absolute(EAST, NORTH)),
        ("y=40512345.678;x=3901234.567", Absolute(EAST, NORTH)),
        ("X3901234.567, Y40512345.678", Absolute(EAST, NORTH)),
        ("N 3901234.567, E 40512345.678", Absolute(EAST, NORTH)),
        ("Ｘ＝３９０１２３４．５６７，Ｙ＝４０５１２３４５．６７８", Absolute(EAST, NORTH)),
        ("＠１０，５", Relative(10.0, 5.0)),
        ("３５．２＜９０", Polar(35.2, 90.0)),
    ],
)
def test_texts_are_read_as_they_are_documented(text, entry):
    found = parse(text)
    assert type(found) is type(entry)
    assert found == entry or found.angle == pytest.approx(entry.angle)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1e5", "nan", "inf", "35..2", "@10", "X=1 X=2", "X=1 E=2", "10,5,3", "<", "1<"],
)
def test_what_means_nothing_is_answered_with_what_can_be_typed(text):
    with pytest.raises(DraftingError, match=r"35\.2<N45"):
        parse(text)


def test_numbers_that_were_mistyped_are_refused():
    with pytest.raises(DraftingError, match="1\u2009000\u2009000 m"):
        parse("35200000")
    with pytest.raises(DraftingError, match="100\u2009000\u2009000 m"):
        parse("405123456789, 1")
    with pytest.raises(DraftingError, match="leads nowhere"):
        parse("0")


def test_a_typed_place_is_the_number_that_was_typed():
    place = next_place(parse("40512345.678,3901234.567"), [], None)
    assert place == (40512345.678, 3901234.567)
    assert place == next_place(parse("X=3901234.567 Y=40512345.678"), [START], (0.0, 0.0), 30.0)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("@10,5", (10, 5)),
        ("10<90", (0, 10)),
        ("10<N90", (10, 0)),
        ("10<180", (-10, 0)),
        ("10<30", (5 * math.sqrt(3), 5)),
        ("10<N30", (5, 5 * math.sqrt(3))),
        ("10", (8, 6)),  # towards the pointer
        ("-10", (-8, -6)),
        ("10<L90", (-10, 0)),  # the last side goes to the north
        ("10<R90", (10, 0)),
        ("<0", (40, 0)),  # as far as the pointer
    ],
)
def test_steps_go_on_from_the_last_place(text, step):
    places = [(EAST, NORTH - 20), START]
    found = next_place(parse(text), places, (EAST + 40, NORTH + 30))
    assert found == pytest.approx((EAST + step[0], NORTH + step[1]), abs=1e-8)


def test_a_held_direction_takes_the_distance_on_the_side_of_the_pointer():
    for pointer, way in (((EAST + 3, NORTH + 9), 1), ((EAST - 1, NORTH - 9), -1), (None, 1)):
        found = next_place(parse("10"), [START], pointer, 90.0)
        assert found == (EAST, NORTH + 10 * way)


def test_what_is_missing_is_said():
    with pytest.raises(DraftingError, match="no place yet"):
        next_place(parse("@10,5"), [], START)
    with pytest.raises(DraftingError, match="needs a direction"):
        next_place(parse("10"), [START], START)
    with pytest.raises(DraftingError, match="last side"):
        next_place(parse("10<L90"), [START], (0.0, 0.0))


def test_a_place_far_from_the_map_was_mistyped():
    assert checked_near(START, None) == START
    assert checked_near(START, (EAST + 90_000, NORTH)) == START
    # 35,2 for 35.2, and north before east.
    for place in ((35.0, 2.0), (NORTH, EAST)):
        with pytest.raises(DraftingError, match="East stands before north"):
            checked_near(place, START)
