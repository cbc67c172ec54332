"""The views that were looked at, to go back to them and forward again."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from widgets.map.viewport import Viewport

VIEW_RESTS_MS: Final = 600
"""A view that has stood so long is one to go back to."""
MOST_VIEWS: Final = 100
"""Older views are forgotten."""
_SAME_PX: Final = 2.0
_SAME_SCALE: Final = 1.001


class Views:
    """Views in the order in which they were looked at, and which of them is the present one.

    A view belongs here when the map has come to rest in it: a stroke of the wheel is one step.
    """

    def __init__(self) -> None:
        self._views: list[Viewport] = []
        self._place = -1

    def __len__(self) -> int:
        return len(self._views)

    def rest(self, viewport: Viewport) -> bool:
        """Note a view; return whether it is another one than the present one.

        What lay before the present one after going back is forgotten then.
        """
        if self._place >= 0 and _same(self._views[self._place], viewport):
            return False
        del self._views[self._place + 1 :]
        self._views.append(viewport)
        del self._views[:-MOST_VIEWS]
        self._place = len(self._views) - 1
        return True

    @property
    def has_older(self) -> bool:
        """Whether there is a view to go back to."""
        return self._place > 0

    @property
    def has_newer(self) -> bool:
        """Whether there is a view to go forward to."""
        return self._place < len(self._views) - 1

    def older(self, present: Viewport) -> Viewport | None:
        """Go back: return the view before, in the size of the present one; None without any."""
        self.rest(present)  # where the wheel has only just stopped
        if not self.has_older:
            return None
        self._place -= 1
        return _sized(self._views[self._place], present)

    def newer(self, present: Viewport) -> Viewport | None:
        """Go forward: return the view after, in the size of the present one; None without any."""
        if not self.has_newer:
            return None
        self._place += 1
        return _sized(self._views[self._place], present)


class ViewHistory(QObject):
    """Notes the views in which a map comes to rest, and finds the way back.

    Parameters
    ----------
    view
        Gives the view of the map, None where it is not one to go back to.
    """

    changed = Signal()
    """After there is another view to go back or forward to."""

    def __init__(self, view: Callable[[], Viewport | None]) -> None:
        super().__init__()
        self._view = view
        self._views = Views()
        # A stroke of the wheel is one view to go back to: the one in which it comes to rest.
        self._rests = QTimer(self)
        self._rests.setSingleShot(True)
        self._rests.setInterval(VIEW_RESTS_MS)
        self._rests.timeout.connect(self.note)

    @property
    def has_older(self) -> bool:
        """Whether there is a view to go back to."""
        return self._views.has_older

    @property
    def has_newer(self) -> bool:
        """Whether there is a view to go forward to."""
        return self._views.has_newer

    def begin(self, views: Views | None = None) -> None:
        """Forget all views, or go on from those of another map."""
        self._views = Views() if views is None else views
        self.changed.emit()

    def kept(self) -> Views:
        """Return the views as they are now, for a map that goes on from them."""
        return copy.deepcopy(self._views)

    def stop(self) -> None:
        """Note no view that has not come to rest yet."""
        self._rests.stop()

    def moved(self) -> None:
        """Note the view once it has come to rest."""
        self._rests.start()

    def note(self) -> None:
        """Note the view as it is."""
        view = self._view()
        if view is not None and self._views.rest(view):
            self.changed.emit()

    def older(self, present: Viewport) -> Viewport | None:
        """Go back: return the view before, in the size of the present one; None without any."""
        return self._gone(self._views.older(present))

    def newer(self, present: Viewport) -> Viewport | None:
        """Go forward: return the view after, in the size of the present one; None without any."""
        return self._gone(self._views.newer(present))

    def _gone(self, view: Viewport | None) -> Viewport | None:
        if view is not None:
            self._rests.stop()
            self.changed.emit()
        return view


def _same(one: Viewport, other: Viewport) -> bool:
    scale = one.px_per_m / other.px_per_m
    away = max(abs(one.x - other.x), abs(one.y - other.y)) * other.px_per_m
    return away < _SAME_PX and 1 / _SAME_SCALE < scale < _SAME_SCALE


def _sized(view: Viewport, present: Viewport) -> Viewport:
    """Return a view in another size of the window: its middle and its scale stay."""
    return replace(present, x=view.x, y=view.y, px_per_m=view.px_per_m)
