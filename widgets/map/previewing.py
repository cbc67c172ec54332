"""When a preview is worked out: at once where that is fast, else once the pointer rests."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Final

from PySide6.QtCore import QObject, QTimer

from widgets.map.edit_preview import Preview

SLOW_MS: Final = 16.0
"""What takes longer would hold up the pointer."""
RESTS_MS: Final = 60


class Previewing(QObject):
    """Keeps the preview of what is sketched, so that none is worked out twice.

    Parameters
    ----------
    refresh
        Has the map drawn again.
    """

    def __init__(self, refresh: Callable[[], None]) -> None:
        super().__init__()
        self._refresh = refresh
        self._kept: tuple[Hashable, Preview | None] | None = None
        self._awaited: Hashable = None
        self._slow = self._rested = False
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(RESTS_MS)
        self._resting.timeout.connect(self._rest)

    def clear(self) -> None:
        """Forget what was worked out: a sketch has ended, or the plan is another one."""
        self._kept = None
        self._slow = self._rested = False
        self._resting.stop()

    def of(self, key: Hashable, make: Callable[[], Preview | None]) -> Preview | None:
        """Return the preview, None while it waits.

        Parameters
        ----------
        key
            By what it differs.
        make
            Works it out.
        """
        if self._kept is not None and self._kept[0] == key:
            return self._kept[1]
        if self._slow and not self._rested:
            # Drawn again for another reason, the pointer rests all the same.
            if not self._resting.isActive() or self._awaited != key:
                self._resting.start()
            self._awaited = key
            return None
        self._rested = False
        began = time.perf_counter()
        found = make()
        self._slow = (time.perf_counter() - began) * 1_000 > SLOW_MS
        self._kept = (key, found)
        return found

    def _rest(self) -> None:
        self._rested = True
        self._refresh()
