"""How features look by their class: what a style and the code set say, and what is not known.

Map, legend, sheet and web map all ask here, so that they show the same classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.classing import class_numbers, colour_for
from layers.document import Document
from layers.kind import Column
from layers.kinds import kinds
from layers.layer import Layer
from layers.mixed import codes_of, is_mixed
from layers.style import Style

UNKNOWN_FILL: Final = "#e3dfe6"
UNKNOWN_HATCH: Final = "#b0008e"
"""Magenta on grey: no drawing convention has it, so nobody takes it for a class."""
TINT: Final = "38"
"""How much of a hatched class's colour lies between the hatch, in hexadecimal of 255."""
WIDEST_M: Final = 10_000.0
"""A line that is said to be wider is drawn as a line. [m]"""
MIXED_HATCH: Final = "#4a4a4a"
"""Lines over a mixed use whose first two codes have about the same colour."""
ALIKE: Final = 48
"""Colours that differ by less, over red, green and blue, are about the same."""
MISSING_FILL: Final = "#f6f6f4"
MISSING_HATCH: Final = "#c4c4c0"

Classes = NDArray[np.int32]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Look:
    """How one class of features is filled.

    Parameters
    ----------
    value
        Value of the column that the style goes by; None for missing, where it goes by none, and
        for classes that more than one value has.
    fill
        Colour ``#rrggbb`` or ``#rrggbbaa``, empty for none.
    hatch
        Colour of diagonal lines over it, empty for none.
    known
        Whether the value is one of the code set, of the style's colours or of its classes.
    pattern
        ``diagonal``, ``cross`` or ``dots``.
    """

    value: str | None
    fill: str
    hatch: str = ""
    known: bool = True
    pattern: str = "diagonal"


FEW: Final = 16
"""Values that are looked at one by one: an edit changes few."""
MISSING: Final = Look(None, MISSING_FILL, MISSING_HATCH, known=False)
"""Without a value: never the lowest class."""
PENDING: Final = Look(None, "#e6e6e3", known=False)
"""Being computed: neither a class nor without a value, so it has no hatch."""


def style_of(document: Document, kind: str) -> Style:
    """Return how a kind is drawn: the plan's own style, or the declared one."""
    declared = kinds()[kind].style
    own = document.styles.get(kind)
    if isinstance(own, Style):
        return own
    if isinstance(own, Mapping):  # what differs from the declared style, as a file may hold it
        given = {str(key): value for key, value in cast("Mapping[object, object]", own).items()}
        found = Style.read({**declared.plain(), **given})
        return declared if found is None else found.sound()
    return declared


def look_of(document: Document, kind: str, style: Style, value: str | None) -> Look:
    """Return how features with a value of the style's column look, in a style by categories.

    A mixed land use has the colour of its first code, hatched in that of the second.
    A value that neither the code set nor the style's colours know is hatched where the column
    holds codes. Elsewhere it has the style's fill, and where that is empty one of a ramp's
    colours. A missing value has the style's fill, where that is empty or the column holds codes
    a light hatch.
    """
    if not style.by:
        return Look(None, style.fill, style.stroke if style.hatch else "", pattern=style.hatch)
    coded = _coded(kind, style)
    if value is None and (coded or not style.fill):
        return MISSING
    colour = None if value is None else style.colours.get(value)
    if colour is None and value is not None and coded:
        if is_mixed(value) and document.codes.knows(value):
            return _mixed(document, style, value)
        colour = document.codes.colour(value)
        if colour is None:
            return Look(value, UNKNOWN_FILL, UNKNOWN_HATCH, known=False)
    if colour is None and value is not None and not style.fill:
        colour = colour_for(value)
    known = colour is not None
    return replace(_coloured(value, colour or style.fill, style.hatch), known=known)


def _mixed(document: Document, style: Style, value: str) -> Look:
    """Return how a mixed use looks: as its first code does, hatched in the second's colour."""
    first, second = (
        style.colours.get(code) or document.codes.colour(code) or UNKNOWN_FILL
        for code in codes_of(value)[:2]
    )
    if _alike(first, second):
        second = MIXED_HATCH
    return Look(value, first, second, pattern=style.hatch or "diagonal")


def _alike(one: str, other: str) -> bool:
    """Return whether a hatch in one colour would hardly be seen on the other."""
    pairs = ((int(one[n : n + 2], 16), int(other[n : n + 2], 16)) for n in (1, 3, 5))
    return sum(abs(a - b) for a, b in pairs) < ALIKE


def graduated_looks(style: Style) -> tuple[Look, ...]:
    """Return how the classes of a graduated style look: a missing value, then each class.

    Where a measure is what it goes by, the last one is of features whose number is being computed.
    """
    classes = (_coloured(None, colour, style.hatch) for colour in style.ramp)
    return (MISSING, *classes, PENDING) if style.measure else (MISSING, *classes)


def _coloured(value: str | None, colour: str, pattern: str) -> Look:
    """Return a class in its colour; with a hatch the colour is the hatch's, over a tint of it."""
    if not pattern or not colour:
        return Look(value, colour)
    return Look(value, colour[:7] + TINT, colour, pattern=pattern)


def _coded(kind: str, style: Style) -> bool:
    column = column_of(kind, style)
    return column is not None and column.table == "land_use"


def column_of(kind: str, style: Style) -> Column | None:
    """Return the declared column that a style goes by, or None."""
    return kinds()[kind].column(style.by) if style.by else None


def line_colour(style: Style, look: Look) -> str:
    """Return the colour of a line without a width on the ground: its class's, where it has one.

    Examples
    --------
    >>> line_colour(Style(stroke="#333333"), Look(None, ""))
    '#333333'
    >>> line_colour(Style(by="class", stroke="#333333"), Look("main", "#ff0000"))
    '#ff0000'
    """
    if not style.by or not look.fill:
        return style.stroke
    return look.hatch or look.fill


# ---- classes ------------------------------------------------------------------------------------


Numbering = Mapping["str | None", int]
"""Which look each value has; None stands for missing."""
NO_NUMBERS: Final[Numbering] = MappingProxyType({})


def widened(
    document: Document,
    kind: str,
    style: Style,
    values: pd.Series | Numbers | None,
    known: tuple[tuple[Look, ...], Numbering] = ((), NO_NUMBERS),
) -> tuple[tuple[Look, ...], Numbering]:
    """Return the looks of a style with those that some values need; none changes its number.

    Parameters
    ----------
    document
        The plan, for its code set.
    kind
        Whose features they are.
    style
        How they are drawn.
    values
        What the style goes by, feature by feature; None where the plan has nothing of that name.
    known
        Looks and numbers so far.
    """
    if style.graduated:
        return graduated_looks(style), NO_NUMBERS
    distinct: list[str | None] = [None]
    if values is not None and style.by:
        found = values if len(values) <= FEW else pd.unique(pd.Series(values))
        distinct += [text_of(value) for value in found]
    numbers = known[1]
    added = [value for value in dict.fromkeys(distinct) if value not in numbers]
    if not added:
        return known
    table, coded = dict(numbers), _coded(kind, style)
    places = {look: place for place, look in enumerate(known[0])}
    for value in added:
        own = coded or value in style.colours
        look = _shared(look_of(document, kind, style, value), own=own)
        table[value] = places.setdefault(look, len(places))
    return tuple(places), MappingProxyType(table)


def classes(
    style: Style, values: pd.Series | Numbers | None, numbers: Numbering, count: int
) -> Classes:
    """Return which look each of so many features has, by what its style goes by."""
    if values is None or not style.by:
        return np.zeros(count, np.int32)
    if style.graduated:
        return class_numbers(number_values(values), style.breaks) + np.int32(1)
    if count <= FEW:
        return np.array([numbers[text_of(value)] for value in values], np.int32)
    codes, distinct = pd.factorize(pd.Series(values))
    # A missing value has the code -1, which takes the last entry.
    table = [numbers[text_of(value)] for value in distinct] + [numbers[None]]
    return np.array(table, np.int32)[codes]


def _shared(look: Look, *, own: bool) -> Look:
    """Return the look without its value where values that no one coloured share it.

    A column may hold a hundred thousand values, and the painter goes over the looks one by one.
    """
    return look if own else replace(look, value=None)


def number_values(values: pd.Series | Numbers) -> Numbers:
    """Return values as numbers, NaN where one is missing or none."""
    if isinstance(values, pd.Series):
        if not pd.api.types.is_numeric_dtype(values.dtype):
            values = cast("pd.Series", pd.to_numeric(values, errors="coerce"))
        return values.to_numpy(np.float64, na_value=np.nan)
    return values


def widths_of(layer: Layer, column: str) -> Numbers | None:
    """Return how wide lines are on the ground, NaN where none is known. [m].

    Parameters
    ----------
    layer
        The lines.
    column
        Column with their widths, as a style names it: None where it is no column of numbers.
    """
    if column not in layer.columns or column == "geometry":
        return None
    widths = number_values(layer.values(column))
    return np.where(widths <= WIDEST_M, widths, np.nan)


def text_of(value: object) -> str | None:
    """Return a value as a style names it, None for a missing one.

    Examples
    --------
    >>> text_of("M1"), text_of(2.0), text_of(2.5), text_of(float("nan"))
    ('M1', '2', '2.5', None)
    """
    if value is None or pd.isna(cast("str", value)) or value == "":
        return None
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)
