"""What a chart is: values with their words, drawn alike in the window and on paper.

A chart is made from results by a module of `widgets.charts` and drawn by `widgets.plots`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from layers.measure import Results
from layers.message import Message
from layers.progress import Progress

Kind = Literal[
    "bars",
    "stacked",
    "ranges",
    "waterfall",
    "lines",
    "steps",
    "area",
    "tornado",
    "histogram",
    "radar",
]
Choice = Mapping[str, str]
"""What is chosen of the options of a chart, by their ids."""


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of a chart.

    Parameters
    ----------
    title, unit
        What it counts, and in what; both may be empty.
    low, high
        Where it begins and ends; from the values where None. [unit]
    ticks, names
        Where it has marks, and what is written there; chosen by themselves where empty.
    decimals
        Decimals of the values that are read; chosen by themselves where None.
    read
        What is said of each place along the chart where it is read; its number where empty.
    """

    title: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    ticks: tuple[float, ...] = ()
    names: tuple[str, ...] = ()
    decimals: int | None = None
    read: tuple[str, ...] = ()

    @property
    def head(self) -> str:
        """The title with the unit in brackets."""
        return f"{self.title} [{self.unit}]".strip() if self.unit else self.title


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one sort.

    Parameters
    ----------
    name
        What they are; empty where one word less is needed.
    values
        One for each category, or for each place of ``x``; NaN for missing ones, which are left
        out and never drawn as 0. [unit of the value axis]
    x
        Places along the chart where it has no categories: of lines and areas as many as values,
        of steps and histograms one more (their borders).
    low, high
        Bounds of each value, drawn as a bracket; empty for none.
    colour
        ``#rrggbb``, or the name of a colour of the theme (``accent``, ``muted``, ``warning``,
        ``text``); the next of the chart's own colours where empty.
    colours
        The same for each value, as land uses have them; empty for one colour.
    drawn
        ``line`` or ``dots`` to lay it over a chart of another kind.
    dashed
        Whether its line is dashed.
    """

    name: str
    values: Sequence[float]
    x: Sequence[float] = ()
    low: Sequence[float] = ()
    high: Sequence[float] = ()
    colour: str = ""
    colours: Sequence[str] = ()
    drawn: Literal["", "line", "dots"] = ""
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A line or a range that values are held against.

    Parameters
    ----------
    name
        What it is, for the legend.
    low, high
        One pair for the whole chart, or one for each category (NaN where a category has none). A
        line where both are equal; open where one is NaN. [unit of its axis]
    along
        Whether it stands at places along the chart instead of at values.
    colour
        As that of a series.
    """

    name: str
    low: Sequence[float]
    high: Sequence[float]
    along: bool = False
    colour: str = "warning"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, ready to be drawn.

    Parameters
    ----------
    kind
        How values are drawn: ``bars`` side by side, ``stacked`` ones, ``ranges`` from low to high
        with a mark at the value, a ``waterfall`` of changes, ``lines``, ``steps``, a stacked
        ``area``, a ``tornado`` around its base, a ``histogram`` or a ``radar``.
    title
        What it shows.
    series
        Values, the first in front of the legend.
    x
        The axis along which values stand; categories have no numbers.
    y
        The axis of the values, level where the chart is horizontal.
    categories
        Names of the places along the chart; empty where ``x`` has numbers.
    references
        What values are held against.
    notes
        Sentences below it: sources, how sure they are, what is left out.
    horizontal
        Whether bars lie; a tornado always does.
    base
        Where bars begin. [unit of the value axis]
    sums
        Places of a waterfall that are sums and begin at the base.
    """

    kind: Kind
    title: str
    series: tuple[Series, ...]
    x: Axis = field(default_factory=Axis)
    y: Axis = field(default_factory=Axis)
    categories: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()
    horizontal: bool = False
    base: float = 0.0
    sums: frozenset[int] = frozenset()

    @property
    def lies(self) -> bool:
        """Whether values run from left to right."""
        return self.horizontal or self.kind == "tornado"


@dataclass(frozen=True, slots=True)
class Option:
    """Something of a chart that can be chosen.

    Parameters
    ----------
    id
        Its key in the choice.
    title
        What it is, in English.
    values
        What it can be, each with its name in the language in which is spoken; from the results.
    first
        What is chosen at first; the first of the values where empty.
    """

    id: str
    title: str
    values: Callable[[Results], Sequence[tuple[str, str]]]
    first: str = ""


def _no_chart(results: Results, choice: Choice) -> Chart | Message:
    del results, choice
    return Message.of("There is nothing to draw.")


@dataclass(frozen=True, slots=True)
class ChartMaker:
    """A chart that can be shown, declared once as ``CHART`` of a module in `widgets.charts`.

    Parameters
    ----------
    id
        Its name, as sheets ask for it.
    title
        What it is called in the list, in English.
    order
        Its place in the list.
    make
        Makes it from results; where there is none, the sentence that says why and what to do.
        Words are those of `resources.translations.tr`, which speaks the language of the window
        or of the sheet.
    reads
        Ids of the measures it reads; it is drawn anew when one of them has changed, and with
        each change where empty.
    options
        What of it can be chosen.
    compute
        In place of ``make`` where it takes long: done beside the window, tells how far it is.
    """

    id: str
    title: str
    order: int
    make: Callable[[Results, Choice], Chart | Message] = _no_chart
    reads: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    compute: Callable[[Results, Choice, Progress], Chart | Message] | None = None

    def made(
        self,
        results: Results,
        choice: Choice = MappingProxyType({}),
        progress: Progress | None = None,
    ) -> Chart | Message:
        """Return the chart, or why there is none; options that are not chosen are at their first.

        Parameters
        ----------
        results
            Results of the plan.
        choice
            What is chosen.
        progress
            Told how far it is.
        """
        whole = {option.id: chosen(option, results, choice) for option in self.options}
        if self.compute is not None:
            return self.compute(results, whole, progress or Progress())
        return self.make(results, whole)


def chosen(option: Option, results: Results, choice: Choice) -> str:
    """Return what is chosen of an option: what is asked for where it can be had, else the first."""
    keys = [key for key, _ in option.values(results)]
    for wanted in (choice.get(option.id, ""), option.first):
        if wanted in keys:
            return wanted
    return keys[0] if keys else ""
