"""The classes of a style as a legend lists them: the same on screen, sheet and web map.

Counts of the declared style are a stored result; those of the plan's own styles are counted here
when they are shown, as a style is no input of any measure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.analysis.legend import Legend, legend_of
from layers.analysis.per_feature import Figures, aligned, numbers, series_of, subject
from layers.classing import class_numbers, titles
from layers.document import Document
from layers.kinds import kinds
from layers.looks import PENDING, Look, column_of, graduated_looks, look_of, style_of, text_of
from layers.measure import Results
from layers.style import Style

MOST_VALUES: Final = 100
"""Values that a legend lists one by one; the others share an entry."""


@dataclass(frozen=True, slots=True)
class ClassEntry:
    """One class of a style.

    Parameters
    ----------
    value
        Value of the column; empty for a class of numbers, for missing ones and for the others.
    title
        Bounds with unit of a class of numbers; empty elsewhere, where words are the reader's.
    look
        How it is drawn.
    count
        Features in it.
    area_m2
        Their ground; None for kinds without. [m²]
    printed
        Their ground as the land balance prints it, by unit, where that counts all of it.
    number
        Which class of numbers it is, from 0; -1 elsewhere.
    others
        How many further values it stands for.
    pending
        Whether its features have no number yet, as that is being computed.
    """

    value: str
    title: str
    look: Look
    count: int
    area_m2: float | None = None
    printed: Mapping[str, float] | None = None
    number: int = -1
    others: int = 0
    pending: bool = False

    @property
    def missing(self) -> bool:
        """Whether it holds the features without a value."""
        return not (self.value or self.title or self.others or self.pending)


def entries_of(
    document: Document, kind: str, results: Results, style: Style | None = None
) -> tuple[ClassEntry, ...]:
    """Return the classes of a kind in the order of a legend; none where all look the same.

    Parameters
    ----------
    document
        The plan.
    kind
        What is drawn.
    results
        Its results, for areas and for styles by a measure.
    style
        How it is drawn; as the plan says where None.
    """
    style = style or style_of(document, kind)
    if not style.by:
        return ()
    areas = _areas(document, kind, results)
    if style.graduated:
        return _graduated(document, kind, style, results, areas)
    if style.by == kinds()[kind].style.by:
        found = cast("Legend", results.value(f"legend.{kind}"))
    else:
        places, values = _factorized(document, kind, style)
        found = legend_of(places, values, areas)
    return _categories(document, kind, style, found)


def members(
    document: Document,
    kind: str,
    entry: ClassEntry,
    results: Results | None,
    listed: Iterable[ClassEntry] = (),
) -> NDArray[np.int64]:
    """Return the ids of the features in a class of a kind as the plan draws it.

    Parameters
    ----------
    document
        The plan.
    kind
        Whose features they are.
    entry
        The class.
    results
        For styles by a measure.
    listed
        All classes, for the one of the other values.
    """
    style, ids = style_of(document, kind), document.layer(kind).ids
    if style.graduated:
        return ids[_graded(document, kind, style, results) == _place(style, entry)]
    places, values = _factorized(document, kind, style)
    if entry.others:
        named = {one.value for one in listed}
        wanted = [place for place, value in enumerate(values) if value not in named]
    else:
        wanted = [place for place, value in enumerate(values) if value == entry.value]
    return ids[np.isin(places, wanted)]


def _areas(document: Document, kind: str, results: Results) -> NDArray[np.float64] | None:
    """Return the ground of each feature, None for kinds that have none or lie over one another."""
    name = "land.areas" if kind == "parcels" else f"legend.{kind}_areas"
    if name not in results.entries:
        return None
    return np.nan_to_num(aligned(series_of(results, name), document.layer(kind).ids))


def _factorized(
    document: Document, kind: str, style: Style
) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    """Return where the value of each feature stands among the values of the style's column."""
    layer = document.layer(kind)
    if style.by not in layer.columns or style.by == "geometry":
        return np.zeros(len(layer), np.intp), ("",)
    codes, distinct = pd.factorize(layer.values(style.by))
    texts = [text_of(value) or "" for value in distinct]
    return codes % (len(texts) + 1), (*texts, "")  # a missing value has the code -1


def _graduated(
    document: Document,
    kind: str,
    style: Style,
    results: Results,
    areas: NDArray[np.float64] | None,
) -> tuple[ClassEntry, ...]:
    classes = _graded(document, kind, style, results)
    size = len(style.breaks) + 2
    counts = np.bincount(classes, minlength=size).tolist()
    sums = [None] * size if areas is None else np.bincount(classes, areas, size).tolist()
    about = subject(document, kind, style.by)
    names = titles(style.breaks, about.unit if about else "")
    looks = graduated_looks(style)
    found = [
        ClassEntry("", name, looks[place], counts[place], sums[place], number=place - 1)
        for place, name in enumerate(names, start=1)
    ]
    if counts[0]:
        found.append(ClassEntry("", "", looks[0], counts[0], sums[0]))
    if counts[-1]:
        found.append(ClassEntry("", "", PENDING, counts[-1], sums[-1], pending=True))
    return tuple(found)


def _graded(
    document: Document, kind: str, style: Style, results: Results | None
) -> NDArray[np.int32]:
    """Return the class of each feature from 1 on, 0 without a number, the last while it waits."""
    found = class_numbers(numbers(document, kind, style.by, results), style.breaks) + np.int32(1)
    found[Figures.of(results, style).awaited(document.layer(kind).ids)] = len(style.breaks) + 1
    return found


def _place(style: Style, entry: ClassEntry) -> int:
    return len(style.breaks) + 1 if entry.pending else entry.number + 1


def _categories(
    document: Document, kind: str, style: Style, found: Legend
) -> tuple[ClassEntry, ...]:
    order = _order(document, kind, style)
    values = sorted(found.counts, key=lambda value: _rank(value, order))
    if len(values) > MOST_VALUES:
        most = sorted(values, key=lambda value: (value in order, found.counts[value]))
        kept = {*most[-MOST_VALUES:], ""}
    else:
        kept = set(values)
    entries = [
        ClassEntry(
            value,
            "",
            look_of(document, kind, style, value or None),
            found.counts[value],
            found.areas_m2.get(value),
            found.printed.get(value),
        )
        for value in values
        if value in kept and found.counts[value]
    ]
    rest = [value for value in values if value not in kept]
    if rest:
        area = sum(found.areas_m2[value] for value in rest) if found.areas_m2 else None
        count = sum(found.counts[value] for value in rest)
        look = Look(None, style.fill, known=False)
        entries.append(ClassEntry("", "", look, count, area, others=len(rest)))
    return tuple(entries)


def _order(document: Document, kind: str, style: Style) -> Mapping[str, int]:
    """Return the order in which values are declared: codes, choices, then colours of the style."""
    column = column_of(kind, style)
    if column is not None and column.table == "land_use":
        return {code: place for place, code in enumerate(document.codes.classes)}
    declared = [*(column.choices if column else ()), *style.colours]
    return {value: place for place, value in enumerate(dict.fromkeys(declared))}


def _rank(value: str, order: Mapping[str, int]) -> tuple[bool, int, str]:
    """Return where a value stands: as declared, then strange ones by name, then none."""
    return (not value, order.get(value, len(order)), value)
