"""The map in use: frames while it is moved, a zoom, an edit; and what one plan holds."""

from __future__ import annotations

import statistics
import time
from itertools import cycle
from pathlib import Path

from tests.bench.measuring import HEIGHT, WIDTH, Figures, median_ms, memory_mb
from tests.bench.shown import Shown

EDITS = 40
"""So many edits are drawn."""
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
    land_uses = cycle(["B2", "M3"])

    def edited() -> tuple[float, float]:
        begun = time.perf_counter()
        bridge.perform(zone(bridge.document, [id_], next(land_uses)))
        until(lambda: canvas.complete)
        # What waits to be shown again is shown.
        application.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
        ended = time.perf_counter()
        return (ended - changed[-1]) * 1000, (ended - begun) * 1000

    # One edit right after the other, as while something is dragged; then each after all has come
    # to rest, the processor as well: what it has at hand by then is not what drawing needs.
    for name, before in (("edit", None), ("edit_after_rest", rest)):
        rest()
        found: list[tuple[float, float]] = []
        for _ in range(EDITS + 1):
            if before is not None:
                before()
            found.append(edited())
        # From the changed plan to the map that shows it, and with the change of the plan itself.
        for part, times in zip(("drawn", "step"), zip(*found[1:], strict=True), strict=True):
            yield f"{name}_{part}", "ms", statistics.median(times), EDITS
    rest()
    give_back()  # as the window does after a while without an edit
    yield "memory", "MB", memory_mb(), 1
    shown.close()
