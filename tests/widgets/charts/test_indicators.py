"""The radar of indicators."""

import pytest

from layers.analysis import measures
from layers.edits.indicators import set_indicator
from layers.message import Message
from tests.small_plan import small_plan
from tests.strategies import document
from widgets.chart import Chart
from widgets.charts.indicators import CHART, _rows, reached_pct, sets


def national(**values):
    plan = document()
    for id_, value in values.items():
        plan = plan.applied(set_indicator(plan, f"NZCP-{id_}", value))
    return measures().evaluate(plan)


def test_values_are_shares_of_their_targets_and_missing_ones_are_no_zero():
    made = CHART.made(national(waste=40.0, heat=50.0, water=100.0, product="no"))
    assert isinstance(made, Chart)
    assert made.kind == "radar"
    shares = dict(zip(made.categories, made.series[0].values, strict=True))
    assert shares["Use of industrial solid waste"] == 50.0
    assert shares["Use of waste heat, cold and pressure"] == 100.0
    assert shares["Reuse of industrial water"] == 100.0  # 80 % are asked for
    assert shares["Unit energy use of products"] == 0.0
    assert "Share of clean energy" not in shares
    assert any("Share of clean energy" in note for note in made.notes)


def test_a_value_without_some_of_its_inputs_is_left_out_and_named(monkeypatch):
    results = national(waste=40.0, heat=50.0, water=100.0, product="yes")
    rows = _rows(results)
    partial = next(row for row in rows if row["id"] == "NZCP-heat")
    told = [{**row, "state": "incomplete"} if row is partial else row for row in rows]
    monkeypatch.setattr("widgets.charts.indicators._rows", lambda _: told)
    made = CHART.made(results)
    assert isinstance(made, Chart)
    assert len(made.categories) == 3
    assert partial["title"] not in made.categories
    assert f"Left out, as inputs of the value are missing: {partial['title']}." in made.notes


def test_a_set_that_can_be_drawn_comes_first():
    assert [key for key, _ in sets(measures().evaluate(small_plan()))] == ["own", "national"]


def test_two_values_are_too_few():
    made = CHART.made(national(waste=40.0, heat=50.0))
    assert isinstance(made, Message)
    assert "Targets" in made.text


def test_sets_in_use_are_offered():
    assert [key for key, _ in sets(national())] == ["national", "own"]


@pytest.mark.parametrize(
    ("value", "low", "high", "share"),
    [(5.0, None, 0.0, 0.0), (-5.0, None, 0.0, 100.0), (1.0, 0.8, 1.2, 100.0), (0.4, 0.8, 1.2, 50)],
)
def test_shares_at_the_edges(value, low, high, share):
    assert reached_pct({"value": value, "low": low, "high": high}) == share
