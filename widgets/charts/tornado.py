"""What the strongest assumptions do to a total, one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from layers.analysis.sensitivity import STRONGEST, Sensitivity, Swing, sensitivity
from layers.factor import Factor
from layers.measure import Results
from layers.message import Message
from layers.progress import Progress
from resources.translations import tr
from widgets import key_totals, words
from widgets.chart import Axis, Chart, ChartMaker, Choice, Series
from widgets.charts.targets import OPTION, TARGET, listed, named
from widgets.key_totals import scale

LONGEST_NAME: Final = 58
"""Characters of a name that have room beside its bar."""
MOST_NAMED: Final = 20
"""So many factors that are not varied are named."""
NOTHING = Message.of(
    "No number of this plan rests on assumptions yet. Enter land uses, green land or roofs first."
)


def compute(results: Results, choice: Choice, progress: Progress) -> Chart | Message:
    """Return the ten factors that change a total most within their ranges."""
    path = choice[TARGET]
    if not path:
        return NOTHING
    return drawn(results, sensitivity(results, path, progress))


def drawn(results: Results, found: Sensitivity) -> Chart | Message:
    """Return a sensitivity as a chart."""
    shown = found.swings[:STRONGEST]
    title = key_totals.title(found.path)
    if not shown:
        return Message.of(
            "No assumption with a range changes {title}. Give factors a low and a high value in "
            "the panel of assumptions.",
            title=key_totals.title(found.path),
        )
    size, sign = scale(found.path, found.central)
    notes = [
        tr("Each factor at its low and at its high value, all others as they are in the plan.")
    ]
    notes.append(tr("Sources: {sources}.", sources=_sources(results, shown)))
    rest = len(found.swings) - len(shown)
    if rest:
        notes.append(tr("{n} more factors change it less.", n=rest))
    notes += not_varied(results, found)
    return Chart(
        "tornado",
        tr("Sensitivity: {title}", title=title),
        (
            Series(tr("Factor at its low value"), tuple(one.at_low / size for one in shown)),
            Series(tr("Factor at its high value"), tuple(one.at_high / size for one in shown)),
        ),
        y=Axis(title, sign),
        categories=tuple(
            f"{place} {_name(results, one.id)}" for place, one in enumerate(shown, start=1)
        ),
        base=found.central / size,
        notes=tuple(notes),
    )


def _name(results: Results, id_: str) -> str:
    """Return the name of a factor with its range and unit."""
    factor = results.document.parameters.get(id_)
    if not isinstance(factor, Factor):
        return id_
    span = f"{words.figures(factor.low, 3)}–{words.figures(factor.high, 3)}"
    unit = "" if factor.unit in {"", "-"} else f" {words.unit(factor.unit)}"
    name = named(results, id_)
    if len(name) > LONGEST_NAME:  # the range and its unit are seen whole
        name = f"{name[:LONGEST_NAME].rpartition(' ')[0] or name[:LONGEST_NAME]} …"
    return f"{name} ({span}{unit})"


def _sources(results: Results, shown: Sequence[Swing]) -> str:
    """Return where factors are from and how sure that is, each source with their numbers."""
    found: dict[str, list[str]] = {}
    for place, one in enumerate(shown, start=1):
        factor = results.document.parameters.get(one.id)
        if isinstance(factor, Factor):
            source = words.source(factor.source) or tr("no source")
            year = f", {factor.year}" if factor.year.isdigit() else ""
            sure = f" ({words.declared(factor.confidence)})" if factor.confidence else ""
            found.setdefault(f"{source}{year}{sure}", []).append(str(place))
    return "; ".join(f"{', '.join(places)} – {source}" for source, places in found.items())


def not_varied(results: Results, found: Sensitivity) -> list[str]:
    """Return sentences about the factors that would change a total and are left as they are.

    Parameters
    ----------
    results
        Results of the plan.
    found
        What each factor does to the total.
    """
    notes: list[str] = []
    if found.unvaried:
        names = listed(results, found.unvaried, MOST_NAMED)
        notes.append(tr("Not varied, without a range: {names}.", names=names))
    if found.broken:
        names = listed(results, found.broken, MOST_NAMED)
        notes.append(
            tr("Not varied, as the number is missing at an end of the range: {names}.", names=names)
        )
    return notes


CHART = ChartMaker(
    id="tornado",
    title="Sensitivity (tornado)",
    order=80,
    options=(OPTION,),
    compute=compute,
)
