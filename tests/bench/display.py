"""The map in use: frames while it is moved, a zoom, an edit; and what one plan holds."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from tests.bench.measuring import HEIGHT, WIDTH, Figures, median_ms, memory_mb
from tests.bench.shown import Shown

RUNS = 5
"""So often the map is moved and zoomed: a shared machine is quick and slow by turns."""


def of_display(path: Path) -> Figures:
    """Measure the map in use: frames while panning, a zoom, an edit; and what one plan holds."""
    from PySide6.QtCore import QEvent

    from layers.edits.zone import zone
    from layers.memory import give_back
    from tests.bench import frames
    from tests.bench.snapping import snapped
    from widgets.map.viewport import PixelX, PixelY

    shown = Shown(path, WIDTH, HEIGHT)
    application, bridge, stage, canvas = shown.application, shown.bridge, shown.stage, shown.canvas
    changed, until, rest = shown.changed, shown.until, shown.rest
    middle = PixelX(WIDTH / 2), PixelY(HEIGHT / 2)
    canvas.show_viewport(canvas.viewport.zoomed(*middle, 8.0))
    rest()
    for name, work in (("pan", frames.panned), ("zoom", frames.zoomed)):
        seen: list[frames.Frames] = []
        for _ in range(RUNS):
            seen.append(work(canvas))
            rest()
        yield f"{name}_frame_p95", "ms", statistics.median(one.p95 for one in seen), RUNS
        yield f"{name}_late", "frames", statistics.median(one.late for one in seen), RUNS
        # Also with a processor at any time.
        late = statistics.median(one.itself for one in seen)
        yield f"{name}_late_itself", "frames", late, RUNS
        # What the window itself does: the rest of a late frame it waits for a processor.
        yield f"{name}_own_worst", "ms", statistics.median(one.own for one in seen), RUNS
    rest()
    factors = iter([0.5, 2.0] * 10)

    def zoomed() -> None:
        canvas.show_viewport(canvas.viewport.zoomed(*middle, next(factors)))
        until(lambda: canvas.complete)

    yield "zoom_complete", "ms", *median_ms(7, zoomed, rest)
    yield "snap", "ms", *snapped(canvas)
    rest()
    x, y = canvas.viewport.x, canvas.viewport.y
    parcels = bridge.document.layer("parcels")
    here = stage.scene.layers["parcels"].under(x, y, 0.0)
    id_ = int(here[0]) if len(here) else int(parcels.ids[0])
    steps: list[float] = []
    drawn: list[float] = []
    for turn in range(26):
        rest()
        begun = time.perf_counter()
        bridge.perform(zone(bridge.document, [id_], "M3" if turn % 2 else "B2"))
        until(lambda: canvas.complete)
        # What waits to be shown again is shown.
        application.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
        ended = time.perf_counter()
        steps.append((ended - begun) * 1000)
        drawn.append((ended - changed[-1]) * 1000)
    # From the changed plan to the map that shows it, and with the change of the plan itself.
    yield "edit_drawn", "ms", statistics.median(drawn[1:]), len(drawn) - 1
    yield "edit_step", "ms", statistics.median(steps[1:]), len(steps) - 1
    rest()
    give_back()  # as the window does after a while without an edit
    yield "memory", "MB", memory_mb(), 1
    shown.close()
