"""The base map of a plan: brings together what was chosen, the stage and the fetching."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from layers.errors import PlanError
from layers.progress import Progress
from layers.tiles.cache import TileCache
from layers.tiles.choice import Choice
from layers.tiles.grid import Span
from layers.tiles.placing import Placing
from resources.translations import tr
from widgets import words
from widgets.map.picture import MARGIN_PX
from widgets.map.stage import Stage
from widgets.map.surface import MapSurface
from widgets.map.tile_fetching import TileFetcher, Wanted, pinned
from widgets.map.tile_memory import Key, TileMemory
from widgets.map.tiles import ID, TileUnderlay
from widgets.map.viewport import Bounds, Viewport

GATHER_MS: Final = 120
"""Tiles that come within this time are painted together."""
PATIENCE_S: Final = 12.0
"""How long paper waits when no tile comes any more. [s]"""
LOOK_S: Final = 0.2


class BaseMap(QObject):
    """What lies below a plan, as far as the user has chosen it.

    Parameters
    ----------
    stage
        What is to be seen of the plan.
    cache
        Tiles on disk.
    agent
        How the program names itself to servers.
    parent
        Owner in Qt.
    """

    changed = Signal()
    """After another one was chosen, or its state is another one."""

    def __init__(
        self, stage: Stage, cache: TileCache, agent: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._stage = stage
        self._choice = Choice()
        self._problem = ""
        self.underlay: TileUnderlay | None = None
        self.fetcher = TileFetcher(cache, agent, self)
        self.fetcher.arrived.connect(self._note)
        self.fetcher.state_changed.connect(self.changed)
        self.fetcher.in_view = self._in_view
        self._spans: list[Span] = []
        self._spans_of: object = None
        self._came: list[Key] = []
        self._gathering = QTimer(self)
        self._gathering.setSingleShot(True)
        self._gathering.setInterval(GATHER_MS)
        self._gathering.timeout.connect(self._show_new)

    # ---- choosing -------------------------------------------------------------------------------

    @property
    def choice(self) -> Choice:
        """What was chosen."""
        return self._choice

    @property
    def told(self) -> str:
        """What there is to say about it, as a hint; empty for nothing."""
        if self._problem:
            return self._problem
        return {
            "": "",
            "offline": tr("No connection; what was fetched before is shown."),
            "refused": tr("The server refuses. Look whether the key is right."),
            "busy": tr("The server does not answer now; it is asked again later."),
            "strange": tr("What the server sends is no map."),
        }[self.fetcher.state]

    def use(self, choice: Choice) -> None:
        """Show another base map, or none; nothing is fetched before a map shows it."""
        self._choice = choice
        self._problem = ""
        source = choice.chosen
        placing = None
        if source is not None:
            try:
                crs = self._stage.bridge.document.crs
                placing = Placing.of(crs, source.grid, shifted=source.shifted)
            except PlanError as error:
                self._problem = words.sentence(error.message)
        if source is None or placing is None:
            self.underlay = None
            self.fetcher.fetch_for(None)
            self._stage.remove_underlay(ID)
        else:
            memory = TileMemory(wake=self.fetcher.wake)
            self.underlay = TileUnderlay(source, placing, memory, choice.opacity)
            self.fetcher.fetch_for(Wanted(source, choice.key, choice.grey, memory))
            self._stage.put_underlay(self.underlay)
        self._stage.bridge.show_kind(ID, visible=choice.shown)
        self.changed.emit()

    def close(self) -> None:
        """Stop what runs beside the window."""
        self._gathering.stop()
        self.fetcher.close()

    # ---- what is looked at ----------------------------------------------------------------------

    def _in_view(self, key: Key) -> bool:
        """Return whether some map of the plan shows a tile, or has it at its edge."""
        tile = key.tile
        for span in self._shown_spans():
            if tile.z <= span.z:
                if span.meets(tile):
                    return True
            elif tile.z == span.z + 1 and span.meets(tile.parent):
                return True
        return False

    def _shown_spans(self) -> list[Span]:
        if self.underlay is None or ID in self._stage.bridge.hidden:
            return []
        views = [display.viewport for display in self._displays()]
        if (self.underlay, views) != self._spans_of:
            self._spans_of = (self.underlay, views)
            aims = [self.underlay.aim(_grown(view)) for view in views]
            self._spans = [aim.span for aim in aims if aim is not None]
        return self._spans

    def _displays(self) -> Iterable[MapSurface]:
        for window in QApplication.topLevelWidgets():
            # One that stands alone is its own window.
            found = [window] if isinstance(window, MapSurface) else window.findChildren(MapSurface)
            yield from (display for display in found if display.stage is self._stage)

    # ---- what comes -----------------------------------------------------------------------------

    def _note(self, key: Key) -> None:
        self._came.append(key)
        if not self._gathering.isActive():
            self._gathering.start()

    def _show_new(self) -> None:
        """Have painted anew where tiles came, all of them together."""
        came, self._came = self._came, []
        if self.underlay is not None and came:
            boxes = np.array([bounds_of(self.underlay.placing, key) for key in came])
            if np.isfinite(boxes).all():
                low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
                self._stage.spoil((*low.tolist(), *high.tolist()))
            else:
                self._stage.spoil()

    # ---- for paper ------------------------------------------------------------------------------

    def for_paper(self, viewport: Viewport, progress: Progress) -> TileUnderlay | None:
        """Return the base map with all tiles for a page, fetched before it is drawn.

        To be called beside the window's thread, which fetches meanwhile. Where there is no
        network, or it is too slow, the page has what there is.

        Parameters
        ----------
        viewport
            What the page shows.
        progress
            Asked whether to go on.

        Returns
        -------
        TileUnderlay or None
            None where no base map is shown.
        """
        underlay = self.underlay
        aim = underlay.aim(viewport) if underlay is not None else None
        if underlay is None or aim is None or ID in self._stage.bridge.hidden:
            return None
        keys = underlay.keys(aim)
        kept = TileMemory(most_bytes=1 << 62)
        lacking = set(keys)
        quiet, waiting = 0.0, threading.Event()
        self.fetcher.pinned = pinned(keys)
        try:
            while True:
                found = {key for key in lacking if _carried(key, underlay.memory, kept)}
                lacking -= found
                absent = {key for key in lacking if underlay.memory.lacks(key)}
                quiet = 0.0 if found else quiet + LOOK_S
                if lacking == absent or quiet > PATIENCE_S or self.fetcher.state:
                    break
                progress.at(0.0)
                underlay.memory.want(key for key in keys if key in lacking)
                waiting.wait(LOOK_S)
        finally:
            self.fetcher.pinned = frozenset()
        for key in lacking:  # larger tiles stand in
            for stand_in in pinned([key]):
                _carried(stand_in, underlay.memory, kept)
        return TileUnderlay(underlay.source, underlay.placing, kept, underlay.opacity)


def bounds_of(placing: Placing, key: Key) -> Bounds:
    """Return the box of a tile in the plan, from places all along its edge. [m]."""
    steps = np.linspace(0.0, 1.0, 5)
    across, down = (grid.ravel() for grid in np.meshgrid(steps, steps))
    side = float(1 << key.tile.z)
    x, y = placing.place((key.tile.x + across) / side, (key.tile.y + down) / side)
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def _grown(viewport: Viewport) -> Viewport:
    """Return a view in device pixels with the margin that maps paint around it."""
    view = viewport.in_device_pixels()
    margin = 2 * (MARGIN_PX + 2)
    return view.resized(view.width + margin, view.height + margin)


def _carried(key: Key, source: TileMemory, target: TileMemory) -> bool:
    image = source.look(key)
    if image is not None:
        target.put(key, image)
    return image is not None
