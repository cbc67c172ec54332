"""What is read from a chart."""

import pytest

from tests.widgets.plots import plotted
from widgets.chart import Axis
from widgets.plots import reading, ticks


@pytest.mark.parametrize("chart", plotted.ALL, ids=lambda chart: chart.kind)
def test_every_place_of_every_chart_is_read(chart):
    places = reading.places(chart)
    assert len(places)
    for number, place in enumerate(places):
        assert reading.read(chart, number)
        assert reading.nearest(chart, float(place)) == number
    assert reading.read(chart, len(places)) == ""
    assert reading.read(chart, -1) == ""


def test_bars_are_read_with_units_ranges_and_missing_values():
    assert reading.read(plotted.BARS, 0).split("\n") == [
        "Alpha",
        "Plan: 1\u2009ha",
        "Built: 2\u2009ha",
        "Range: 0.5 – 1.5\u2009ha",
    ]
    assert "Plan: –" in reading.read(plotted.BARS, 1)
    assert "Range" not in reading.read(plotted.BARS, 1)


def test_a_tornado_tells_the_change():
    assert "Low: 8\u2009t (−2)" in reading.read(plotted.TORNADO, 0)
    assert "High: 13\u2009t (+3)" in reading.read(plotted.TORNADO, 0)


def test_stairs_and_histograms_are_read_between_their_borders():
    assert reading.places(plotted.STEPS).tolist() == [1.0, 2.5]
    assert reading.read(plotted.STEPS, 1).endswith("1")
    assert reading.read(plotted.HISTOGRAM, 1).split("\n")[:2] == ["1 – 2\u2009t", "Runs: 5"]
    assert "Median: 1.4" in reading.read(plotted.HISTOGRAM, 1)


def test_marks_of_axes_are_round_and_not_too_many():
    for low, high in ((0.0, 1.0), (-3.2, 8.1), (1e6, 1.3e6), (0.0, 0.0004)):
        found = ticks.ticks(low, high, 6)
        assert 2 <= len(found) <= 8
        assert low <= found[0] <= found[-1] <= high * 1.000001
    named = Axis(ticks=(0.0, 12.0), names=("a", "b"))
    assert ticks.shown(named, 0, 10, 5) == [(0.0, "a")]
    assert ticks.tick_names([0.0, 0.25]) == ["0.00", "0.25"]
