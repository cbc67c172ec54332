"""Energy of one day hour by hour: what meets the demand, and what PV yields."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

import numpy as np
from numpy.typing import NDArray

from layers.measure import Results
from layers.message import Message
from resources.translations import tr
from widgets.chart import Axis, Chart, ChartMaker, Choice, Option, Series

if TYPE_CHECKING:
    from layers.analysis.dispatch import Dispatch

BALANCE: Final = "energy.balance"
SUN: Final = "solar.hourly"
LOAD: Final = "energy.hourly"
HOURS: Final = 24
DAYS: Final = 365
COLOURS: Final = {"pv": "#d0892f", "storage": "#7a6aa0", "grid": "#8a979d"}
Hours = NDArray[np.float64]


def hourly(results: Results, measure: str) -> Hours | None:
    """Return the hours of a year of a measure, None where it is missing. [kWh]."""
    entry = results.entries.get(measure)
    found = None if entry is None else entry.value
    return found if isinstance(found, np.ndarray) and len(found) == DAYS * HOURS else None


def days(results: Results) -> Sequence[tuple[str, str]]:
    """Return the days that can be chosen: the remarkable ones first, then the calendar."""
    found: list[tuple[str, str]] = []
    load, sun = hourly(results, LOAD), hourly(results, SUN)
    for series, lowest, highest in (
        (load, tr("Lowest demand"), tr("Highest demand")),
        (sun, tr("Least sun"), tr("Most sun")),
    ):
        if series is not None and series.any():
            sums = series.reshape(DAYS, HOURS).sum(axis=1)
            for name, day in ((highest, int(sums.argmax())), (lowest, int(sums.argmin()))):
                found.append((f"{name}", f"{name} ({date(day)})"))
    return [*found, *((str(day), date(day)) for day in range(DAYS))]


def date(day: int) -> str:
    """Return month and day of a day of a year without a leap day, counted from 0.

    Examples
    --------
    >>> date(0), date(59), date(364)
    ('01-01', '03-01', '12-31')
    """
    month = 1
    while day >= calendar.monthrange(2025, month)[1]:
        day -= calendar.monthrange(2025, month)[1]
        month += 1
    return f"{month:02d}-{day + 1:02d}"


def day_of(results: Results, key: str) -> int:
    """Return the day of the year that is chosen, counted from 0."""
    if key.isdigit():
        return min(int(key), DAYS - 1)
    shown = dict(days(results)).get(key, "")
    dates = {date(day): day for day in range(DAYS)}
    return dates.get(shown[-6:-1], 0)


def make(results: Results, choice: Choice) -> Chart | Message:
    """Return one day of the park's energy."""
    entry = results.entries.get(BALANCE)
    balance = cast("Dispatch | None", None if entry is None else entry.value)
    load, sun = hourly(results, LOAD), hourly(results, SUN)
    if sun is not None and not sun.any():
        sun = None  # no roof of the park gives any: PV is missing, not nil
    if load is None and sun is None:
        return Message.of(
            "Neither the demand of the park nor the yield of its roofs is known hour by hour. The "
            "panel of totals says what is missing."
        )
    day = day_of(results, choice["day"])
    hours = slice(day * HOURS, (day + 1) * HOURS)
    middles = (np.arange(HOURS) + 0.5).tolist()  # an hour's energy stands in its middle
    size, unit = _size([one for one in (load, sun) if one is not None])
    stacks: list[Series] = []
    if balance is not None:
        parts = (
            (tr("PV used at once"), balance.direct, COLOURS["pv"]),
            (tr("From storage"), balance.discharged, COLOURS["storage"]),
            (tr("From the grid"), balance.bought, COLOURS["grid"]),
        )
        stacks = [
            Series(name, (values[hours] / size).tolist(), x=middles, colour=colour)
            for name, values, colour in parts
            if values.any()
        ]
    if load is not None:
        stacks.append(_line(tr("Demand"), load[hours] / size, "text"))
    if sun is not None:
        stacks.append(replace(_line(tr("PV yield"), sun[hours] / size, "warning"), dashed=True))
    notes = [tr("Local standard time; yields and loads of a typical year, no forecast.")]
    if load is None:
        notes.append(tr("The demand of the park is missing; the panel of totals says why."))
    notes += _of_roofs(balance, sun)
    return Chart(
        "area" if balance is not None else "lines",
        tr("Energy of the day {date}", date=date(day)),
        tuple(stacks),
        x=Axis(
            tr("Hour"),
            "h",
            0.0,
            float(HOURS),
            ticks=tuple(float(hour) for hour in range(0, HOURS + 1, 3)),
            read=tuple(f"{date(day)} {hour:02d}:00–{hour + 1:02d}:00" for hour in range(HOURS)),
        ),
        y=Axis(tr("Power"), unit, low=0.0),
        notes=tuple(notes),
    )


def _of_roofs(balance: Dispatch | None, sun: Hours | None) -> list[str]:
    """Return what is said of PV where none serves the demand."""
    if sun is None:
        return [tr("PV is missing: no yield of roofs is known. All else is shown without it.")]
    if balance is not None and not balance.pv.any():
        return [
            tr("No roof has planned or built PV: the yield is that of all roofs, and none is used.")
        ]
    return []


def _line(name: str, values: Hours, colour: str) -> Series:
    middles = (np.arange(HOURS) + 0.5).tolist()
    return Series(name, values.tolist(), x=middles, colour=colour, drawn="line")


def _size(series: Sequence[Hours]) -> tuple[float, str]:
    """Return the unit in which hours are written: a kWh in an hour is a kW."""
    most = max(float(one.max()) for one in series)
    return (1e3, "MW") if most >= 5e3 else (1.0, "kW")


CHART = ChartMaker(
    id="day",
    title="Energy of a day",
    order=40,
    make=make,
    reads=(BALANCE, SUN, LOAD),
    options=(Option("day", "Day", days),),
)
