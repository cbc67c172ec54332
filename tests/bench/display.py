"""The map in use: frames while it is moved, a zoom, an edit; and what one plan holds."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.measuring import HEIGHT, WIDTH, Figures, median_ms, memory_mb

RUNS = 5
"""So often the map is moved and zoomed: a shared machine is quick and slow by turns."""


def of_display(path: Path) -> Figures:
    """Measure the map in use: frames while panning, a zoom, an edit; and what one plan holds."""
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from layers.edits.zone import zone
    from layers.files import project
    from layers.memory import give_back
    from layers.session import Session
    from tests.bench import frames
    from tests.bench.snapping import snapped
    from widgets.bridge import Bridge
    from widgets.map.canvas import MapCanvas
    from widgets.map.stage import Stage
    from widgets.map.viewport import PixelX, PixelY
    from widgets.sweeping import Sweeper

    application = QApplication.instance() or QApplication([])
    sweeper = Sweeper()  # as in the window: garbage is not looked for in the middle of an edit
    bridge = Bridge(Session(project.load(path).document, path))
    changed: list[float] = []
    # Before all that follows the plan.
    bridge.document_changed.connect(lambda _: changed.append(time.perf_counter()))
    stage = Stage(bridge, bridge)
    canvas = MapCanvas(stage)
    canvas.resize(WIDTH, HEIGHT)
    canvas.show()

    def until(done: Callable[[], bool], seconds: float = 600.0) -> None:
        end = time.perf_counter() + seconds
        while not done():
            application.processEvents()
            time.sleep(0.0005)  # the workers need Python's lock
            if time.perf_counter() > end:
                raise TimeoutError("the map does not come to rest")

    def rest() -> None:
        until(lambda: canvas.complete and not stage.preparing and not bridge.computing.running)

    until(lambda: bridge.results is not None)
    rest()
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
    canvas.close_down()
    stage.close()
    bridge.close()
    sweeper.close()
