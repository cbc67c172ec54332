import numpy as np
import pytest

from layers.analysis import measures
from layers.analysis.per_feature import feature_measures
from layers.edit import Change
from layers.edits.attributes import set_values
from tests.layers.analysis.energy_plans import plan, with_settings


def of(found, name):
    return measures().evaluate(found).value(f"energy.{name}").to_numpy()


def test_an_office_by_hand():
    found = plan("B2", floor_area_m2=[1000.0])
    # 1000 · (85 · 0.5306 + 60 · 0.0036 · 110) / 1000
    assert of(found, "parcel_t")[0] == pytest.approx(85 * 0.5306 + 60 * 0.0036 * 110)
    assert of(found, "parcel_kwh")[0] == pytest.approx(145_000)
    assert of(found, "parcel_kwh_m2")[0] == pytest.approx(145)


def test_a_plant_with_its_processes_by_hand():
    found = plan(
        "M1",
        floor_area_m2=[1000.0],
        process_kwh=[10_000.0],
        process_gj=[36.0],
        process_t_co2=[5.0],
    )
    # kWh: 1000 · (60 + 50) + 10,000 + 36 / 0.0036
    assert of(found, "parcel_kwh")[0] == pytest.approx(110_000 + 10_000 + 10_000)
    buildings = 60 * 0.5306 + 50 * 0.0036 * 110
    assert of(found, "parcel_t")[0] == pytest.approx(buildings + 5.306 + 36 * 0.11 + 5.0)


def test_what_lacks_something_has_no_figure_and_parks_have_none_to_show():
    found = plan("M1", "B2", "G1", "X9", floor_area_m2=[1000.0, None, None, 1000.0])
    assert np.isnan(of(found, "parcel_t")[[0, 1, 3]]).all()
    assert of(found, "parcel_t")[2] == 0.0
    assert np.isnan(of(found, "parcel_kwh_m2")[2])


def test_the_parcels_add_up_to_the_ledger():
    found = plan("B2", "M2", "R2", floor_area_m2=[1e3, 2e3, 3e3], process_kwh=[None, 1e6, None])
    found = with_settings(found, heat_supply="gas", green_power_pct=20.0)
    lines = measures().evaluate(found).value("energy.ledger").lines
    whole = lines["buildings"].central + lines["industry"].central
    assert of(found, "parcel_t").sum() == pytest.approx(whole)


def test_after_an_edit_they_are_as_from_scratch():
    found = plan("B2", "M1", "W1", far=[1.0, 0.8, None], process_kwh=[None, 1e5, None])
    before = measures().evaluate(found)
    edit = set_values(found, "parcels", np.array([3]), {"far": 1.2})
    after = found.applied(edit)
    kept = measures().evaluate(after, before, Change.of(edit))
    fresh = measures().evaluate(after)
    for name in ("of_parcels", "floors"):
        one, other = kept.value(f"energy.{name}"), fresh.value(f"energy.{name}")
        if name == "floors":
            one, other = one.area_m2, other.area_m2
        np.testing.assert_array_equal(one, other)


def test_planners_can_colour_by_them():
    offered = {measure.id for measure in feature_measures("parcels")}
    assert {"energy.parcel_t", "energy.parcel_kwh_m2"} <= offered
