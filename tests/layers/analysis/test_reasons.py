"""Every number has its reason, in the asked language; what is no number is refused."""

import json

import pytest

from layers.analysis import measures
from layers.analysis.reasons import Reasons, unit_at, why
from layers.analysis.totals import leaves, totals
from layers.errors import PlanError
from tests.strategies import small_plan


def test_every_total_and_every_measure_answers_why():
    results = measures().evaluate(small_plan())
    reasons = Reasons(results)
    found = reasons.totals
    for path in [*(path for path, _ in leaves(found)), *found, *measures().measures]:
        answer = reasons.of(path)
        assert answer["path"] == path
        assert answer["formula"]
        assert set(answer) == {
            "path",
            "value",
            "unit",
            "formula",
            "steps",
            "inputs",
            "features",
            "left_out",
        }
        json.dumps(answer, allow_nan=False)


@pytest.mark.parametrize(
    ("path", "value", "unit"),
    [
        ("land.site_m2", 60_000, "m²"),
        ("land.by_code.M1", 10_000, "m²"),
        ("land.balance.M.share_pct", 66.67, "%"),
        ("land.balance.M.children.M1.area_ha", 1.0, "ha"),
        ("plan.parcels", 6, ""),
        ("land.areas", 60_000, "m²"),
        ("corridors.alpha", None, ""),
    ],
)
def test_paths_lead_to_their_values(path, value, unit):
    found = why(measures().evaluate(small_plan()), path)
    assert found["value"] == value
    assert found["unit"] == unit


def test_the_sink_answers_by_path_and_by_measure():
    results = measures().evaluate(small_plan())
    by_path, by_id = why(results, "carbon.sink_t_per_a"), why(results, "carbon.sink")
    assert by_path["value"] == by_id["value"] == totals(results)["carbon"]["sink_t_per_a"]
    assert by_path["inputs"] == by_id["inputs"]


@pytest.mark.parametrize("path", ["carbon.sinck", "land.by_code.X9", "", "land.", "zzzz", "."])
def test_an_unknown_path_is_refused_with_near_ones(path):
    with pytest.raises(PlanError) as refused:
        why(measures().evaluate(small_plan()), path)
    assert "No number is called" in str(refused.value)
    if path == "carbon.sinck":
        assert "carbon.sink" in str(refused.value)


def test_why_speaks_the_asked_language():
    found = why(measures().evaluate(small_plan()), "carbon.sink", speak=lambda one: f"<{one}>")
    assert found["formula"].startswith("<S = ")
    assert all(text.startswith("<") for text in found["left_out"])


def test_numbers_below_a_path_have_units_of_their_own():
    assert unit_at("runoff.coefficient", "m³") == ""
    assert unit_at("runoff.storage_built_m3", "t CO₂/a") == "m³"
    assert unit_at("energy.ledger.industry.low", "t CO₂/a") == "t CO₂/a"
