"""How features are drawn and named. Words alone: colours are worked out by the map."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from itertools import pairwise
from math import inf, isfinite
from types import MappingProxyType
from typing import Any, Final, Literal, Self, cast, get_args

WidthUnit = Literal["mm", "px", "m"]
Hatch = Literal["", "diagonal", "cross", "dots"]
Marker = Literal["circle", "square", "triangle", "diamond"]
MEASURE: Final = "measure:"
"""What a style's ``by`` begins with where it names a measure of each feature, not a column."""
COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?")
MOST_COLOURS: Final = 2_000
MOST_CLASSES: Final = 100
MOST_DASHES: Final = 20
WIDEST: Final = 1_000.0
THINNEST: Final = 0.001
"""Of outlines, markers and letters that are not 0; of dashes likewise. [mm, px or m]"""
LONGEST: Final = 1_000
"""Of a template and of a column's name. [characters]"""


@dataclass(frozen=True, slots=True)
class Labels:
    r"""What is written on features.

    Parameters
    ----------
    template
        Text with fields in braces, ``{number}\\n{area_ha:.2f} ha``; empty for the kind's own
        column.
    shown
        Whether anything is written.
    height
        Of the letters. [mm]
    colour
        ``#rrggbb``; empty for what suits the kind.
    halo
        Width of the light edge around the letters, 0 for none. [mm]
    nearest, farthest
        Denominators of the largest and the smallest scale at which they are written. [-]
    """

    template: str = ""
    shown: bool = True
    height: float = 2.3
    colour: str = ""
    halo: float = 0.35
    nearest: float = 0.0
    farthest: float = inf


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind is drawn until the user says otherwise.

    Parameters
    ----------
    fill, stroke
        Colours ``#rrggbb`` or ``#rrggbbaa``; empty for none.
    width, unit
        Width of the outline: on paper [mm], on a screen of 96 dots per inch [px], or on the
        ground [m].
    by
        Column whose value chooses the fill, or ``measure:<id>`` for a measure that has a value
        for each feature; empty where all features look the same.
    colours
        Fill by value, for a style by categories.
    breaks, ramp
        Upper bounds of the classes of a graduated style, ascending, and their fills, as many.
        What is beyond the last bound belongs to the last class. [unit of ``by``]
    scheme
        How the bounds were found, so that it can be done again after edits; empty for by hand.
    dash
        Lengths of dash and gap in multiples of the width; empty for a solid line.
    width_column
        Column that holds the real width of a line. [m]
    marker, size
        Point symbol (``circle``, ``square``, ``triangle``, ``diamond``) and its size. [mm]
    hatch
        Where a column chooses the colour the hatch has it, over a light tint of it, so that what
        lies below is still read.
    opacity
        Of the whole layer, from 0 to 1. [-]
    nearest, farthest
        Denominators of the largest and the smallest scale at which it is drawn: with 500 and
        20,000 it is seen from 1:500 to 1:20,000. [-]
    labels
        What is written on the features.
    """

    fill: str = ""
    stroke: str = ""
    width: float = 0.2
    by: str = ""
    colours: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    dash: tuple[float, ...] = ()
    width_column: str = ""
    marker: str = "circle"
    size: float = 2.0
    hatch: str = ""
    unit: WidthUnit = "mm"
    breaks: tuple[float, ...] = ()
    ramp: tuple[str, ...] = ()
    scheme: str = ""
    opacity: float = 1.0
    nearest: float = 0.0
    farthest: float = inf
    labels: Labels = Labels()

    def seen_at(self, denominator: float) -> bool:
        """Return whether it is drawn at a scale.

        Examples
        --------
        >>> Style(farthest=20_000).seen_at(25_000)
        False
        """
        return self.nearest <= denominator <= self.farthest

    def plain(self) -> dict[str, object]:
        """Return it as a file holds it: what differs from an empty style, infinity left out."""
        return _plain(self)

    @classmethod
    def read(cls, values: Mapping[str, object]) -> Self | None:
        """Return a style from what a file holds, None where a number is none.

        What the file does not say, or says in words that are not known, is as in an empty style.
        Whether all of it can be drawn is not asked here, but by `sound`.
        """
        try:
            return cls(**_read(cls(), values))
        except (TypeError, ValueError, OverflowError):  # a whole number may be too large for one
            return None

    def sound(self) -> Self:
        """Return it with what no map can draw left out, since a file may come from anybody.

        Examples
        --------
        >>> Style(fill="red", width=-1.0, opacity=7.0).sound() == Style()
        True
        """
        usual, labels = type(self)(), self.labels
        pairs = {value: text for value, text in self.colours.items() if is_colour(text) and text}
        graded = classes_fit(self.breaks, self.ramp)
        seen, read = self.nearest < self.farthest, labels.nearest < labels.farthest
        sizes_fit = len(self.dash) <= MOST_DASHES and all(map(is_size, self.dash))
        return replace(
            self,
            fill=self.fill if is_colour(self.fill) else "",
            stroke=self.stroke if is_colour(self.stroke) else "",
            width=self.width if is_size(self.width) else usual.width,
            by=self.by if len(self.by) <= LONGEST else "",
            colours=dict(list(pairs.items())[:MOST_COLOURS]),
            dash=self.dash if sizes_fit else (),
            width_column=self.width_column if len(self.width_column) <= LONGEST else "",
            size=self.size if is_size(self.size) else usual.size,
            breaks=self.breaks if graded else (),
            ramp=self.ramp if graded else (),
            scheme=self.scheme if graded else "",
            opacity=self.opacity if 0 <= self.opacity <= 1 else usual.opacity,
            nearest=self.nearest if seen else usual.nearest,
            farthest=self.farthest if seen else usual.farthest,
            labels=replace(
                labels,
                template=labels.template if len(labels.template) <= LONGEST else "",
                height=labels.height if is_size(labels.height) else usual.labels.height,
                colour=labels.colour if is_colour(labels.colour) else "",
                halo=labels.halo if is_size(labels.halo) else usual.labels.halo,
                nearest=labels.nearest if read else usual.labels.nearest,
                farthest=labels.farthest if read else usual.labels.farthest,
            ),
        )

    @property
    def graduated(self) -> bool:
        """Whether numbers choose the fill."""
        return bool(self.by and self.breaks)

    @property
    def measure(self) -> str:
        """Id of the measure that chooses the fill, empty where a column or nothing does."""
        return self.by.removeprefix(MEASURE) if self.by.startswith(MEASURE) else ""


def is_colour(text: str) -> bool:
    """Return whether a text is a colour as a style has them, or empty for none."""
    return not text or COLOUR.fullmatch(text) is not None


def is_size(value: float) -> bool:
    """Return whether something can be so wide, high or long."""
    return value == 0 or THINNEST <= value <= WIDEST


def classes_fit(breaks: tuple[float, ...], ramp: tuple[str, ...]) -> bool:
    """Return whether there is a colour for each bound, and the bounds ascend."""
    ascending = all(low < high for low, high in pairwise(breaks))
    coloured = all(text and is_colour(text) for text in ramp)
    return len(ramp) == len(breaks) <= MOST_CLASSES and ascending and coloured


def misfit(empty: Style | Labels, values: Mapping[str, object]) -> str:
    """Return the first field whose value is of another sort than the field; empty for none.

    Numbers are not asked about: `Style.read` refuses those that are none.

    Examples
    --------
    >>> misfit(Style(), {"fill": "#ff0000", "marker": "rocket"})
    'marker'
    """
    return next((name for name, value in values.items() if not _fits(empty, name, value)), "")


def _fits(empty: Style | Labels, name: str, value: object) -> bool:
    match getattr(empty, name):
        case bool():
            fits = isinstance(value, bool)
        case str():
            fits = isinstance(value, str) and (name not in _CHOICES or value in _CHOICES[name])
        case tuple():
            texts = name != "ramp" or all(isinstance(item, str) for item in _items(value))
            fits = isinstance(value, list | tuple) and texts
        case Mapping():
            pairs = cast("Mapping[object, object]", value) if isinstance(value, Mapping) else {}
            fits = isinstance(value, Mapping) and all(isinstance(t, str) for t in pairs.values())
        case Labels():
            fits = isinstance(value, Mapping)
        case _:
            fits = True
    return fits


def _items(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []


def _plain(declared: Style | Labels) -> dict[str, object]:
    empty, found = type(declared)(), dict[str, object]()
    for name in (one.name for one in fields(declared)):
        value = getattr(declared, name)
        if value == getattr(empty, name):
            continue
        if isinstance(value, Labels):
            value = _plain(value)
        elif isinstance(value, Mapping):
            value = dict(cast("Mapping[str, str]", value))
        found[name] = value
    return found


def _read(empty: Style | Labels, values: Mapping[str, object]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in (one.name for one in fields(empty) if one.name in values):
        value, usual = values[name], getattr(empty, name)
        if isinstance(usual, Labels):
            given = cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}
            found[name] = Labels(**_read(usual, given))
        elif isinstance(usual, Mapping):
            pairs = cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}
            found[name] = {str(key): str(text) for key, text in pairs.items()}
        elif isinstance(usual, tuple):
            items = cast("list[object]", value) if isinstance(value, list | tuple) else []
            found[name] = tuple(map(str if name == "ramp" else _number, items))
        elif isinstance(usual, float):
            found[name] = _number(value)
        elif isinstance(usual, bool):
            found[name] = bool(value)
        elif name not in _CHOICES or value in _CHOICES[name]:
            found[name] = str(value)
    return found


_CHOICES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"unit": get_args(WidthUnit), "hatch": get_args(Hatch), "marker": get_args(Marker)}
)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError(value)
    return float(value)
