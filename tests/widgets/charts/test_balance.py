"""Shares of land beside the ranges of the standard."""

import math

import pytest

from layers.analysis import measures
from layers.document import Document
from layers.message import Message
from tests.small_plan import CRS
from tests.widgets.charts.chart_plans import results
from widgets.charts.balance import CHART, ranges


def test_two_hectares_of_industry_in_three():
    """M1 2 ha, G1 1 ha: 66.67 % and 33.33 %, the standard has 15-30 % and 10-15 %."""
    chart = CHART.made(results())
    places = {name[0]: place for place, name in enumerate(chart.categories)}
    values = chart.series[0].values
    assert values[places["M"]] == pytest.approx(66.67)
    assert values[places["G"]] == pytest.approx(33.33)
    (one,) = chart.references
    assert (one.low[places["M"]], one.high[places["M"]]) == (15.0, 30.0)
    assert (one.low[places["G"]], one.high[places["G"]]) == (10.0, 15.0)
    assert "advice" in chart.notes[0]
    assert "recalled" in chart.notes[0]


def test_only_ranges_in_force_count():
    assert set(ranges()) == {"R", "A", "M", "S", "G"}
    assert not any(math.isnan(one.low) for one in ranges().values())


def test_without_land_uses_it_says_what_to_do():
    empty = Document.new("Empty", CRS, base_year=2025)
    found = CHART.made(measures().evaluate(empty))
    assert isinstance(found, Message)
    assert "land-use codes" in str(found)
