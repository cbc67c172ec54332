"""Levels of detail kept between runs, under the hash of the shapes they belong to.

They only save time: a file that is not whole, or is none of ours, counts as not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import Any, Final

import numpy as np
import platformdirs
from numpy.typing import NDArray

from widgets.map.ragged import Ragged
from widgets.map.thinning import Codes, mixed

MAGIC: Final = b"greenplat levels 3\n"
"""Another number where codes become others."""
LARGEST_BYTES: Final = 400_000_000
"""All files together; the ones not used for longest go first."""
FEWEST: Final = 50_000
"""Shapes of fewer places are worked out again in no time."""
_DIGEST: Final = 16
_BLOCK: Final = 4_096
"""Numbers that become one before they are hashed."""


def folder() -> Path:
    """Return where levels are kept on this machine."""
    return Path(platformdirs.user_cache_dir("greenplat")) / "levels"


def path_of(ragged: Ragged) -> Path:
    """Return the file of some shapes, which tells them from all others."""
    digest = hashlib.blake2b(MAGIC + ragged.shape.value.encode(), digest_size=_DIGEST)
    for array in (ragged.xy, ragged.rings):
        digest.update(_shortened(np.ascontiguousarray(array)))
    return folder() / f"{digest.hexdigest()}.levels"


def _shortened(array: NDArray[Any]) -> bytes:
    """Return what tells numbers of eight bytes from others, ten times as fast as a hash of all.

    Each block is one sum of its numbers, each times a factor of its place; no one number can be
    another with the same sum, since the factors are odd.
    """
    numbers = array.view(np.uint64).ravel()
    whole = len(numbers) // _BLOCK * _BLOCK
    factors = mixed(np.arange(1, _BLOCK + 1, dtype=np.uint64)) | np.uint64(1)
    sums = np.einsum("ij,j->i", numbers[:whole].reshape(-1, _BLOCK), factors)
    return len(numbers).to_bytes(8, "little") + sums.tobytes() + numbers[whole:].tobytes()


def read(path: Path, places: int) -> Codes | None:
    """Return the codes that a file holds, None where it does not hold just these."""
    head = len(MAGIC) + _DIGEST
    try:
        if path.stat().st_size != head + places:
            return None
        data = path.read_bytes()
        os.utime(path)
    except OSError:
        return None
    codes = data[head:]
    if not data.startswith(MAGIC) or data[len(MAGIC) : head] != _sum(codes):
        return None
    return np.frombuffer(codes, np.uint8)


def write(path: Path, codes: Codes) -> None:
    """Keep codes; nothing happens where the disk does not take them."""
    data = codes.tobytes()
    beside = path.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_bytes(MAGIC + _sum(data) + data)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        _tidy(path.parent)


def _sum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST).digest()


def _tidy(place: Path) -> None:
    """Remove the files used longest ago until the rest fits."""
    found = [(path.stat(), path) for path in place.iterdir() if path.is_file()]
    total = sum(stat.st_size for stat, _ in found)
    for stat, path in sorted(found, key=lambda one: one[0].st_mtime):
        if total <= LARGEST_BYTES:
            return
        path.unlink(missing_ok=True)
        total -= stat.st_size
