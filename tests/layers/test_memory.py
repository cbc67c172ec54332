import ctypes
from pathlib import Path

import pytest

from layers.memory import give_back


def held_mb():
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="needs glibc")
def test_what_was_freed_goes_back_to_the_system():
    blocks = [bytes(900) for _ in range(200_000)]
    kept = blocks[-1]
    full = held_mb()
    del blocks
    give_back()
    assert held_mb() < full - 100
    assert len(kept) == 900


def test_it_does_no_harm_where_there_is_nothing_to_give():
    give_back()
    give_back()
    assert sum(range(10)) == 45
