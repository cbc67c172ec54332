"""What roof PV yields in each month of the year."""

from __future__ import annotations

from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from layers.measure import Results
from layers.message import Message
from resources.translations import tr
from widgets import words
from widgets.chart import Axis, Chart, ChartMaker, Choice, Series

MEASURE: Final = "solar.monthly"
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PV: Final = "#d0892f"


def make(results: Results, choice: Choice) -> Chart | Message:
    """Return the yield of planned and built roofs by month."""
    del choice
    entry = results.entries.get(MEASURE)
    if entry is None or entry.value is None:
        return Message.of(
            "The yield by month is not known. Give roofs their PV and the plan its place; the "
            "panel of totals says what is missing."
        )
    kwh = cast("NDArray[np.float64]", entry.value)
    size, unit = (1e6, "GWh") if float(kwh.max()) >= 1e7 else (1e3, "MWh")
    return Chart(
        "bars",
        tr("Roof PV by month"),
        (Series(tr("Roof PV"), (kwh / size).tolist(), colour=PV),),
        y=Axis(tr("Yield of the month"), unit),
        # Chinese has one word for short and whole names, with a blank where it is a whole one.
        categories=tuple(words.declared(month).replace(" ", "") for month in MONTHS),
        notes=(
            tr(
                "Planned and built roofs, all roofs where none is planned; {total} in the year.",
                total=f"{words.figures(float(kwh.sum()) / size, 4)} {unit}",
            ),
        ),
    )


CHART = ChartMaker(id="pv_months", title="Roof PV by month", order=30, make=make, reads=(MEASURE,))
