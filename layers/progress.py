"""How long work tells how far it is, and learns that it should stop."""

from __future__ import annotations

import threading
from collections.abc import Callable

from layers.errors import CancelledError


class Progress:
    """A flag that long work looks at, and a place to say how far it is.

    Parameters
    ----------
    report
        Called with a share [-] between 0 and 1; from the thread that works.
    """

    def __init__(self, report: Callable[[float], None] | None = None) -> None:
        self._stopped = threading.Event()
        self._report = report

    def cancel(self) -> None:
        """Ask the work to stop at its next look."""
        self._stopped.set()

    @property
    def cancelled(self) -> bool:
        """Whether the work should stop."""
        return self._stopped.is_set()

    def at(self, share: float) -> None:
        """Say how far the work is; raise CancelledError where it should stop."""
        if self._stopped.is_set():
            raise CancelledError
        if self._report is not None:
            self._report(min(max(share, 0.0), 1.0))
