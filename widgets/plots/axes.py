"""The axes of a chart: lines, numbers and names of categories."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from widgets.chart import Chart
from widgets.plots import ticks
from widgets.plots.dress import Dress
from widgets.plots.pencil import (
    CENTRE,
    LEFT,
    RIGHT,
    WRAPPED_CENTRE,
    WRAPPED_RIGHT,
    Pencil,
    paragraph_height,
)
from widgets.plots.places import NAME_LINES, SMALL, Places

_MOST_PLACES: Final = 24


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a chart that is shown: from left to right, and from below to above.

    Where bars lie, values run from left to right and categories from above to below.

    Parameters
    ----------
    left, right, low, high
        In numbers of the chart.
    """

    left: float
    right: float
    low: float
    high: float


def draw_axes(pencil: Pencil, chart: Chart, places: Places, window: Window) -> None:
    """Draw both axes with what is written at them."""
    inner = places.inner
    if not chart.lies:
        pencil.text(places.head, chart.y.head, LEFT, colour="muted")
    below = chart.y.head if chart.lies else chart.x.head
    if below and places.foot.height():
        wide = max(inner.width(), pencil.dress.width(below))
        left = max(inner.right() - wide, places.foot.left())
        foot = QRectF(left, places.foot.top(), wide, places.foot.height())
        pencil.text(foot, below, CENTRE, colour="muted")
    if chart.lies:
        _lying_values(pencil, chart, inner, window)
        _lying_names(pencil, chart, places, window)
    else:
        _values(pencil, chart, inner, window)
        if chart.categories:
            _names(pencil, chart, places, window)
        else:
            _numbers(pencil, chart, inner, window)
    pencil.pen("muted", 0.08)
    ends = (inner.topLeft(), inner.bottomLeft()) if chart.lies else _floor(inner)
    pencil.painter.drawLine(*ends)


def _floor(inner: QRectF) -> tuple[QPointF, QPointF]:
    return inner.bottomLeft(), inner.bottomRight()


def _few(room: float, each: float, most: int) -> int:
    return min(max(round(room / each), 2), most)


def _values(pencil: Pencil, chart: Chart, inner: QRectF, window: Window) -> None:
    """Draw the level lines of the value axis and their numbers."""
    size, line = pencil.dress.size, pencil.dress.line
    most = _few(inner.height(), size * 2.6, ticks.MOST)
    for value, text in ticks.shown(chart.y, window.low, window.high, most):
        at = inner.bottom() - (value - window.low) / (window.high - window.low) * inner.height()
        pencil.pen("muted" if value == 0 else "border", 0.07)
        pencil.painter.drawLine(QPointF(inner.left(), at), QPointF(inner.right(), at))
        wide = size * 9
        room = QRectF(inner.left() - wide - size * 0.4, at - line / 2, wide, line)
        pencil.text(room, text, RIGHT, colour="muted")


def _lying_values(pencil: Pencil, chart: Chart, inner: QRectF, window: Window) -> None:
    """Draw the upright lines of the value axis where bars lie, and their numbers."""
    size, line = pencil.dress.size, pencil.dress.line
    most = _few(inner.width(), size * 5.5, ticks.MOST)
    for value, text in ticks.shown(chart.y, window.left, window.right, most):
        at = inner.left() + (value - window.left) / (window.right - window.left) * inner.width()
        pencil.pen("muted" if value == 0 else "border", 0.07)
        pencil.painter.drawLine(QPointF(at, inner.top()), QPointF(at, inner.bottom()))
        room = QRectF(at - size * 4, inner.bottom(), size * 8, line * 1.1)
        pencil.text(room, text, CENTRE, colour="muted")


def _numbers(pencil: Pencil, chart: Chart, inner: QRectF, window: Window) -> None:
    """Draw the marks of an axis along numbers."""
    dress = pencil.dress
    wide = max((dress.width(name) for name in chart.x.names), default=dress.size * 3.5) + dress.size
    most = min(max(int(inner.width() / wide), 2), _MOST_PLACES)
    for value, text in ticks.shown(chart.x, window.left, window.right, most):
        at = inner.left() + (value - window.left) / (window.right - window.left) * inner.width()
        pencil.pen("muted", 0.08)
        end = QPointF(at, inner.bottom() + dress.size * 0.25)
        pencil.painter.drawLine(QPointF(at, inner.bottom()), end)
        room = QRectF(at - wide, inner.bottom() + dress.size * 0.15, wide * 2, dress.line)
        pencil.text(room, text, CENTRE, colour="muted")


def _lying_names(pencil: Pencil, chart: Chart, places: Places, window: Window) -> None:
    """Write the names of the categories to the left of lying bars."""
    inner, dress = places.inner, pencil.dress
    span = inner.height() / (window.high - window.low)
    every = max(1, math.ceil(dress.size * 1.05 / span))
    left = places.legend.left()
    wide = inner.left() - left - dress.size * 0.5
    for number, name in enumerate(chart.categories):
        middle = inner.top() + (number - window.low) * span
        if number % every == 0 and inner.top() <= middle <= inner.bottom():
            high = dress.line
            if dress.width(name) > wide and every == 1 and span >= dress.line * 1.75:
                room = QRectF(left, middle - high, wide, 2 * high)
                pencil.paragraph(room, _shortened(dress, name, wide), WRAPPED_RIGHT, "text", SMALL)
            else:
                pencil.text(QRectF(left, middle - high / 2, wide, high), name, RIGHT)


def _shortened(dress: Dress, text: str, width: float) -> str:
    """Return as much of a name as has room in two lines."""
    while len(text) > 2 and paragraph_height(dress, text, width, SMALL) > dress.line * 2:
        text = text[:-2].rstrip("… ") + "…"
    return text


def _names(pencil: Pencil, chart: Chart, places: Places, window: Window) -> None:
    """Write the names of the categories below their bars."""
    inner, dress = places.inner, pencil.dress
    span = inner.width() / (window.right - window.left)
    every = max(1, math.ceil(dress.size * 1.8 / span))
    wide = span * every * 0.94
    for number, name in enumerate(chart.categories):
        middle = inner.left() + (number - window.left) * span
        if number % every == 0 and inner.left() <= middle <= inner.right():
            top, high = inner.bottom() + dress.size * 0.2, places.names.height()
            _wrapped(pencil, QRectF(middle - wide / 2, top, wide, high), name)


def _wrapped(pencil: Pencil, room: QRectF, text: str) -> None:
    """Write a name in as many lines as there is room for; what is too long ends in dots."""
    dress = pencil.dress
    whole = max((dress.width(word) for word in text.split()), default=0.0) <= room.width()
    if dress.width(text) <= room.width() or not (whole or any(sign > "\u2e7f" for sign in text)):
        line = QRectF(room.left(), room.top(), room.width(), dress.line)
        pencil.text(line, text, CENTRE)
        return
    while (
        paragraph_height(dress, text, room.width(), flags=WRAPPED_CENTRE)
        > dress.line * NAME_LINES + 1
        and len(text) > 2
    ):
        text = text[:-2] + "…"
    pencil.paragraph(room, text, WRAPPED_CENTRE, "text", 1.0)
