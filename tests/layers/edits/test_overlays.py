"""What is drawn over the plan is remembered in it, and read from damaged files."""

import json
from dataclasses import replace
from types import MappingProxyType

import pytest

from layers.analysis.stamp import stamp
from layers.edits.overlays import KEY, MOST, overlays, switch
from layers.files import project
from tests.strategies import small_plan


def test_what_is_switched_on_is_saved_and_taken_back(tmp_path):
    plan = small_plan()
    edit = switch(plan, "network", on=True)
    after = plan.applied(edit)
    after = after.applied(switch(after, "chains", on=True))
    assert overlays(after) == ("network", "chains")
    path = tmp_path / "plan.gpkg"
    project.save(after, path)
    assert overlays(project.load(path).document) == ("network", "chains")
    assert KEY not in plan.applied(edit).applied(edit.inverted()).properties
    assert stamp(after) == stamp(plan)


def test_the_last_one_that_goes_leaves_nothing_and_the_same_is_no_step():
    plan = small_plan()
    assert not switch(plan, "network", on=False)
    after = plan.applied(switch(plan, "network", on=True))
    assert not switch(after, "network", on=True)
    assert KEY not in after.applied(switch(after, "network", on=False)).properties


def with_text(text):
    return replace(small_plan(), properties=MappingProxyType({KEY: text}))


@pytest.mark.parametrize("text", ["", "no json", "[" * 100_000, "{}", "3", "[1, null, []]", 7])
def test_what_is_no_list_of_names_is_passed_over(text):
    assert overlays(with_text(text)) == ()


def test_names_of_other_versions_stay_and_there_is_an_end_to_them():
    plan = with_text('["later", "network", "later", "", 3]')
    assert overlays(plan) == ("later", "network")
    assert overlays(plan.applied(switch(plan, "network", on=False))) == ("later",)
    many = with_text(json.dumps([f"o{n}" for n in range(2 * MOST)]))
    assert len(overlays(many)) == MOST
