"""Pieces of the map's picture, painted beside the window from a captured scene."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter

from widgets.map.painter import paint
from widgets.map.scene import Scene
from widgets.map.viewport import MapX, MapY, Viewport

Selection = Mapping[str, NDArray[np.int64]]


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
        """Return what a rectangle of pixels shows."""
        return Viewport(
            MapX(self.west + (rect.left() + rect.width() / 2) / self.px_per_m),
            MapY(self.north - (rect.top() + rect.height() / 2) / self.px_per_m),
            self.px_per_m,
            rect.width(),
            rect.height(),
            dpi=self.dpi,
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
        image = QImage(self.rect.size(), QImage.Format.Format_RGB32)
        image.fill(QColor(self.ground))
        painter = QPainter(image)
        try:
            paint(
                painter,
                self.scene,
                self.grid.viewport(self.rect),
                hidden=self.hidden,
                selection=self.selection,
                cancelled=cancelled,
            )
        finally:
            # PySide6 does not keep the image alive for the painter; it must end before it.
            painter.end()
        return image


class Renderer(QObject):
    """Paints one piece after another beside the window.

    Parameters
    ----------
    parent
        Owner in Qt.
    """

    painted = Signal(object, object)
    """With the `Piece` and its QImage."""
    failed = Signal(object, object)
    """With the `Piece` and the exception."""
    _done = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="map")
        self._wanted: Piece | None = None
        self._busy = False
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether a piece is being painted."""
        return self._busy

    def ask(self, piece: Piece) -> None:
        """Paint a piece; only while not busy."""
        self._busy, self._wanted = True, piece

        def run() -> QImage:
            return piece.painted(lambda: self._wanted is not piece)

        def finished(future: Future[QImage]) -> None:
            error = future.exception()
            self._done.emit(piece, None if error is not None else future.result(), error)

        self._pool.submit(run).add_done_callback(finished)

    def cancel(self) -> None:
        """Drop what is being painted; the renderer stays busy until it has noticed."""
        self._wanted = None

    def _deliver(self, piece: Piece, image: object, error: object) -> None:
        self._busy = False
        if error is not None:
            self.failed.emit(piece, error)
        else:
            self.painted.emit(piece, image if self._wanted is piece else None)

    def close(self) -> None:
        """Drop what runs and wait for its end."""
        self.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)
