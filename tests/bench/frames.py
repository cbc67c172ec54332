"""Frames in time: the map is moved and zoomed sixty times a second while pieces are painted.

A frame counts from the moment it is due to the moment the window has it: handling the event,
painting the widget and handing it over. It is late where that takes longer than a sixtieth.

Where others keep the processors busy a frame waits for one, whatever the program does; Linux says
how long. What is late even without that wait is late by the program itself.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from widgets.map.canvas import MapCanvas
from widgets.map.viewport import PixelX, PixelY

FRAME_S = 1 / 60
FRAMES = 180
STEP_PX = 12.0
WAITS = Path("/proc/thread-self/schedstat")


@dataclass(frozen=True, slots=True)
class Frames:
    """What was seen of some frames.

    Parameters
    ----------
    median, p95, worst
        Time of a frame. [ms]
    late
        How many took longer than a sixtieth of a second.
    number
        Of how many.
    own
        Longest time that the window itself worked on a frame: what a frame took beyond that it
        waited for a processor that others had. [ms]
    itself
        How many are late even without the time for which no processor was to be had.
    """

    median: float
    p95: float
    worst: float
    late: int
    number: int
    own: float = 0.0
    itself: int = 0

    @classmethod
    def of(cls, seconds: list[float], own: float = 0.0, waits: list[float] | None = None) -> Frames:
        """Return what is seen of frames that took so long and waited so long for a processor."""
        ordered = sorted(seconds)
        return cls(
            statistics.median(ordered) * 1000,
            ordered[int(len(ordered) * 0.95)] * 1000,
            ordered[-1] * 1000,
            sum(one > FRAME_S for one in ordered),
            len(ordered),
            own * 1000,
            sum(
                one - wait > FRAME_S
                for one, wait in zip(seconds, waits or [0.0] * len(seconds), strict=True)
            ),
        )

    @override
    def __str__(self) -> str:
        """Return the figures in one line."""
        return (
            f"median {self.median:.1f}, p95 {self.p95:.1f}, worst {self.worst:.1f} ms,"
            f" {self.late} of {self.number} late ({self.itself} by itself),"
            f" own work {self.own:.1f} ms at most"
        )


def settle(canvas: MapCanvas, seconds: float = 120.0) -> None:
    """Wait until the view is up to date, without keeping the painting from its work."""
    end = time.perf_counter() + seconds
    while not (canvas.complete and not canvas.renderer.busy):
        rest(0.01)
        if time.perf_counter() > end:
            raise TimeoutError("the map does not come to rest")


def rest(seconds: float) -> None:
    """Let Qt's loop run for a while; it sleeps where there is nothing to do."""
    loop = QEventLoop()
    QTimer.singleShot(max(int(seconds * 1000), 0), loop.quit)
    loop.exec()


def waited() -> float:
    """Return how long this thread has waited for a processor so far; 0 where nobody says. [s]."""
    if not WAITS.exists():
        return 0.0
    return int(WAITS.read_text().split()[1]) / 1e9


def frames(step: Callable[[int], None], number: int = FRAMES) -> Frames:
    """Make a step each sixtieth of a second and have it drawn."""
    application = QApplication.instance()
    assert application is not None
    taken: list[float] = []
    waits: list[float] = []
    own, waited_before = 0.0, waited()
    due = time.perf_counter() + FRAME_S
    for n in range(number):
        while (left := due - time.perf_counter()) > 0:
            rest(left - 0.0005) if left > 0.0015 else time.sleep(left)
        # It may not have been woken in time.
        held = min(time.perf_counter() - due, waited() - waited_before)
        waited_before, begun = waited(), time.thread_time()
        step(n)
        application.processEvents()
        own = max(own, time.thread_time() - begun)
        now = time.perf_counter()
        taken.append(now - due)
        waits.append(held + waited() - waited_before)
        waited_before = waited()
        # After a late frame the next one is due at the next beat of the screen.
        due += FRAME_S * max(1, -(-(now - due) // FRAME_S))
    return Frames.of(taken, own, waits)


def panned(canvas: MapCanvas, number: int = FRAMES) -> Frames:
    """Drag the map to and fro over ground not yet painted."""

    def step(n: int) -> None:
        across = STEP_PX if n % 120 < 60 else -STEP_PX
        canvas.show_viewport(canvas.viewport.panned(across, STEP_PX / 3))

    return frames(step, number)


def zoomed(canvas: MapCanvas, number: int = FRAMES) -> Frames:
    """Turn the wheel at a place beside the middle, in and out, a small step each frame."""
    x, y = PixelX(canvas.width() * 0.4), PixelY(canvas.height() * 0.6)

    def step(n: int) -> None:
        factor = 1.05 if n % 60 < 30 else 1 / 1.05
        canvas.show_viewport(canvas.viewport.zoomed(x, y, factor))

    return frames(step, number)
