"""Verbs of rasters: each one step that can be taken back."""

from dataclasses import replace

import pytest

from layers.edits.rasters import MOST, add_raster, move_raster, new_key, remove_raster, set_raster
from layers.errors import InvalidEditError
from layers.raster import Raster, RasterStyle, below_to_above
from tests.small_plan import small_plan


def plan_with(*titles):
    plan = small_plan()
    for title in titles:
        plan = plan.applied(add_raster(plan, Raster("", "imagery", f"/d/{title}.tif", title)))
    return plan


def order(plan):
    return [raster.key for raster in below_to_above(plan.rasters)]


def test_a_raster_is_added_above_the_others_under_a_name_of_its_own():
    plan = plan_with("Ortho 2024", "Ortho 2024", "影像")
    assert order(plan) == ["ortho_2024", "ortho_2024_2", "raster"]
    assert new_key(plan, "!") == "raster_2"


def test_edits_are_taken_back_and_the_order_with_them():
    plan = plan_with("a", "b", "c")
    edit = remove_raster(plan, "b")
    without = plan.applied(edit)
    assert order(without) == ["a", "c"]
    assert order(without.applied(edit.inverted())) == ["a", "b", "c"]
    lifted = plan.applied(move_raster(plan, "a", up=True))
    assert order(lifted) == ["b", "a", "c"]
    assert not move_raster(plan, "c", up=True)
    assert not move_raster(plan, "a", up=False)


def test_style_and_file_change_in_one_step():
    plan = plan_with("a")
    edit = set_raster(plan, "a", {"opacity": 0.5, "title": "Roofs", "role": "dsm"})
    found = plan.applied(edit).rasters["a"]
    assert (found.style, found.title, found.role) == (RasterStyle(opacity=0.5), "Roofs", "dsm")
    assert plan.applied(edit).applied(edit.inverted()).rasters == plan.rasters
    assert not set_raster(plan, "a", {"opacity": 1.0})


@pytest.mark.parametrize(
    ("key", "changes", "sentence"),
    [
        ("b", {}, "The plan has no raster b. It has a."),
        ("a", {"colour": 1}, "A raster has no field colour"),
        ("a", {"opacity": 2.0}, "The value 2.0 of opacity"),
        ("a", {"role": "map"}, "There is no sort of raster map"),
    ],
)
def test_what_makes_no_sense_is_refused(key, changes, sentence):
    with pytest.raises(InvalidEditError, match=sentence):
        set_raster(plan_with("a"), key, changes)


def test_there_is_a_limit():
    plan = small_plan()
    many = {str(i): Raster(str(i), "dsm", "") for i in range(MOST)}
    with pytest.raises(InvalidEditError, match="100 rasters at most"):
        add_raster(replace(plan, rasters=many), Raster("x", "dsm", ""))
