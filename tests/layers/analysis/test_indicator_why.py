"""Why indicators are what they are."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from layers.analysis import measures
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from layers.edits.indicators import set_indicator
from tests.layers.analysis.test_indicators import LACKING, half_known
from tests.strategies import document, layer, small_plan, squares


def with_all_sets(plan):
    settings = {
        **dict.fromkeys((f"plan.indicators_{n}" for n in ("jiangsu", "miit", "benchmark")), "yes"),
        "plan.indicators_hunan": "2035",
    }
    return replace(plan, parameters=MappingProxyType({**plan.parameters, **settings}))


def reasons(plan, id_):
    return why(measures().evaluate(plan), f"indicators.{id_}")


def test_every_indicator_says_why_with_the_footing_of_its_target():
    results = measures().evaluate(with_all_sets(small_plan()))
    for row in totals(results, stamped=False)["indicators"]:
        found = why(results, f"indicators.{row['id']}")
        assert found["value"] == row["value"]
        assert found["unit"] == row["unit"]
        assert "numbers below" not in found["formula"]
        if row["target"]:
            target = found["inputs"][-1]
            assert target["value"] == row["target"]
            assert target["source"]
            assert target["confidence"] == row["confidence"]
        if row["target"] and row["confidence"] in {"recalled", "assumption"}:
            assert any("not enforced" in text for text in found["left_out"])


def test_the_core_indicator_names_energy_convention_and_scope():
    found = reasons(small_plan(), "NZCP-core-small")
    names = [one["name"] for one in found["inputs"]]
    assert "Energy use of the park" in names
    electricity = found["inputs"][names.index("Electricity, calorific equivalent")]
    assert (electricity["value"], electricity["unit"]) == (0.1229, "kgce/kWh")
    assert [one["unit"] for one in found["inputs"]][:3] == ["t CO₂/a"] * 3
    assert any(text.startswith("Transport, water supply") for text in found["left_out"])


def test_a_typed_value_is_told_with_its_source_and_what_the_plan_computes():
    plan = small_plan()
    plan = plan.applied(set_indicator(plan, "T-roofpv", 12.0, "survey"))
    found = reasons(plan, "T-roofpv")
    first, second = found["inputs"][:2]
    assert (first["value"], first["source"], first["confidence"]) == (12.0, "survey", "user")
    assert second["name"] == "As the plan computes it"


def test_the_index_tells_what_it_waits_for():
    plan = with_all_sets(document())
    assert reasons(plan, "MIIT-GI")["left_out"][0].startswith("18 required indicators")
    plan = plan.applied(set_indicator(plan, "MIIT-02", 7.5))
    found = reasons(plan, "MIIT-GI")
    assert [one["value"] for one in found["inputs"]] == [0.5]
    assert found["left_out"][0].startswith("17 ")


@pytest.mark.parametrize("path", ["indicators", "indicators.gone"])
def test_the_list_itself_and_no_indicator(path):
    results = measures().evaluate(document())
    if path == "indicators":
        assert "each beside its target" in why(results, path)["formula"]
    else:
        with pytest.raises(Exception, match="No number is called"):
            why(results, path)


def test_an_incomplete_value_names_what_is_missing():
    told = reasons(half_known(), "T-pvshare")["left_out"]
    assert "The value is incomplete: nothing is said of its target." in told
    assert any(LACKING in text for text in told)
    whole = reasons(half_known(process_kwh=[None, 5e5, 5e5]), "T-pvshare")["left_out"]
    assert not any("incomplete" in text for text in whole)


def test_a_nuisance_that_is_none_informs_and_says_so():
    row = {one["id"]: one for one in totals(measures().evaluate(document(BARE)))["indicators"]}
    assert (row["T-nuisance"]["value"], row["T-nuisance"]["state"]) == (None, "information")
    told = reasons(document(BARE), "T-nuisance")["left_out"]
    assert told[0].startswith("None there")


BARE = layer("parcels", squares(2), land_use=["M1", "R2"])
FOUNDED = {
    "T-shade": ("Crowns of street trees", "Ground of roads, length times width"),
    "T-far": ("Parcels whose FAR keeps its limit", "Parcels with a FAR and a limit"),
    "T-land-balance": ("Shares of land inside their range", "Shares of land that have a range"),
    "T-greencover": ("Land with plants", "Crowns of street trees", "Area of the red line"),
    "T-ec": ("Area of the patches of green land", "Connectivity of corridors"),
    "T-roofpv": ("Field of modules", "Roof area"),
    "T-nuisance": ("Parcels of nuisance class 3",),
}


@pytest.mark.parametrize("id_", FOUNDED)
def test_the_numbers_that_an_indicator_is_made_of_are_told(id_):
    told = {one["name"] for one in reasons(small_plan(), id_)["inputs"]}
    assert set(FOUNDED[id_]) <= told


def test_a_share_can_be_worked_out_from_what_is_told():
    plan = document(
        layer(
            "parcels",
            squares(3),
            land_use=["G1"] * 3,
            far=[1.0, 3.0, None],
            far_max=[2.0, 2.0, 2.0],
        )
    )
    told = reasons(plan, "T-far")
    kept, asked = (one["value"] for one in told["inputs"][:2])
    assert (kept, asked) == (1, 2)
    assert told["value"] == pytest.approx(100 * kept / asked)


@pytest.mark.parametrize("id_", ["T-pvshare", "NZCP-clean"])
def test_totals_that_rest_on_assumed_factors_are_marked(id_):
    told = reasons(half_known(), id_)["inputs"]
    sure = {one["name"]: one["confidence"] for one in told if one["unit"] in {"kWh/a", "tce/a"}}
    assert sure
    assert set(sure.values()) == {"assumption"}
