"""The ledger as a waterfall."""

from types import MappingProxyType, SimpleNamespace

from layers.analysis.sink import Range
from layers.message import Message
from tests.widgets.charts.chart_plans import results
from widgets.charts.ledger import CHART

NONE = Range(None, None, None)


def ledger(**lines):
    names = ("industry", "transport", "buildings", "green", "water", "pv")
    found = {name: lines.get(name, NONE) for name in names}
    return SimpleNamespace(
        lines=MappingProxyType(found),
        operational=lines.get("operational", NONE),
        net=lines.get("net", NONE),
    )


def test_lines_stand_in_their_order_and_sums_begin_at_zero():
    whole = ledger(
        industry=Range(90.0, 100.0, 110.0),
        transport=Range(5.0, 10.0, 20.0),
        buildings=Range(30.0, 40.0, 60.0),
        water=Range(1.0, 2.0, 3.0),
        green=Range(-9.0, -5.0, -1.0),
        pv=Range(-30.0, -30.0, -30.0),
        operational=Range(126.0, 152.0, 193.0),
        net=Range(87.0, 117.0, 162.0),
    )
    chart = CHART.made(results(energy__ledger=whole))
    values = chart.series[0].values
    assert values == (100.0, 10.0, 40.0, 2.0, 152.0, -5.0, -30.0, 117.0)
    assert chart.sums == {4, 7}
    assert sum(values[:4]) == values[4]
    assert values[4] + values[5] + values[6] == values[7]
    assert chart.series[0].low[0] == 90.0
    assert chart.y.unit == "t CO₂/a"


def test_large_ones_are_in_kilotonnes_and_missing_lines_are_named():
    some = ledger(industry=Range(9e4, 1e5, 2e5))
    chart = CHART.made(results(energy__ledger=some))
    assert chart.y.unit == "kt CO₂/a"
    assert chart.series[0].values[0] == 100.0
    assert "Transport" in chart.notes[1]
    assert chart.series[0].values[1] != chart.series[0].values[1]  # missing, never 0


def test_without_emissions_it_says_what_to_enter():
    found = CHART.made(results(energy__ledger=ledger(green=Range(-1.0, -1.0, -1.0))))
    assert isinstance(found, Message)
    assert "floor areas" in str(found)
