import numpy as np
import pytest

from layers.analysis import measures
from layers.analysis.intensities import ELECTRICITY, HEAT, PROCESS_ELECTRICITY, band
from layers.parameters import Factor
from tests.layers.analysis.energy_plans import plan, with_settings


def rates(found):
    return measures().evaluate(found).value("energy.use_rates")


def of_parcel(found):
    """Place of the use of the first parcel: a mixed one may stand behind what is written."""
    return measures().evaluate(found).value("land.uses").places[0]


def test_a_range_without_bounds_is_its_central_value():
    assert band(Factor("a.b", "", "", "", None, 2.0, None)).tolist() == [2.0, 2.0, 2.0]
    assert np.isnan(band(None)).all()
    assert np.isnan(band(Factor("a.b", "", "", "", 1.0, None, 2.0))).all()


def test_offices_as_the_table_has_them():
    needs = rates(plan("B2")).needs[0]
    assert needs[ELECTRICITY].tolist() == [60.0, 85.0, 120.0]
    assert needs[HEAT].tolist() == [0.0, 60.0, 100.0]
    assert not needs[PROCESS_ELECTRICITY:].any()


def test_where_winters_are_mild_only_the_low_heat_counts():
    found = rates(with_settings(plan("A5"), climate_zone="hot_summer_warm_winter"))
    assert found.needs[0, HEAT].tolist() == [20.0, 20.0, 20.0]  # hot water of hospitals
    cold = rates(with_settings(plan("A5"), climate_zone="cold"))
    assert cold.needs[0, HEAT].tolist() == [20.0, 90.0, 140.0]


def test_mixed_uses_count_by_their_shares():
    found = plan("M1/B2", land_use_shares=["70/30"])
    use = of_parcel(found)
    assert rates(found).needs[use, ELECTRICITY, 1] == pytest.approx(0.7 * 60 + 0.3 * 85)
    assert rates(found).known[use]


def test_a_mixed_use_without_shares_and_a_strange_code_are_not_known():
    for use in ("M1/B2", "X9", None):
        found = plan(use)
        assert not rates(found).known[of_parcel(found)]


def test_types_with_processes_are_taken_apart():
    found = rates(with_settings(plan("M2"), buildings_industry_2="ind_standard"))
    # 180 in all, 60 of it for the building
    assert found.needs[0, ELECTRICITY, 1] == 60.0
    assert found.needs[0, PROCESS_ELECTRICITY, 1] == 120.0


def test_parks_need_nothing_and_are_known():
    found = rates(plan("G1"))
    assert found.known.all()
    assert not found.built.any()
    assert not found.needs.any()


def test_land_can_be_said_to_have_no_buildings():
    found = rates(with_settings(plan("W1"), buildings_warehouse="none"))
    assert not found.built.any()
