"""Tiles of rasters read beside the window; the map is told when they have come."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal

from layers.errors import ImportDataError
from layers.files.raster_place import Placed
from layers.files.raster_tiles import Level
from layers.raster import Raster
from widgets.map.raster_picture import bands_of

Wanted = tuple[str, Level, int, int, tuple[int, ...]]
"""A tile: of which raster, level, row, column and bands."""

MOST_WAITING: Final = 512
"""Tiles that wait to be read; the oldest is forgotten for one more, and asked for again."""
THREADS: Final = 2


class Reader(QObject):
    """Reads what is wanted, the newest wish first.

    Parameters
    ----------
    parent
        Owner in Qt.
    """

    came = Signal(str)
    """With the id of a raster of which something has come that was wanted."""
    failed = Signal(str, object)
    """With the id of a raster that cannot be read, and the error."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="raster")
        self._lock = threading.Lock()
        self._waiting: dict[object, tuple[str, Callable[[], object], bool]] = {}
        self._running: set[object] = set()
        self._told: set[str] = set()
        self._closed = False
        self.came.connect(self._heard, Qt.ConnectionType.QueuedConnection)

    def want_tile(self, raster: Raster, placed: Placed, wanted: Wanted) -> None:
        """Have a tile read."""
        _, level, row, column, bands = wanted
        self.want(wanted, raster.id, lambda: placed.file.tile(level, row, column, bands))

    def want_spread(self, raster: Raster, placed: Placed) -> None:
        """Have it found out how the values of the shown bands are spread."""

        def work() -> None:
            for band in bands_of(raster, placed.file):
                placed.file.spread(band, lambda: self._closed)

        self.want(("spread", raster.id, id(placed)), raster.id, work)

    def want(
        self, key: object, id_: str, work: Callable[[], object], *, once: bool = False
    ) -> None:
        """Have something done for a raster, unless it waits or is being done already.

        What is asked for once only is never forgotten for newer wishes.
        """
        with self._lock:
            if self._closed or key in self._running:
                return
            known = self._waiting.pop(key, None) is not None
            self._waiting[key] = (id_, work, once)
            oldest = next((one for one, (*_, keep) in self._waiting.items() if not keep), None)
            if len(self._waiting) > MOST_WAITING and oldest is not None:
                del self._waiting[oldest]
                known = True
        if not known:
            self._pool.submit(self._do_newest)

    def _do_newest(self) -> None:
        with self._lock:
            if self._closed or not self._waiting:
                return
            key, (id_, work, _) = self._waiting.popitem()
            self._running.add(key)
        error: Exception | None = None
        try:
            work()
        except ImportDataError as found:
            error = found
        finally:
            with self._lock:
                self._running.discard(key)
        with self._lock:
            mine = any(other == id_ for other, *_ in self._waiting.values())
            tell = not mine and id_ not in self._told and not self._closed
            if tell:
                self._told.add(id_)
        if error is not None and not self._closed:
            self.failed.emit(id_, error)
        elif tell:
            self.came.emit(id_)

    def _heard(self, id_: str) -> None:
        with self._lock:
            self._told.discard(id_)

    def close(self) -> None:
        """Forget what waits and wait for what is being read."""
        with self._lock:
            self._closed = True
            self._waiting.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)
