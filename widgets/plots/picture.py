"""Draws a chart with a painter, the same on screens, in files and on paper.

All sizes are told in sizes of the type, so that a chart is sharp and alike at any resolution.
Nothing here needs a window: sheets are drawn beside it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPolygonF

from widgets.chart import Chart
from widgets.plots.axes import Window, draw_axes
from widgets.plots.dress import Dress
from widgets.plots.mark import Entry, Mark
from widgets.plots.marks import drawn
from widgets.plots.pencil import CENTRE, LEFT, RIGHT, WRAPPED, Pencil, paragraph_height
from widgets.plots.places import NAME_LINES, SMALL, Places, laid_out, wanted_height


class Picture:
    """A chart in a dress, ready to be drawn at any place.

    Parameters
    ----------
    chart
        The chart.
    dress
        Colours and type.
    titled
        Whether its title is drawn.
    """

    def __init__(self, chart: Chart, dress: Dress, *, titled: bool = True) -> None:
        self.chart, self.dress, self._titled = chart, dress, titled
        self.drawn = drawn(chart)

    @property
    def whole(self) -> Window:
        """The window that shows all of the chart."""
        (left, right), (low, high) = self.drawn.x, self.drawn.y
        return Window(low, high, left, right) if self.chart.lies else Window(left, right, low, high)

    def places(self, place: QRectF) -> Places:
        """Return where its parts stand within its place."""
        return laid_out(self.chart, self.drawn, self.dress, place, titled=self._titled)

    def height(self, width: float) -> float:
        """Return how high the chart wants to be at a width. [unit of the painter]."""
        return wanted_height(self.chart, self.drawn, self.dress, width, titled=self._titled)

    # ---- from numbers to the painter and back ---------------------------------------------------

    def placed(self, points: NDArray[np.float64], inner: QRectF, window: Window) -> list[QPointF]:
        """Return where points of the chart lie."""
        along, value = points[:, 0], points[:, 1]
        x, y = (value, along) if self.chart.lies else (along, value)
        across = (x - window.left) / (window.right - window.left)
        up = (y - window.low) / (window.high - window.low)
        down = up if self.chart.lies else 1.0 - up
        left = inner.left() + across * inner.width()
        top = inner.top() + down * inner.height()
        return [QPointF(*pair) for pair in zip(left.tolist(), top.tolist(), strict=True)]

    def along(self, pointer: QPointF, inner: QRectF, window: Window) -> float:
        """Return which place along the chart a pointer is at."""
        if self.chart.kind == "radar":
            middle = inner.center()
            turned = np.arctan2(pointer.x() - middle.x(), middle.y() - pointer.y())
            count = max(len(self.chart.categories), 1)
            return float(round(turned / (2 * np.pi) * count) % count)
        if self.chart.lies:
            share = (pointer.y() - inner.top()) / inner.height()
            return window.low + share * (window.high - window.low)
        share = (pointer.x() - inner.left()) / inner.width()
        return window.left + share * (window.right - window.left)

    # ---- drawing --------------------------------------------------------------------------------

    def draw(self, painter: QPainter, place: QRectF, window: Window | None = None) -> None:
        """Draw the chart.

        Parameters
        ----------
        painter
            Where.
        place
            Its place there.
        window
            The part that is shown; all of it where None.
        """
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing, True)
        pencil = Pencil(painter, self.dress)
        places = self.places(place)
        seen = window or self.whole
        if self._titled:
            pencil.text(places.title, self.chart.title, LEFT, share=1.12, bold=True)
        self._draw_legend(pencil, places)
        if self.chart.kind != "radar":
            draw_axes(pencil, self.chart, places, seen)
        painter.save()
        if window is not None:  # of the whole nothing lies beyond, and SVG has no clip
            painter.setClipRect(places.inner)
        for mark in self.drawn.marks:
            if mark.shape != "text":
                self._draw_mark(pencil, mark, places.inner, seen)
        painter.restore()
        for mark in self.drawn.marks:
            if mark.shape == "text":
                self._draw_label(pencil, mark, places.inner, seen, place)
        self._draw_notes(pencil, places.notes)
        painter.restore()

    def _draw_legend(self, pencil: Pencil, places: Places) -> None:
        size, line = self.dress.size, self.dress.line
        for row, entries in enumerate(places.rows):
            top = places.legend.top() + row * line
            for at, entry in entries:
                left = places.legend.left() + at
                swatch = QRectF(left, top + line / 2 - size * 0.4, size * 1.5, size * 0.8)
                self._draw_swatch(pencil, swatch, entry)
                right = places.legend.right()
                pencil.text(QRectF(left + size * 2, top, right - left - size * 2, line), entry.name)

    def _draw_swatch(self, pencil: Pencil, place: QRectF, entry: Entry) -> None:
        middle, radius = place.center(), self.dress.size * 0.34
        if entry.shape == "area":
            pencil.fill(entry.colour, entry.opacity)
            pencil.painter.drawRect(place)
        elif entry.shape == "dot":
            pencil.fill(entry.colour)
            pencil.painter.drawEllipse(middle, radius, radius)
        else:
            pencil.pen(entry.colour, 0.16, (3.0, 2.0) if entry.dashed else ())
            ends = QPointF(place.left(), middle.y()), QPointF(place.right(), middle.y())
            pencil.painter.drawLine(*ends)

    def _draw_mark(self, pencil: Pencil, mark: Mark, inner: QRectF, window: Window) -> None:
        points = self.placed(mark.points, inner, window)
        if mark.shape == "area":
            pencil.fill(mark.colour, mark.opacity)
            pencil.painter.drawPolygon(QPolygonF(points))
        elif mark.shape == "dot":
            pencil.fill(mark.colour)
            radius = mark.width * self.dress.size
            pencil.painter.drawEllipse(points[0], radius, radius)
        else:
            pencil.pen(mark.colour, mark.width, mark.dash)
            pencil.painter.drawPolyline(QPolygonF(points))

    def _draw_label(
        self, pencil: Pencil, mark: Mark, inner: QRectF, window: Window, place: QRectF
    ) -> None:
        size, line = self.dress.size, self.dress.line
        at = self.placed(mark.points, inner, window)[0]
        if not inner.adjusted(-size, -size, size, size).contains(at):
            return
        across, up = mark.away[::-1] if self.chart.lies else mark.away
        wide = self.dress.width(mark.text, SMALL)
        left = at.x() + (across - 1) * wide / 2 + across * size * 0.3
        if mark.broken and wide > (most := self._room(at, mark.away[0], inner, place)):
            self._draw_broken(pencil, mark, at, most)
            return
        room = QRectF(left, at.y() - line / 2 - up * line * 0.5, wide + 1, line)
        pencil.text(room, mark.text, colour=mark.colour, share=SMALL)

    def _room(self, at: QPointF, across: int, inner: QRectF, place: QRectF) -> float:
        """Return how wide the name of a spoke may be: to the edge, or between its neighbours."""
        gap = self.dress.size * 0.3
        if across:
            return (place.right() - at.x() if across > 0 else at.x() - place.left()) - gap
        turn = 2 * np.pi / max(len(self.chart.categories), 3)
        return float(np.sin(turn)) * inner.width() + gap

    def _draw_broken(self, pencil: Pencil, mark: Mark, at: QPointF, wide: float) -> None:
        """Write a text in as many lines as it takes in a width."""
        (across, up), dress = mark.away, self.dress
        left = at.x() + across * (wide / 2 + dress.size * 0.3) - wide / 2
        text, most = mark.text, NAME_LINES * dress.line
        while len(text) > 2 and paragraph_height(dress, text, wide, SMALL) > most:
            text = text[:-2].rstrip() + "…"
        high = paragraph_height(dress, text, wide, SMALL)
        flags = WRAPPED | int({1: LEFT, -1: RIGHT, 0: CENTRE}[across])
        room = QRectF(left, at.y() - high / 2 * (1 + up), wide, high + 1)
        pencil.paragraph(room, text, flags, mark.colour, SMALL)

    def _draw_notes(self, pencil: Pencil, place: QRectF) -> None:
        top = place.top() + self.dress.size * 0.5
        for note in self.chart.notes:
            high = paragraph_height(self.dress, note, place.width(), SMALL)
            room = QRectF(place.left(), top, place.width(), high + 1)
            pencil.paragraph(room, note, WRAPPED, "muted", SMALL)
            top += high
