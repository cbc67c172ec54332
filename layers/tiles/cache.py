"""Tiles kept on disk: bounded, with the day until which each holds; never a reason to stop."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from layers.tiles.grid import Tile

MOST_BYTES: Final = 500_000_000
LEFT: Final = 0.8
"""Share that is left after the oldest were thrown away. [-]"""
LEAST_S: Final = 3_600.0
USUAL_S: Final = 7 * 86_400.0
"""How long a tile holds that does not say it: what the makers of OpenStreetMap ask for. [s]"""
MOST_S: Final = 90 * 86_400.0
MOST_CONTENT: Final = 16_000_000
"""A longer file is no tile, whatever wrote it. [byte]"""
MOST_AGE_S: Final = 365 * 86_400.0
"""A tile that ended longer ago is not shown, not even without a network. [s]"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A tile from disk.

    Parameters
    ----------
    content
        As it came.
    fresh
        Whether it still holds.
    """

    content: bytes
    fresh: bool


class TileCache:
    """A folder of tiles. Each is a file; its time of change is when it ends.

    All of its methods may be called from several threads, and by several windows of the program.

    Parameters
    ----------
    folder
        Where; it is made when the first tile is kept.
    most_bytes
        How much it may hold.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self.folder = folder
        self._most = most_bytes
        self._size: int | None = None
        self._lock = threading.Lock()

    @staticmethod
    def name(url: str) -> str:
        """Return the folder of an address: one that holds no key, since it is made without."""
        return hashlib.sha256(url.encode()).hexdigest()[:20]

    def _path(self, name: str, tile: Tile) -> Path:
        return self.folder / name / str(tile.z) / str(tile.x) / f"{tile.y}.tile"

    def read(self, name: str, tile: Tile) -> Kept | None:
        """Return a tile, None where there is none that can be shown."""
        path = self._path(name, tile)
        try:
            state, now = path.stat(), time.time()
            ends = state.st_mtime
            if ends + MOST_AGE_S < now or state.st_size > MOST_CONTENT:
                return None
            content = path.read_bytes()
        except OSError:
            return None
        with contextlib.suppress(OSError):  # a folder may be there to be read alone
            os.utime(path, (now, ends))  # for throwing away those that were not used
        # What holds longer than anything may was kept by a clock that went wrong.
        return Kept(content, now < ends <= now + MOST_S) if content else None

    def write(self, name: str, tile: Tile, content: bytes, seconds: float = USUAL_S) -> None:
        """Keep a tile for some time; a disk that refuses is no reason to stop."""
        path = self._path(name, tile)
        fresh = path.with_suffix(f".{secrets.token_hex(4)}")
        now = time.time()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(content)
            os.utime(fresh, (now, now + min(max(seconds, LEAST_S), MOST_S)))
            fresh.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                fresh.unlink()
            return
        with self._lock:
            if self._size is not None:
                self._size += len(content)
            full = self._known_size() > self._most
        if full:
            self.shrink()

    def drop(self, name: str, tile: Tile) -> None:
        """Throw a tile away that cannot be shown."""
        with contextlib.suppress(OSError):
            self._path(name, tile).unlink()

    def size(self) -> int:
        """Return how much it holds. [byte]."""
        return sum(entry[1] for entry in self._entries())

    def _known_size(self) -> int:
        if self._size is None:
            self._size = self.size()
        return self._size

    def shrink(self) -> None:
        """Throw away those that were not used for the longest time."""
        with self._lock:
            found = sorted(self._entries())
            size = sum(entry[1] for entry in found)
            for _, length, path in found:
                if size <= self._most * LEFT:
                    break
                with contextlib.suppress(OSError):
                    path.unlink()
                    size -= length
            self._size = size

    def clear(self) -> None:
        """Throw all away."""
        with self._lock:
            shutil.rmtree(self.folder, ignore_errors=True)
            self._size = None

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """Yield time of last use, length and path of all tiles."""
        for folder, _, names in os.walk(self.folder):
            for name in names:
                path = Path(folder, name)
                with contextlib.suppress(OSError):
                    state = path.stat()
                    yield state.st_atime, state.st_size, path
