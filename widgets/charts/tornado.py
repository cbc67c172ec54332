"""What the strongest assumptions do to a total, one at a time."""

from __future__ import annotations

from layers.analysis.sensitivity import STRONGEST, Sensitivity, sensitivity
from layers.factor import Factor
from layers.measure import Results
from layers.message import Message
from layers.progress import Progress
from resources.translations import tr
from widgets import key_totals, words
from widgets.chart import Axis, Chart, ChartMaker, Choice, Series
from widgets.charts.targets import OPTION, TARGET, listed, named
from widgets.key_totals import scale

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
    rest = len(found.swings) - len(shown)
    if rest:
        notes.append(tr("{n} more factors change it less.", n=rest))
    if found.unvaried:
        names = listed(results, found.unvaried)
        notes.append(tr("Not varied, without a range: {names}.", names=names))
    return Chart(
        "tornado",
        tr("Sensitivity: {title}", title=title),
        (
            Series(tr("Factor at its low value"), tuple(one.at_low / size for one in shown)),
            Series(tr("Factor at its high value"), tuple(one.at_high / size for one in shown)),
        ),
        y=Axis(title, sign),
        categories=tuple(_name(results, one.id) for one in shown),
        base=found.central / size,
        notes=tuple(notes),
    )


def _name(results: Results, id_: str) -> str:
    """Return the name of a factor with its range."""
    factor = results.document.parameters.get(id_)
    if not isinstance(factor, Factor):
        return id_
    span = f"{words.figures(factor.low, 3)}–{words.figures(factor.high, 3)}"
    return f"{named(results, id_)} ({span})"


CHART = ChartMaker(
    id="tornado",
    title="Sensitivity (tornado)",
    order=80,
    options=(OPTION,),
    compute=compute,
)
