"""A plan shown on a map of its own, as the bench uses it, until it rests and is closed."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path


class Shown:
    """A plan and its map, as the window has them.

    Parameters
    ----------
    path
        The plan.
    width, height
        Size of the map. [px]
    """

    def __init__(self, path: Path, width: int, height: int) -> None:
        from PySide6.QtWidgets import QApplication

        from layers.files import project
        from layers.session import Session
        from widgets.bridge import Bridge
        from widgets.map.canvas import MapCanvas
        from widgets.map.stage import Stage
        from widgets.sweeping import Sweeper

        self.application = QApplication.instance() or QApplication([])
        # As in the window: garbage is not looked for in the middle of an edit.
        self._sweeper = Sweeper()
        self.bridge = Bridge(Session(project.load(path).document, path))
        self.changed: list[float] = []
        # Before all that follows the plan.
        self.bridge.document_changed.connect(lambda _: self.changed.append(time.perf_counter()))
        self.stage = Stage(self.bridge, self.bridge)
        self.canvas = MapCanvas(self.stage)
        self.canvas.resize(width, height)
        self.canvas.show()
        self.until(lambda: self.bridge.results is not None)
        self.rest()

    def until(self, done: Callable[[], bool], seconds: float = 600.0) -> None:
        """Let the map work until something is so."""
        end = time.perf_counter() + seconds
        while not done():
            self.application.processEvents()
            time.sleep(0.0005)  # the workers need Python's lock
            if time.perf_counter() > end:
                raise TimeoutError("the map does not come to rest")

    def rest(self) -> None:
        """Wait until nothing is painted or computed any more."""
        canvas, stage, computing = self.canvas, self.stage, self.bridge.computing
        self.until(lambda: canvas.complete and not stage.preparing and not computing.running)

    def close(self) -> None:
        """End all that works for it."""
        self.canvas.close_down()
        self.stage.close()
        self.bridge.close()
        self._sweeper.close()
