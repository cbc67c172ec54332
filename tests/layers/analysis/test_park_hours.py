import numpy as np
import pytest
import shapely

from layers.analysis import measures
from layers.analysis.load_shapes import load_shapes
from tests.layers.analysis.energy_plans import parcels, plan, with_settings
from tests.strategies import EAST, NORTH, document, layer

ROOF = shapely.box(EAST + 10, NORTH + 10, EAST + 90, NORTH + 90)


def value(found, name):
    return measures().evaluate(found).value(f"energy.{name}")


def test_the_hours_add_up_to_the_year():
    found = plan("B2", "M1", floor_area_m2=[1000.0, 2000.0], process_kwh=[None, 50_000.0])
    hours = value(found, "hourly")
    # 1000 · 85 + 2000 · 60 + 50,000
    assert len(hours) == 8760
    assert hours.sum() == pytest.approx(85_000 + 120_000 + 50_000)


def test_processes_run_as_the_plan_says():
    found = plan("M1", floor_area_m2=[0.0], process_kwh=[8_760_000.0])
    for shape in ("day_shift", "two_shifts", "continuous"):
        hours = value(with_settings(found, process_load=shape), "hourly")
        np.testing.assert_allclose(hours, 8_760_000.0 * load_shapes()[shape].hours)


def test_heat_pumps_run_in_winter():
    found = plan("B2", floor_area_m2=[1000.0])
    pumped = value(with_settings(found, heat_supply="heat_pump"), "hourly")
    more = (pumped - value(found, "hourly")).reshape(-1, 24).sum(axis=1)
    assert more.sum() == pytest.approx(20_000)
    assert more[180] == pytest.approx(0.0, abs=1e-9)
    assert more[10] > 0


def test_without_demand_there_are_no_hours():
    assert value(plan("B2"), "hourly") is None
    assert value(plan("B2"), "balance") is None


def test_without_any_roof_all_is_bought():
    found = value(plan("B2", floor_area_m2=[1000.0]), "balance")
    assert found.bought.sum() == pytest.approx(85_000)
    assert not found.drawn


@pytest.mark.parametrize("status", ["none", None])
def test_roofs_of_which_none_has_pv_give_nothing(status):
    roofs = layer("rooftops", [ROOF], roof_type=["metal"], pv=[status])
    found = value(document(parcels("B2", floor_area_m2=[1000.0]), roofs), "balance")
    assert (found.pv.sum(), found.drawn) == (0, True)


def test_pv_beyond_the_red_line_is_none():
    far = shapely.box(EAST + 210, NORTH + 10, EAST + 290, NORTH + 90)
    roofs = layer("rooftops", [ROOF, far], roof_type=["metal"] * 2, pv=["none", "planned"])
    line = layer("boundary", [shapely.box(EAST, NORTH, EAST + 100, NORTH + 100)])
    found = value(document(line, parcels("B2", floor_area_m2=[1000.0]), roofs), "balance")
    assert found.pv.sum() == 0


def test_roofs_give_what_the_sun_measures_say():
    found = document(
        parcels("B2", floor_area_m2=[20_000.0]),
        layer("rooftops", [ROOF], roof_type=["metal"], pv=["planned"]),
    )
    results = measures().evaluate(found)
    balance, sun = results.value("energy.balance"), results.value("solar.hourly")
    assert balance.pv.sum() == pytest.approx(sun.sum())
    assert 0 < balance.used_kwh <= sun.sum()


def test_what_is_used_has_the_range_of_the_yield_and_no_more_than_the_load():
    roofs = layer("rooftops", [ROOF], roof_type=["metal"], pv=["planned"])
    results = measures().evaluate(document(parcels("B2", floor_area_m2=[2_000_000.0]), roofs))
    footing, used = results.value("solar.footing"), results.value("energy.pv_used")
    # The load takes all of it in each hour.
    assert used / used[1] == pytest.approx([footing.low, 1.0, footing.high])
    small = measures().evaluate(document(parcels("B2", floor_area_m2=[2000.0]), roofs))
    used, load = small.value("energy.pv_used"), small.value("energy.hourly").sum()
    assert used[0] < used[1] < used[2] < load


@pytest.mark.parametrize(
    ("capacity", "unit", "kwh"), [(2.0, "MWh", 2000.0), (500.0, "kWh", 500.0), (2.0, "MW", 0.0)]
)
def test_storage_is_drawn_from_the_facilities(capacity, unit, kwh):
    point = shapely.Point(EAST, NORTH)
    found = document(
        parcels("B2"),
        layer("facilities", [point], type=["storage"], capacity=[capacity], unit=[unit]),
    )
    storage = value(found, "storage")
    assert (storage.capacity_kwh, storage.power_kw) == (kwh, kwh / 2)
    assert storage.drawn + storage.unread == 1
    entered = value(with_settings(found, storage_mwh=3.0, storage_mw=1.0), "storage")
    assert (entered.capacity_kwh, entered.power_kw, entered.drawn) == (3000.0, 1000.0, 0)
