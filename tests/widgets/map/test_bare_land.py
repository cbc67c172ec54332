from dataclasses import replace

import pytest

from layers.edits.draw import delete
from layers.edits.styles import set_style
from layers.kinds import kinds
from tests.strategies import small_plan
from tests.widgets.map.pointing import kept, settle, shown, square
from widgets.map.bare_land import ID, BareLandKeeper, bare_land


@pytest.fixture
def hatched(canvas, qtbot):
    BareLandKeeper(canvas.stage)
    settle(canvas, qtbot)
    return canvas


def inks(canvas, column, row):
    """How many colours a part of a square shows."""
    place = square(canvas, column, row, 8, 92)
    part = shown(canvas)[place.y() : place.y() + 12, place.x() : place.x() + 12]
    return len({tuple(pixel) for line in part.tolist() for pixel in line})


def test_what_a_deleted_parcel_leaves_is_hatched(hatched, qtbot):
    assert inks(hatched, 1, 1) == 1
    hatched.bridge.perform(delete(hatched.bridge.document, "parcels", [5]))
    settle(hatched, qtbot)
    assert inks(hatched, 1, 1) > 1
    hatched.bridge.undo()
    settle(hatched, qtbot)
    assert inks(hatched, 1, 1) == 1


def test_hidden_or_translucent_parcels_have_no_hatch_below(hatched):
    def hatch():
        return [one.id for one in hatched.stage.scene.underlays]

    assert hatch() == [ID]
    hatched.bridge.show_kind("parcels", visible=False)
    assert hatch() == []
    hatched.bridge.show_kind("parcels", visible=True)
    assert hatch() == [ID]
    faint = replace(kinds()["parcels"].style, opacity=0.5)
    hatched.bridge.perform(set_style(hatched.bridge.document, "parcels", faint))
    assert hatch() == []


def test_a_red_line_that_is_deleted_takes_the_hatch_with_it(hatched):
    hatched.bridge.perform(delete(hatched.bridge.document, "boundary", [1]))
    assert hatched.stage.scene.underlays == ()
    assert bare_land(hatched.bridge.document) is None
    assert bare_land(small_plan()).bounds == (500_000.0, 3_890_000.0, 500_300.0, 3_890_200.0)


def test_the_hatch_stays_where_it_is_on_the_ground(hatched, qtbot):
    hatched.bridge.perform(delete(hatched.bridge.document, "parcels", [5]))
    settle(hatched, qtbot)
    hatched.show_viewport(hatched.viewport.panned(13, -7))
    settle(hatched, qtbot)
    before = kept(hatched)
    hatched.stage.spoil(None)
    settle(hatched, qtbot)
    assert (kept(hatched) == before).all()
