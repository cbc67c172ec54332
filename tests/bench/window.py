"""The whole window, from an edit to the new totals on the screen."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.measuring import HEIGHT, WIDTH, Figures, median_ms


def of_window(path: Path) -> Figures:
    """Measure a zone change in the whole window, until its new totals are painted."""
    from PySide6.QtWidgets import QApplication

    from app.gui import Desk
    from app.settings import Settings
    from layers.edits.zone import zone

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    desk = Desk(application, Settings())
    desk.window.resize(WIDTH, HEIGHT)
    desk.window.show()
    desk.documents.open_file(path)

    def wait(until: Callable[[], bool], seconds: float = 120.0) -> None:
        end = time.perf_counter() + seconds
        while not until():
            application.processEvents()
            if time.perf_counter() > end:
                raise TimeoutError("the window does not come to rest")

    def rest(seconds: float) -> None:
        end = time.perf_counter() + seconds
        wait(lambda: time.perf_counter() > end)

    wait(lambda: desk.documents.bridge is not None)
    bridge, canvas = desk.documents.bridge, desk.window.canvas
    assert bridge is not None
    assert canvas is not None
    wait(lambda: bridge.results is not None and not bridge.results.stale)
    wait(lambda: canvas.complete)
    turn = iter(range(1000))

    def change() -> None:
        n, before, parcels = next(turn), bridge.results, bridge.document.layer("parcels")
        place = (n * 37) % len(parcels)
        # An edit that changes nothing would bring no results.
        code = "B2" if parcels.values("land_use").iloc[place] == "M3" else "M3"
        bridge.perform(zone(bridge.document, [int(parcels.ids[place])], code))
        wait(lambda: bridge.results is not before)
        application.processEvents()  # what the totals have changed is painted
        application.processEvents()  # and what that has moved

    for _ in range(4):  # codes that the plan did not have yet make new rows
        change()
    yield "zone_to_screen", "ms", *median_ms(15, change, lambda: rest(0.25))
    desk.documents.close()
    desk.window.release()
