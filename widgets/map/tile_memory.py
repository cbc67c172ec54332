"""Tiles that are ready to be drawn, shared by the threads that draw and the one that fetches."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageReader

from layers.tiles.grid import Tile

MOST_BYTES: Final = 160_000_000
MOST_CONTENT: Final = 4_000_000
"""A tile longer than this is not taken. [byte]"""
MOST_SIDE_PX: Final = 1_024
MOST_WANTED: Final = 2_000
_FORMATS: Final = (
    (b"\x89PNG\r\n\x1a\n", b"png"),
    (b"\xff\xd8\xff", b"jpeg"),
    (b"GIF8", b"gif"),
    (b"RIFF", b"webp"),
)


class Key(NamedTuple):
    """A tile of one of the addresses of a source.

    Parameters
    ----------
    layer
        Which of the addresses.
    tile
        The tile.
    """

    layer: int
    tile: Tile


def decoded(content: bytes) -> QImage | None:
    """Return a tile as a picture, None where it is none that can be trusted.

    What it is is told by its first bytes, and its size before it is unpacked: a small file can be
    a huge picture.
    """
    format_ = next((name for head, name in _FORMATS if content.startswith(head)), None)
    if format_ is None or len(content) > MOST_CONTENT:
        return None
    buffer = QBuffer()
    buffer.setData(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, format_)
    size = reader.size()
    if not (0 < size.width() <= MOST_SIDE_PX and 0 < size.height() <= MOST_SIDE_PX):
        return None
    image = reader.read()
    if image.isNull():
        return None
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def greyed(image: QImage) -> QImage:
    """Return a picture without colours; what was transparent stays so."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    if image.hasAlphaChannel():
        grey = grey.convertToFormat(QImage.Format.Format_ARGB32)
        grey.setAlphaChannel(image.convertToFormat(QImage.Format.Format_Alpha8))
    return grey.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


class TileMemory:
    """Tiles by their keys, those used last; and which ones were missed.

    Parameters
    ----------
    most_bytes
        How much it may hold.
    wake
        Called, from whatever thread draws, when something is missed for the first time since
        `taken_wants`.
    """

    def __init__(
        self, most_bytes: int = MOST_BYTES, wake: Callable[[], object] = lambda: None
    ) -> None:
        self._most = most_bytes
        self._wake = wake
        self._lock = threading.Lock()
        self._images: OrderedDict[Key, QImage] = OrderedDict()
        self._bytes = 0
        self._absent: set[Key] = set()
        self._wanted: dict[Key, None] = {}

    # ---- for those who draw ---------------------------------------------------------------------

    def look(self, key: Key) -> QImage | None:
        """Return a tile, None where it is not here."""
        with self._lock:
            image = self._images.get(key)
            if image is not None:
                self._images.move_to_end(key)
            return image

    def want(self, keys: Iterable[Key]) -> None:
        """Note tiles that are missed, the most important first.

        In the place of those that do not exist the tiles are wanted that hold them.
        """
        with self._lock:
            asleep = not self._wanted
            fresh = dict[Key, None]()
            for key in keys:
                found = key
                while found in self._absent and found.tile.z > 0:
                    found = Key(found.layer, found.tile.parent)
                if found not in self._images and found not in self._absent:
                    fresh[found] = None
            for key in reversed(fresh):
                self._wanted.pop(key, None)
                self._wanted[key] = None
            while len(self._wanted) > MOST_WANTED:
                self._wanted.pop(next(iter(self._wanted)))
            wake = asleep and bool(self._wanted)
        if wake:
            self._wake()

    # ---- for the one who fetches ----------------------------------------------------------------

    def taken_wants(self) -> list[Key]:
        """Return what was missed since the last call, the newest last."""
        with self._lock:
            found, self._wanted = list(self._wanted), {}
            return found

    def put(self, key: Key, image: QImage) -> None:
        """Take a tile in, and let those go that were not used for the longest time."""
        with self._lock:
            before = self._images.pop(key, None)
            if before is not None:
                self._bytes -= before.sizeInBytes()
            self._images[key] = image
            self._bytes += image.sizeInBytes()
            self._absent.discard(key)
            while self._bytes > self._most and len(self._images) > 1:
                self._bytes -= self._images.popitem(last=False)[1].sizeInBytes()

    def miss(self, key: Key) -> None:
        """Note that a tile does not exist."""
        with self._lock:
            self._absent.add(key)

    def lacks(self, key: Key) -> bool:
        """Return whether a tile is known not to exist."""
        with self._lock:
            return key in self._absent

    @property
    def used_bytes(self) -> int:
        """How much it holds. [byte]."""
        return self._bytes
