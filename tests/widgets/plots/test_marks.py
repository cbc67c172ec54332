"""What is drawn of a chart, in its own numbers."""

from dataclasses import replace

import numpy as np
import pytest

from tests.widgets.plots import plotted
from widgets.chart import Axis, Chart, Series
from widgets.plots import bars, curves, radar
from widgets.plots.mark import COLOURS
from widgets.plots.marks import drawn


def areas(chart):
    return [mark.points for mark in drawn(chart).marks if mark.shape == "area"]


def spans(chart):
    return [(float(p[:, 1].min()), float(p[:, 1].max())) for p in areas(chart)]


@pytest.mark.parametrize("chart", plotted.ALL, ids=lambda chart: chart.kind)
def test_everything_drawn_is_finite_and_within_the_axes(chart):
    found = drawn(chart)
    assert found.marks
    for mark in found.marks:
        assert np.isfinite(mark.points).all()
        if mark.shape != "text":
            assert mark.points[:, 1].min() >= found.y[0] - 1e-9
            assert mark.points[:, 1].max() <= found.y[1] + 1e-9


def test_missing_bars_are_left_out_and_never_zero():
    heights = [high for low, high in spans(replace(plotted.BARS, references=()))]
    assert heights == [1.0, 3.0, 2.0, 2.0, 1.0]


def test_a_waterfall_goes_on_where_the_last_change_ended():
    assert spans(plotted.WATERFALL) == [(0.0, 5.0), (3.0, 5.0), (0.0, 3.0)]


def test_stacks_grow_away_from_zero():
    assert spans(plotted.STACKED) == [(0.0, 1.0), (0.0, 2.0), (1.0, 4.0), (-1.0, 0.0)]


def test_a_tornado_stands_around_its_base():
    assert spans(plotted.TORNADO) == [(8.0, 10.0), (9.0, 10.0), (10.0, 13.0), (10.0, 10.5)]


def test_areas_lie_on_one_another():
    assert spans(plotted.AREA) == [(0.0, 2.0), (1.0, 4.0)]


def test_a_line_is_broken_where_values_are_missing():
    (first, second) = list(curves.lines(plotted.LINES))
    assert first.points.tolist() == [[0.0, 1.0]]
    assert second.points.tolist() == [[2.0, 3.0], [3.0, 2.0]]


def test_stairs_hold_their_value():
    (line,) = list(curves.steps(plotted.STEPS))
    assert line.points.tolist() == [[0.0, 3.0], [2.0, 3.0], [2.0, 1.0], [3.0, 1.0]]


def test_ranges_run_from_low_to_high():
    assert spans(plotted.RANGES) == [(1.0, 4.0)]
    assert bars.bounds_of(plotted.RANGES.series[0], 0) == (1.0, 4.0)
    assert bars.bounds_of(Series("", (1.0,)), 0) is None


def test_a_radar_with_a_missing_value_has_dots_alone():
    marks = drawn(plotted.RADAR).marks
    assert sum(mark.shape == "area" for mark in marks) == 1
    assert sum(mark.shape == "dot" for mark in marks) == 5
    assert radar.spokes(4)[1].round(9).tolist() == [1.0, 0.0]


def test_bars_begin_at_their_base_and_texts_have_room():
    chart = Chart("bars", "", (Series("", (4.0, 5.0)),), categories=("a", "b"))
    low, high = drawn(chart).y
    assert low == 0.0
    assert high > 5.0
    assert drawn(replace(chart, y=Axis(low=-1.0, high=9.0))).y == (-1.0, 9.0)


def test_an_empty_chart_has_axes():
    found = drawn(Chart("lines", "", ()))
    assert found.x[0] < found.x[1]
    assert found.y[0] < found.y[1]


def test_series_have_colours_of_their_own_and_the_legend_names_them():
    legend = drawn(plotted.BARS).legend
    assert [entry.name for entry in legend] == ["Plan", "Built", "Range"]
    assert [entry.colour for entry in legend[:2]] == list(COLOURS[:2])
    assert not drawn(plotted.LINES).legend  # one series needs no legend
