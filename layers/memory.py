"""Memory between this program and the system: kept for the next picture, given back after much.

What was freed is handed to the system at once by default, and asked for again with the next
picture of the map, which then costs a quarter more.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
from typing import Final

import pyarrow as pa

READY: Final = 32 << 20
"""Blocks up to this size are kept: as much as glibc comes to by itself, if it happens to. [B]"""
_MMAP_THRESHOLD: Final = -3
_TRIM_THRESHOLD: Final = -1
_ARENA_MAX: Final = -8
_ARENAS: Final = 2
"""Stores of freed memory, one for the window and one for what works beside it.

By default each thread has its own, and keeps there what the next thread asks for anew.
"""


def keep_ready() -> None:
    """Keep what is freed for the next to ask for it; `give_back` gives it back all the same."""
    if sys.platform == "linux":
        # Only glibc has it.
        with contextlib.suppress(OSError, AttributeError):
            library = ctypes.CDLL(None)
            library.mallopt(_MMAP_THRESHOLD, READY)
            library.mallopt(_TRIM_THRESHOLD, 2 * READY)
            library.mallopt(_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Give back what reading and working out have left unused; takes some milliseconds.

    The C library keeps what was freed for itself otherwise: after a large plan was read that is
    as much as the plan.
    """
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        # Only glibc has it.
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
