import pytest

from layers.analysis import measures
from layers.analysis.reasons import why
from tests.layers.analysis.energy_plans import plan, with_settings
from tests.layers.analysis.test_ledger import ROOFS, park


def names(answer):
    return [one["name"] for one in answer["inputs"]]


def test_buildings_name_their_floor_area_and_their_intensities():
    found = why(measures().evaluate(park()), "energy.ledger.buildings")
    assert "Floor area: Office (tool default)" in names(found)
    assert "Electricity: Office (tool default)" in names(found)
    term = next(one for one in found["inputs"] if one["name"].startswith("Electricity: Office"))
    assert (term["value"], term["confidence"]) == (85.0, "assumption")
    assert "Workers" not in names(found)


def test_the_net_balance_names_all_lines_once():
    found = names(why(measures().evaluate(park(ROOFS)), "carbon.net_t_per_a"))
    for name in ("Workers", "Process electricity as entered", "PV yield", "Carbon sink"):
        assert found.count(name) == 1


def test_assumptions_are_said():
    found = why(measures().evaluate(plan("B2", far=[1.0])), "energy.ledger.buildings")
    assert "Assumed: the floor area of 1 parcel is its FAR times its area." in found["left_out"]
    assert any("no climate zone" in text for text in found["left_out"])
    zoned = with_settings(plan("B2", far=[1.0]), climate_zone="cold")
    found = why(measures().evaluate(zoned), "energy.ledger.buildings")
    assert not any("no climate zone" in text for text in found["left_out"])


def test_an_entered_number_stands_for_the_assumptions():
    found = why(
        measures().evaluate(with_settings(park(), transport_t=10.0)), "energy.ledger.transport"
    )
    assert names(found) == ["Transport emissions as entered"]
    assert not any("Freight" in text for text in found["left_out"])


@pytest.mark.parametrize(("green", "factor"), [(0.0, "2023"), (30.0, "residual")])
def test_the_factor_of_electricity_is_the_one_that_counts(green, factor):
    results = measures().evaluate(with_settings(park(), green_power_pct=green))
    found = why(results, "energy.ledger.industry")
    assert any(factor in name for name in names(found))
    assert any("residual" in text for text in found["left_out"]) == (green > 0)


def test_the_hours_say_that_their_shapes_are_assumed():
    found = why(measures().evaluate(park(ROOFS)), "energy.self_sufficiency_pct")
    assert found["unit"] == "%"
    assert any("shapes of loads" in text for text in found["left_out"])


@pytest.mark.parametrize(
    ("path", "count"), [("carbon.net_t_per_a", 6), ("carbon.operational_t_per_a", 4)]
)
def test_a_sum_names_the_lines_of_the_ledger_that_add_up_to_it(path, count):
    found = why(measures().evaluate(park(ROOFS)), path)
    lines = [one["value"] for one in found["inputs"][:count]]
    assert [one["unit"] for one in found["inputs"][:count]] == ["t CO₂/a"] * count
    assert sum(lines) == pytest.approx(found["value"])


def test_what_the_planner_entered_is_called_so():
    found = why(measures().evaluate(park(ROOFS)), "energy.ledger.industry")
    entered = [one for one in found["inputs"] if one["name"].endswith("as entered")]
    assert len(entered) == 3
    assert {one["confidence"] for one in entered} == {"entered"}


@pytest.mark.parametrize(
    "path", ["carbon.net_t_per_a", "energy.ledger.pv", "energy.self_used_kwh_per_a"]
)
def test_what_is_computed_from_assumed_factors_says_so(path):
    found = why(measures().evaluate(park(ROOFS)), path)
    sure = {one["name"]: one["confidence"] for one in found["inputs"]}
    for name in ("PV yield", "PV used in the park", "Electricity demand"):
        assert sure[name] == "assumption", name


def test_pv_of_no_roof_is_missing_and_no_0():
    found = why(measures().evaluate(park()), "energy.ledger.pv")
    values = {one["name"]: one["value"] for one in found["inputs"]}
    assert values["PV yield"] is values["PV used in the park"] is None
