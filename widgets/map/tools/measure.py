"""Measuring lengths and areas on the map."""

from __future__ import annotations

import math
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from typing_extensions import override

from layers.analysis.geodesy import Ellipsoid, azimuths, ellipsoid
from layers.units import AREA_UNITS, M2_PER_MU
from resources.translations import tr
from widgets import words
from widgets.map import labelling, sketch_drawing
from widgets.map.course import Course, Place
from widgets.map.sketch import SketchGesture
from widgets.map.sketch_drawing import area_of, length_of
from widgets.map.tool import MapView, Pointer, Stroke, Tool

INK = "#c2185b"
M_PER_KM = 1_000.0
MOST_SIDES = 200
SHOWN_UNITS = ("m2", "ha", "mu")


class Measure(SketchGesture):
    """Measures along the places of a sketch, and the area that it goes around.

    Parameters
    ----------
    view
        The canvas.
    """

    closed = True
    ink = INK

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self._ended: list[Place] = []

    @property
    def measured(self) -> list[Place]:
        """The places that are measured, the pointer's as the last one while more may come."""
        return self.shown if self.under_way else self._ended

    @property
    @override
    def fewest(self) -> int:
        return 2

    @override
    def end(self, *, closed: bool | None = None) -> None:
        # Ended elsewhere than at its first place, the line is measured without the way back.
        super().end(closed=bool(closed))

    @override
    def done(self, places: list[Place], closed: bool) -> None:
        self._ended = [*places, places[0]] if closed else places
        self.view.say(self._told())

    @override
    def obstacle(self, pointer: Pointer) -> str:
        self._ended = []
        return ""

    @override
    def followed(self) -> None:
        if self.under_way:
            self.view.say(self._told())

    @override
    def wants(self, stroke: Stroke) -> bool:
        return super().wants(stroke) or (bool(self._ended) and stroke.key is Qt.Key.Key_Backspace)

    @override
    def take(self, stroke: Stroke) -> None:
        if self._ended and stroke.key is Qt.Key.Key_Backspace:
            self.restore()
        else:
            super().take(stroke)

    @override
    def restore(self) -> bool:
        self._ended = []
        return super().restore()

    @override
    def drop(self) -> bool:
        held = super().drop()
        if self._ended:
            self._ended, held = [], True
            self.view.say("")
        return held

    @override
    def copied(self) -> str:
        """Return what was measured as a table: a row for each side, then the sums."""
        crs = self.view.bridge.document.crs
        return table(self.measured, ellipsoid(crs)) if len(self.measured) > 1 else ""

    def _told(self) -> str:
        """Return the sentence for the status bar: in the plane, and on the ellipsoid."""
        bridge, places = self.view.bridge, self.measured
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
        places = self.measured
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
    def told(self) -> list[str]:
        lines = told(self.measured, self.view.bridge.area_unit)
        true = self._on_ellipsoid()
        return [*lines, tr("on the ellipsoid {shown}", shown=true)] if true else lines

    @override
    def paint(self, painter: QPainter) -> None:
        viewport, ended = self.view.viewport, self._ended
        if not ended:
            super().paint(painter)
            return
        course = Course(ended, [1] * len(ended))
        sketch_drawing.draw(painter, course, [], viewport, closed=True, ink=INK)
        super().paint(painter)
        beside = QPointF(*viewport.pixel(*ended[-1]))
        sketch_drawing.draw_card(painter, self.told(), beside, viewport)

    @override
    def paint_on(self, painter: QPainter) -> None:
        viewport = self.view.viewport
        self._write_sides(painter, [QPointF(*viewport.pixel(*place)) for place in self.measured])

    def _write_sides(self, painter: QPainter, places: list[QPointF]) -> None:
        """Write the length of each side at its middle, where it is long enough on the screen."""
        if len(places) < 3 or len(places) > MOST_SIDES:
            return
        viewport = self.view.viewport
        font = labelling.sized(None, viewport)
        metrics = QFontMetricsF(font)
        sides = pairwise(self.measured)
        for (one, other), (start, end) in zip(sides, pairwise(places), strict=True):
            text = length_text(math.dist(one, other))
            wide = metrics.horizontalAdvance(text)
            if math.hypot(end.x() - start.x(), end.y() - start.y()) > wide + 16:
                middle = (start + end) / 2
                box = QRectF(
                    middle.x() - wide / 2, middle.y() - metrics.height() / 2, wide, metrics.height()
                )
                labelling.write(painter, text, box, font, viewport.px_per_mm, colour=INK)


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
    " what lies near; with Alt they do not.",
    icon="measure",
    key="U",
    order=90,
    cursor=Qt.CursorShape.CrossCursor,
    gesture=Measure,
)
