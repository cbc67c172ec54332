"""The views that were looked at, to go back to them and forward again."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from widgets.map.viewport import Viewport

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


def _same(one: Viewport, other: Viewport) -> bool:
    scale = one.px_per_m / other.px_per_m
    away = max(abs(one.x - other.x), abs(one.y - other.y)) * other.px_per_m
    return away < _SAME_PX and 1 / _SAME_SCALE < scale < _SAME_SCALE


def _sized(view: Viewport, present: Viewport) -> Viewport:
    """Return a view in another size of the window: its middle and its scale stay."""
    return replace(present, x=view.x, y=view.y, px_per_m=view.px_per_m)
