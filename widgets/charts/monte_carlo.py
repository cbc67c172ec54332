"""How sure a total is where all assumptions are drawn at random within their ranges."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, cast

import numpy as np

from layers.analysis.sensitivity import Sensitivity, sensitivity
from layers.analysis.uncertainty import RUNS, Form, Uncertainty, uncertainty
from layers.measure import Results
from layers.message import Message
from layers.progress import Progress
from resources.translations import tr
from widgets import key_totals, words
from widgets.chart import Axis, Chart, ChartMaker, Choice, Option, Reference, Series
from widgets.charts.targets import OPTION, TARGET
from widgets.charts.tornado import NOTHING, not_varied
from widgets.key_totals import scale

FORMS: Final[Mapping[Form, str]] = MappingProxyType(
    {"pert": "PERT (beta)", "triangular": "Triangular"}
)
"""Distributions between low, central and high, with their English names."""
LOW, MIDDLE, HIGH = 5.0, 50.0, 95.0
"""Percentiles that are drawn. [%]"""
_SHARE: Final = 0.3
"""Part of the work in which is found which factors matter. [-]"""


def compute(results: Results, choice: Choice, progress: Progress) -> Chart | Message:
    """Return how often a total has which value."""
    path = choice[TARGET]
    if not path:
        return NOTHING
    first = _part(progress, 0.0, _SHARE)
    found = sensitivity(results, path, first)
    if not found.swings:
        return Message.of(
            "No assumption with a range changes {title}. Give factors a low and a high value in "
            "the panel of assumptions.",
            title=key_totals.title(path),
        )
    runs = uncertainty(
        results,
        path,
        [one.id for one in found.swings],
        runs=int(choice["runs"]),
        form=cast("Form", choice["form"]),
        progress=_part(progress, _SHARE, 1.0),
    )
    if not len(runs.values):
        return Message.of("{title} is missing in all runs.", title=key_totals.title(path))
    return drawn(results, runs, found)


def _part(progress: Progress, start: float, end: float) -> Progress:
    """Return a progress that fills a part of another one, and is cancelled with it."""
    return Progress(lambda share: progress.at(start + share * (end - start)))


def drawn(results: Results, found: Uncertainty, left: Sensitivity) -> Chart:
    """Return an uncertainty as a chart."""
    size, sign = scale(found.path, found.central)
    values = found.values / size
    counts, edges = np.histogram(values, bins=min(max(round(len(values) ** 0.5), 8), 30))
    title = key_totals.title(found.path)
    low, middle, high = (found.percentile(share) / size for share in (LOW, MIDDLE, HIGH))
    notes = [
        tr(
            "90 % of {n} runs lie between {low} and {high} {unit}, half below {middle}.",
            n=len(values),
            low=words.figures(low, 4),
            high=words.figures(high, 4),
            middle=words.figures(middle, 4),
            unit=sign,
        ),
        tr(
            "{n} factors drawn independently between low and high, {form} with the central value "
            "as mode; Latin hypercube, seed {seed}.",
            n=len(found.varied),
            form=words.declared(FORMS[found.form]),
            seed=found.seed,
        ),
    ]
    gone = found.runs - len(values)
    if gone:
        notes.append(tr("In {n} more runs the number was missing.", n=gone))
    notes += not_varied(results, left)
    return Chart(
        "histogram",
        tr("Uncertainty: {title}", title=title),
        (Series(tr("Runs"), counts.astype(float).tolist(), x=edges.tolist()),),
        x=Axis(title, sign),
        y=Axis(tr("Runs"), low=0.0),
        references=(
            Reference(tr("90 % of the runs"), (low,), (high,), along=True, colour="accent"),
            Reference(tr("Median"), (middle,), (middle,), along=True, colour="text"),
            Reference(
                tr("Plan"),
                (found.central / size,),
                (found.central / size,),
                along=True,
                colour="warning",
            ),
        ),
        notes=tuple(notes),
    )


CHART = ChartMaker(
    id="monte_carlo",
    title="Uncertainty (Monte Carlo)",
    order=90,
    options=(
        OPTION,
        Option("runs", "Runs", lambda _: [(str(runs), words.number(runs)) for runs in RUNS]),
        Option(
            "form",
            "Distribution",
            lambda _: [(form, words.declared(FORMS[form])) for form in FORMS],
        ),
    ),
    compute=compute,
)
