"""The base map of the window: remembered for the user, shown below each plan that is opened."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import Final

import platformdirs
from PySide6.QtCore import QObject
from PySide6.QtNetwork import QNetworkProxyFactory

from app.settings import PROGRAM, state_folder
from app.window import Window
from layers.progress import Progress
from layers.tiles.cache import TileCache
from layers.tiles.choice import Choice
from resources.translations import tr
from widgets import words
from widgets.bridge import Bridge
from widgets.dialogs.about import program_version
from widgets.dialogs.base_map import BaseMapDialog
from widgets.ground import GroundRow
from widgets.map.base_map import BaseMap
from widgets.map.canvas import MapCanvas
from widgets.map.tiles import ID, TileUnderlay
from widgets.map.viewport import Viewport

_FOLDER: Final = "tiles"
_LOWEST: Final = 1_000_000
"""Place in the layer tree: below all others."""


def tile_folder() -> Path:
    """Return the folder of tiles, beside the settings where those were moved."""
    moved = state_folder()
    usual = platformdirs.user_state_path(PROGRAM, appauthor=False)
    if moved != usual:
        return moved / _FOLDER
    return platformdirs.user_cache_path(PROGRAM, appauthor=False) / _FOLDER


class BaseMaps(QObject):
    """Gives each plan of a window its base map.

    Parameters
    ----------
    window
        The window.
    """

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.cache = TileCache(tile_folder())
        self.shown: BaseMap | None = None
        window.documents.opened.connect(self.join)
        window.ground = self.for_paper
        self.join()

    @property
    def choice(self) -> Choice:
        """What the user has chosen last."""
        return Choice.read(self._window.settings.base_map)

    @property
    def visible(self) -> bool:
        """Whether a base map is chosen and switched on."""
        bridge = self._window.bridge
        return bridge is not None and bool(self.choice.source) and ID not in bridge.hidden

    @property
    def told(self) -> str:
        """What there is to say about it; empty for nothing."""
        return self.shown.told if self.shown is not None else ""

    def join(self) -> None:
        """Put the base map below the plan that is open now."""
        canvas, bridge = self._window.canvas, self._window.bridge
        self.shown = None
        if canvas is None or bridge is None:
            return
        QNetworkProxyFactory.setUseSystemConfiguration(True)
        agent = f"GreenPlat/{program_version() or '0'} (desktop GIS for planners)"
        # It goes with the canvas, as the tools of the map do.
        base_map = BaseMap(canvas.stage, self.cache, agent, canvas)
        self.shown = base_map
        self._close_with(canvas, base_map)
        base_map.changed.connect(self._window.commands.refresh)
        base_map.changed.connect(lambda: self._show_row(bridge, base_map))
        base_map.use(self.choice)
        bridge.visibility_changed.connect(lambda: self._follow(bridge, base_map))

    def _close_with(self, canvas: MapCanvas, base_map: BaseMap) -> None:
        """Stop fetching when the map goes, and follow the plan no more."""

        def close() -> None:
            if self.shown is base_map:
                self.shown = None
            with contextlib.suppress(RuntimeError):  # Qt has thrown it away already
                base_map.close()

        canvas.destroyed.connect(close)

    def _show_row(self, bridge: Bridge, base_map: BaseMap) -> None:
        """Show it in the layer tree, with what there is to say about it."""
        source = base_map.choice.chosen
        if source is None:
            bridge.remove_ground(ID)
            return
        told = "\n".join(text for text in (source.attribution, base_map.told) if text)
        name = words.source_title(source.title)  # a proper name, which no language translates
        bridge.put_ground(
            GroundRow(
                ID,
                tr("Base map: {name}", name=name),
                icon="map",
                tooltip=told,
                dimmed=base_map.underlay is None,
                order=_LOWEST,
                edit=self.choose,
            )
        )

    def _follow(self, bridge: Bridge, base_map: BaseMap) -> None:
        """Remember whether it is switched on, wherever that was done."""
        if self.shown is not base_map or not self.choice.source:
            return
        shown = ID not in bridge.hidden
        if shown != self.choice.shown:
            self._window.settings.base_map = replace(self.choice, shown=shown).plain()
        self._window.commands.refresh()

    def for_paper(self, viewport: Viewport, progress: Progress) -> TileUnderlay | None:
        """Return the base map of a page with its tiles; None where none is shown."""
        shown = self.shown
        return shown.for_paper(viewport, progress) if shown is not None else None

    def choose(self) -> None:
        """Ask which base map is wanted."""
        dialog = BaseMapDialog(self.choice, self.cache, self.told, self._window)
        if dialog.exec():
            self.use(dialog.choice)
            if self._window.bridge is not None:
                self._window.bridge.reveal_ground(ID)
        dialog.deleteLater()

    def use(self, choice: Choice) -> None:
        """Show another base map from now on."""
        self._window.settings.base_map = choice.plain()
        self._window.settings.save()
        if self.shown is not None:
            self.shown.use(choice)
        self._window.commands.refresh()

    def toggle(self) -> None:
        """Switch it on or off; where none is chosen, ask for one."""
        bridge = self._window.bridge
        if bridge is None:
            return
        if self.choice.chosen is None:
            self.choose()
        else:
            bridge.show_kind(ID, visible=ID in bridge.hidden)
