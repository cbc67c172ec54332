"""Charts as values, and how they are found."""

import math

from layers.message import Message
from tests.widgets.charts.chart_plans import results
from widgets.chart import Axis, Chart, ChartMaker, Option, Series, chosen
from widgets.charts import charts

OPTION = Option("day", "Day", lambda _: [("1", "One"), ("2", "Two")], "2")


def test_all_charts_are_found_in_their_order():
    found = list(charts())
    assert found[:3] == ["balance", "ledger", "pv_months"]
    assert {"day", "duration", "tornado", "monte_carlo"} <= set(found)
    orders = [one.order for one in charts().values()]
    assert orders == sorted(orders)


def test_every_chart_is_made_or_says_why_not():
    made = results()
    for maker in charts().values():
        if maker.compute is None:
            found = maker.made(made)
            assert isinstance(found, Chart | Message)
            if isinstance(found, Message):
                assert str(found).endswith(".")
            else:
                for series in found.series:
                    assert not any(math.isinf(value) for value in series.values)


def test_what_is_chosen_is_what_can_be_had():
    made = results()
    assert chosen(OPTION, made, {"day": "1"}) == "1"
    assert chosen(OPTION, made, {"day": "9"}) == "2"
    assert chosen(OPTION, made, {}) == "2"
    nothing = Option("day", "Day", lambda _: [])
    assert chosen(nothing, made, {"day": "1"}) == ""
    maker = ChartMaker("x", "X", 1, lambda _, choice: Message.of(choice["day"]), options=(OPTION,))
    assert str(maker.made(made)) == "2"


def test_heads_have_their_units():
    assert Axis("Yield", "MWh").head == "Yield [MWh]"
    assert Axis("Yield").head == "Yield"
    assert Chart("tornado", "T", (Series("a", (1.0,)),)).lies
