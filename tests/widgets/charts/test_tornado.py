"""Sensitivity and uncertainty as charts."""

import pytest

from layers.message import Message
from layers.progress import Progress
from resources.translations import tr
from tests.widgets.charts.chart_plans import results
from widgets.charts import monte_carlo, tornado
from widgets.charts.targets import listed, named, targets

SINK = "carbon.sink_t_per_a.central"


def test_bars_stand_around_the_plan_the_longest_first():
    chart = tornado.CHART.made(results(), {"target": SINK})
    assert chart.kind == "tornado"
    assert chart.categories[0].startswith("Managed lawn (0–0.419")
    low, high = chart.series
    assert low.values[0] < chart.base < high.values[0]
    reaches = [abs(b - a) for a, b in zip(low.values, high.values, strict=True)]
    assert reaches == sorted(reaches, reverse=True)
    assert len(chart.categories) <= 10
    assert chart.y.unit == "t CO₂/a"


def test_runs_are_counted_and_their_middle_is_told():
    told = []
    choice = {"target": SINK, "runs": "200", "form": "triangular"}
    chart = monte_carlo.CHART.made(results(), choice, Progress(told.append))
    assert sum(chart.series[0].values) == 200
    assert len(chart.series[0].x) == len(chart.series[0].values) + 1
    inner, middle, plan = chart.references
    assert inner.low[0] < middle.low[0] < inner.high[0]
    assert inner.low[0] < plan.low[0] < inner.high[0]
    assert "200 runs" in chart.notes[0].replace("\u2009", " ")
    assert "seed" in chart.notes[1]
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0, abs=0.02)


def test_only_numbers_that_are_there_are_offered():
    offered = dict(targets(results()))
    assert offered[SINK] == tr("Carbon sink")
    assert all(path in offered for path in ("solar.kwh_per_a", SINK))


def test_nothing_to_vary_is_told():
    found = tornado.compute(results(), {"target": ""}, Progress())
    assert isinstance(found, Message)
    assert isinstance(monte_carlo.compute(results(), {"target": ""}, Progress()), Message)


def test_names_are_listed_up_to_a_few():
    made = results()
    assert named(made, "sink.lawn") == "Managed lawn"
    assert listed(made, ["a", "b", "c"], most=2) == "a, b and 1 more"
