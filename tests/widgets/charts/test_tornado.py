"""Sensitivity and uncertainty as charts."""

import re
from dataclasses import replace

import numpy as np
import pytest

from layers.analysis.sensitivity import Sensitivity, Swing
from layers.analysis.uncertainty import Uncertainty
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
    assert chart.categories[0] == "1 Managed lawn (0–0.419 kg CO₂/(m²·a))"
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
    assert listed(made, ["a", "b", "c"], most=2) == "a; b and 1 more"


def test_sources_are_named_with_the_numbers_of_their_factors():
    chart = tornado.CHART.made(results(), {"target": SINK})
    (sources,) = [note for note in chart.notes if note.startswith("Sources: ")]
    lawn = results().document.parameters["sink.lawn"]
    assert lawn.source in sources
    assert f"({lawn.confidence})" in sources
    named_places = {int(one) for one in re.findall(r"(?<![\w.])(\d+)(?=(?:, \d+)* – )", sources)}
    assert named_places == set(range(1, len(chart.categories) + 1))


def test_what_is_left_as_it_is_is_named():
    found = Sensitivity(SINK, 1.0, (Swing("sink.lawn", 0.5, 2.0),), (), ("a", "b"), ("c",))
    notes = tornado.drawn(results(), found).notes
    assert "Not varied, without a range: a; b." in notes
    assert "Not varied, as the number is missing at an end of the range: c." in notes
    assert tornado.not_varied(results(), found)[0] in notes


def test_runs_without_the_number_are_told():
    found = Sensitivity(SINK, 1.0, (), (), ("a",))
    runs = Uncertainty(SINK, 1.0, np.linspace(0.0, 2.0, 30), ("sink.lawn",), "pert", 7, 32)
    notes = monte_carlo.drawn(results(), runs, found).notes
    assert "In 2 more runs the number was missing." in notes
    assert "seed 7" in notes[1]
    assert "PERT" in notes[1]
    assert "Not varied, without a range: a." in notes


def test_a_very_long_name_is_cut_and_its_range_is_not():
    plan = results().document
    lawn = replace(plan.parameters["sink.lawn"], title="A very " * 12 + "long name")
    plan = replace(plan, parameters={**plan.parameters, "sink.lawn": lawn})
    made = replace(results(), document=plan)
    found = Sensitivity(SINK, 1.0, (Swing("sink.lawn", 0.5, 2.0),), (), ())
    (name,) = tornado.drawn(made, found).categories
    assert name.startswith("1 A very A very ")
    assert name.endswith(" … (0–0.419 kg CO₂/(m²·a))")
    assert len(name) < 100
