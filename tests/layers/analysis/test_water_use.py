import pytest

from layers.analysis import measures
from tests.layers.analysis.energy_plans import energy, lacking, plan, with_settings


def water(found):
    return measures().evaluate(found).value("energy.water")


def test_a_hectare_of_industry_by_hand():
    # 90 m³/d on the largest day, / 1.3, · 365; · (0.35 + 0.8 · 0.4) kWh/m³ · 0.5306 kg/kWh
    volume = 90 / 1.3 * 365
    found = water(plan("M1"))
    assert found.volume_m3[1] == pytest.approx(volume)
    assert found.kwh[1] == pytest.approx(volume * 0.67)
    totals, _ = energy(plan("M1"))
    assert totals["ledger"]["water"]["central"] == pytest.approx(volume * 0.67 * 0.5306 / 1000)


def test_low_use_goes_with_a_large_largest_day():
    low, central, high = water(plan("M1")).volume_m3
    assert low == pytest.approx(30 / 1.5 * 365)
    assert high == pytest.approx(150 / 1.1 * 365)
    assert low < central < high


def test_an_entered_use_goes_before():
    found = water(with_settings(plan("M1"), water_m3=1000.0))
    assert found.volume_m3.tolist() == [1000.0] * 3
    assert found.entered


def test_both_code_sets_have_the_same_water():
    assert water(with_settings(plan("W1"))).volume_m3[1] == pytest.approx(35 / 1.3 * 365)


def test_land_of_unknown_use_is_missing():
    found = plan("X9")
    assert water(found).volume_m3 is None
    assert water(found).unknown_m2 == pytest.approx(10_000)
    assert lacking(found, "energy.ledger.water")


def test_fields_use_none_of_this_water():
    assert water(plan("E2")).volume_m3.tolist() == [0.0] * 3
