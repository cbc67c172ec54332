"""Pieces of the map's picture, painted beside the window from a captured scene."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QGradient,
    QImage,
    QPainter,
    QPixmap,
    QPolygon,
    QRgba64,
)

from widgets.map.painter import paint
from widgets.map.scene import Scene
from widgets.map.viewport import MapX, MapY, Viewport

MOST_THREADS: Final = 4
"""More of them wait for one another: much of the painting holds Python's one lock."""
RIM_PX: Final = 4
"""So far beyond its edge each piece is painted."""
MADE: Final = (QFontMetrics, QGradient, QGradient.Preset, QPixmap, QPoint, QPolygon, QRgba64)
"""What Qt's calls for drawing take and nobody else names. PySide6 makes a type when it is first
needed, and the program falls over where that is in two threads at once: in the one that paints
the first piece, and in that of the window."""

Selection = Mapping[str, NDArray[np.int64]]


def usual_threads() -> int:
    """Return how many pieces are painted at once on this machine."""
    return min(os.cpu_count() or 1, MOST_THREADS)


@dataclass(frozen=True, slots=True)
class Grid:
    """Device pixels counted from a place in the plan; all pieces of a picture share one.

    Parameters
    ----------
    west, north
        Place at the upper left corner of pixel (0, 0). [m]
    px_per_m
        Device pixels of one metre.
    dpi
        Device pixels of one inch.
    """

    west: float
    north: float
    px_per_m: float
    dpi: float

    def viewport(self, rect: QRect) -> Viewport:
        """Return what a rectangle of pixels shows, each place to the bit where the grid has it."""
        return Viewport(
            MapX(self.west + (rect.left() + rect.width() / 2) / self.px_per_m),
            MapY(self.north - (rect.top() + rect.height() / 2) / self.px_per_m),
            self.px_per_m,
            rect.width(),
            rect.height(),
            dpi=self.dpi,
            counted=(self.west, self.north, rect.left(), rect.top()),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A rectangle of the picture to be painted, with all that is needed for it.

    Parameters
    ----------
    scene, hidden, selection
        What is to be seen.
    grid, rect
        Where, in device pixels.
    ground
        Colour of the paper, ``#rrggbb``.
    """

    scene: Scene
    grid: Grid
    rect: QRect
    hidden: frozenset[str] = frozenset()
    selection: Selection = field(default_factory=dict[str, NDArray[np.int64]])
    ground: str = "#ffffff"

    def painted(self, cancelled: Callable[[], bool] = bool) -> QImage:
        """Return the piece as a picture; incomplete once `cancelled` says yes."""
        # Qt cuts wide lines square at the picture's edge, which would be seen between pieces.
        rect = self.rect.adjusted(-RIM_PX, -RIM_PX, RIM_PX, RIM_PX)
        pixels = np.full((rect.height(), rect.width()), QColor(self.ground).rgba(), np.uint32)
        image = _image(pixels, 0)
        painter = QPainter(image)
        try:
            paint(
                painter,
                self.scene,
                self.grid.viewport(rect),
                hidden=self.hidden,
                selection=self.selection,
                cancelled=cancelled,
            )
        finally:
            # PySide6 does not keep the image alive for the painter; it must end before it.
            painter.end()
        return _image(pixels, RIM_PX)


def _image(pixels: NDArray[np.uint32], rim: int) -> QImage:
    """Return pixels as a picture without a rim; it keeps them, and nothing is copied."""
    height, width = pixels.shape
    inner = pixels.reshape(-1)[rim * width + rim :]
    size = width - 2 * rim, height - 2 * rim
    return QImage(inner.data, *size, pixels.strides[0], QImage.Format.Format_RGB32)


class Renderer(QObject):
    """Paints pieces beside the window, a few at a time.

    Each piece that was asked for comes back once: painted, dropped, or failed. So a piece that
    goes wrong leaves its place to another one.

    Parameters
    ----------
    parent
        Owner in Qt.
    threads
        How many pieces are painted at once; `usual_threads` where None.
    """

    painted = Signal(object, object)
    """With the `Piece` and its QImage, or None where it was dropped meanwhile."""
    failed = Signal(object, object)
    """With the `Piece` and the exception."""
    _done = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None, threads: int | None = None) -> None:
        super().__init__(parent)
        self.threads = threads or usual_threads()
        self._crew = crew = _Crew(self.threads)
        self._flying: set[Piece] = set()
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        # Whoever lets it go without closing it leaves no thread behind that would tell it.
        self.destroyed.connect(partial(_Crew.close, crew))

    @property
    def busy(self) -> bool:
        """Whether a piece is being painted, be it one that was dropped and has not noticed yet."""
        return bool(self._flying)

    @property
    def closed(self) -> bool:
        """Whether it has ended: nothing is painted any more."""
        return self._crew.closed

    @property
    def free(self) -> int:
        """How many more pieces can be painted at once."""
        return 0 if self.closed else self.threads - len(self._flying)

    @property
    def wanted(self) -> frozenset[Piece]:
        """The pieces that are being painted and not dropped."""
        return self._crew.wanted

    def ask(self, piece: Piece) -> None:
        """Paint a piece; only while there is a free place."""
        self._flying.add(piece)
        crew = self._crew
        crew.wanted |= {piece}

        def run() -> QImage | None:
            if piece not in crew.wanted:
                return None
            return piece.painted(lambda: piece not in crew.wanted)

        def finished(future: Future[QImage | None]) -> None:
            if future.cancelled() or crew.closed:
                return
            error = future.exception()
            self._done.emit(piece, None if error is not None else future.result(), error)

        crew.pool.submit(run).add_done_callback(finished)

    def cancel(self) -> None:
        """Drop what is being painted; the renderer stays busy until that has been noticed."""
        self._crew.wanted = frozenset()

    def _deliver(self, piece: Piece, image: object, error: object) -> None:
        self._flying.discard(piece)
        wanted = piece in self.wanted
        self._crew.wanted -= {piece}
        if self.closed:
            return
        if error is not None:
            self.failed.emit(piece, error)
        else:
            self.painted.emit(piece, image if wanted else None)

    def close(self) -> None:
        """Drop what runs and wait for its end."""
        self._crew.close()
        self._flying.clear()


class _Crew:
    """The threads of a renderer and what they look at: nothing of Qt, which may be gone already."""

    def __init__(self, threads: int) -> None:
        self.pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="map")
        # Read by the threads; exchanged as a whole, never changed.
        self.wanted: frozenset[Piece] = frozenset()
        self.closed = False

    def close(self) -> None:
        """Drop what runs and wait for its end."""
        self.closed = True
        self.wanted = frozenset()
        self.pool.shutdown(wait=True, cancel_futures=True)
