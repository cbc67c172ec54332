"""Measuring lengths and areas on the map."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF
from typing_extensions import override

from layers.analysis.geodesy import Ellipsoid, azimuths, ellipsoid
from layers.units import AREA_UNITS, M2_PER_MU
from resources.translations import tr
from widgets import words
from widgets.map import card, labelling, targets
from widgets.map.tool import Gesture, MapView, Pointer, Tool
from widgets.map.viewport import MapX, MapY

Place = tuple[MapX, MapY]
INK = "#c2185b"
M_PER_KM = 1_000.0
SNAP_PX = 9.0
"""How near to a feature's corner the pointer takes it."""
MOST_FEATURES = 2_000
"""Where more features lie under the pointer, the map is too small for their corners."""
MOST_SIDES = 200
SHOWN_UNITS = ("m2", "ha", "mu")


class Measure(Gesture):
    """Measures along clicked places, and the area that they go around.

    Parameters
    ----------
    view
        The canvas.
    """

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self._places: list[Place] = []
        self._pointer: Place | None = None
        self._ended = False
        self._corner: Place | None = None

    @property
    def places(self) -> list[Place]:
        """The places that are measured, the pointer's as the last one while more may come."""
        following = [] if self._ended or self._pointer is None else [self._pointer]
        return [*self._places, *following]

    # ---- the pointer ----------------------------------------------------------------------------

    @override
    def press(self, pointer: Pointer) -> None:
        if pointer.button is Qt.MouseButton.RightButton:
            self._end()
        if pointer.button is not Qt.MouseButton.LeftButton:
            return
        if self._ended:
            self._places, self._ended = [], False
        place = self._snapped(pointer)
        if not self._places or self._places[-1] != place:
            self._places.append(place)
        self._pointer = place
        self._show()

    @override
    def move(self, pointer: Pointer) -> None:
        if self._ended:
            return
        before = self._corner
        self._pointer = self._snapped(pointer)
        if self._places:
            self._show()
        elif before != self._corner:
            self.view.refresh_overlay()

    @override
    def leave(self) -> None:
        self._corner = None
        self.view.refresh_overlay()

    @override
    def double_click(self, pointer: Pointer) -> None:
        self._end()

    @override
    def key(self, key: Qt.Key) -> bool:
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._places and not self._ended:
            self._end()
            return True
        if key is Qt.Key.Key_Backspace and self._places:
            if not self._ended:
                self._places.pop()
            self._ended = False
            self._show()
            return True
        return False

    @override
    def cancel(self) -> bool:
        held = bool(self._places)
        self._places, self._pointer, self._ended, self._corner = [], None, False, None
        self.view.say("")
        self.view.refresh_overlay()
        return held

    @override
    def copied(self) -> str:
        """Return what was measured as a table: a row for each side, then the sums."""
        crs = self.view.bridge.document.crs
        return table(self.places, ellipsoid(crs)) if len(self.places) > 1 else ""

    def _snapped(self, pointer: Pointer) -> Place:
        """Return the corner of a feature close by, else the place itself; with Alt always that."""
        self._corner = None if pointer.alt else corner_near(self.view, pointer)
        return self._corner or (pointer.x, pointer.y)

    def _end(self) -> None:
        self._ended = bool(self._places)
        self._corner = None
        self._show()

    def _show(self) -> None:
        self.view.say(self._told())
        self.view.refresh_overlay()

    def _told(self) -> str:
        """Return the sentence for the status bar: in the plane, and on the ellipsoid."""
        bridge, places = self.view.bridge, self.places
        text = measured(places, bridge.area_unit)
        if not text:
            return ""
        sides = [pair for pair in pairwise(places) if pair[0] != pair[1]]
        if sides:
            text = tr(
                "{sizes}, last side {length} at {azimuth}",
                sizes=text,
                length=length_text(math.dist(*sides[-1])),
                azimuth=f"{azimuths(sides[-1])[0]:.1f}°",
            )
        true = self._on_ellipsoid()
        return tr("{sizes}; on the ellipsoid {shown}", sizes=text, shown=true) if true else text

    def _on_ellipsoid(self) -> str:
        """Return length and area on the ellipsoid; empty where they are not known."""
        places = self.places
        figure = ellipsoid(self.view.bridge.document.crs)
        if figure is None or len(places) < 2:
            return ""
        length, area = math.fsum(figure.lengths(places)), figure.area(places)
        if not math.isfinite(length):
            return ""
        # Down to centimetres and square metres: the two differ by parts of ten thousand.
        shown = f"{words.number(length, 2)} m"
        if area_of(places) > 0 and math.isfinite(area):
            shown += f", {size_text(area, 'm2')}"
        return shown

    # ---- drawing --------------------------------------------------------------------------------

    @override
    def paint(self, painter: QPainter) -> None:
        viewport = self.view.viewport
        if self._corner is not None:
            spot = QPointF(*viewport.pixel(*self._corner))
            for colour, width in (("#ffffff", 4.0), (INK, 2.0)):
                painter.setPen(QPen(QColor(colour), width))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(spot.x() - 6, spot.y() - 6, 12, 12))
        if not self._places:
            return
        places = [QPointF(*viewport.pixel(*place)) for place in self.places]
        corners = QPolygonF(places)
        if len(places) > 2:
            tint = QColor(INK)
            tint.setAlpha(28)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tint)
            painter.drawPolygon(corners)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in (("#ffffff", 4.0), (INK, 2.0)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawPolyline(corners)
        painter.setPen(QPen(QColor("#ffffff"), 1.0))
        painter.setBrush(QColor(INK))
        for corner in places:
            painter.drawEllipse(corner, 4.0, 4.0)
        self._write_sides(painter, places)
        lines = told(self.places, self.view.bridge.area_unit)
        true = self._on_ellipsoid()
        if true:
            lines.append(tr("on the ellipsoid {shown}", shown=true))
        card.draw(painter, lines, places[-1], viewport, muted=1 if true else 0)

    def _write_sides(self, painter: QPainter, places: list[QPointF]) -> None:
        """Write the length of each side at its middle, where it is long enough on the screen."""
        if len(places) < 3 or len(places) > MOST_SIDES:
            return
        viewport = self.view.viewport
        font = labelling.sized(None, viewport)
        metrics = QFontMetricsF(font)
        for (one, other), (start, end) in zip(pairwise(self.places), pairwise(places), strict=True):
            text = length_text(math.dist(one, other))
            wide = metrics.horizontalAdvance(text)
            if math.hypot(end.x() - start.x(), end.y() - start.y()) > wide + 16:
                middle = (start + end) / 2
                box = QRectF(
                    middle.x() - wide / 2, middle.y() - metrics.height() / 2, wide, metrics.height()
                )
                labelling.write(painter, text, box, font, viewport.px_per_mm, colour=INK)


def corner_near(view: MapView, pointer: Pointer) -> Place | None:
    """Return the corner of a shown feature nearest to the pointer, None where none is close."""
    reach = SNAP_PX / view.viewport.px_per_m
    box = (pointer.x - reach, pointer.y - reach, pointer.x + reach, pointer.y + reach)
    best: tuple[float, Place] | None = None
    for kind in targets.seen(view):
        for chunk in view.scene.layers[kind].chunks:
            rows = chunk.meeting(box)
            if len(rows) == 0 or len(rows) > MOST_FEATURES:
                continue
            xy = chunk.ragged.taken(rows).xy
            if len(xy) == 0:
                continue
            away = np.hypot(xy[:, 0] - pointer.x, xy[:, 1] - pointer.y)
            place = int(away.argmin())
            if away[place] <= reach and (best is None or away[place] < best[0]):
                x, y = xy[place].tolist()
                best = (float(away[place]), (MapX(x), MapY(y)))
    return None if best is None else best[1]


def length_text(metres: float) -> str:
    """Return a measured length, of a kilometre and more in kilometres.

    Examples
    --------
    >>> length_text(12.345), length_text(2_500.0)
    ('12.3 m', '2.500 km')
    """
    if metres < M_PER_KM:
        return f"{words.number(metres, 1)} m"
    return f"{words.number(metres / M_PER_KM, 3)} km"


def size_text(area_m2: float, unit: str) -> str:
    """Return a measured area with the sign of its unit."""
    return f"{words.area(area_m2, unit)} {AREA_UNITS[unit][0]}"


def table(places: list[Place], figure: Ellipsoid | None) -> str:
    """Return what was measured with tabs between columns, as a spreadsheet takes it.

    Parameters
    ----------
    places
        At least two places in the plan's CRS. [m]
    figure
        Its ellipsoid, None where there is none.
    """
    plane = [math.dist(one, other) for one, other in pairwise(places)]
    ground = figure.lengths(places) if figure is not None else [math.nan] * len(plane)
    head = (
        tr("Side"),
        "N [m]",
        "E [m]",
        tr("Azimuth [°]"),
        tr("Length [m]"),
        tr("On the ellipsoid [m]"),
    )
    rows = [head, ("", f"{places[0][1]:.3f}", f"{places[0][0]:.3f}", "", "", "")]
    for number, (place, azimuth, length, true) in enumerate(
        zip(places[1:], azimuths(places), plane, ground, strict=True), 1
    ):
        x, y = place
        rows.append((str(number), f"{y:.3f}", f"{x:.3f}", f"{azimuth:.4f}", *_both(length, true)))
    rows.append((tr("Length [m]"), "", "", "", *_both(math.fsum(plane), math.fsum(ground))))
    area = area_of(places)
    if area > 0:
        true = figure.area(places) if figure is not None else math.nan
        rows.append((f"{tr('Area')} [m²]", "", "", "", *_both(area, true)))
        for unit in ("ha", "mu"):
            sign, factor, _ = AREA_UNITS[unit]
            name = f"{tr('Area')} [{sign}]"
            rows.append((name, "", "", "", *_both(area / factor, true / factor, decimals=4)))
    return "\n".join("\t".join(row) for row in rows)


def _both(plane: float, ground: float, decimals: int = 3) -> tuple[str, str]:
    return f"{plane:.{decimals}f}", f"{ground:.{decimals}f}" if math.isfinite(ground) else ""


def length_of(places: list[Place]) -> float:
    """Return the length of a line through places. [m].

    Examples
    --------
    >>> length_of([(0.0, 0.0), (3.0, 4.0), (3.0, 10.0)])
    11.0
    """
    return math.fsum(math.dist(one, other) for one, other in pairwise(places))


def area_of(places: list[Place]) -> float:
    """Return the area inside a line through places, closed to its beginning. [m²].

    Examples
    --------
    >>> area_of([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)])
    100.0
    """
    if len(places) < 3:
        return 0.0
    x0, y0 = places[0]
    moved = [(x - x0, y - y0) for x, y in places]
    pairs = zip(moved, [*moved[1:], moved[0]], strict=True)
    return abs(math.fsum(x * v - u * y for (x, y), (u, v) in pairs)) / 2


def measured(places: list[Place], unit: str) -> str:
    """Return what was measured in one line; empty before there is a line."""
    length, area = sizes(places, unit)
    if not area:
        return tr("Length {length}", length=length) if length else ""
    return tr("Length {length}, area {area}", length=length, area=area)


def told(places: list[Place], unit: str) -> list[str]:
    """Return what was measured, a line for the length and one for the area."""
    length, area = sizes(places, unit)
    lines = [tr("Length {length}", length=length)] if length else []
    return [*lines, tr("Area {area}", area=area)] if area else lines


def sizes(places: list[Place], unit: str) -> tuple[str, str]:
    """Return length and area as texts, empty where there is none yet.

    Large lengths are in kilometres, large areas in the other units as well, the window's first.
    """
    if len(places) < 2:
        return "", ""
    area = area_of(places)
    # What is small would be shown as nothing in the other units.
    units = dict.fromkeys((unit, *SHOWN_UNITS)) if area >= M2_PER_MU else ("m2",)
    shown = " = ".join(size_text(area, one) for one in units) if area > 0 else ""
    return length_text(length_of(places)), shown


TOOL = Tool(
    id="measure",
    title="Measure",
    tooltip="Click places to measure the way along them and the area inside. Backspace takes the"
    " last one away; a double click, a right click or Enter ends, Ctrl+C copies. Places snap to"
    " corners; with Alt they do not.",
    icon="measure",
    key="U",
    order=90,
    cursor=Qt.CursorShape.CrossCursor,
    gesture=Measure,
)
