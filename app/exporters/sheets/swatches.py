"""How a class or a kind looks in the legend: the same colours and lines as on the map."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QLinearGradient, QPainterPath, QPen

from app.exporters.sheets.board import Board
from layers.kind import Shape
from layers.looks import Look, line_colour
from layers.style import Style
from widgets.map import symbols
from widgets.map.marks import Dots, Lines, draw_sign, share_at
from widgets.map.viewport import MM_PER_INCH, SCREEN_DPI


@dataclass(frozen=True, slots=True)
class Swatch:
    """What is drawn in the legend.

    Parameters
    ----------
    shape
        Shape of the kind.
    style
        Its style.
    look
        Fill and hatch of the class.
    ramp
        Colours from the least to the greatest value, for a raster in place of all others.
    sign
        Line or dot that is drawn over the plan, in place of all others.
    """

    shape: Shape
    style: Style
    look: Look
    ramp: tuple[str, ...] = ()
    sign: Lines | Dots | None = None


def draw_swatch(board: Board, place: QRectF, swatch: Swatch) -> None:
    """Draw a swatch: a patch for areas and bands, a line for lines, the marker for points."""
    painter, style, look = board.painter, swatch.style, swatch.look
    if swatch.ramp:
        _draw_ramp(board, place, swatch.ramp)
        return
    if swatch.sign is not None:
        mm = board.units * board.weight * share_at(board.scale * board.weight or 1.0)
        painter.save()
        draw_sign(painter, swatch.sign, board.units_of(place), mm)
        painter.restore()
        return
    painter.save()
    painter.setOpacity(style.opacity)
    pen = QPen(Qt.PenStyle.NoPen)
    thin = swatch.shape is Shape.LINE and not style.width_column
    stroke = line_colour(style, look) if thin else style.stroke
    if stroke:
        pen = QPen(symbols.colour(stroke), _width(board, style, place) * board.units)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if style.dash:
            pen.setDashPattern(symbols.dash_pattern(style.dash))
    painter.setPen(pen)
    painter.setBrush(symbols.colour(look.fill) if look.fill else Qt.BrushStyle.NoBrush)
    if swatch.shape is Shape.POINT:
        size = min(style.size * board.weight, place.height() * 1.2) * board.units
        middle = place.center() * board.units
        painter.drawPath(symbols.marker(style.marker, size).translated(middle))
    elif thin or not (look.fill or look.hatch or _boxed(swatch)):
        y = place.center().y()
        start, end = QPointF(place.left(), y), QPointF(place.right(), y)
        painter.drawLine(start * board.units, end * board.units)
    else:
        painter.drawRect(board.units_of(place))
        if look.hatch:
            _hatched(board, place, look)
    painter.restore()


def _boxed(swatch: Swatch) -> bool:
    """Return whether an area without a fill is a box: it has no room for a border's dashes."""
    return swatch.shape is Shape.POLYGON and not swatch.style.dash


def _draw_ramp(board: Board, place: QRectF, ramp: tuple[str, ...]) -> None:
    """Draw the colours of a raster, the least value at the left."""
    box = board.units_of(place)
    colours = QLinearGradient(box.topLeft(), box.topRight())
    for number, colour in enumerate(ramp):
        colours.setColorAt(number / (len(ramp) - 1), symbols.colour(colour))
    board.painter.save()
    board.box(place, 0.1, fill=QBrush(colours))
    board.painter.restore()


def _width(board: Board, style: Style, place: QRectF) -> float:
    """Return how wide an outline is on the map, but no wider than the swatch. [mm]."""
    match style.unit:
        case "m":
            wide = style.width * 1000 / board.scale if board.scale else style.width
        case "px":
            wide = style.width * MM_PER_INCH / SCREEN_DPI * board.weight
        case _:
            wide = style.width * board.weight
    return min(wide, place.height())


def _hatched(board: Board, place: QRectF, look: Look) -> None:
    """Draw a hatch as lines or dots, which every format keeps."""
    step = symbols.HATCH_MM * board.weight * 0.7
    line = symbols.HATCH_LINE_MM * board.weight
    if look.pattern == "dots":
        board.painter.setPen(QPen(Qt.PenStyle.NoPen))
        board.painter.setBrush(symbols.colour(look.hatch))
        board.painter.drawPath(_dots(board, place, step, line))
        return
    path = QPainterPath()
    start = place.left() - place.height()
    while start < place.right():
        low = max(start, place.left())
        high = min(start + place.height(), place.right())
        if high > low:
            below, above = low - start, high - start
            path.moveTo(QPointF(low, place.bottom() - below) * board.units)
            path.lineTo(QPointF(high, place.bottom() - above) * board.units)
            if look.pattern == "cross":
                path.moveTo(QPointF(low, place.top() + below) * board.units)
                path.lineTo(QPointF(high, place.top() + above) * board.units)
        start += step
    board.painter.setBrush(QBrush(Qt.BrushStyle.NoBrush))
    board.painter.setPen(QPen(symbols.colour(look.hatch), line * board.units))
    board.painter.drawPath(path)


def _dots(board: Board, place: QRectF, step: float, radius: float) -> QPainterPath:
    """Return dots in rows that are shifted against one another, wholly inside a place."""
    path, inside = QPainterPath(), place.adjusted(radius, radius, -radius, -radius)
    for row in range(int(place.height() / (step / 2)) + 1):
        for column in range(int(place.width() / step) + 1):
            x = place.left() + (column + (0.25 if row % 2 else 0.75)) * step
            middle = QPointF(x, place.top() + (row + 0.5) * step / 2)
            if inside.contains(middle):
                path.addEllipse(middle * board.units, radius * board.units, radius * board.units)
    return path
