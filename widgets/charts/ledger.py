"""Emissions and sinks of a year as a waterfall, down to the net balance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, cast

from layers.measure import Results
from layers.message import Message
from resources.translations import tr
from widgets import words
from widgets.chart import Axis, Chart, ChartMaker, Choice, Series

if TYPE_CHECKING:
    from layers.analysis.ledger import Ledger
    from layers.analysis.sink import Range

MEASURE: Final = "energy.ledger"
EMITS: Final = "#a4572e"
TAKES_UP: Final = "#2f7f6b"
SAVES: Final = "#d0892f"
LINES: Final = (
    ("industry", "Industry", EMITS),
    ("transport", "Transport", EMITS),
    ("buildings", "Buildings", EMITS),
    ("water", "Water supply", EMITS),
    ("", "Operational emissions", "muted"),
    ("green", "Green land", TAKES_UP),
    ("pv", "PV used in the park", SAVES),
    (".", "Net balance", "muted"),
)
"""Lines of the ledger, their English names and colours; points for its sums."""
_KILO: Final = 20_000.0
"""From so much on kilotonnes are written. [t CO₂/a]"""


def make(results: Results, choice: Choice) -> Chart | Message:
    """Return the ledger of the plan as a waterfall."""
    del choice
    entry = results.entries.get(MEASURE)
    if entry is None or entry.value is None:
        return Message.of("The plan has no ledger of emissions yet.")
    ledger = cast("Ledger", entry.value)
    if all(ledger.lines[name].central is None for name in ("industry", "transport", "buildings")):
        return Message.of(
            "Nothing of the plan is known to emit. Enter floor areas, process energy of "
            "enterprises or workers; the panel of totals says what is missing."
        )
    ranges: list[Range] = []
    for name, *_ in LINES:
        sums = {"": ledger.operational, ".": ledger.net}
        ranges.append(sums[name] if name in sums else ledger.lines[name])
    biggest = max(abs(one.central) for one in ranges if one.central is not None)
    size, unit = (1e3, "kt CO₂/a") if biggest >= _KILO else (1.0, "t CO₂/a")
    gone = [
        words.declared(title)
        for (_, title, _), one in zip(LINES, ranges, strict=True)
        if one.central is None
    ]
    notes = [tr("Brackets: low and high assumptions; a low sink goes with high emissions.")]
    if gone:
        notes.append(tr("Missing, and in no sum: {names}.", names=", ".join(gone)))
    series = Series(
        "",
        tuple(_in(one.central, size) for one in ranges),
        low=tuple(_in(one.low, size) for one in ranges),
        high=tuple(_in(one.high, size) for one in ranges),
        colours=tuple(colour for *_, colour in LINES),
    )
    return Chart(
        "waterfall",
        tr("Emissions and sinks"),
        (series,),
        y=Axis(tr("Emissions"), unit, decimals=1),
        categories=tuple(words.declared(title) for _, title, _ in LINES),
        sums=frozenset(place for place, (name, *_) in enumerate(LINES) if name in {"", "."}),
        notes=tuple(notes),
        horizontal=True,
    )


def _in(value: float | None, size: float) -> float:
    return math.nan if value is None else value / size


CHART = ChartMaker(id="ledger", title="Emissions and sinks", order=20, make=make, reads=(MEASURE,))
