import json

import pytest
import shapely

from layers.analysis import measures
from layers.analysis.energy import PATHS
from layers.analysis.plain import unit_of
from layers.analysis.reasons import why
from layers.analysis.totals import EMPTY, totals
from tests.layers.analysis.energy_plans import energy, lacking, parcels, plan
from tests.layers.analysis.test_ledger import ROOFS, park
from tests.strategies import EAST, NORTH, document, layer


def leaves(values, above=""):
    for key, value in values.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def test_the_totals_have_all_their_keys():
    found, carbon = energy(park(ROOFS))
    assert set(found) == set(EMPTY["energy"])
    assert all(value is not None for _, value in leaves(found))
    assert carbon["net_t_per_a"] == found["ledger"]["net"]["central"]
    assert carbon["operational_t_per_a"] == found["ledger"]["operational"]["central"]
    json.dumps(found, allow_nan=False)


def test_what_is_missing_is_named_for_every_number():
    for found in (document(), plan("M1", "B2"), plan("X9"), document(ROOFS)):
        answer = totals(measures().evaluate(found), stamped=False)
        named = [one["path"] for one in answer["missing"]]
        nothing = "an analysis that this version does not have"
        assert not [
            one
            for one in answer["missing"]
            if one["path"].startswith(("energy", "carbon")) and one["needs"] == nothing
        ]
        for path, value in leaves({"energy": answer["energy"], "carbon": answer["carbon"]}):
            if value is None and ".by_" not in path:
                assert any(path == name or path.startswith(f"{name}.") for name in named), path


def test_an_empty_plan_needs_parcels():
    assert lacking(document(), "carbon.net_t_per_a")[0] == "parcels"


def test_the_hours_balance():
    found, _ = energy(park(ROOFS))
    assert found["pv_kwh_per_a"] == pytest.approx(
        found["self_used_kwh_per_a"] + found["exported_kwh_per_a"]
    )
    assert found["electricity_kwh_per_a"]["central"] == pytest.approx(
        found["self_used_kwh_per_a"] + found["bought_kwh_per_a"]
    )
    assert 0 < found["self_sufficiency_pct"] < 100
    assert 0 < found["self_consumption_pct"] < 100
    assert found["peak_import_kw"] <= found["peak_load_kw"]


def test_energy_in_coal_equivalent_by_hand():
    found, _ = energy(plan("B2", floor_area_m2=[1000.0]))
    # 85,000 kWh and 216 GJ
    assert found["tce_per_a"] == pytest.approx(85 * 0.1229 + 216 * 0.03412)


def test_far_roofs_without_a_yield_leave_the_balance_missing():
    roof = shapely.box(EAST, NORTH, EAST + 50, NORTH + 50)
    found = document(
        parcels("B2", floor_area_m2=[1000.0], workers=[5]),
        layer("rooftops", [roof], pv=["planned"]),
    )
    results = measures().evaluate(found)
    if results.value("solar.hourly") is None:
        assert lacking(found, "energy.ledger.pv") == ["what the roofs yield in each hour"]


@pytest.mark.parametrize("path", [*PATHS, "energy.ledger.industry.high", "energy.ledger.pv"])
def test_every_path_answers_why(path):
    found = why(measures().evaluate(park(ROOFS)), path)
    assert found["formula"]
    assert found["inputs"]
    assert found["features"]["parcels"] == 2


def test_units_are_said():
    assert unit_of("energy.tce_per_a", "") == "tce/a"
    assert unit_of("energy.peak_import_kw", "") == "kW"
    assert unit_of("energy.heat_gj_per_a.low", "") == "GJ/a"
    assert unit_of("energy.self_used_kwh_per_a", "") == "kWh/a"
    assert unit_of("energy.ledger.net.low", "t CO₂/a") == "t CO₂/a"
