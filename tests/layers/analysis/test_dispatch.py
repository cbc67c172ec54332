"""The hourly balance: no energy comes from nowhere, and none is lost unnoticed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.analysis.dispatch import dispatched

loads = st.lists(st.floats(0, 1000), min_size=1, max_size=60)


def year(values, count=None):
    return np.array(values, float)[:count]


@given(
    loads,
    loads,
    st.floats(0, 5000),
    st.floats(0, 2000),
    st.floats(0.1, 1.0),
    st.one_of(st.just(np.inf), st.floats(0, 500)),
)
def test_energy_is_conserved_in_every_hour(load, pv, capacity, power, efficiency, export):
    count = min(len(load), len(pv))
    load, pv = year(load, count), year(pv, count)
    found = dispatched(load, pv, capacity, power, efficiency=efficiency, export_kw=export)
    way = np.sqrt(efficiency)
    near = {"atol": 1e-6, "rtol": 1e-9}
    np.testing.assert_allclose(
        pv, found.direct + found.charged + found.exported + found.curtailed, **near
    )
    np.testing.assert_allclose(load, found.direct + found.discharged + found.bought, **near)
    np.testing.assert_allclose(
        np.diff(found.stored, prepend=found.before),
        found.charged * way - found.discharged / way,
        **near,
    )
    parts = (found.charged, found.discharged, found.bought, found.exported, found.curtailed)
    for part in (*parts, found.stored):
        assert (part >= 0).all()
    assert (found.stored <= capacity * (1 + 1e-12)).all()
    assert (found.charged <= power * (1 + 1e-9) + 1e-9).all()
    assert (found.discharged <= power * (1 + 1e-9) + 1e-9).all()
    assert (found.exported <= export).all()
    assert not ((found.charged > 1e-6) & (found.discharged > 1e-6)).any()


@given(loads, loads, st.floats(0, 5000), st.floats(0, 5000))
def test_more_storage_never_serves_less(load, pv, one, other):
    count = min(len(load), len(pv))
    load, pv = year(load, count), year(pv, count)
    small, large = sorted((one, other))
    less = dispatched(load, pv, small, 1e9)
    more = dispatched(load, pv, large, 1e9)
    # What was left over from the year before is no service of this one.
    assert more.used_kwh + large >= less.used_kwh - 1e-6


@given(loads, loads, st.floats(0.5, 4))
def test_all_of_it_scales(load, pv, times):
    count = min(len(load), len(pv))
    load, pv = year(load, count), year(pv, count)
    found = dispatched(load, pv, 500.0, 100.0, efficiency=0.9)
    scaled = dispatched(load * times, pv * times, 500.0 * times, 100.0 * times, efficiency=0.9)
    assert scaled.used_kwh == pytest.approx(found.used_kwh * times, rel=1e-6, abs=1e-6)


def test_a_day_by_hand():
    # Noon: 100 made, 20 needed; 50 go in at most, 0.81 · … : 45 are stored, 30 are exported.
    # Night: 40 needed, 45 · 0.9 = 40.5 can come out, 40 do; half a kilowatt-hour stays.
    load, pv = np.array([20.0, 40.0]), np.array([100.0, 0.0])
    found = dispatched(load, pv, 1000.0, 50.0, efficiency=0.81)
    assert found.direct.tolist() == [20.0, 0.0]
    assert found.charged[0] == pytest.approx(50.0)
    assert found.exported[0] == pytest.approx(30.0)
    assert found.discharged[1] == pytest.approx(40.0)
    assert found.bought.tolist() == pytest.approx([0.0, 0.0])
    assert found.used_kwh == pytest.approx(60.0)


def test_without_storage_only_the_same_hour_counts():
    found = dispatched(np.array([5.0, 5.0]), np.array([8.0, 0.0]))
    assert (found.used_kwh, found.bought.sum(), found.exported.sum()) == (5.0, 5.0, 3.0)
    assert found.lost_kwh == 0.0


def test_what_the_grid_does_not_take_is_curtailed():
    found = dispatched(np.array([5.0]), np.array([20.0]), export_kw=4.0)
    assert (found.exported[0], found.curtailed[0]) == (4.0, 11.0)


def test_the_year_begins_as_it_ends():
    hours = np.arange(8760) % 24
    load = np.full(8760, 10.0)
    pv = np.where((hours > 7) & (hours < 17), 30.0, 0.0)
    found = dispatched(load, pv, 100.0, 50.0, efficiency=0.9)
    assert found.before == found.stored[-1]
    assert found.lost_kwh > 0
