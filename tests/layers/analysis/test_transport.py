import numpy as np
import pytest

from layers.analysis import measures
from layers.analysis.transport import resident_t, worker_t
from tests.layers.analysis.energy_plans import energy, lacking, plan, with_settings


def ways(found):
    return measures().evaluate(found).value("energy.ways")


# 2 · 10 km · 250 d · (0.35 / 1.3 · 0.055 · 2.9251 + 0.3 · 0.03) kg / 1000
WORKER = 5000 * (0.35 / 1.3 * 0.055 * 2.9251 + 0.009) / 1000
# 4 km · 365 d · 0.055 · 2.9251 kg / 1000
RESIDENT = 4 * 365 * 0.055 * 2.9251 / 1000


def test_a_worker_and_a_resident_by_hand():
    values = {
        name: np.full(3, value)
        for name, value in {
            "commute_km": 10.0,
            "commute_days": 250.0,
            "car_share": 0.35,
            "car_persons": 1.3,
            "car_kg_km": 0.055,
            "bus_share": 0.3,
            "bus_kg_km": 0.03,
            "resident_km": 4.0,
        }.items()
    }
    assert worker_t(values, 2.9251) == pytest.approx([WORKER] * 3)
    assert resident_t(values, 2.9251) == pytest.approx([RESIDENT] * 3)
    assert round(WORKER, 3) == 0.262


def test_workers_and_residents_add_up():
    found = plan("M1", "R2", workers=[200, None], population=[None, 100])
    assert ways(found).t[1] == pytest.approx(200 * WORKER + 100 * RESIDENT)
    low, central, high = ways(found).t
    assert low < central < high


def test_a_number_of_a_study_goes_before():
    found = with_settings(plan("M1", workers=[200]), transport_t=1234.0)
    assert ways(found).t.tolist() == [1234.0] * 3
    assert energy(found)[0]["ledger"]["transport"]["central"] == 1234.0
    assert lacking(found, "energy.ledger.transport") == []


def test_nobody_known_is_missing_and_named():
    found = plan("M1", "R2")
    assert ways(found).t is None
    assert lacking(found, "energy.ledger.transport") == [
        "the workers of 1 parcel",
        "the residents of 1 parcel",
    ]


def test_land_without_buildings_has_no_workers():
    assert ways(plan("G1")).t.tolist() == [0.0] * 3


def test_low_ways_go_with_many_in_a_car():
    found = ways(plan("M1", workers=[1000]))
    # 2 · 5 km · 240 d · (0.2 / 1.5 · 0.045 · 2.9251 + 0.2 · 0.02) kg
    assert found.t[0] == pytest.approx(2400 * (0.2 / 1.5 * 0.045 * 2.9251 + 0.004))
    # 2 · 20 km · 280 d · (0.6 / 1.1 · 0.065 · 2.9251 + 0.4 · 0.06) kg
    assert found.t[2] == pytest.approx(11_200 * (0.6 / 1.1 * 0.065 * 2.9251 + 0.024))


def test_nobody_is_asked_for_the_workers_of_car_parks_and_substations():
    found = ways(plan("S42", "U12", "M1", workers=[None, None, 5]))
    assert found.without_workers == 0
    assert found.workers == 5
    assert ways(plan("W1", "S42")).without_workers == 1
