"""Shares of land beside the ranges of the standard."""

import pytest

from layers.analysis import measures
from layers.document import Document
from layers.edits.parameters import set_parameter
from layers.edits.zone import zone
from layers.message import Message
from tests.small_plan import CRS, small_plan
from tests.widgets.charts.chart_plans import results
from widgets.charts.balance import CHART, ranges


def changed(id_, value, code=None):
    """Return the chart of the small plan with another factor or setting."""
    plan = small_plan()
    plan = plan.applied(set_parameter(plan, id_, value))
    if code is not None:
        plan = plan.applied(zone(plan, plan.layer("parcels").ids, code))
    return CHART.made(measures().evaluate(plan))


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


def test_only_shares_of_urban_land_in_force_are_ranges():
    found = ranges(results())
    assert set(found) == {"R", "A", "M", "S", "G"}
    assert (found["R"].low, found["R"].high) == (25.0, 40.0)  # 20-32 in the edition before


def test_an_edited_range_moves_the_chart_and_is_called_edited():
    chart = changed("norm.LB-M-share", {"high": 65.0})
    place = [name[0] for name in chart.categories].index("M")
    assert (chart.references[0].low[place], chart.references[0].high[place]) == (15.0, 65.0)
    assert "recalled, edited" in chart.notes[0]


def test_a_code_set_without_ranges_says_so():
    chart = changed("plan.code_set", "MNR2023", "1001")
    assert not chart.references
    assert "no ranges" in chart.notes[0]


def test_without_land_uses_it_says_what_to_do():
    empty = Document.new("Empty", CRS, base_year=2025)
    found = CHART.made(measures().evaluate(empty))
    assert isinstance(found, Message)
    assert "land-use codes" in str(found)
