import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

from layers.memory import give_back, keep_ready


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


WORK = """
import resource
import numpy as np
from layers import memory
{first}
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(3):
    np.ones((8, 1 << 16)).sum()
before = faults()
for _ in range(20):
    np.ones((8, 1 << 16)).sum()
print(faults() - before)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="needs glibc")
def test_what_is_asked_for_again_and_again_is_kept():
    def faults(first):
        command = [sys.executable, "-c", WORK.format(first=first)]
        return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    # Twenty times 4 MB are 20,480 pages of 4 kB, or 40 of 2 MB.
    assert faults("memory.keep_ready()") < 20
    assert faults("memory.READY = 1 << 20; memory.keep_ready()") > 20


def test_keeping_does_no_harm_where_it_cannot_be_asked_for(monkeypatch):
    monkeypatch.setattr(sys, "platform", "none")
    keep_ready()


HELD = """
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from layers import memory
{first}
def held_mb():
    lines = Path("/proc/self/status").read_text().splitlines()
    return [int(one.split()[1]) / 1024 for one in lines if one.startswith("VmRSS:")][0]
all_here, turn = threading.Barrier(12), threading.Lock()
def work(_):
    all_here.wait()
    with turn:
        blocks = [b"x" * 50_000 for _ in range(100)]
        del blocks
    all_here.wait()
before = held_mb()
with ThreadPoolExecutor(12) as pool:
    list(pool.map(work, range(12)))
    print(held_mb() - before)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="needs glibc")
def test_threads_share_what_they_have_freed():
    def held(first):
        command = [sys.executable, "-c", HELD.format(first=first)]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    # Each thread frees 5 MB before the next one asks for as much.
    assert held("memory.keep_ready()") < 15
    assert held("memory._ARENAS = 16; memory.keep_ready()") > 30
