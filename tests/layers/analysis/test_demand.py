import pytest
import shapely

from layers.analysis import measures
from tests.layers.analysis.energy_plans import (
    energy,
    lacking,
    parcels,
    plan,
    with_factor,
    with_settings,
)
from tests.strategies import EAST, NORTH, document, layer


def demand(found):
    return measures().evaluate(found).value("energy.demand")


def test_a_zone_by_hand():
    # 50,000 m² at 85 kWh/m² and 60 kWh of heat/m²; 0.6479 kg/kWh and 0.11 t/GJ
    found = plan("B2", floor_area_m2=[50_000.0])
    found = with_factor(found, "emission.grid_cn_avg_2023", central=0.6479)
    totals, _ = energy(found)
    assert totals["electricity_kwh_per_a"]["central"] == pytest.approx(4_250_000)
    assert totals["heat_gj_per_a"]["central"] == pytest.approx(10_800)
    assert totals["ledger"]["buildings"]["central"] == pytest.approx(2753.575 + 1188.0)


def test_processes_are_added_as_entered():
    found = plan(
        "M1",
        floor_area_m2=[1000.0],
        process_kwh=[2_000_000.0],
        process_gj=[500.0],
        process_t_co2=[30.0],
    )
    totals, _ = energy(found)
    # 2,000,000 · 0.5306 / 1000 + 500 · 0.11 + 30
    assert totals["ledger"]["industry"]["central"] == pytest.approx(1061.2 + 55.0 + 30.0)
    assert totals["electricity_kwh_per_a"]["central"] == pytest.approx(2_000_000 + 60_000)
    assert demand(found).without_process == 0


def test_industry_without_process_energy_is_missing_and_not_nothing():
    found = plan("M1", "M1", floor_area_m2=[1000.0, 1000.0])
    totals, carbon = energy(found)
    assert totals["ledger"]["industry"]["central"] is None
    assert totals["ledger"]["buildings"]["central"] is not None
    assert carbon["operational_t_per_a"] is None
    assert lacking(found, "energy.ledger.industry") == [
        "the process energy of 2 industrial parcels"
    ]


def test_one_of_two_plants_counts_and_the_other_is_named():
    found = plan("M1", "M1", floor_area_m2=[1.0, 1.0], process_kwh=[1000.0, None])
    assert demand(found).processes[0].tolist() == [1000.0] * 3
    assert lacking(found, "energy.ledger.industry") == ["the process energy of 1 industrial parcel"]


def test_a_type_with_processes_counts_them_only_where_none_are_entered():
    found = plan("M2", "M2", floor_area_m2=[1000.0, 1000.0], process_kwh=[70.0, None])
    found = with_settings(found, buildings_industry_2="ind_standard")
    # 70 entered, and 1000 m² · (180 - 60) by floor area
    assert demand(found).processes[0, 1] == pytest.approx(70 + 120_000)
    assert demand(found).buildings[0, 1] == pytest.approx(2 * 60_000)
    assert (demand(found).estimated_parcels, demand(found).without_process) == (1, 0)


def test_land_without_buildings_needs_nothing():
    totals, _ = energy(plan("G1", "E1"))
    assert totals["ledger"]["buildings"]["central"] == 0
    assert totals["ledger"]["industry"]["central"] == 0
    assert totals["electricity_kwh_per_a"]["central"] == 0


def test_buildings_without_floor_area_are_missing():
    found = plan("B2", "B2")
    assert demand(found).buildings is None
    assert lacking(found, "energy.floor_m2") == [
        "the floor area or the FAR of 2 parcels with buildings"
    ]


def test_land_outside_the_red_line_counts_by_its_share_inside():
    half = shapely.box(EAST, NORTH, EAST + 50, NORTH + 100)
    whole = demand(plan("B2", far=[1.0]))
    cut = demand(document(parcels("B2", far=[1.0]), layer("boundary", [half])))
    assert cut.floor_m2 == pytest.approx(whole.floor_m2 / 2)
    assert cut.buildings[0, 1] == pytest.approx(whole.buildings[0, 1] / 2)


def test_heat_pumps_take_electricity_and_gas_boilers_gas():
    found = plan("B2", floor_area_m2=[1000.0])
    pumped = demand(with_settings(found, heat_supply="heat_pump")).buildings
    assert pumped[0, 1] == pytest.approx(85_000 + 60_000 / 3)
    assert not pumped[1:].any()
    burnt = demand(with_settings(found, heat_supply="gas")).buildings
    assert burnt[2, 1] == pytest.approx(60_000 * 0.0036 / (0.9 * 1.33 * 0.029307))
    assert not burnt[1].any()


def test_the_order_of_parcels_and_their_number_are_all_one():
    uses, floors = ["B2", "M1", "R2", "W1"], [1000.0, 5000.0, 3000.0, 2000.0]
    one = demand(plan(*uses, floor_area_m2=floors))
    other = demand(plan(*uses[::-1], floor_area_m2=floors[::-1]))
    assert one.buildings == pytest.approx(other.buildings)
    twice = demand(plan(*uses, *uses, floor_area_m2=floors * 2))
    assert twice.buildings == pytest.approx(2 * one.buildings)


def test_low_central_and_high_stand_in_their_order():
    found = demand(plan("B2", "R2", "M1", "W1", floor_area_m2=[1e3, 2e3, 3e3, 4e3]))
    low, central, high = found.buildings[:2].T
    assert (low <= central).all()
    assert (central <= high).all()


def test_a_factor_without_a_number_is_named_and_drops_no_parcel():
    # A factory of a type whose electricity is blank beside an office, and what it enters itself.
    found = plan("M1", "B2", floor_area_m2=[1000.0, 1000.0], process_kwh=[5000.0, None])
    assert demand(found).buildings is not None
    blank = with_factor(found, "building.ind_light.electricity", central=None)
    assert demand(blank).buildings is None  # and not that of the office alone
    assert demand(blank).blank == ("building.ind_light.electricity",)
    assert demand(blank).unknown_use == 0
    assert demand(blank).processes[0].tolist() == [5000.0] * 3
    totals, carbon = energy(blank)
    assert totals["ledger"]["buildings"] == {"low": None, "central": None, "high": None}
    assert carbon["net_t_per_a"] is None
    title = found.factor("building.ind_light.electricity").title
    assert lacking(blank, "energy.ledger.buildings") == [f"a number for the factor {title}"]
    # Nothing stands on land of that type: it is not missed.
    unused = with_factor(found, "building.hotel.electricity", central=None)
    assert demand(unused).buildings is not None


def test_processes_by_floor_area_lack_a_factor_without_a_number():
    found = with_settings(plan("M2", floor_area_m2=[1000.0]), buildings_industry_2="ind_standard")
    assert demand(found).processes is not None
    blank = with_factor(found, "building.ind_standard.electricity", central=None)
    assert demand(blank).processes is None
    assert demand(blank).blank_processes == ("building.ind_standard.electricity",)
    assert demand(blank).unknown_use == 0
