"""What the totals of energy lack."""

import pytest
import shapely

from layers.analysis import measures
from layers.analysis.totals import totals
from tests.layers.analysis.energy_plans import energy, lacking, plan, with_factor
from tests.layers.analysis.test_ledger import ROOFS, park
from tests.strategies import EAST, NORTH, layer

GRID = "the emission factor of electricity: "
PROCESS = "the process energy of 1 industrial parcel"
SUPPLY = ("self_used_kwh_per_a", "bought_kwh_per_a", "self_sufficiency_pct", "peak_load_kw")


def test_without_roofs_pv_is_missing_and_never_0():
    found, carbon = energy(park())
    for key in ("pv_kwh_per_a", "self_used_kwh_per_a", "exported_kwh_per_a"):
        assert found[key] is None, key
        assert any(text.startswith("rooftops") for text in lacking(park(), f"energy.{key}")), key
    assert found["bought_kwh_per_a"] == pytest.approx(found["electricity_kwh_per_a"]["central"])
    assert found["ledger"]["pv"]["central"] is None
    assert carbon["net_t_per_a"] is not None
    for path in ("carbon.net_t_per_a", "energy.ledger.net", "energy.ledger.pv"):
        assert any(text.startswith("rooftops") for text in lacking(park(), path)), path


def test_roofs_without_pv_are_known_and_give_0():
    bare = layer("rooftops", [shapely.box(EAST, NORTH, EAST + 50, NORTH + 50)], pv=["none"])
    found, _ = energy(park(bare))
    assert (found["pv_kwh_per_a"], found["self_used_kwh_per_a"]) == (0, 0)
    assert found["ledger"]["pv"]["central"] == 0
    assert lacking(park(bare), "carbon.net_t_per_a") == []


def test_what_is_made_of_an_incomplete_demand_says_so():
    found = plan(
        "B2", "M1", "M1", floor_area_m2=[1e4, 1e4, 1e4], process_kwh=[None, 5e5, None]
    ).with_layer(ROOFS)
    for key in SUPPLY:
        assert energy(found)[0][key] is not None
        assert PROCESS in lacking(found, f"energy.{key}"), key
    assert lacking(found, "energy.pv_kwh_per_a") == []
    assert PROCESS in lacking(found, "energy.sink_pct")
    assert PROCESS in lacking(found, "energy.ledger.pv")


def test_the_net_balance_lacks_what_its_sink_lacks():
    bare = layer("greens", [shapely.box(EAST, NORTH + 50, EAST + 20, NORTH + 90)], cover=[None])
    found = plan("B2", floor_area_m2=[1e4]).with_layer(bare)
    assert any(text.startswith("the cover of") for text in lacking(found, "carbon.net_t_per_a"))


def test_a_missing_grid_factor_is_named():
    found = park(ROOFS)
    id_ = f"emission.{found.parameters['plan.grid_factor'].removeprefix('emission.')}"
    title = found.parameters[id_].title
    found = with_factor(found, id_, central=None)
    for path in (
        "carbon.net_t_per_a",
        "energy.ledger.industry",
        "energy.ledger.buildings",
        "energy.ledger.water",
        "energy.ledger.pv",
        "energy.avoided_by_export_t_per_a",
    ):
        assert lacking(found, path) == [f"{GRID}{title}"], path
    assert lacking(found, "energy.electricity_kwh_per_a") == []
    needs = {one["needs"] for one in totals(measures().evaluate(found), stamped=False)["missing"]}
    assert not {text for text in needs if "factors of energy" in text or "of water" in text}


@pytest.mark.parametrize("path", ["energy.ledger.transport", "energy.floor_m2"])
def test_what_does_not_rest_on_the_grid_lacks_nothing(path):
    assert lacking(park(ROOFS), path) == []
