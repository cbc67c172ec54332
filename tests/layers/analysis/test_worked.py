"""Each number of the totals has its formula with values put in, and these come to it."""

import pytest
from hypothesis import given, settings

from layers.analysis import measures
from layers.analysis.reasons import why
from layers.analysis.worked import named, worked
from layers.explanation import Step
from layers.factor import Factor
from layers.message import Message
from sample_data.plan import sample_document
from tests.layers.analysis.arithmetic import faults, of_all, reckoned, shown
from tests.layers.analysis.test_hourly import shaded_roofs, with_parameters
from tests.strategies import documents, small_plan

TABLES = {
    "land.balance": "rows; each class has a line",
    "land.existing": "rows; each class has a line",
    "land.norms": "rows; each share and head has a line",
    "land.phases": "rows; each phase has a line",
    "solar.monthly_kwh": "a list; the line adds the months up",
}
"""Numbers that are lists, and so come to no single value; by name, with the reason."""
ROOFS = tuple(f"solar.{part}roof_m2" for part in ("", "planned.", "built."))
FACTORLESS = ("land.", "corridors.", "slow.", "limits.", "chains.", "indicators.", *ROOFS)
"""Areas, lengths and counts, and what is told by them: no factor is in them."""
WHOLE = ("land.", "corridors.", "slow.", "chains.conflicts", *ROOFS)
"""Sums of all that is drawn: nothing is left out."""


@pytest.fixture(scope="module")
def park():
    return measures().evaluate(sample_document())


def wrong(results):
    """What is wrong with the lines of all numbers, by path."""
    found = {}
    for path, answer in of_all(results):
        if path in TABLES:
            lines = [] if answer["steps"] else ["no lines"]
        else:
            lines = list(faults(path, answer))
        if not answer["formula"] or lines:
            found[path] = lines
    return found


def test_every_number_of_the_sample_park_comes_to_what_is_shown(park):
    assert wrong(park) == {}


def test_every_number_of_the_sample_park_names_factors_with_source_or_what_is_left_out(park):
    for path, answer in of_all(park):
        sourced = [term for term in answer["inputs"] if term["source"]]
        if not path.startswith(FACTORLESS):
            assert sourced, path
        if not path.startswith(WHOLE):
            assert answer["left_out"], path
        for term in answer["inputs"]:
            if term["confidence"] in {"verified", "recalled"}:
                assert term["source"], (path, term)


OTHERWISE = {
    "rain, sets of indicators, people who work": {
        "plan__rain_city": "shanghai",
        "plan__runoff_target_pct": 75.0,
        "plan__storage_built_m3": 300_000.0,
        "plan__indicators_hunan": "2030",
        "plan__indicators_jiangsu": "yes",
        "plan__indicators_miit": "yes",
        "plan__employed_pct": 60.0,
        "plan__electricity_tce": "equal",
    },
    "gas, green power, and what is entered": {
        "plan__heat_supply": "gas",
        "plan__process_heat_supply": "gas",
        "plan__green_power_pct": 30.0,
        "plan__transport_t": 5000.0,
        "plan__water_m3": 1e6,
        "plan__storage_mwh": 20.0,
        "plan__export_mw": 1.0,
    },
}


@pytest.mark.parametrize("values", OTHERWISE.values(), ids=list(OTHERWISE))
def test_other_settings_of_the_sample_park_come_to_what_is_shown(park, values):
    results = measures().evaluate(with_parameters(park.document, **values), park)
    assert wrong(results) == {}
    there = {path for path, _ in of_all(results)}
    if "plan__rain_city" in values:
        assert {"runoff.control_pct", "runoff.rain_mm", "indicators.T-jobs-housing"} <= there
    else:
        assert results.value("energy.gas").central > 0


@pytest.mark.parametrize("route", ["hourly", "shaded"])
def test_hours_of_roofs_come_to_what_is_shown(route):
    plan = shaded_roofs(pv=["planned", "built"], roof_type=["flat", "metal"])
    results = measures().evaluate(with_parameters(plan, plan__pv_route=route))
    assert results.value("solar.kwh") > 0
    assert wrong(results) == {}


def test_hours_of_roofs_show_power_sun_and_losses():
    plan = with_parameters(shaded_roofs(), plan__pv_route="hourly")
    lines = why(measures().evaluate(plan), "solar.kwh_per_a")["steps"]
    # Ten losses of PVWatts: 2, 3, 0, 2, 2, 0.5, 1.5, 1, 0 and 3 %.
    assert lines[0].endswith("= 0.140757")
    assert "kWp ×" in lines[1]


def test_typed_indicators_are_what_was_typed():
    typed = Factor("typed.core", "", "", "t CO₂/tce", None, 2.5, None, "study", "2025", "user")
    plan = with_parameters(small_plan(), typed__core=typed)
    found = why(measures().evaluate(plan), "indicators.NZCP-core-small")
    assert found["value"] == 2.5
    assert found["steps"][-1].endswith("2.5 = 2.5 t CO₂/tce")


def test_a_number_that_nothing_works_out_has_no_lines(park):
    assert worked(park, {}, "plan.name") == ()
    assert str(named("energy.by_type.office.floor_m2")) == "floor area"


@pytest.mark.parametrize(
    ("text", "part", "value"),
    [
        ("1\u2009000 m² × (0.5 | 0.9 | 1) / 1000", 0, 0.5),
        ("1\u2009000 m² × (0.5 | 0.9 | 1) / 1000", 2, 1.0),
        ("√(9 + 16)", 1, 5.0),
        ("min(100, 100 × 3 / 2)", 1, 100.0),
        ("(6 / 3) ^ 2", 1, 4.0),
    ],
)
def test_lines_are_read_as_they_stand(text, part, value):
    assert reckoned(text, part) == pytest.approx(value)


def test_a_line_that_comes_to_something_else_is_found():
    step = Step.of(Message("Lawn"), "{A} × {f}", 7.0, "t", A=2.0, f=3.0)
    assert list(faults("a.b", {"steps": [str(step.line)], "value": 7.0}))
    assert shown("(1 | \N{MINUS SIGN}2 | 3) t", 1) == -2.0


@given(documents())
@settings(max_examples=5, deadline=None)
def test_numbers_of_random_plans_come_to_what_is_shown(plan):
    assert wrong(measures().evaluate(plan)) == {}
