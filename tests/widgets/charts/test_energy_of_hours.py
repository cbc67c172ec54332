"""PV by month, the energy of a day, and the load duration, from hours of a year."""

import numpy as np
import pytest

from layers.analysis import measures
from layers.message import Message
from tests.layers.analysis.energy_plans import parcels
from tests.layers.analysis.parks import box
from tests.strategies import document, layer
from tests.widgets.charts.chart_plans import results
from widgets.charts import day, duration, pv_months

HOURS = np.arange(8760)
LOAD = 100.0 + (HOURS % 24) + np.where(HOURS // 24 == 200, 50.0, 0.0)
SUN = np.where((HOURS % 24 >= 6) & (HOURS % 24 < 18), 30.0, 0.0) * (1 + (HOURS // 24 == 150))


def test_months_are_twelve_bars_that_add_up():
    months = np.arange(1.0, 13.0) * 1000
    chart = pv_months.CHART.made(results(solar__monthly=months))
    assert chart.series[0].values == (months / 1000).tolist()
    assert chart.categories[0] == "Jan"
    assert "78 MWh" in chart.notes[0]
    assert isinstance(pv_months.CHART.made(results(solar__monthly=None)), Message)


def test_a_day_has_its_24_hours():
    made = results(energy__hourly=LOAD, solar__hourly=SUN, energy__balance=None)
    chart = day.CHART.made(made, {"day": "31"})
    assert "02-01" in chart.title
    demand = next(series for series in chart.series if series.name == "Demand")
    assert demand.values == LOAD[31 * 24 : 32 * 24].tolist()
    assert demand.x[0] == 0.5
    assert chart.x.read[5] == "02-01 05:00–06:00"


def test_remarkable_days_are_offered_first():
    made = results(energy__hourly=LOAD, solar__hourly=SUN, energy__balance=None)
    offered = dict(day.days(made))
    assert offered["Highest demand"] == f"Highest demand ({day.date(200)})"
    assert offered["Most sun"] == f"Most sun ({day.date(150)})"
    assert day.day_of(made, "Most sun") == 150
    assert len(offered) == 365 + 4


def test_without_hours_it_says_so():
    nothing = results(energy__hourly=None, solar__hourly=None, energy__balance=None)
    assert isinstance(day.CHART.made(nothing), Message)
    assert isinstance(duration.CHART.made(nothing), Message)


def test_the_duration_keeps_energy_and_peak():
    made = results(energy__hourly=LOAD, energy__balance=None)
    chart = duration.CHART.made(made)
    values = chart.series[0].values
    assert values == sorted(values, reverse=True)
    assert sum(values) == pytest.approx(LOAD.sum())
    assert values[0] == LOAD.max() == 173.0
    assert "173 kW" in chart.notes[0]


OFFICE = parcels("B2", floor_area_m2=[5_000.0], process_kwh=[0.0])


@pytest.mark.parametrize(
    "plan",
    [
        document(OFFICE),
        document(
            OFFICE,
            layer("boundary", [box(0, 0, 100, 100)]),
            layer("rooftops", [box(500, 0, 550, 50)], roof_type=["flat"], pv=["planned"]),
        ),
    ],
    ids=["no roof", "no roof inside"],
)
def test_without_roofs_pv_is_missing_and_not_nil(plan):
    chart = day.CHART.made(measures().evaluate(plan))
    assert [one.name for one in chart.series] == ["From the grid", "Demand"]
    assert any("PV is missing" in note for note in chart.notes)


def test_duration_says_that_no_roof_is_drawn():
    chart = duration.CHART.made(measures().evaluate(document(OFFICE)))
    assert "PV is missing: no roof is drawn." in chart.notes[0]


def test_a_yield_that_nobody_plans_is_that_of_all_roofs():
    roof = layer("rooftops", [box(0, 0, 50, 50)], roof_type=["flat"], pv=["none"])
    chart = day.CHART.made(measures().evaluate(document(OFFICE, roof)))
    assert "PV yield" in [one.name for one in chart.series]
    assert any("none is used" in note for note in chart.notes)
