"""Where the parts of a chart stand: title, legend, axes, values and notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from widgets.chart import Chart
from widgets.plots import ticks
from widgets.plots.dress import Dress
from widgets.plots.mark import Drawn, Entry
from widgets.plots.pencil import WRAPPED_CENTRE, paragraph_height

SMALL: Final = 0.9
"""Size of notes. [sizes of type]"""
NAME_LINES: Final = 3
"""Most lines of the name of a category."""
_NAMES_SHARE: Final = 0.42
"""Names to the left of lying bars take up to this share of the width. [-]"""

Row = list[tuple[float, Entry]]
"""Entries of a legend, each with where it begins."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of a chart stand; all in units of the painter.

    Parameters
    ----------
    title, legend, head
        Above the values: title, legend, and what the value axis is.
    inner
        Where values are drawn.
    names, foot, notes
        Below: names or numbers of the axis, what it is, and notes.
    rows
        The legend by rows.
    """

    title: QRectF
    legend: QRectF
    head: QRectF
    inner: QRectF
    names: QRectF
    foot: QRectF
    notes: QRectF
    rows: list[Row]


def laid_out(chart: Chart, seen: Drawn, dress: Dress, place: QRectF, *, titled: bool) -> Places:
    """Return where the parts of a chart stand within its place.

    Parameters
    ----------
    chart, seen
        The chart, and what is drawn of it.
    dress
        Its type.
    place
        Its place. [unit of the painter]
    titled
        Whether its title is drawn.
    """
    line, polar = dress.line, chart.kind == "radar"
    rows = legend_rows(seen, dress, place.width())
    title = _band(place, place.top(), line * 1.35 if titled else 0.0)
    legend = _band(place, title.bottom(), len(rows) * line)
    headed = bool(chart.y.head) and not chart.lies and not polar
    head = _band(place, legend.bottom(), line * (1.1 if headed else 0.3))
    high = notes_height(chart, dress, place.width())
    notes = _band(place, place.bottom() - high, high)
    below = chart.y.head if chart.lies else chart.x.head
    high = line if below and not polar else 0.0
    foot = _band(place, notes.top() - high, high)
    left = place.left() + (0.0 if polar else _left(chart, seen, dress, place.width()))
    right = place.right() - (0.0 if polar else dress.size)
    high = 0.0 if polar else _names_height(chart, dress, right - left)
    names = QRectF(left, foot.top() - high, right - left, high)
    inner = QRectF(left, head.bottom(), right - left, max(names.top() - head.bottom(), 1.0))
    if polar:  # room for the names around it
        side = max(min(inner.width() - dress.size * 12, inner.height() - line * 4.4), 1.0)
        middle = inner.center()
        inner = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
    return Places(title, legend, head, inner, names, foot, notes, rows)


def _band(place: QRectF, top: float, high: float) -> QRectF:
    return QRectF(place.left(), top, place.width(), high)


def _left(chart: Chart, seen: Drawn, dress: Dress, width: float) -> float:
    """Return the room for what is written to the left of the values."""
    texts = chart.categories
    if not chart.lies:
        # How many there are is known once the height is: there is room for any of them.
        some = (ticks.shown(chart.y, *seen.y, most) for most in range(2, ticks.MOST + 1))
        texts = tuple(name for shown in some for _, name in shown)
    widest = max((dress.width(text) for text in texts), default=0.0)
    return min(widest, width * _NAMES_SHARE) + dress.size * 0.7


def _names_height(chart: Chart, dress: Dress, width: float) -> float:
    if chart.lies or not chart.categories:
        return dress.line * 1.1
    return dress.line * (0.1 + name_lines(chart, dress, width / len(chart.categories)))


def name_lines(chart: Chart, dress: Dress, room: float) -> int:
    """Return how many lines the longest name of a category takes in its room."""
    high = max(
        paragraph_height(dress, name, room * 0.94, flags=WRAPPED_CENTRE)
        for name in chart.categories
    )
    return min(max(round(high / QFontMetricsF(dress.font).height()), 1), NAME_LINES)


def notes_height(chart: Chart, dress: Dress, width: float) -> float:
    """Return how high the notes are. [unit of the painter]."""
    if not chart.notes:
        return 0.0
    lines = sum(paragraph_height(dress, note, width, SMALL) for note in chart.notes)
    return dress.size * 0.5 + lines


def legend_rows(seen: Drawn, dress: Dress, width: float) -> list[Row]:
    """Return the entries of the legend by rows, each with where it begins."""
    rows: list[Row] = []
    at = 0.0
    for entry in seen.legend:
        wide = dress.size * 2.0 + dress.width(entry.name)
        if not rows or at + wide > width:
            rows.append([])
            at = 0.0
        rows[-1].append((at, entry))
        at += wide + dress.size * 1.2
    return rows


def wanted_height(chart: Chart, seen: Drawn, dress: Dress, width: float, *, titled: bool) -> float:
    """Return how high a chart wants to be at a width. [unit of the painter]."""
    line = dress.line
    if chart.kind == "radar":
        body = min(width * 0.8, line * 16)
    elif chart.lies:
        room = width * _NAMES_SHARE
        long = any(dress.width(name) > room for name in chart.categories)
        body = line * max(len(chart.categories) * (1.9 if long else 1.3), 4.0)
    else:
        body = max(min(width * 0.42, line * 14), line * 6)
    endless = 1e6
    place = QRectF(0, 0, width, endless)
    places = laid_out(chart, seen, dress, place, titled=titled)
    return endless - (places.names.top() - places.head.bottom()) + body
