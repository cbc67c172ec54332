"""Painting land use."""

import pytest
import shapely
from PySide6.QtCore import Qt

from tests.strategies import EAST, NORTH, document, layer, small_plan
from tests.widgets.map.pictures import differing
from tests.widgets.map.pointing import (
    RIGHT,
    click,
    drag,
    kept,
    land_use,
    move,
    press,
    release,
    settle,
    square,
)


@pytest.fixture
def brush(canvas):
    canvas.use("zone")
    found = canvas.gesture("zone")
    found.land_use = "R2"
    return found


@pytest.mark.usefixtures("brush")
def test_a_stroke_zones_all_it_crosses_and_is_one_step(canvas):
    before = land_use(canvas)
    start, end = square(canvas, 0, 0), square(canvas, 2, 0)
    press(canvas, start)
    assert land_use(canvas)[0] == "R2"  # while the button is still down
    move(canvas, end)  # jumps over the parcel between: the line counts
    assert land_use(canvas)[:3] == ["R2", "R2", "R2"]
    move(canvas, start)
    release(canvas, start)
    done = canvas.bridge.session.history.done
    assert [str(step.edit.title) for step in done] == ["Zone 3 parcels as R2"]
    canvas.bridge.undo()
    assert land_use(canvas) == before


@pytest.mark.usefixtures("brush")
def test_two_strokes_are_two_steps(canvas):
    click(canvas, square(canvas, 0, 0))
    click(canvas, square(canvas, 1, 0))
    assert len(canvas.bridge.session.history.done) == 2
    click(canvas, square(canvas, 1, 0))  # has that use already
    assert len(canvas.bridge.session.history.done) == 2


@pytest.mark.usefixtures("brush")
def test_escape_takes_the_stroke_back(canvas, qtbot):
    before = land_use(canvas)
    press(canvas, square(canvas, 0, 0))
    move(canvas, square(canvas, 2, 0))
    assert land_use(canvas) != before
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert land_use(canvas) == before
    move(canvas, square(canvas, 2, 1))
    release(canvas, square(canvas, 2, 1))
    assert land_use(canvas) == before
    assert len(canvas.bridge.session.history.done) == 0


def test_a_right_click_takes_the_code_under_the_pointer(canvas, brush, qtbot):
    with qtbot.waitSignal(brush.land_use_changed) as signal:
        click(canvas, square(canvas, 1, 1), button=RIGHT)
    assert signal.args == ["G1"]
    click(canvas, square(canvas, 2, 1), button=RIGHT)  # no code there
    assert brush.land_use == "G1"


def test_without_a_code_the_brush_says_what_to_do(canvas, brush, qtbot):
    brush.land_use = ""
    with qtbot.waitSignal(canvas.said):
        click(canvas, square(canvas, 0, 0))
    assert land_use(canvas)[0] == "M1"


def test_a_plan_that_is_read_only_says_so_once(opened):
    canvas = opened(small_plan(), read_only=True)
    canvas.use("zone")
    canvas.gesture("zone").land_use = "R2"
    refused = []
    canvas.bridge.refused.connect(refused.append)
    drag(canvas, square(canvas, 0, 0), square(canvas, 2, 0))
    assert len(refused) == 1
    assert land_use(canvas)[0] == "M1"


@pytest.mark.usefixtures("brush")
def test_hidden_parcels_are_not_painted(canvas):
    canvas.bridge.show_kind("parcels", visible=False)
    click(canvas, square(canvas, 0, 0))
    assert land_use(canvas)[0] == "M1"


@pytest.mark.usefixtures("brush")
def test_a_stroke_broken_off_cannot_be_done_again(canvas, qtbot):
    press(canvas, square(canvas, 0, 0))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.bridge.session.history.undone == ()
    canvas.bridge.redo()
    assert land_use(canvas)[0] == "M1"


@pytest.mark.usefixtures("brush")
def test_escape_leaves_the_stroke_before_alone(canvas, qtbot):
    click(canvas, square(canvas, 0, 0))
    press(canvas, square(canvas, 1, 0))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert land_use(canvas)[:2] == ["R2", "M2"]
    # A stroke over what has the code already has changed nothing that could be taken back.
    press(canvas, square(canvas, 0, 0))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert land_use(canvas)[:2] == ["R2", "M2"]


def test_zoning_a_parcel_under_green_changes_the_picture(opened, qtbot):
    shape = shapely.box(EAST, NORTH, EAST + 100, NORTH + 100)
    canvas = opened(
        document(
            layer("parcels", [shape], land_use=["G1"]), layer("greens", [shape], cover=["lawn"])
        )
    )
    canvas.use("zone")
    canvas.gesture("zone").land_use = "M1"
    before = kept(canvas)
    click(canvas, square(canvas, 0, 0))
    settle(canvas, qtbot)
    assert differing(before, kept(canvas)) > 0.2


def streets(opened):
    """A street (S1), a canal (E11) and a plot to either side of them."""
    shapes = [
        shapely.box(EAST + column * 100, NORTH, EAST + column * 100 + 100, NORTH + 100)
        for column in range(4)
    ]
    canvas = opened(document(layer("parcels", shapes, land_use=["M1", "S1", "E11", None])))
    canvas.use("zone")
    canvas.gesture("zone").land_use = "B1"
    return canvas


def test_a_stroke_over_plots_leaves_streets_and_water(opened, qtbot):
    canvas = streets(opened)
    with qtbot.waitSignal(canvas.said, check_params_cb=lambda text: "Streets" in text):
        drag(canvas, square(canvas, 0, 0), square(canvas, 3, 0))
    assert land_use(canvas) == ["B1", "S1", "E11", "B1"]


def test_a_click_and_a_stroke_that_starts_there_paint_streets(opened):
    canvas = streets(opened)
    click(canvas, square(canvas, 2, 0))
    assert land_use(canvas) == ["M1", "S1", "B1", None]
    drag(canvas, square(canvas, 1, 0), square(canvas, 0, 0))
    assert land_use(canvas) == ["B1", "B1", "B1", None]


def test_the_code_taken_is_told(canvas, brush, qtbot):
    with qtbot.waitSignal(canvas.said, check_params_cb=lambda text: "G1" in text):
        click(canvas, square(canvas, 1, 1), button=RIGHT)
    assert brush.land_use == "G1"


def test_a_mixed_use_is_taken_with_its_shares_and_painted_with_them(canvas, brush, qtbot):
    brush.land_use = "M1:70/B2:30"
    click(canvas, square(canvas, 0, 0))
    assert land_use(canvas)[0] == "M1/B2"
    brush.land_use = "R2"
    with qtbot.waitSignal(brush.land_use_changed) as signal:
        click(canvas, square(canvas, 0, 0), button=RIGHT)
    assert signal.args == ["M1:70/B2:30"]
    click(canvas, square(canvas, 1, 0))
    shares = canvas.bridge.document.layer("parcels").values("land_use_shares").tolist()
    assert shares[:2] == ["70/30", "70/30"]
