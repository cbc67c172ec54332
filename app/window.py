"""The main window: the map in the middle, panels around it, commands above."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QTabWidget,
    QWidget,
)
from typing_extensions import override

from app import room
from app.action import ActionSet
from app.documents import Documents
from app.settings import Settings
from app.toolbar import ToolBar
from layers.errors import CancelledError, PlanError
from widgets.bridge import Bridge
from widgets.dialogs import questions
from widgets.docks import panels
from widgets.docks.palette import PalettePanel
from widgets.map.canvas import MapCanvas
from widgets.map.stage import Stage
from widgets.map.tools.zone import ZoneBrush
from widgets.notice import NoticeBar
from widgets.panel import Attentive, Panel
from widgets.start import StartPage
from widgets.status import StatusBar

_AREAS: Final = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}
_LAYOUT_VERSION: Final = 1


class Window(QMainWindow):
    """The main window over the one open plan.

    Parameters
    ----------
    documents
        The open plan and its file.
    settings
        Preferences.
    """

    def __init__(self, documents: Documents, settings: Settings) -> None:
        super().__init__()
        self.documents = documents
        self.settings = settings
        self.commands = ActionSet(self)
        self.canvas: MapCanvas | None = None
        self.docks: dict[str, QDockWidget] = {}
        self.take_files: Callable[[list[Path]], object] = _nothing
        self.closed: Callable[[], object] = _nothing
        self.rebuild: Callable[..., object] = _nothing
        self._leaving = False
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self.setDocumentMode(True)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setCorner(Qt.Corner.BottomRightCorner, _AREAS["right"])
        self.resize(1440, 900)
        self._pages = QStackedWidget()
        self.notice = NoticeBar(self._pages)
        self.setCentralWidget(self._pages)
        self.menus: dict[str, QMenu] = {}
        self.tools = ToolBar(self)
        self.addToolBar(self.tools)
        self.status = StatusBar(documents.jobs)
        self.setStatusBar(self.status)
        self._connect()
        self.show_plan()
        self._restore_place()

    def _connect(self) -> None:
        self.documents.opened.connect(self.show_plan)
        self.documents.failed.connect(self.show_error)
        self.documents.noticed.connect(self.notice.say)
        self.documents.jobs.changed.connect(self._follow_jobs)
        self.tools.scale_chosen.connect(self.show_scale)
        self.documents.ask_unsaved = lambda name: questions.ask_unsaved(self, name)

    # ---- commands -------------------------------------------------------------------------------

    def fill_menus(self, titles: dict[str, str]) -> None:
        """Make the menus that have commands, in this order.

        Parameters
        ----------
        titles
            Titles of the menus by their ids.
        """
        used = {action.menu for action, _ in self.commands.all}
        for id_, title in titles.items():
            if id_ in used:
                menu = self.menuBar().addMenu(title)
                menu.setToolTipsVisible(True)
                menu.aboutToShow.connect(self.refresh)
                self.commands.fill(menu, id_)
                self.menus[id_] = menu
        self.tools.fill(self.commands)
        self.refresh()

    def refresh(self) -> None:
        """Show which commands can be used, the title, and what the status bar says."""
        self.commands.refresh()
        session = self.documents.session
        if session is None:
            self.setWindowTitle("GreenPlat")
        else:
            mark = " *" if session.modified else ""
            self.setWindowTitle(f"{self.documents.name}{mark} – GreenPlat")
        self.status.show_read_only(session is not None and session.read_only)

    # ---- the open plan --------------------------------------------------------------------------

    @property
    def bridge(self) -> Bridge | None:
        """What panels and commands talk to; None on the start page."""
        return self.documents.bridge

    def show_plan(self) -> None:
        """Show the open plan, or the start page where there is none."""
        self._remember_panels()
        self.notice.close_warning()
        self._clear()
        bridge = self.documents.bridge
        if bridge is None:
            self._show_start()
        else:
            self._show_map(bridge)
        self.status.show_bridge(bridge)
        self.refresh()
        if self.canvas is not None:  # once the panels have their places
            self.canvas.setFocus()
            QTimer.singleShot(0, self.canvas, self.canvas.zoom_to_plan)

    def _clear(self) -> None:
        for dock in self.docks.values():
            self.removeDockWidget(dock)
            dock.setObjectName("")  # else the next plan's panels would not be told from these
            dock.deleteLater()
        self.docks = {}
        page = self._pages.currentWidget()
        if page is not None:
            self._pages.removeWidget(page)
            page.deleteLater()
        if self.canvas is not None:
            self.canvas.close_down()
        self.canvas = None

    def _show_start(self) -> None:
        recent = [path for path in self.settings.recent if Path(path).exists()]
        page = StartPage(recent)
        page.new_requested.connect(lambda: self.run("file.new"))
        page.open_requested.connect(lambda: self.run("file.open"))
        page.sample_requested.connect(self.documents.open_sample)
        page.recent_requested.connect(lambda path: self.documents.open_file(Path(path)))
        self._pages.addWidget(page)
        self.tools.hide()

    def _show_map(self, bridge: Bridge) -> None:
        self.canvas = MapCanvas(Stage(bridge, bridge))
        self._pages.addWidget(self.canvas)
        self.tools.show()
        for panel in panels():
            self._add_dock(panel, bridge)
        self._arrange_docks()
        self._join_map(bridge, self.canvas)
        bridge.document_changed.connect(self.refresh)
        bridge.document_changed.connect(self.notice.close_warning)
        bridge.state_changed.connect(self.refresh)
        bridge.selection_changed.connect(self.commands.refresh)
        bridge.visibility_changed.connect(self.commands.refresh)
        bridge.display_changed.connect(self._remember_unit)
        bridge.refused.connect(self.show_error)
        bridge.why_requested.connect(self._show_why)

    def _join_map(self, bridge: Bridge, canvas: MapCanvas) -> None:
        """Let the map, the status bar, the toolbar and the palette know of one another."""
        canvas.cursor_moved.connect(self.status.show_place)
        canvas.said.connect(self.status.hint.setText)
        canvas.scale_changed.connect(self.tools.show_scale)
        canvas.tool_changed.connect(lambda _: self.commands.refresh())
        bridge.look_requested.connect(canvas.zoom_to)
        for widget in (canvas, self.docks["table"].widget()):
            self.commands.add_to_map(widget)
        palette = self.docks["palette"].widget()
        if isinstance(palette, PalettePanel):
            palette.taken.connect(lambda: self.run("land.tool_zone"))
        brush = canvas.gesture("zone")
        if isinstance(brush, ZoneBrush):
            brush.land_use = bridge.land_use
            brush.land_use_changed.connect(bridge.choose_land_use)
            bridge.display_changed.connect(self._load_brush)

    def _load_brush(self) -> None:
        if self.canvas is not None and self.bridge is not None:
            brush = self.canvas.gesture("zone")
            if isinstance(brush, ZoneBrush):
                brush.land_use = self.bridge.land_use

    def _add_dock(self, panel: Panel, bridge: Bridge) -> None:
        dock = QDockWidget(panel.title(), self)
        dock.setObjectName(panel.id)
        dock.setWidget(panel.make(bridge))
        if panel.tab:  # its tab has the title already
            dock.setTitleBarWidget(QWidget())
        self.addDockWidget(_AREAS[panel.area], dock)
        self.docks[panel.id] = dock
        widget = dock.widget()
        if isinstance(widget, Attentive):
            dock.visibilityChanged.connect(widget.show_seen)
        dock.visibilityChanged.connect(lambda _: self.commands.refresh())

    def _arrange_docks(self) -> None:
        """Put the panels where they stood last, else where they stand at first."""
        for panel in panels():
            self.docks[panel.id].setVisible(not panel.hidden)
        state = _bytes(self.settings.state)
        # Piled up before they are restored, their tabs would be seen twice for a moment.
        if state.isEmpty() or not self.restoreState(state, _LAYOUT_VERSION):
            room.pile(self, self.docks)
            room.share(self, self.docks)
        for dock in self.docks.values():
            widget = dock.widget()
            if isinstance(widget, Attentive):  # Qt tells of none that was never shown
                widget.show_seen(not dock.isHidden())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.docks and event.size().width() < event.oldSize().width():
            QTimer.singleShot(0, self, self._spare_map)

    def _spare_map(self) -> None:
        if self.docks and room.is_short(self):
            room.share(self, self.docks)

    def show_dock(self, id_: str) -> None:
        """Open a panel and bring it to the front."""
        if id_ in self.docks:
            self.docks[id_].show()
            self.docks[id_].raise_()

    # ---- the map --------------------------------------------------------------------------------

    def zoom_all(self) -> None:
        """Show the whole plan."""
        if self.canvas is not None:
            self.canvas.zoom_to_plan()

    def zoom_selection(self) -> None:
        """Show what is selected."""
        if self.canvas is not None:
            self.canvas.zoom_to_selection()

    def zoom(self, factor: float) -> None:
        """Zoom around the middle of the map."""
        if self.canvas is not None:
            self.canvas.zoom_by(factor)

    def show_scale(self, denominator: float) -> None:
        """Show the plan at a scale."""
        if self.canvas is not None:
            self.canvas.show_scale(denominator)
            self.canvas.setFocus()

    def _show_why(self) -> None:
        opened = self.docks["why"].isHidden()
        self.show_dock("why")
        if opened:  # later it keeps what the user gives it
            QTimer.singleShot(0, self, lambda: room.give_why(self, self.docks))

    def run(self, id_: str) -> None:
        """Run a command by its id, where it can be run now."""
        self.commands.refresh()
        self.commands[id_].trigger()

    # ---- telling the user -----------------------------------------------------------------------

    def show_error(self, error: BaseException) -> None:
        """Show an error that the user can act on; any other is a bug and goes to the hook."""
        if isinstance(error, CancelledError):
            self.notice.say(questions.error_text(error))
        elif isinstance(error, PlanError):
            self.notice.say(questions.error_text(error), warning=True)
        else:
            raise error

    def _follow_jobs(self) -> None:
        """Keep the plan from being edited while work runs that must have it still."""
        busy = any(job.exclusive for job in self.documents.jobs.running)
        self._pages.setEnabled(not busy)
        for dock in self.docks.values():
            dock.widget().setEnabled(not busy)
        self.commands.refresh()

    # ---- places ---------------------------------------------------------------------------------

    def _remember_unit(self) -> None:
        if self.bridge is not None:
            self.settings.area_unit = self.bridge.area_unit

    def _remember_panels(self) -> None:
        if self.docks:
            state = self.saveState(_LAYOUT_VERSION)
            self.settings.state = base64.b64encode(state.data()).decode("ascii")

    def remember(self) -> None:
        """Note the place of the window and of its panels in the settings."""
        self._remember_panels()
        place = self.saveGeometry()
        self.settings.geometry = base64.b64encode(place.data()).decode("ascii")

    def release(self) -> None:
        """Let go of the map and the panels; the window is about to go."""
        self.remember()
        self._clear()

    def _restore_place(self) -> None:
        if self.settings.geometry:
            self.restoreGeometry(_bytes(self.settings.geometry))

    def reset_panels(self) -> None:
        """Put all panels back where they stood at first."""
        self.settings.state = ""
        for panel in panels():
            dock = self.docks.get(panel.id)
            if dock is not None:
                dock.setFloating(False)
                self.addDockWidget(_AREAS[panel.area], dock)
        self._arrange_docks()

    # ---- Qt's questions -------------------------------------------------------------------------

    @override
    def createPopupMenu(self) -> QMenu:
        menu = QMenu(self)
        for id_ in self.docks:
            menu.addAction(self.commands[f"view.panel_{id_}"])
        return menu

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._leaving or not self.documents.modified:
            self.remember()
            event.accept()
            self.closed()
            return
        event.ignore()
        self.documents.leave(self._close_now)

    def _close_now(self) -> None:
        self._leaving = True
        self.close()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = _dropped(event)
        if paths:
            event.acceptProposedAction()
            self.take_files(paths)


def _nothing(*_: object) -> None:
    return None


def _bytes(text: str) -> QByteArray:
    try:
        return QByteArray(base64.b64decode(text, validate=True))
    except ValueError:
        return QByteArray()


def _dropped(event: QDropEvent) -> list[Path]:
    """Return the local files that are dragged over the window."""
    urls = event.mimeData().urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [path for path in paths if path.is_file()]
