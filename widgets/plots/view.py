"""A chart in the window: zoomed with the wheel, read with the pointer and with the keys.

It brings pyqtgraph, and is imported when charts are first shown.
"""

from __future__ import annotations

from typing import Final, cast

import pyqtgraph
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QGraphicsView, QWidget
from typing_extensions import override

from widgets import theme
from widgets.chart import Chart
from widgets.plots import reading
from widgets.plots.axes import Window
from widgets.plots.dress import Dress, of_theme
from widgets.plots.picture import Picture

_MARGIN: Final = 2 * theme.SPACE
_MOST_ZOOM: Final = 200.0
_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
}


class ChartView(pyqtgraph.GraphicsView):
    """Shows one chart; pyqtgraph keeps which part of it is seen.

    Parameters
    ----------
    parent
        Owner in Qt.
    """

    read_changed = Signal(str)
    """With what is read at the place that the pointer or the keys have reached."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, useOpenGL=False)
        self.box = pyqtgraph.ViewBox(enableMenu=False, defaultPadding=0.0)
        self.addItem(self.box)
        self.box.sigRangeChanged.connect(self._show_range)
        self.picture: Picture | None = None
        self._number = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(60 * theme.SPACE, 50 * theme.SPACE)

    @override
    def close(self) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride]
        return QGraphicsView.close(self)  # pyqtgraph takes the viewport away, which Qt still uses

    # ---- what is shown --------------------------------------------------------------------------

    def show_chart(self, chart: Chart | None) -> None:
        """Show a chart; the same one with other values keeps the part that is seen."""
        before = self.picture
        same = (
            before is not None
            and chart is not None
            and (before.chart.kind, before.chart.title, before.drawn.x)
            == (chart.kind, chart.title, Picture(chart, self._dress).drawn.x)
        )
        zoomed = same and self.zoomed
        self.picture = None if chart is None else Picture(chart, self._dress, titled=False)
        self._number = self._number if same else -1
        name = "" if chart is None else chart.title
        self.setAccessibleName(name)
        self._fit(keep=zoomed)
        self._tell()

    @property
    def _dress(self) -> Dress:
        font = theme.numeric_font(QApplication.font())
        font.setPixelSize(max(round(self.fontMetrics().height() * 0.78), 9))
        return Dress(of_theme(), font)

    @property
    def zoomed(self) -> bool:
        """Whether a part of the chart is shown alone."""
        if self.picture is None:
            return False
        whole, seen = self.picture.whole, self.seen
        return (seen.right - seen.left) < (whole.right - whole.left) * 0.999

    @property
    def seen(self) -> Window:
        """The part of the chart that is seen."""
        (left, right), (low, high) = self.box.viewRange()
        return Window(float(left), float(right), float(low), float(high))

    def _fit(self, *, keep: bool = False) -> None:
        """Give the box of the values its place and its bounds, and draw anew."""
        self.resetCachedContent()  # pyqtgraph keeps the background, which is the chart
        if self.picture is None:
            self.viewport().update()
            return
        whole, chart = self.picture.whole, self.picture.chart
        self.box.setGeometry(self.picture.places(self._place).inner)
        self.box.invertY(chart.lies)
        self.box.setMouseEnabled(x=not chart.categories, y=False)
        span = (whole.right - whole.left) / _MOST_ZOOM
        self.box.setLimits(
            xMin=whole.left,
            xMax=whole.right,
            yMin=whole.low,
            yMax=whole.high,
            minXRange=span,
            maxXRange=whole.right - whole.left,
        )
        if not keep:
            self.box.setXRange(whole.left, whole.right, padding=0.0)
        self.box.setYRange(whole.low, whole.high, padding=0.0)
        self.viewport().update()

    @property
    def _place(self) -> QRectF:
        size = self.viewport().size()
        room = QRectF(0.0, 0.0, size.width(), size.height())
        room.adjust(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        if self.picture is not None:  # a few bars need no whole panel
            wanted = self.picture.height(room.width()) * (1.6 if self.picture.chart.lies else 1.25)
            room.setHeight(max(min(room.height(), wanted), 1.0))
        return room

    def show_whole(self) -> None:
        """Show all of the chart."""
        self._fit()

    def _show_range(self) -> None:
        self.resetCachedContent()
        self.viewport().update()

    # ---- reading --------------------------------------------------------------------------------

    @property
    def read(self) -> str:
        """What is read at the place that the pointer or the keys have reached."""
        return "" if self.picture is None else reading.read(self.picture.chart, self._number)

    def read_at(self, number: int) -> None:
        """Read the chart at one of its places; -1 for none."""
        if number != self._number:
            self._number = number
            self._tell()

    def _tell(self) -> None:
        self.setAccessibleDescription(self.read)
        self.read_changed.emit(self.read)
        self.viewport().update()

    @override
    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        super().mouseMoveEvent(ev)
        if self.picture is None:
            return
        inner = self.picture.places(self._place).inner
        inside = inner.adjusted(-1, -1, 1, 1).contains(ev.position())
        if inside or self.picture.chart.kind == "radar":
            along = self.picture.along(ev.position(), inner, self.seen)
            self.read_at(reading.nearest(self.picture.chart, along))
        else:
            self.read_at(-1)

    @override
    def leaveEvent(self, ev: QEvent) -> None:
        super().leaveEvent(ev)
        self.read_at(-1)

    @override
    def mouseDoubleClickEvent(self, ev: QMouseEvent) -> None:
        self.show_whole()
        ev.accept()

    @override
    def keyPressEvent(self, ev: QKeyEvent) -> None:
        if self.picture is None:
            super().keyPressEvent(ev)
            return
        count = len(reading.places(self.picture.chart))
        key = cast("Qt.Key", ev.key())
        if key in _STEPS and count:
            start = self._number if self._number >= 0 else (-1 if _STEPS[key] > 0 else count)
            self.read_at(min(max(start + _STEPS[key], 0), count - 1))
        elif key == Qt.Key.Key_Home and count:
            self.read_at(0)
        elif key == Qt.Key.Key_End and count:
            self.read_at(count - 1)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus}:
            self._zoom(1.25 if key == Qt.Key.Key_Minus else 0.8)
        elif key == Qt.Key.Key_Escape and (self.zoomed or self._number >= 0):
            self._number = -1
            self.show_whole()
            self._tell()
        else:
            super().keyPressEvent(ev)

    def _zoom(self, share: float) -> None:
        if self.picture is not None and not self.picture.chart.categories:
            self.box.scaleBy(x=share, center=None)

    # ---- drawing --------------------------------------------------------------------------------

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        restyled = {QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange}
        if event.type() in restyled and getattr(self, "picture", None) is not None:
            chart = cast("Picture", self.picture).chart
            self.picture = Picture(chart, self._dress, titled=False)
            self._fit(keep=True)

    @override
    def resizeEvent(self, ev: QResizeEvent | None) -> None:
        super().resizeEvent(ev)
        if getattr(self, "picture", None) is not None:
            self._fit(keep=self.zoomed)

    @override
    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        painter.fillRect(rect, QColor(theme.colours().base))
        if self.picture is not None:
            self.picture.draw(painter, self._place, self.seen)

    @override
    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        del rect
        if self.picture is None or not self.read:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        inner = self.picture.places(self._place).inner
        anchor = self._draw_rule(painter, inner)
        self._draw_tip(painter, anchor)

    def _draw_rule(self, painter: QPainter, inner: QRectF) -> QPointF:
        """Draw where the chart is read, and return where what is read should stand."""
        picture = cast("Picture", self.picture)
        chart, seen = picture.chart, self.seen
        at = float(reading.places(chart)[self._number])
        if chart.kind == "radar":
            return inner.center()
        colour = QColor(theme.colours().accent)
        if chart.lies:
            y = inner.top() + (at - seen.low) / (seen.high - seen.low) * inner.height()
            half = 0.5 / (seen.high - seen.low) * inner.height()
            colour.setAlphaF(0.10)
            painter.fillRect(QRectF(inner.left(), y - half, inner.width(), 2 * half), colour)
            return QPointF(inner.center().x(), y + half)
        x = inner.left() + (at - seen.left) / (seen.right - seen.left) * inner.width()
        if chart.categories:
            half = 0.5 / (seen.right - seen.left) * inner.width()
            colour.setAlphaF(0.10)
            painter.fillRect(QRectF(x - half, inner.top(), 2 * half, inner.height()), colour)
        else:
            painter.setPen(colour)
            painter.drawLine(QPointF(x, inner.top()), QPointF(x, inner.bottom()))
        return QPointF(x, inner.top())

    def _draw_tip(self, painter: QPainter, anchor: QPointF) -> None:
        """Write what is read on a card beside its place, within the view."""
        colours, dress = theme.colours(), self._dress
        lines = self.read.split("\n")
        wide = max(dress.width(line, bold=not n) for n, line in enumerate(lines))
        size = QRectF(0, 0, wide + 4 * theme.SPACE, len(lines) * dress.line + 2 * theme.SPACE)
        room = QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1)
        left = anchor.x() + 2 * theme.SPACE
        if left + size.width() > room.right():
            left = anchor.x() - 2 * theme.SPACE - size.width()
        left = max(min(left, room.right() - size.width()), room.left())
        top = max(min(anchor.y() + theme.SPACE, room.bottom() - size.height()), room.top())
        card = size.translated(left, top)
        painter.setPen(QColor(colours.border))
        painter.setBrush(QColor(colours.raised))
        painter.drawRoundedRect(card, theme.SPACE, theme.SPACE)
        painter.setPen(QColor(colours.text))
        for number, line in enumerate(lines):
            painter.setFont(dress.sized(1.0, bold=not number))
            base = card.top() + theme.SPACE + (number + 0.74) * dress.line
            painter.drawText(QPointF(card.left() + 2 * theme.SPACE, base), line)
