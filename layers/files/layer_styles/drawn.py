"""What a layer looks like class by class, in words that both style languages are written from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import inf
from typing import Final, Literal, cast

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from layers.classing import colour_for
from layers.document import Document
from layers.kind import Column, LayerKind, Shape
from layers.kinds import kinds
from layers.layer import Layer
from layers.looks import (
    MISSING_FILL,
    MISSING_HATCH,
    TINT,
    UNKNOWN_FILL,
    UNKNOWN_HATCH,
    look_of,
    text_of,
    widths_of,
)
from layers.style import Labels, Style
from resources.translations import translation

TEXT_COLOUR: Final = "#26282b"
HALO_COLOUR: Final = "#ffffffd8"
HATCH_MM: Final = 2.1
"""Distance of hatch lines, measured along the edge. [mm]"""
HATCH_LINE_MM: Final = 0.28
DOT_MM: Final = 0.62
MISSING_VALUE: Final = "(none)"
"""Stands for a missing code in the expression that QGIS sorts by."""
MM_PER_PX: Final = 25.4 / 96
POINTS_FROM: Final = 12_000.0
"""Denominator of the smallest scale at which points have names, where the style says nothing."""

MOST_VALUES: Final = 500
PARCEL_MM: Final = 16.0
"""Parcels have their numbers where one is usually at least so large. [mm]"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """How one class is drawn.

    Parameters
    ----------
    title
        What a legend says.
    fill
        Colour ``#rrggbb`` or ``#rrggbbaa``, empty for none.
    hatch
        Colour of the pattern over it, empty for none.
    pattern
        ``diagonal``, ``cross`` or ``dots``.
    value
        Value of the column; None for what is left, and where no value chooses.
    lower, upper
        Bounds of a graduated class, both inclusive; the class before it comes first.
    missing
        Whether these are the features without a value.
    used
        Whether features of the plan have the value.
    """

    title: str
    fill: str
    hatch: str = ""
    pattern: str = "diagonal"
    value: str | None = None
    lower: float = -inf
    upper: float = inf
    missing: bool = False
    used: bool = False

    @property
    def rest(self) -> bool:
        """Whether these are the features with a value that no class has."""
        return self.value is None and not self.missing


@dataclass(frozen=True, slots=True)
class Picture:
    """How a layer is drawn.

    Parameters
    ----------
    kind
        The kind.
    style
        Its style.
    by
        Column that chooses among the classes; empty where there is one class.
    sort
        ``single``, ``values`` (the last class is for all that is left) or ``ranges``.
    classes
        How each class is drawn.
    labels
        What is written on the features, its template filled in; None for nothing.
    columns
        Columns of the layer.
    usual_width
        How wide its lines usually are, where they have a real width. [m]
    """

    kind: LayerKind
    style: Style
    by: str
    sort: Literal["single", "values", "ranges"]
    classes: tuple[Drawn, ...]
    labels: Labels | None
    columns: tuple[str, ...]
    usual_width: float = 0.0

    @property
    def ribbons(self) -> bool:
        """Whether lines are drawn in their real width."""
        return self.kind.shape is Shape.LINE and self.style.width_column in self.columns


def picture_of(document: Document, kind: str, style: Style) -> Picture:
    """Return how a layer of a plan is drawn in a style."""
    declared, layer, style = kinds()[kind], document.layer(kind), style.sound()
    columns = tuple(name for name in layer.columns if name != "geometry")
    labels, width = _labels(document, declared, style, columns), _usual_width(layer, style)
    if style.by not in columns:
        # What is measured is in no column of the file: other programs see the plain layer.
        fill = style.fill or (style.ramp[len(style.ramp) // 2] if style.ramp else "")
        drawn = _hatched(declared.title, fill, style)
        if not style.by:
            hatch = style.stroke if style.hatch else ""
            drawn = replace(drawn, fill=style.fill, hatch=hatch, pattern=style.hatch)
        return Picture(declared, style, "", "single", (drawn,), labels, columns, width)
    values = layer.values(style.by)
    if style.graduated and style.ramp:
        ranges = tuple(_ranges(style, values))
        return Picture(declared, style, style.by, "ranges", ranges, labels, columns, width)
    column = declared.column(style.by)
    coded = column is not None and column.table == "land_use"
    texts = (text_of(value) for value in values.unique())
    used = {text for text in texts if text is not None}
    classes = tuple(_values(document, column, style, used))
    if coded:
        classes += (
            Drawn("未编码 / No code", MISSING_FILL, MISSING_HATCH, missing=True),
            Drawn("不在分类中 / Not in the code set", UNKNOWN_FILL, UNKNOWN_HATCH),
        )
    elif style.fill:
        classes += (_hatched("其他 / Other", style.fill, style),)
    else:
        classes += (
            Drawn("缺失 / Missing", MISSING_FILL, MISSING_HATCH, missing=True),
            Drawn("其他 / Other", UNKNOWN_FILL),
        )
    return Picture(declared, style, style.by, "values", classes, labels, columns, width)


def _usual_width(layer: Layer, style: Style) -> float:
    known = widths_of(layer, style.width_column)
    if known is None:
        return 0.0
    widths = known[np.isfinite(known)]
    return float(f"{np.median(widths):.1e}") if len(widths) else 0.0


def _numbers(values: pd.Series) -> NDArray[np.float64]:
    read = cast("pd.Series", pd.to_numeric(values, errors="coerce"))
    numbers = read.to_numpy(np.float64, na_value=np.nan)
    return numbers[np.isfinite(numbers)]


def _hatched(title: str, fill: str, style: Style, value: str | None = None) -> Drawn:
    if not style.hatch or not fill:
        return Drawn(title, fill, value=value)
    return Drawn(title, fill[:7] + TINT, fill, style.hatch, value)


def _values(
    document: Document, column: Column | None, style: Style, used: set[str]
) -> Iterable[Drawn]:
    """Yield a class for each value with a colour; codes in use come before the others."""
    colours = dict(style.colours)
    if column is not None and column.table == "land_use":
        whole = {code: found.colour for code, found in document.codes.classes.items()}
        colours = whole | colours
        colours = dict(sorted(colours.items(), key=lambda pair: pair[0] not in used))
    elif not style.fill:  # the map gives values without a colour one of their own
        others = sorted(used - set(colours))[:MOST_VALUES]
        colours |= {value: colour_for(value) for value in others}
    for value, colour in colours.items():
        drawn = _hatched(_titled(document, column, value), colour, style, value)
        yield replace(drawn, used=value in used)
    if column is not None and column.table == "land_use":
        for value in sorted(used - set(colours)):
            look = look_of(document, "parcels", style, value)
            if look.known:  # mixed uses, of which there are as many as the plan has
                title = _titled(document, column, value)
                yield Drawn(title, look.fill, look.hatch, look.pattern, value, used=True)


def _titled(document: Document, column: Column | None, value: str) -> str:
    """Return the title of a value, in Chinese and English: a file is opened by both."""
    if column is None:
        return value
    if column.table == "land_use":
        found = document.codes.named(value)
        names = (" / ".join(getattr(one, side) for one in found) for side in ("title_zh", "title"))
        sides = dict.fromkeys(name for name in names if name)
        return f"{value} {(' · ' if len(found) > 1 else ' / ').join(sides)}".strip()
    if column.table:
        titles = document.known(column.table).get(value)
        told = dict.fromkeys(title for title in reversed(titles or ()) if title)
        return " / ".join(told) or value
    title = column.choices.get(value)
    if title is None:
        return value
    return " / ".join(dict.fromkeys((translation("zh")(title), title)))


def _ranges(style: Style, values: pd.Series) -> Iterable[Drawn]:
    numbers = _numbers(values)
    least = float(numbers.min()) if len(numbers) else style.breaks[0]
    most = float(numbers.max()) if len(numbers) else style.breaks[-1]
    lower = min(least, style.breaks[0])
    for place, (upper, fill) in enumerate(zip(style.breaks, style.ramp, strict=False)):
        top = max(upper, most) if place == len(style.breaks) - 1 else upper
        drawn = _hatched(f"{lower:,.6g} – {top:,.6g}", fill, style)
        yield replace(drawn, lower=lower, upper=top)
        lower = upper


def _labels(
    document: Document, kind: LayerKind, style: Style, columns: tuple[str, ...]
) -> Labels | None:
    labels = style.labels
    template = labels.template or (f"{{{kind.label}}}" if kind.label in columns else "")
    if not (labels.shown and template):
        return None
    farthest = labels.farthest
    if farthest == inf:  # numbers of parcels and names of points are for large scales
        if kind.shape is Shape.POINT:
            farthest = POINTS_FROM
        elif kind.coverage:
            farthest = _readable_from(document.layer(kind.id))
    return replace(
        labels, template=template, colour=labels.colour or TEXT_COLOUR, farthest=farthest
    )


def _readable_from(layer: Layer) -> float:
    """Return the denominator at which a feature is usually large enough for its number."""
    west, south, east, north = shapely.bounds(layer.geometries).reshape(-1, 4).T
    sizes = np.maximum(east - west, north - south)
    sizes = sizes[np.isfinite(sizes)]
    if not len(sizes):
        return inf
    # Two digits: an edit of one parcel is no reason to write the style anew.
    return float(f"{np.median(sizes) * 1000 / PARCEL_MM:.1e}")


def width_mm(style: Style) -> float:
    """Return the width of outlines that is said on paper or on the screen. [mm]."""
    return style.width * MM_PER_PX if style.unit == "px" else style.width


def dashes(style: Style) -> tuple[float, ...]:
    """Return dash and gap lengths in pairs, in multiples of the width; empty for a solid line."""
    lengths = tuple(max(length, 0.0) for length in style.dash)
    if len(lengths) % 2:
        lengths *= 2
    return lengths if sum(lengths) > 0 else ()
