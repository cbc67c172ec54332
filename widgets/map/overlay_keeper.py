"""Keeps what is drawn over the plan as the plan remembers it and the results have it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from layers.edit import Change
from layers.edits.overlays import KEY, switch, switched
from layers.edits.overlays import overlays as remembered
from widgets.map.marks import ABOVE
from widgets.map.overlays import Overlay, overlays
from widgets.map.stage import Stage


class OverlayKeeper(QObject):
    """Draws what is switched on over all maps of a plan.

    What is switched on is part of the plan, as its bookmarks are: a step that can be undone. Of a
    plan that is only read it is kept until it is closed.

    Parameters
    ----------
    stage
        What the maps show.
    """

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage, self._bridge = stage, stage.bridge
        self._aside: tuple[str, ...] | None = None
        self._drawn: frozenset[str] = frozenset()
        self._of: bytes = b""
        self._bridge.results_changed.connect(self._follow)
        self._bridge.document_changed.connect(self._follow_plan)
        self._bridge.selection_changed.connect(self._follow_selection)
        self._show()

    @property
    def shown(self) -> tuple[str, ...]:
        """Ids of what is switched on, those that this version does not know among them."""
        if self._aside is not None and self._bridge.session.read_only:
            return self._aside
        return remembered(self._bridge.document)

    def shows(self, id_: str) -> bool:
        """Return whether an overlay is switched on."""
        return id_ in self.shown

    def switch(self, id_: str, *, on: bool) -> None:
        """Draw an overlay over the plan, or do so no more; it comes with the results."""
        if on == self.shows(id_):
            return
        if self._bridge.session.read_only:
            self._aside = switched(self.shown, id_, on=on)
            self._show()
            return
        self._bridge.seal()
        self._bridge.attempt(lambda plan: switch(plan, id_, on=on))

    def _follow_plan(self, change: Change) -> None:
        if ("properties", KEY) in change.values:
            self._show()

    def _show(self) -> None:
        """Draw what was switched on since, and take away what was switched off."""
        wanted = frozenset(self.shown)
        for one in overlays():
            if one.id in wanted - self._drawn:
                self._draw(one)
            elif one.id in self._drawn - wanted:
                self._stage.remove_underlay(ABOVE + one.id)
        self._drawn = wanted

    def _follow(self, changed: frozenset[str]) -> None:
        for one in overlays():
            if one.id in self._drawn and changed & set(one.reads):
                self._draw(one)

    def _follow_selection(self) -> None:
        chosen = self._chosen.tobytes()
        if chosen == self._of:
            return
        self._of = chosen
        for one in overlays():
            if one.id in self._drawn and one.of_parcels is not None:
                self._draw(one)

    @property
    def _chosen(self) -> NDArray[np.int64]:
        return self._bridge.selection.get("parcels", np.empty(0, np.int64))

    def _draw(self, overlay: Overlay) -> None:
        results = self._bridge.results
        if results is None or not all(id_ in results.entries for id_ in overlay.reads):
            return
        if overlay.of_parcels is not None:
            marks = overlay.of_parcels(results, self._chosen)
        else:
            marks = overlay.make(results)
        self._stage.put_underlay(marks, below=False)
