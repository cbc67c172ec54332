"""Keeps what is drawn over the plan as the results have it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from widgets.map.marks import ABOVE
from widgets.map.overlays import Overlay, overlays
from widgets.map.stage import Stage


class OverlayKeeper(QObject):
    """Draws what is switched on over all maps of a plan.

    Parameters
    ----------
    stage
        What the maps show.
    """

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage
        self._shown: set[str] = set()
        stage.bridge.results_changed.connect(self._follow)

    def shows(self, id_: str) -> bool:
        """Return whether an overlay is switched on."""
        return id_ in self._shown

    def switch(self, id_: str, *, on: bool) -> None:
        """Draw an overlay over the plan, or do so no more; it comes with the results."""
        if on == self.shows(id_):
            return
        if on:
            self._shown.add(id_)
            self._draw(next(one for one in overlays() if one.id == id_))
        else:
            self._shown.discard(id_)
            self._stage.remove_underlay(ABOVE + id_)

    def _follow(self, changed: frozenset[str]) -> None:
        for one in overlays():
            if one.id in self._shown and changed & set(one.reads):
                self._draw(one)

    def _draw(self, overlay: Overlay) -> None:
        results = self._stage.bridge.results
        if results is not None and all(id_ in results.entries for id_ in overlay.reads):
            self._stage.put_underlay(overlay.make(results), below=False)
