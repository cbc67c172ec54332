"""The green network in the totals: numbers, reasons, what is missing, values per feature."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_series_equal

from layers.analysis import measures
from layers.analysis.corridor_widths import section as widths
from layers.analysis.green_network import section
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from layers.edit import Change
from layers.edits.attributes import set_values
from layers.edits.draw import delete
from layers.edits.parameters import set_parameter
from tests.layers.analysis.parks import box, line
from tests.strategies import document, layer

SITE = layer("boundary", [box(0, 0, 1000, 1000)])
PAIR = layer("greens", [box(0, 0, 100, 100), box(600, 0, 700, 100), box(0, 900, 100, 1000)])
BRIDGE = layer("corridors", [line((100, 50), (600, 50))], width_m=[20.0])
PLAN = document(SITE, PAIR, BRIDGE)


def found(plan):
    return totals(measures().evaluate(plan), stamped=False)


def test_a_pair_of_patches_and_a_lone_one():
    """500 m apart, half of the animals come: ΣΣ = 3 + 2 · 1/2 = 4 ha² in a park of 100 ha."""
    one = found(PLAN)["corridors"]
    assert (one["components"], one["patches"], one["links"], one["circuits"]) == (2, 3, 1, 0)
    assert one["pc"] == pytest.approx(4 / 100**2)
    assert one["iic"] == pytest.approx(4 / 100**2)
    assert one["ec_pc_m2"] == pytest.approx(2e4)
    assert one["mesh_m2"] == pytest.approx(3 / 100 * 1e4)
    assert (one["alpha"], one["beta"], one["gamma"]) == (
        0,
        pytest.approx(1 / 3),
        pytest.approx(1 / 3),
    )


def test_the_importance_of_greens_and_corridors():
    results = measures().evaluate(PLAN)
    # Without one of the pair 2 of 4 are left, without the lone one or the corridor 3.
    assert results.value("network.greens").tolist() == pytest.approx([50, 50, 25])
    assert results.value("network.corridors").tolist() == pytest.approx([25])


def test_greens_of_one_patch_share_its_importance():
    greens = layer("greens", [box(0, 0, 50, 100), box(50, 0, 100, 100)])
    values = measures().evaluate(document(SITE, greens)).value("network.greens")
    assert values.tolist() == pytest.approx([100, 100])


def test_a_longer_reach_makes_more_of_the_same_network():
    far = PLAN.applied(set_parameter(PLAN, "radius.GRAPH-d50", 1000.0))
    # 2^(−1/2) between the pair.
    assert found(far)["corridors"]["pc"] == pytest.approx((3 + 2 * 2**-0.5) / 100**2)


def test_without_green_all_is_missing_and_nothing_is_zero():
    plan = found(document(SITE))
    assert plan["corridors"]["pc"] is None
    assert plan["corridors"]["components"] is None
    lacks = {lack["path"] for lack in plan["missing"]}
    assert {"corridors.pc", "corridors.components", "corridors.length_m"} <= lacks


def test_without_a_red_line_the_equivalent_patch_is_there():
    plan = found(document(PAIR, BRIDGE))
    assert plan["corridors"]["pc"] is None
    assert plan["corridors"]["ec_pc_m2"] == pytest.approx(2e4)
    assert "corridors.mesh_m2" in {lack["path"] for lack in plan["missing"]}


def test_the_answer_to_why_names_the_distance_and_what_was_assumed():
    answer = why(measures().evaluate(PLAN), "corridors.pc")
    assert "ln 2" in answer["formula"]
    assert answer["features"] == {"greens": 3, "corridors": 1}
    assert [one["value"] for one in answer["inputs"]] == [3e4, 1e6, 500, 30]
    assert any("corridor" in text for text in answer["left_out"])


def test_a_change_of_what_is_not_read_keeps_the_network():
    first = measures().evaluate(PLAN)
    edit = set_values(PLAN, "corridors", np.array([1]), {"name": "B"})
    second = measures().evaluate(PLAN.applied(edit), first)
    assert second.entries["network.graph"] is first.entries["network.graph"]


def test_what_is_kept_through_edits_is_what_is_made_anew():
    wanted = [id_ for id_ in measures().measures if id_.startswith(("network.", "slow."))]
    some = measures().behind(wanted)
    plan, results = PLAN, some.evaluate(PLAN)
    edits = (
        lambda one: set_values(one, "corridors", np.array([1]), {"width_m": 2.0}),
        lambda one: delete(one, "greens", [3]),
        lambda one: set_parameter(one, "radius.GRAPH-d50", 100.0),
        lambda one: delete(one, "corridors", [1]),
    )
    for make in edits:
        edit = make(plan)
        plan = plan.applied(edit)
        results = some.evaluate(plan, results, Change.of(edit))
        fresh = some.evaluate(plan)
        for id_ in wanted:
            if isinstance(one := fresh.value(id_), pd.Series):
                assert_series_equal(results.value(id_), one)
        assert section(results) == section(fresh)
        assert widths(results) == widths(fresh)
