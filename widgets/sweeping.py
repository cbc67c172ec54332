"""Objects that hold one another are taken apart by the window's thread alone.

Python looks for such objects now and then in whichever thread makes the next one. Widgets and
timers among them, as those of a plan that was closed, would be destroyed beside the window, which
ends the program.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from layers.memory import give_back

EVERY_MS: Final = 200
LATER_MS: Final = 1_500
"""So long after a plan was closed what it held is looked for."""
REST_MS: Final = 10_000
"""So long after the last edit what edits have left unused is given back to the system."""
MANY: Final = 10_000
"""New objects from which on it is worth looking among them."""
OLDER: Final = 10
"""So many times among the young ones, then once among the older ones."""


class Sweeper(QObject):
    """Does what Python's own search for garbage does, on the thread of its owner.

    What there is when it begins, mostly modules, is never looked at again.

    Parameters
    ----------
    parent
        Owner in Qt.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._by_python = gc.isenabled()
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER_MS)
        self._later.timeout.connect(self.sweep_all)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._give_back)

    def sweep_all_later(self) -> None:
        """Look among all of them a little later: a plan was closed, which may be very large."""
        self._later.start()

    def give_back_later(self) -> None:
        """Give back to the system what edits have left unused, once there are no more of them."""
        self._rest.start()

    def _give_back(self) -> None:
        if QGuiApplication.mouseButtons() is not Qt.MouseButton.NoButton:
            self._rest.start()
            return
        give_back()

    def sweep_all(self) -> None:
        """Look among all of them now, and give back to the system what they held."""
        gc.collect()
        give_back()

    def sweep(self) -> None:
        """Look for garbage where enough has come together, as far down as is due."""
        # Not while the map is dragged: to look among all takes as long as a frame.
        if QGuiApplication.mouseButtons() is not Qt.MouseButton.NoButton:
            return
        young, middle, old = gc.get_count()
        if young < MANY:
            return
        if middle < OLDER:
            gc.collect(0)
        else:
            gc.collect(1 if old < OLDER else 2)

    def close(self) -> None:
        """Leave it to Python again where it did it before: no other thread runs any more."""
        self._timer.stop()
        self._later.stop()
        self._rest.stop()
        gc.unfreeze()
        if self._by_python:
            gc.enable()
