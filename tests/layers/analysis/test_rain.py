"""Rain to be held back: the worked example of the guide's formula, and what is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.analysis import measures
from layers.analysis.rain import control_pct, rain_mm, storage_m3
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from layers.edits.parameters import set_parameter
from layers.errors import InvalidEditError
from tests.layers.analysis.parks import park

JINAN = {60.0: 16.7, 70.0: 23.2, 75.0: 27.7, 80.0: 33.5, 85.0: 41.3}


def with_settings(plan, **settings):
    for name, value in settings.items():
        plan = plan.applied(set_parameter(plan, f"plan.{name}", value))
    return plan


def runoff(plan):
    return totals(measures().evaluate(plan), stamped=False)


def test_the_worked_example_of_storage_and_control():
    coefficient, area_ha = 0.5575, 40.0
    assert storage_m3(rain_mm(70.0, JINAN), coefficient, area_ha) == pytest.approx(5_173.6)
    held = 4_000.0 / storage_m3(1.0, coefficient, area_ha)
    assert held == pytest.approx(17.9372, abs=5e-5)
    assert control_pct(held, JINAN) == pytest.approx(61.9034, abs=5e-5)


@given(st.floats(60.0, 85.0))
def test_rain_and_share_of_control_lead_to_one_another(share):
    assert control_pct(rain_mm(share, JINAN), JINAN) == pytest.approx(share)


@given(st.floats(0.0, 100.0), st.floats(0.0, 1.0), st.floats(0.0, 1e4), st.floats(1.0, 10.0))
def test_storage_grows_with_rain_coefficient_and_area(rain, coefficient, area, times):
    once = storage_m3(rain, coefficient, area)
    assert storage_m3(rain * times, coefficient, area) == pytest.approx(once * times)
    assert storage_m3(rain, coefficient, area * times) == pytest.approx(once * times)


@pytest.mark.parametrize("rain", [16.6, 41.4])
def test_beyond_the_curve_nothing_is_told(rain):
    assert control_pct(rain, JINAN) is None
    assert control_pct(rain, {}) is None
    assert rain_mm(59.0, JINAN) is None


def test_totals_follow_the_settings():
    plan = with_settings(park(), rain_city="jinan", runoff_target_pct=70.0, storage_built_m3=200.0)
    found = runoff(plan)["runoff"]
    assert found["rain_mm"] == pytest.approx(23.2)
    assert found["storage_wanted_m3"] == pytest.approx(10 * 23.2 * 0.505 * 2)
    assert found["held_mm"] == pytest.approx(200 / (10 * 0.505 * 2))
    assert found["control_pct"] == pytest.approx(60 + 10 * (200 / 10.1 - 16.7) / (23.2 - 16.7))
    assert why(measures().evaluate(plan), "runoff.storage_wanted_m3")["unit"] == "m³"


@pytest.mark.parametrize(
    ("settings", "path", "needs"),
    [
        ({}, "runoff.rain_mm", "the city of the design rainfall"),
        ({"rain_city": "jinan"}, "runoff.rain_mm", "the wanted annual runoff control ratio"),
        ({}, "runoff.storage_built_m3", "the storage that is planned or built"),
        (
            {"rain_city": "jinan", "storage_built_m3": 1.0},
            "runoff.control_pct",
            "a share or a rain within the points of the city's curve",
        ),
        (
            {"rain_city": "jinan", "runoff_target_pct": 50.0},
            "runoff.storage_wanted_m3",
            "a share or a rain within the points of the city's curve",
        ),
    ],
)
def test_what_is_missing_is_named(settings, path, needs):
    found = runoff(with_settings(park(), **settings))
    assert needs in [lack["needs"] for lack in found["missing"] if lack["path"] == path]
    assert found["runoff"][path.removeprefix("runoff.")] is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("rain_city", "atlantis"), ("runoff_target_pct", 101.0), ("storage_built_m3", -1.0)],
)
def test_settings_that_cannot_be_are_refused(name, value):
    plan = park()
    with pytest.raises(InvalidEditError):
        set_parameter(plan, f"plan.{name}", value)


def test_a_coefficient_of_the_users_own_changes_everything_at_once():
    plan = with_settings(park(), rain_city="jinan", runoff_target_pct=70.0)
    before = runoff(plan)["runoff"]["storage_wanted_m3"]
    edit = set_parameter(plan, "runoff.pave_asphalt", {"low": 0.4, "central": 0.425, "high": 0.45})
    after = runoff(plan.applied(edit))["runoff"]["storage_wanted_m3"]
    assert before - after == pytest.approx(10 * 23.2 * 0.8 * 0.425)
