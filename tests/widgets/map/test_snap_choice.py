"""What the pointer snaps to, as settings hold it."""

import json

import pytest

from widgets.map.snap_choice import SORTS, Snapping


def test_a_choice_comes_back_from_settings():
    chosen = Snapping(False, frozenset({"vertex", "grid"}), 25.0, 2.5)
    assert Snapping.read(json.loads(json.dumps(chosen.plain()))) == chosen
    assert Snapping.read(Snapping().plain()) == Snapping()


@pytest.mark.parametrize(
    "found",
    [
        {},
        {"on": "yes", "sorts": "vertex", "reach_px": "10", "grid_m": None},
        {"on": 1, "sorts": {"vertex": True}, "reach_px": True, "grid_m": -1},
        {"reach_px": 1e9, "grid_m": 0},
        {"grid_m": True},
    ],
)
def test_what_does_not_fit_takes_its_default(found):
    assert Snapping.read(found) == Snapping()


def test_sorts_that_are_not_known_are_left_away():
    assert Snapping.read({"sorts": ["edge", "everything", 3]}).sorts == frozenset({"edge"})
    assert Snapping.read({"sorts": []}).sorts == frozenset()
    assert Snapping().sorts < frozenset(SORTS)
