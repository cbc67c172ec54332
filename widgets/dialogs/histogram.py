"""How often each number occurs, in the colours of its class; bounds of classes can be dragged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from layers.classing import Numbers, class_numbers
from resources.translations import tr
from widgets import theme, words

HIGH_PX: Final = 104
BAR_PX: Final = 4
"""Width of a bar."""
GRIP_PX: Final = 6.0
"""How near to a bound the pointer takes it."""
_TOP_PX: Final = 6.0


class Histogram(QWidget):
    """Bars for numbers, and a line for each bound between two classes."""

    moved = Signal(int, float)
    """With a bound by its place and the number to which it was dragged."""

    def __init__(self) -> None:
        super().__init__()
        self._values: Numbers = np.empty(0)
        self._missing = 0
        self._breaks: tuple[float, ...] = ()
        self._colours: tuple[str, ...] = ()
        self._range = (0.0, 1.0)
        self._bars: list[tuple[float, float, tuple[int, ...]]] | None = None
        self._held: int | None = None
        self._at = 0.0
        self.setFixedHeight(HIGH_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Histogram"))
        self.setToolTip(tr("How many features have which number; drag a bound to move it"))

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, HIGH_PX)

    def show_values(self, values: Numbers, breaks: Sequence[float], colours: Sequence[str]) -> None:
        """Show numbers with their classes.

        Parameters
        ----------
        values
            Numbers, NaN for a missing one. [any unit]
        breaks
            Upper bounds of the classes, which ascend. [the same]
        colours
            A colour for each class.
        """
        there = np.isfinite(values)
        self._values, self._missing = values[there], int((~there).sum())
        self._breaks, self._colours, self._held = tuple(breaks), tuple(colours), None
        self._bars, self._range = None, _range_of(self._values)
        self.update()

    # ---- where things are -----------------------------------------------------------------------

    @property
    def range(self) -> tuple[float, float]:
        """The least and the greatest number, apart from one another. [any unit]."""
        return self._range

    def _ground(self) -> QRectF:
        below = self.fontMetrics().height() + 4.0
        return QRectF(1.0, _TOP_PX, self.width() - 2.0, self.height() - _TOP_PX - below)

    def pixel(self, value: float) -> float:
        """Return how far from the left a number stands. [px]."""
        low, high = self.range
        ground = self._ground()
        return ground.left() + ground.width() * (value - low) / (high - low)

    def number(self, across: float) -> float:
        """Return the number that stands so far from the left."""
        low, high = self.range
        ground = self._ground()
        return low + (high - low) * (across - ground.left()) / ground.width()

    def counts(self) -> list[tuple[float, float, tuple[int, ...]]]:
        """Return for each bar from where to where it goes, and how many features of each class."""
        count = max(int(self._ground().width() // BAR_PX), 1)
        if self._bars is None or len(self._bars) != count:
            self._bars = self._counted(count)
        return self._bars

    def _counted(self, count: int) -> list[tuple[float, float, tuple[int, ...]]]:
        low, high = self.range
        classes = len(self._breaks)
        if not classes:
            return [(low, high, ())] * count
        bar = np.minimum((self._values - low) * (count / (high - low)), count - 1).astype(np.int64)
        cell = bar * classes + class_numbers(self._values, self._breaks)
        sums = np.bincount(cell, minlength=count * classes).reshape(count, classes).tolist()
        ends = np.linspace(low, high, count + 1).tolist()
        return [(ends[n], ends[n + 1], tuple(one)) for n, one in enumerate(sums)]

    # ---- drawing --------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours, ground = QPainter(self), theme.colours(), self._ground()
        bars = self.counts()
        most = max((sum(bar) for *_, bar in bars), default=0)
        painter.setPen(Qt.PenStyle.NoPen)
        for start, end, bar in bars:
            foot, left = ground.bottom(), self.pixel(start)
            wide = max(self.pixel(end) - left - 0.5, 1.0)
            for number, colour in zip(bar, self._colours, strict=False):
                # A single feature must be seen too.
                high = max(ground.height() * number / most, 1.0) if number else 0.0
                painter.fillRect(QRectF(left, foot - high, wide, high), theme.colour_of(colour))
                foot -= high
        painter.setPen(QPen(QColor(colours.muted), 1.0))
        painter.drawLine(ground.bottomLeft(), ground.bottomRight())
        self._draw_bounds(painter, ground)
        self._write(painter, ground)
        painter.end()

    def _draw_bounds(self, painter: QPainter, ground: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for place, bound in enumerate(self._breaks[:-1]):
            held = place == self._held
            across = self._at if held else self.pixel(bound)
            colour = theme.colours().accent if held else theme.colours().text
            painter.setPen(QPen(QColor(colour), 2.0 if held else 1.0))
            painter.drawLine(QPointF(across, ground.top()), QPointF(across, ground.bottom()))

    def _write(self, painter: QPainter, ground: QRectF) -> None:
        if not len(self._values):
            return
        line = QRectF(ground.left(), ground.bottom() + 3, ground.width(), self.height())
        align = Qt.AlignmentFlag
        painter.setPen(QColor(theme.colours().muted))
        painter.drawText(line, align.AlignTop | align.AlignLeft, words.figures(self.range[0]))
        painter.drawText(line, align.AlignTop | align.AlignRight, words.figures(self.range[1]))
        middle = ""
        if self._held is not None:
            painter.setPen(QColor(theme.colours().accent))
            middle = words.figures(self.number(self._at))
        elif self._missing:
            middle = tr("{n} without a number", n=self._missing)
        painter.drawText(line, align.AlignTop | align.AlignHCenter, middle)

    # ---- dragging bounds ------------------------------------------------------------------------

    def _near(self, across: float) -> int | None:
        """Return the bound at the pointer; the last class has no end that could be moved."""
        away = [abs(self.pixel(bound) - across) for bound in self._breaks[:-1]]
        best = min(range(len(away)), key=away.__getitem__, default=None)
        return best if best is not None and away[best] <= GRIP_PX else None

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._held = self._near(event.position().x())
            self._at = event.position().x()
            self.update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        across = event.position().x()
        if self._held is None:
            near = self._near(across) is not None
            self.setCursor(Qt.CursorShape.SplitHCursor if near else Qt.CursorShape.ArrowCursor)
            return
        self._at = min(max(across, self._end(self._held - 1)), self._end(self._held + 1))
        self.update()

    def _end(self, place: int) -> float:
        """Return how far a bound may be dragged towards another one. [px]."""
        if place < 0:
            return self._ground().left() + 1
        if place >= len(self._breaks) - 1:
            return self._ground().right() - 1
        return self.pixel(self._breaks[place])

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, self._held = self._held, None
        if held is not None:
            if abs(self._at - self.pixel(self._breaks[held])) >= 1:
                self.moved.emit(held, self._rounded(self._at))
            self.update()

    def _rounded(self, across: float) -> float:
        """Return the number under the pointer, no finer than a pixel can tell."""
        low, high = self.range
        step = (high - low) / self._ground().width()
        return float(f"{round(self.number(across), -int(np.floor(np.log10(step)))):.15g}")


def _range_of(values: Numbers) -> tuple[float, float]:
    if not len(values):
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    return (low, high) if high > low else (low - 0.5, high + 0.5)
