"""What all parts of the bench measure with: medians, memory, and how large the map is."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

WIDTH, HEIGHT = 1920, 1080
"""Size of the map. [px]"""
PACES = 15
"""So often the plain loop is run before a part of the bench, and after it."""
Figures = Iterator[tuple[str, str, float, int]]
"""Name, unit, median and number of runs of what was measured."""


def median_ms(runs: int, work: Callable[[], object], before: Callable[[], object] | None = None):
    """Return the median time of some runs, after one that is not counted. [ms]"""
    times: list[float] = []
    for _ in range(runs + 1):
        if before is not None:
            before()
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times[1:]), runs


def pace_ms() -> list[float]:
    """Return how long a plain loop takes, some times: how quick the machine is now. [ms]"""
    times: list[float] = []
    for _ in range(PACES):
        started, total = time.perf_counter(), 0
        for number in range(300_000):
            total += number
        times.append((time.perf_counter() - started) * 1000)
    return times


def memory_mb() -> float:
    """Return the memory that the process holds now. [MB]"""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
