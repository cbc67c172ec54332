"""How features look by their class: the code set's colours, and hatches for what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final, cast

from layers.document import Document
from layers.kind import Column
from layers.kinds import kinds
from layers.style import Style

UNKNOWN_FILL: Final = "#e3dfe6"
UNKNOWN_HATCH: Final = "#b0008e"
"""Magenta on grey: no drawing convention has it, so nobody takes it for a class."""
TINT: Final = "38"
"""How much of a hatched class's colour lies between the hatch, in hexadecimal of 255."""
MISSING_FILL: Final = "#f6f6f4"
MISSING_HATCH: Final = "#c4c4c0"


@dataclass(frozen=True, slots=True)
class Look:
    """How one class of features is filled.

    Parameters
    ----------
    value
        Value of the column that the style goes by; None for missing, and where it goes by none.
    fill
        Colour ``#rrggbb`` or ``#rrggbbaa``, empty for none.
    hatch
        Colour of diagonal lines over it, empty for none.
    known
        Whether the value is one of the code set or of the style's colours.
    pattern
        ``diagonal``, ``cross`` or ``dots``.
    """

    value: str | None
    fill: str
    hatch: str = ""
    known: bool = True
    pattern: str = "diagonal"


def style_of(document: Document, kind: str) -> Style:
    """Return how a kind is drawn: the plan's own style, or the declared one."""
    declared = kinds()[kind].style
    own = document.styles.get(kind)
    if isinstance(own, Style):
        return own
    if isinstance(own, Mapping):
        known = {field.name for field in fields(Style)}
        given = {
            str(key): value
            for key, value in cast("Mapping[object, Any]", own).items()
            if key in known
        }
        # A file holds lists where the declaration has tuples.
        if "dash" in given:
            given["dash"] = tuple(float(length) for length in given["dash"])
        return replace(declared, **given)
    return declared


def look_of(document: Document, kind: str, style: Style, value: str | None) -> Look:
    """Return how features with a value of the style's column look.

    A value that neither the code set nor the style's colours know is hatched where the column
    holds codes, and has the style's fill elsewhere; a missing code has a light hatch.
    """
    if not style.by:
        return Look(None, style.fill, style.stroke if style.hatch else "", pattern=style.hatch)
    column = kinds()[kind].column(style.by)
    coded = column is not None and column.table == "land_use"
    if value is None:
        return (
            Look(None, MISSING_FILL, MISSING_HATCH, known=False)
            if coded
            else replace(_coloured(None, style.fill, style.hatch), known=False)
        )
    colour = style.colours.get(value)
    if colour is None and coded:
        colour = document.codes.colour(value)
    if colour is not None:
        return _coloured(value, colour, style.hatch)
    if coded:
        return Look(value, UNKNOWN_FILL, UNKNOWN_HATCH, known=False)
    return replace(_coloured(value, style.fill, style.hatch), known=False)


def _coloured(value: str | None, colour: str, pattern: str) -> Look:
    """Return a class in its colour; with a hatch the colour is the hatch's, over a tint of it."""
    if not pattern or not colour:
        return Look(value, colour)
    return Look(value, colour[:7] + TINT, colour, pattern=pattern)


def column_of(kind: str, style: Style) -> Column | None:
    """Return the declared column that a style goes by, or None."""
    return kinds()[kind].column(style.by) if style.by else None
