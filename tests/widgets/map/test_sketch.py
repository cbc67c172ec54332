"""Sketching with mouse and keys, by the tool that draws."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest

from tests.strategies import EAST, NORTH
from tests.widgets.map.pointing import RIGHT, SHIFT, click, mouse, move, shown
from widgets.map import nearby
from widgets.map.snap_choice import Snapping
from widgets.map.viewport import MapX, MapY
from widgets.words import THIN

NO_BUTTON = Qt.MouseButton.NoButton
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def drawing(canvas):
    """The six squares, with the tool that draws and green patches to draw."""
    canvas.bridge.activate("greens")
    canvas.use("draw")
    canvas.setFocus()
    return canvas


def pixel(canvas, x, y):
    across, down = canvas.viewport.pixel(MapX(EAST + x), MapY(NORTH + y))
    return QPoint(round(across), round(down))


def drawn(canvas, kind="greens"):
    return list(canvas.bridge.document.layer(kind).geometries)


def corners(shape):
    return [(x - EAST, y - NORTH) for x, y in shapely.get_coordinates(shape).tolist()]


def test_clicks_make_a_feature_whose_corners_are_those_of_the_neighbours(drawing):
    for x, y in ((100, 0), (200, 0), (200, 100)):
        click(drawing, pixel(drawing, x, y) + QPoint(3, -2))
    click(drawing, pixel(drawing, 100, 100), button=RIGHT)
    (found,) = drawn(drawing)
    assert corners(found) == [(100, 0), (200, 0), (200, 100), (100, 0)]
    drawing.bridge.undo()
    assert drawn(drawing) == []


def test_a_double_click_ends_with_the_place_of_its_first_click(drawing):
    for x, y in ((100, 0), (200, 0)):
        click(drawing, pixel(drawing, x, y))
    last = pixel(drawing, 200, 100)
    click(drawing, last)
    mouse(drawing, QEvent.Type.MouseButtonDblClick, last + QPoint(1, 1))
    assert corners(drawn(drawing)[0]) == [(100, 0), (200, 0), (200, 100), (100, 0)]


def test_typed_numbers_give_places_to_the_bit(drawing):
    QTest.keyClicks(drawing, "5")
    entry = drawing.gesture("draw").typing.entry
    assert entry.isVisible()
    entry.clear()
    QTest.keyClicks(entry, "X=3890010.123 Y=500020.456")
    QTest.keyClick(entry, Qt.Key.Key_Return)
    assert not entry.isVisible()
    for text in ("10<0", "@0,10", "10<N270"):
        QTest.keyClicks(drawing, text[0])
        QTest.keyClicks(entry, text[1:])
        QTest.keyClick(entry, Qt.Key.Key_Return)
    QTest.keyClick(drawing, Qt.Key.Key_Return)
    (found,) = drawn(drawing)
    assert shapely.get_coordinates(found).tolist()[0] == [500020.456, 3890010.123]
    assert found.area == pytest.approx(100.0)


def sketch(canvas):
    return canvas.gesture("draw")


def local(places):
    return [(round(x - EAST, 6), round(y - NORTH, 6)) for x, y in places]


def free(canvas, x, y):
    """Click a place as it is, not what lies near."""
    click(canvas, pixel(canvas, x, y), keys=ALT)


def type_in(canvas, text):
    entry = sketch(canvas).typing.entry
    QTest.keyClicks(canvas, text[0])
    QTest.keyClicks(entry, text[1:])
    QTest.keyClick(entry, Qt.Key.Key_Return)


def test_a_click_on_the_first_place_closes(drawing):
    for x, y in ((100, 0), (200, 0), (200, 100), (100, 100)):
        click(drawing, pixel(drawing, x, y))
    assert drawn(drawing) == []
    click(drawing, pixel(drawing, 100, 0) + QPoint(2, 2))
    assert shapely.get_num_coordinates(drawn(drawing)[0]) == 5
    assert drawn(drawing)[0].area == 10_000
    assert not sketch(drawing).under_way
    # What was drawn is selected.
    assert drawing.bridge.selection["greens"].tolist() == [1]


def test_too_few_places_are_said_and_the_sketch_stays(drawing):
    said = []
    drawing.said.connect(said.append)
    for x, y in ((100, 0), (200, 0)):
        click(drawing, pixel(drawing, x, y))
    QTest.keyClick(drawing, Qt.Key.Key_Return)
    assert said[-1] == "This takes 3 places; 2 are there yet."
    assert len(sketch(drawing).places) == 2
    assert drawn(drawing) == []


def test_what_the_plan_refuses_stays_to_be_put_right(drawing):
    refused = []
    drawing.bridge.refused.connect(refused.append)
    for x, y in ((10, 10), (90, 90), (90, 10), (10, 90)):
        free(drawing, x, y)
    QTest.keyClick(drawing, Qt.Key.Key_Return)
    assert "not valid" in str(refused[0])
    assert len(sketch(drawing).places) == 4
    QTest.keyClick(drawing, Qt.Key.Key_Backspace)
    QTest.keyClick(drawing, Qt.Key.Key_Return)
    assert len(drawn(drawing)) == 1


def test_the_preview_shows_the_area_or_why_it_would_be_refused(drawing, qtbot):
    def previewed():
        found = []
        # What has been slow waits until the pointer rests.
        qtbot.waitUntil(lambda: found.append(sketch(drawing)._previewed()) or found[-1] is not None)
        return found[-1]

    for x, y in ((100, 0), (200, 0), (200, 100)):
        click(drawing, pixel(drawing, x, y))
    move(drawing, pixel(drawing, 100, 100), NO_BUTTON)
    preview = previewed()
    assert preview.texts == (f"1.00{THIN}ha\n10{THIN}000{THIN}m²",)
    assert not preview.refused
    move(drawing, pixel(drawing, 150, -60), NO_BUTTON)
    assert "not valid" in previewed().refused
    assert sketch(drawing).told()[-1].startswith("Area ")
    red = (0xC6, 0x28, 0x28)
    assert (shown(drawing) == red).all(axis=2).sum() > 50


def test_escape_drops_the_sketch_and_it_comes_back(drawing):
    for x, y in ((100, 0), (200, 0)):
        click(drawing, pixel(drawing, x, y))
    QTest.keyClick(drawing, Qt.Key.Key_Escape)
    assert not sketch(drawing).under_way
    assert not drawing.gesture("draw").cancel()  # nothing is left
    assert drawing.restore()
    assert local(sketch(drawing).places) == [(100, 0), (200, 0)]
    assert not drawing.restore()
    # One that is under way is not lost for the other.
    QTest.keyClick(drawing, Qt.Key.Key_Escape)
    click(drawing, pixel(drawing, 300, 200))
    assert drawing.restore()
    assert local(sketch(drawing).places) == [(100, 0), (200, 0)]
    assert drawing.restore()
    assert local(sketch(drawing).places) == [(300, 200)]


def test_an_end_by_accident_is_taken_back_by_undo_and_restore(drawing):
    for x, y in ((100, 0), (200, 0), (200, 100)):
        click(drawing, pixel(drawing, x, y))
    click(drawing, pixel(drawing, 50, 50), button=RIGHT)
    drawing.bridge.undo()
    assert drawing.restore()
    assert len(sketch(drawing).places) == 3
    click(drawing, pixel(drawing, 100, 100))
    QTest.keyClick(drawing, Qt.Key.Key_Return)
    assert drawn(drawing)[0].area == 10_000


def test_escape_lets_go_of_what_is_held_before_the_sketch(drawing):
    click(drawing, pixel(drawing, 100, 0))
    QTest.keyClick(drawing, Qt.Key.Key_T)
    assert sketch(drawing).course.tracing
    QTest.keyClicks(drawing, "4")
    assert sketch(drawing).typing.open
    QTest.keyClick(sketch(drawing).typing.entry, Qt.Key.Key_Escape)
    assert not sketch(drawing).typing.open
    QTest.keyClick(drawing, Qt.Key.Key_Escape)
    assert not sketch(drawing).course.tracing
    assert sketch(drawing).under_way
    QTest.keyClick(drawing, Qt.Key.Key_Escape)
    assert not sketch(drawing).under_way


def test_borders_are_traced_the_short_way_and_with_shift_the_other(drawing):
    # Of the middle square of the southern row, from its south-west corner to its north-east one.
    for x, y in ((100, 0), (200, 0)):
        click(drawing, pixel(drawing, x, y))
    QTest.keyClick(drawing, Qt.Key.Key_T)
    click(drawing, pixel(drawing, 130, 100))
    assert local(sketch(drawing).places) == [(100, 0), (200, 0), (200, 100), (130, 100)]
    QTest.keyClick(drawing, Qt.Key.Key_Backspace)  # all of the border
    assert local(sketch(drawing).places) == [(100, 0), (200, 0)]
    click(drawing, pixel(drawing, 130, 100), keys=SHIFT)
    assert local(sketch(drawing).places)[2:] == [(100, 0), (100, 100), (130, 100)]


def test_directions_are_held_parallel_and_at_right_angles_to_an_edge(drawing):
    free(drawing, 30, 30)
    move(drawing, pixel(drawing, 150, 1), NO_BUTTON)
    QTest.keyClick(drawing, Qt.Key.Key_P)
    assert sketch(drawing).course.locked == 0.0
    free(drawing, 70, 80)
    x, y = sketch(drawing).places[-1]
    assert y == sketch(drawing).places[0][1]
    assert sketch(drawing).course.locked is None
    move(drawing, pixel(drawing, 150, 1), NO_BUTTON)
    QTest.keyClick(drawing, Qt.Key.Key_O)
    # What is snapped to says how far.
    click(drawing, pixel(drawing, 100, 100))
    assert sketch(drawing).places[-1] == (x, NORTH + 100)
    QTest.keyClick(drawing, Qt.Key.Key_O)
    QTest.keyClick(drawing, Qt.Key.Key_O)
    assert sketch(drawing).course.locked is None


def test_what_is_held_ends_an_arc(drawing):
    free(drawing, 30, 30)
    QTest.keyClick(drawing, Qt.Key.Key_A)
    free(drawing, 60, 60)
    move(drawing, pixel(drawing, 150, 1), NO_BUTTON)
    QTest.keyClick(drawing, Qt.Key.Key_P)
    free(drawing, 80, 45)
    assert len(sketch(drawing).places) == 2
    assert sketch(drawing).course.arc == ""


def test_a_held_direction_takes_a_typed_distance(drawing):
    free(drawing, 30, 30)
    start = sketch(drawing).places[0]
    move(drawing, pixel(drawing, 150, 1), NO_BUTTON)
    QTest.keyClick(drawing, Qt.Key.Key_P)
    type_in(drawing, "12.5")
    assert sketch(drawing).places[-1] == (start[0] + 12.5, start[1])
    move(drawing, pixel(drawing, 10, 90), NO_BUTTON)
    type_in(drawing, "<90")
    assert sketch(drawing).course.locked == 90.0
    move(drawing, pixel(drawing, 10, 10), NO_BUTTON)  # to the south of the last place
    type_in(drawing, "5")
    assert sketch(drawing).places[-1] == (start[0] + 12.5, start[1] - 5)


def test_shift_turns_in_steps_from_the_last_side(drawing):
    drawing.snapping = Snapping(on=False)
    free(drawing, 50, 50)
    click(drawing, pixel(drawing, 90, 53), keys=SHIFT)
    one, other = sketch(drawing).places
    assert other[1] == one[1]
    click(drawing, pixel(drawing, 94, 90), keys=SHIFT)
    assert sketch(drawing).places[-1][0] == pytest.approx(other[0])


def test_arcs_are_made_of_places_and_taken_back_as_one(drawing):
    free(drawing, 20, 20)
    QTest.keyClick(drawing, Qt.Key.Key_A)
    free(drawing, 60, 60)
    assert len(sketch(drawing).places) == 1
    free(drawing, 100, 20)
    places = sketch(drawing).places
    assert len(places) > 50
    centre = shapely.minimum_bounding_circle(shapely.LineString(places)).centroid
    away = [centre.distance(shapely.Point(place)) for place in places]
    assert max(away) - min(away) < 0.5
    QTest.keyClick(drawing, Qt.Key.Key_Backspace)
    assert len(sketch(drawing).places) == 1
    assert sketch(drawing).course.arc == "three"


def test_a_click_takes_the_place_that_is_typed(drawing):
    free(drawing, 50, 50)
    start = sketch(drawing).places[0]
    QTest.keyClicks(drawing, "7")
    click(drawing, pixel(drawing, 50, 90), keys=ALT)
    assert sketch(drawing).places[-1] == pytest.approx((start[0], start[1] + 7), abs=1.0)
    assert sum(abs(a - b) for a, b in zip(*sketch(drawing).places, strict=True)) < 7.5


def test_wrong_numbers_are_answered_beside_the_field(drawing):
    type_in(drawing, "5..2")
    entry = sketch(drawing).typing.entry
    assert "35.2<N45" in entry.trouble
    assert entry.isVisible()
    assert not sketch(drawing).under_way


def test_the_second_click_of_a_double_click_adds_nothing_where_the_hand_shakes(drawing):
    drawing.snapping = Snapping(on=False)
    for x, y in ((10, 10), (90, 10), (90, 90)):
        click(drawing, pixel(drawing, x, y))
        click(drawing, pixel(drawing, x, y) + QPoint(2, 1))
    assert len(sketch(drawing).places) == 3


def test_another_tool_drops_the_sketch_and_one_command_brings_both_back(drawing):
    for x, y in ((100, 0), (200, 0)):
        click(drawing, pixel(drawing, x, y))
    drawing.use("measure")
    click(drawing, pixel(drawing, 10, 10))
    drawing.use("pan")
    assert drawing.restore()
    assert drawing.tool == "measure"
    assert drawing.restore()
    assert drawing.tool == "draw"
    assert len(sketch(drawing).places) == 2


def test_the_cross_of_the_keyboard_draws_too(drawing):
    drawing.snapping = Snapping(on=False)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right):
        QTest.keyClick(drawing, key)
        QTest.keyClick(drawing, Qt.Key.Key_Space)
    assert len(sketch(drawing).places) == 3
    QTest.keyClick(drawing, Qt.Key.Key_Return)
    assert len(drawn(drawing)) == 1


def test_the_sign_of_what_is_snapped_to_is_drawn_and_goes_with_the_pointer(drawing):
    before = shown(drawing)
    move(drawing, pixel(drawing, 100, 0) + QPoint(3, -3), NO_BUTTON)
    assert sketch(drawing).snapped.sort == "vertex"
    ink = (0xC2, 0x18, 0x5B)
    assert (shown(drawing) == ink).all(axis=2).sum() > 20
    sketch(drawing).leave()
    assert (shown(drawing) == before).all()


def test_where_too_much_lies_the_map_says_so_and_the_click_is_taken(drawing, monkeypatch):
    place = pixel(drawing, 100, 100) + QPoint(3, 3)
    monkeypatch.setattr(nearby, "MOST_FEATURES", 1)
    before = shown(drawing)
    move(drawing, place, NO_BUTTON)
    assert sketch(drawing).snapped is None
    assert (shown(drawing) != before).any(axis=2).sum() > 200  # a sentence beside the pointer
    click(drawing, place)
    assert sketch(drawing).places[0] != (EAST + 100, NORTH + 100)


@pytest.mark.parametrize(("tool", "seed"), [("draw", 1), ("draw", 2), ("rectangle", 3)])
def test_whatever_is_clicked_and_pressed_the_sketch_stays_whole(drawing, tool, seed):
    random = np.random.default_rng(seed)
    keys = "TAPO\b\r\x1b"
    codes = dict(zip(keys, (Qt.Key.Key_T, Qt.Key.Key_A, Qt.Key.Key_P, Qt.Key.Key_O), strict=False))
    codes |= {"\b": Qt.Key.Key_Backspace, "\r": Qt.Key.Key_Return, "\x1b": Qt.Key.Key_Escape}
    texts = ("12", "5<90", "@3,4", "<N30", "7<L45", "500120.5, 3890040", "x", "1,1")
    drawing.use(tool)
    gesture = drawing.gesture(tool)
    for _ in range(150):
        spot = QPoint(*random.integers((0, 0), (400, 300)).tolist())
        held = (Qt.KeyboardModifier.NoModifier, SHIFT, ALT)[random.integers(3)]
        match random.integers(10):
            case 0 | 1 | 2 | 3:
                click(drawing, spot, keys=held)
            case 4 | 5:
                move(drawing, spot, NO_BUTTON)
            case 6 | 7:
                QTest.keyClick(drawing, codes[keys[random.integers(len(keys))]])
            case 8:
                gesture.typing.begin(texts[random.integers(len(texts))], gesture._pointer)
                QTest.keyClick(gesture.typing.entry, Qt.Key.Key_Return)
                gesture.typing.put_away()
            case _:
                QTest.keyClick(drawing, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
                drawing.restore()
        drawing.grab()
        course = gesture.course
        assert sum(course.steps) == len(course.places)
        assert all(one != other for one, other in pairwise(course.places))
        assert np.isfinite(np.array(course.places, float)).all()
    # And it draws as at first.
    for _ in range(3):
        gesture.cancel()
    before = len(drawn(drawing))
    for x, y in ((100, 0), (200, 0), (200, 100)):
        click(drawing, pixel(drawing, x, y))
    QTest.keyClick(drawing, Qt.Key.Key_Return)
    shapes = drawn(drawing)
    assert len(shapes) > before
    assert all(shapely.is_valid(shape) for shape in shapes)
