"""The maps of the open plan: the one in the middle of the window, and further windows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from app import map_menu
from app.rasters import Rasters
from resources.translations import tr
from widgets import theme
from widgets.bridge import Bridge
from widgets.map.bare_land import BareLandKeeper
from widgets.map.canvas import MapCanvas
from widgets.map.overlay_keeper import OverlayKeeper
from widgets.map.scene import Scene
from widgets.map.snap_choice import Snapping
from widgets.map.stage import Stage
from widgets.map.tools.zone import ZoneBrush
from widgets.map.viewport import Bounds, Viewport
from widgets.map.views import Views

if TYPE_CHECKING:
    from app.window import Window

MOST_MAPS: Final = 6
"""Further maps that may be open at once; each paints its own picture."""
_NEW_PX: Final = (640, 460)


@dataclass(frozen=True)
class MapLook:
    """What a map shows, and where it stands."""

    viewport: Viewport
    views: Views
    geometry: QRect | None = None
    """Where a further map stands on the screen. [px]"""
    area: Qt.DockWidgetArea | None = None
    """Where a further map is docked; None for one that floats."""


class Maps(QObject):
    """All maps of the open plan; they share one stage, and the tool in use.

    Parameters
    ----------
    window
        The window that has them.
    """

    changed = Signal()
    """After another map is the one that commands act on, or what it shows has come to rest."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._bridge: Bridge | None = None
        self._current: MapCanvas | None = None
        self.main: MapCanvas | None = None
        self.docks: list[QDockWidget] = []
        self.rasters: Rasters | None = None
        self.overlays: OverlayKeeper | None = None

    @property
    def all(self) -> tuple[MapCanvas, ...]:
        """The maps, the main one first."""
        found = [dock.widget() for dock in self.docks]
        others = [widget for widget in found if isinstance(widget, MapCanvas)]
        return (self.main, *others) if self.main is not None else ()

    @property
    def current(self) -> MapCanvas | None:
        """The map that had the keyboard last: commands act on it."""
        return self._current if self._current in self.all else self.main

    @property
    def has_room(self) -> bool:
        """Whether a further map may be opened."""
        return len(self.docks) < MOST_MAPS

    # ---- what stands on the maps ----------------------------------------------------------------

    def shows(self, id_: str) -> bool:
        """Return whether ``overview``, ``north``, ``scale_bar`` or ``hover`` is switched on."""
        return self._window.settings.on_map[id_]

    def switch(self, id_: str) -> None:
        """Switch one of them on or off, on all maps."""
        self._window.settings.on_map[id_] = not self.shows(id_)
        for canvas in self.all:
            self._dress(canvas)
        self._window.commands.refresh()

    @property
    def snapping(self) -> Snapping:
        """What the pointer snaps to."""
        return Snapping.read(self._window.settings.snapping)

    def snap(self, snapping: Snapping) -> None:
        """Have the pointer snap to this, on all maps."""
        self._window.settings.snapping = snapping.plain()
        for canvas in self.all:
            self._dress(canvas)
        self._window.commands.refresh()

    def _dress(self, canvas: MapCanvas) -> None:
        canvas.snapping = self.snapping
        canvas.north_shown = self.shows("north")
        canvas.scale_bar_shown = self.shows("scale_bar")
        canvas.hover.switched_on = self.shows("hover")
        if not self.shows("hover"):
            canvas.hover.clear()
        canvas.show_overview(self.shows("overview") and canvas is self.main)
        canvas.update()

    # ---- the keyboard ---------------------------------------------------------------------------

    def step_pane(self, step: int) -> None:
        """Give the keyboard to the next (1) or the previous (-1) map or panel that is seen."""
        docks = (*self._window.docks.values(), *self.docks)
        inside = [dock.widget() for dock in docks if not dock.visibleRegion().isEmpty()]
        panes = [pane for pane in (self.main, *inside) if pane is not None]
        focused = QApplication.focusWidget()
        now = next(
            (n for n, pane in enumerate(panes) if focused and _holds(pane, focused)),
            -1 if step > 0 else 0,
        )
        for away in range(1, len(panes) + 1):
            target = _first_stop(panes[(now + step * away) % len(panes)])
            if target is not None:
                target.window().activateWindow()
                target.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    # ---- the main map ---------------------------------------------------------------------------

    def show(self, bridge: Bridge, scene: Scene | None = None) -> MapCanvas:
        """Make the main map of a plan, whose scene may have been made beside the window."""
        self._bridge = bridge
        self.main = MapCanvas(Stage(bridge, bridge, scene))
        self.rasters = Rasters(self._window, self.main.stage)
        BareLandKeeper(self.main.stage)
        self.overlays = OverlayKeeper(self.main.stage)
        return self.main

    def join(self) -> None:
        """Let the main map, the status bar, the toolbar and the brush know of one another."""
        canvas, bridge = self.main, self._bridge
        if canvas is None or bridge is None:
            return
        self._join(canvas)
        canvas.tool_changed.connect(self._follow_tool)
        bridge.look_requested.connect(self._look)
        bridge.flash_requested.connect(self._flash)
        brush = canvas.gesture("zone")
        if isinstance(brush, ZoneBrush):
            brush.land_use = bridge.land_use
            brush.land_use_changed.connect(bridge.choose_land_use)
            bridge.display_changed.connect(self._load_brushes)

    def _look(self, bounds: Bounds) -> None:
        """Show features on the map that was clicked last, as the commands of the menu do."""
        if self.current is not None:
            self.current.zoom_to(bounds)

    def _flash(self, place: tuple[float, float]) -> None:
        if self.current is not None:
            self.current.flash.at(place)

    def _join(self, canvas: MapCanvas) -> None:
        window = self._window
        canvas.cursor_moved.connect(window.status.show_place)
        canvas.said.connect(window.status.hint.setText)
        canvas.scale_changed.connect(lambda scale: self._show_scale(canvas, scale))
        canvas.viewport_changed.connect(lambda: self._show_view(canvas))
        canvas.views.changed.connect(self.changed)
        canvas.installEventFilter(self)
        self._dress(canvas)
        window.commands.add_to_map(canvas)

    def _show_scale(self, canvas: MapCanvas, denominator: float) -> None:
        if canvas is self.current:
            self._window.tools.show_scale(denominator)
            if self._bridge is not None:
                self._bridge.show_scale(denominator)

    def _show_view(self, canvas: MapCanvas) -> None:
        if canvas is self.current and self._bridge is not None:
            self._bridge.show_view(canvas.viewport.bounds)

    def _follow_tool(self, tool: str) -> None:
        """Give the other maps the tool of the main one."""
        for canvas in self.all[1:]:
            canvas.use(tool)
        self._window.commands.refresh()

    def _load_brushes(self) -> None:
        if self._bridge is None:
            return
        for canvas in self.all:
            brush = canvas.gesture("zone")
            if isinstance(brush, ZoneBrush):
                brush.land_use = self._bridge.land_use

    # ---- further maps ---------------------------------------------------------------------------

    def open_another(self) -> QDockWidget | None:
        """Open a further map of the plan in a window of its own, which can be docked."""
        if self.main is None or self._bridge is None or not self.has_room:
            return None
        canvas = MapCanvas(self.main.stage)
        used = {dock.objectName() for dock in self.docks}
        number = next(n for n in range(2, MOST_MAPS + 3) if f"map{n}" not in used)
        dock = QDockWidget(tr("Map {n}", n=number), self._window)
        dock.setObjectName(f"map{number}")
        dock.setWidget(canvas)
        dock.setTitleBarWidget(_head(dock))
        # The theme gives what floats a frame to be resized by; Qt draws none under a head of ours.
        dock.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        dock.setFloating(True)
        dock.resize(*_NEW_PX)
        corner = self._window.mapToGlobal(self._window.rect().center())
        step = 28 * len(self.docks)
        dock.move(corner.x() - _NEW_PX[0] // 2 + step, corner.y() - _NEW_PX[1] // 2 + step)
        dock.installEventFilter(self)
        self.docks.append(dock)
        self._join(canvas)
        brush = canvas.gesture("zone")
        if isinstance(brush, ZoneBrush):
            brush.land_use = self._bridge.land_use
            brush.land_use_changed.connect(self._bridge.choose_land_use)
        canvas.use(self.main.tool)
        canvas.tool_changed.connect(self.main.use)
        dock.show()
        canvas.show_viewport(self.main.viewport)
        canvas.setFocus()
        return dock

    def looks(self) -> tuple[MapLook, ...]:
        """Return what the maps show, the main one first: a window that is made anew goes on so."""
        if self.main is None:
            return ()
        looks = [MapLook(self.main.viewport, self.main.views.kept())]
        for dock in self.docks:
            canvas = dock.widget()
            if isinstance(canvas, MapCanvas):
                area = None if dock.isFloating() else self._window.dockWidgetArea(dock)
                looks.append(MapLook(canvas.viewport, canvas.views.kept(), dock.geometry(), area))
        return tuple(looks)

    def restore(self, looks: tuple[MapLook, ...]) -> None:
        """Show what the maps of another window showed, and as many of them."""
        for number, look in enumerate(looks):
            dock = self.open_another() if number else None
            canvas = self.main if dock is None else dock.widget()
            if dock is not None and look.area is not None:
                self._window.addDockWidget(look.area, dock)
                dock.setFloating(False)
            elif dock is not None and look.geometry is not None:
                dock.setGeometry(look.geometry)
            if isinstance(canvas, MapCanvas):
                canvas.go_on(look.viewport, look.views)

    def _forget(self, dock: QDockWidget) -> None:
        """Let go of a further map that is closed."""
        canvas = dock.widget()
        self.docks.remove(dock)
        if isinstance(canvas, MapCanvas):
            canvas.close_down()
        if self._current is canvas:
            self._current = None
        self._window.removeDockWidget(dock)
        dock.deleteLater()
        self.changed.emit()

    def clear(self) -> None:
        """Let go of all maps: the plan is closed."""
        for dock in list(self.docks):
            self._forget(dock)
        if self.rasters is not None:
            self.rasters.close()
        if self.main is not None:
            self.main.close_down()
            self.main.stage.close()
        self.main = self._current = self._bridge = self.rasters = None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, MapCanvas):
            if watched is not self._current:
                self._current = watched
                self._show_scale(watched, watched.viewport.denominator)
                self._show_view(watched)
                self.changed.emit()
        elif isinstance(event, QContextMenuEvent) and isinstance(watched, MapCanvas):
            return map_menu.offer(self._window, watched, event)
        elif event.type() == QEvent.Type.Close and watched in self.docks:
            self._forget(next(dock for dock in self.docks if dock is watched))
        return super().eventFilter(watched, event)


def _head(dock: QDockWidget) -> QWidget:
    """Return the head of a further map: it is dragged by it, and closed with its button."""
    head = QWidget()
    close = QToolButton()
    close.setIcon(theme.icon("close"))
    close.setToolTip(tr("Close this map"))
    close.setAccessibleName(tr("Close this map"))
    close.clicked.connect(dock.close)
    title = QLabel(dock.windowTitle())
    title.setStyleSheet("font-weight: 600")
    layout = QHBoxLayout(head)
    layout.setContentsMargins(2 * theme.SPACE, theme.SPACE // 2, theme.SPACE, theme.SPACE // 2)
    layout.addWidget(title)
    layout.addStretch(1)
    layout.addWidget(close)
    return head


def _first_stop(pane: QWidget) -> QWidget | None:
    """Return what in a part of the window takes the keyboard first, None where nothing does."""
    for widget in (pane, *pane.findChildren(QWidget)):
        tabbed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if tabbed and widget.isVisible() and widget.isEnabled():
            return widget
    return None


def _holds(pane: QWidget, widget: QWidget) -> bool:
    return pane is widget or pane.isAncestorOf(widget)
