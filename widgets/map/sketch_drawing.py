"""How a sketch looks: its sides and places, and the read-out beside the pointer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from layers import directions
from resources.translations import tr
from widgets import words
from widgets.map import card, symbols
from widgets.map.course import Course, Place
from widgets.map.viewport import Viewport

INK: Final = "#0b5fd0"
REFUSED: Final = "#c62828"
CASING: Final = "#ffffffd2"
MOST_MARKS: Final = 400
"""Of more places the last ones are marked."""
_MARK_PX: Final = 3.5
M_PER_KM: Final = 1_000.0


def length_text(metres: float) -> str:
    """Return a length while it is drawn, to the centimetre.

    Examples
    --------
    >>> length_text(12.345)
    '12.35 m'
    """
    return f"{words.number(metres, 2)} m"


def length_of(places: Sequence[Place]) -> float:
    """Return the length of a line through places. [m]."""
    return math.fsum(math.dist(one, other) for one, other in pairwise(places))


def area_of(places: Sequence[Place]) -> float:
    """Return the area inside a line through places, closed to its beginning. [m²]."""
    if len(places) < 3:
        return 0.0
    x0, y0 = places[0]
    moved = [(x - x0, y - y0) for x, y in places]
    pairs = zip(moved, [*moved[1:], moved[0]], strict=True)
    return abs(math.fsum(x * v - u * y for (x, y), (u, v) in pairs)) / 2


def read_out(course: Course, following: Sequence[Place], unit: str, *, closed: bool) -> list[str]:
    """Return what the card beside the pointer says, a line each.

    Parameters
    ----------
    course
        The places so far, and what holds for the next one.
    following
        What a click would add; none where the pointer is not on the map.
    unit
        In which areas are written.
    closed
        Whether the sketch goes around an area.
    """
    shown = [*course.places, *following]
    sides = [pair for pair in pairwise(shown) if pair[0] != pair[1]]
    if not sides:
        return []
    start, end = (shown[len(course.places) - 1], shown[-1]) if following else sides[-1]
    if start == end:
        start, end = sides[-1]
    azimuth = directions.azimuth(directions.direction(start, end))
    lines = [f"{length_text(math.dist(start, end))}   N{azimuth:.2f}°"]
    if len(following) > 1:
        length = length_of([start, *following])
        lines[0] = tr("{length} along the way", length=length_text(length))
    if len(sides) > 1:
        lines.append(tr("Length {length}", length=length_text(length_of(shown))))
    area = area_of(shown) if closed else 0.0
    if area > 0:
        units = dict.fromkeys((unit, "m2"))
        text = " = ".join(words.area_with_sign(area, one) for one in units)
        lines.append(tr("Area {area}", area=text))
    return lines


def mode_text(course: Course) -> str:
    """Return what holds for the next side, in the language of the window; empty for nothing."""
    if course.locked is not None:
        azimuth = directions.azimuth(course.locked)
        return tr("direction held at {azimuth}", azimuth=f"N{azimuth:.2f}°")
    if course.tracing:
        return tr("following borders; Shift takes the other way")
    if course.arc == "three":
        return (
            tr("arc: now its end")
            if course.middle is not None
            else tr("arc: a place on it, then its end")
        )
    return tr("arc from the last side") if course.arc == "tangent" else ""


def draw(
    painter: QPainter,
    course: Course,
    following: Sequence[Place],
    viewport: Viewport,
    *,
    closed: bool,
    ink: str = INK,
) -> None:
    """Draw sides and places, in pixels of the canvas.

    Parameters
    ----------
    painter
        Where.
    course
        The places so far.
    following
        What a click would add.
    viewport
        The map.
    closed
        Whether the sketch goes around an area, which is then tinted.
    ink
        Colour of the lines, ``#rrggbb``.
    """
    if not course.places:
        return
    taken = [QPointF(*viewport.pixel(*place)) for place in course.places]
    coming = [QPointF(*viewport.pixel(*place)) for place in following]
    painter.save()
    if closed and len(taken) + len(coming) > 2:
        tint = QColor(ink)
        tint.setAlpha(28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawPolygon(QPolygonF([*taken, *coming]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _line(painter, taken, ink)
    _line(painter, [taken[-1], *coming], ink, dashed=True)
    if closed and len(taken) + len(coming) > 2:
        _line(painter, [([*taken, *coming])[-1], taken[0]], ink, dashed=True, faint=True)
    if course.locked is not None:
        _draw_lock(painter, taken[-1], course.locked, viewport, ink)
    middle = [] if course.middle is None else [course.middle]
    painter.setPen(QPen(QColor("#ffffff"), 1.0))
    painter.setBrush(QColor(ink))
    for place in (*course.marks[-MOST_MARKS:], *middle):
        painter.drawEllipse(QPointF(*viewport.pixel(*place)), _MARK_PX, _MARK_PX)
    if len(set(course.places)) > 2:  # the first one closes the sketch
        painter.setBrush(QColor("#ffffff"))
        painter.setPen(QPen(QColor(ink), 2.0))
        painter.drawEllipse(taken[0], _MARK_PX + 1.0, _MARK_PX + 1.0)
    painter.restore()


def _line(
    painter: QPainter,
    places: list[QPointF],
    ink: str,
    *,
    dashed: bool = False,
    faint: bool = False,
) -> None:
    if len(places) < 2:
        return
    line = QPolygonF(places)
    painter.setPen(QPen(symbols.colour(CASING), 2.5 if faint else 4.0))
    painter.drawPolyline(line)
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    painter.setPen(QPen(QColor(ink), 1.0 if faint else 2.0, style))
    painter.drawPolyline(line)


def _draw_lock(
    painter: QPainter, last: QPointF, direction: float, viewport: Viewport, ink: str
) -> None:
    """Draw the line that is held across the map."""
    far = viewport.width + viewport.height
    across, up = directions.unit(direction)
    step = QPointF(across * far, -up * far)
    pen = QPen(QColor(ink), 1.0, Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.drawLine(last - step, last + step)


def draw_card(
    painter: QPainter,
    lines: Sequence[str],
    beside: QPointF,
    viewport: Viewport,
    *,
    trouble: str = "",
    mode: str = "",
) -> None:
    """Draw the read-out beside the pointer, and in red below it why something is refused.

    Parameters
    ----------
    painter, viewport
        The map.
    lines
        The read-out.
    beside
        Where the pointer is. [px]
    trouble
        Why something is refused; empty where nothing is.
    mode
        What holds for the next side, written paler; empty for nothing.
    """
    lines = [*lines, mode] if mode else lines
    if lines:
        card.draw(painter, lines, beside, viewport, muted=int(bool(mode)))
    if not trouble:
        return
    box = card.box_of(lines, beside, viewport) if lines else None
    top = beside.y() + 14.0 if box is None else box.bottom() + 4.0
    left = beside.x() + 14.0 if box is None else box.left()
    font = card.font_of(viewport)
    painter.save()
    painter.setFont(font)
    flags = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
    room = QRectF(0, 0, min(340.0, viewport.width - 24), viewport.height)
    needed = painter.fontMetrics().boundingRect(room.toRect(), flags, trouble)
    frame = QRectF(left, top, needed.width() + 14.0, needed.height() + 12.0)
    if frame.right() > viewport.width:
        frame.moveRight(viewport.width - 2)
    if frame.bottom() > viewport.height:
        frame.moveBottom((beside.y() if box is None else min(box.top(), beside.y())) - 8.0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(REFUSED), 1.0))
    painter.setBrush(symbols.colour(card.PAPER))
    painter.drawRoundedRect(frame, 4.0, 4.0)
    painter.setPen(QColor(REFUSED))
    painter.drawText(frame.adjusted(7, 6, -7, -6), flags, trouble)
    painter.restore()
