"""Hours of the year in the order of their load: how long which power is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from layers.measure import Results
from layers.message import Message
from resources.translations import tr
from widgets import words
from widgets.chart import Axis, Chart, ChartMaker, Choice, Series
from widgets.charts.day import BALANCE, DAYS, HOURS, LOAD, Hours, hourly

if TYPE_CHECKING:
    from layers.analysis.dispatch import Dispatch


def make(results: Results, choice: Choice) -> Chart | Message:
    """Return the load-duration curves of the demand and of what the grid delivers."""
    del choice
    load = hourly(results, LOAD)
    if load is None:
        return Message.of(
            "The demand of the park is not known hour by hour. Enter land uses and floor areas; "
            "the panel of totals says what is missing."
        )
    size, unit = (1e3, "MW") if float(load.max()) >= 5e3 else (1.0, "kW")
    entry = results.entries.get(BALANCE)
    balance = cast("Dispatch | None", None if entry is None else entry.value)
    found = [_series(tr("Demand"), load / size, "text")]
    notes = [tr("Peak demand {power}.", power=_power(load, size, unit))]
    if balance is not None:
        found.append(_series(tr("From the grid"), balance.bought / size, ""))
        notes.append(tr("Peak import {power}.", power=_power(balance.bought, size, unit)))
        if balance.exported.any():
            found.append(_series(tr("Into the grid"), -balance.exported / size, "warning"))
        if not balance.drawn:
            notes.append(tr("PV is missing: no roof is drawn."))
    return Chart(
        "lines",
        tr("Load duration"),
        tuple(found),
        x=Axis(tr("Hours of the year"), "h", 0.0, float(DAYS * HOURS)),
        y=Axis(tr("Power"), unit),
        notes=(" ".join(notes),),
    )


def _series(name: str, values: Hours, colour: str) -> Series:
    ordered = np.sort(values)[::-1]
    return Series(name, ordered.tolist(), x=np.arange(len(ordered)).tolist(), colour=colour)


def _power(values: Hours, size: float, unit: str) -> str:
    return f"{words.figures(float(values.max()) / size, 4)} {unit}"


CHART = ChartMaker(id="duration", title="Load duration", order=50, make=make, reads=(BALANCE, LOAD))
