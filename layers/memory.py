"""Memory that is not used any more given back to the system after work that took much of it."""

from __future__ import annotations

import contextlib
import ctypes
import sys

import pyarrow as pa


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
