"""The main window: the map in the middle, panels around it, commands above."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QTabWidget,
)
from typing_extensions import override

from app import panels, room
from app.action import ActionSet
from app.bookmarks import Bookmarks
from app.documents import Documents
from app.maps import MapLook, Maps
from app.settings import Settings
from app.toolbar import ToolBar
from layers.errors import CancelledError, PlanError
from resources.translations import tr
from widgets.bridge import Bridge
from widgets.dialogs import questions
from widgets.docks.assumptions import AssumptionsPanel
from widgets.docks.palette import PalettePanel
from widgets.map.canvas import MapCanvas
from widgets.map.overlay import CORNER_PX
from widgets.notice import NoticeBar
from widgets.start import StartPage
from widgets.status import StatusBar

if TYPE_CHECKING:
    from app.exporter import Ground


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
        self.maps = Maps(self)
        self.bookmarks = Bookmarks(self)
        self.docks: dict[str, QDockWidget] = {}
        self.take_files: Callable[[list[Path]], object] = _nothing
        self.closed: Callable[[], object] = _nothing
        self.ground: Ground | None = None
        self.rebuild: Callable[..., object] = _nothing
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.timeout.connect(self._show_whole)
        self.edit_style: Callable[[str], object] = _nothing
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self.setDocumentMode(True)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setCorner(Qt.Corner.BottomRightCorner, panels.AREAS["right"])
        self.resize(1440, 900)
        self._pages = QStackedWidget()
        self.notice = NoticeBar(self._pages, free_px=CORNER_PX)
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
        self.documents.lacked.connect(self._offer_lacking)
        self.documents.jobs.changed.connect(self._follow_jobs)
        self.maps.changed.connect(self.commands.refresh)
        self.tools.scale_chosen.connect(self.show_scale)
        self.tools.left.connect(self._to_map)
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

    @property
    def canvas(self) -> MapCanvas | None:
        """The main map; None on the start page."""
        return self.maps.main

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
            self._fitting.start(0)

    def go_on(self, looks: tuple[MapLook, ...]) -> None:
        """Show what the maps of another window showed, and not the whole plan."""
        self._fitting.stop()
        self.maps.restore(looks)

    def _show_whole(self) -> None:
        if self.canvas is not None:
            self.canvas.start_with_plan()

    def _clear(self) -> None:
        panels.remove(self, self.docks)
        self.docks = {}
        page = self._pages.currentWidget()
        if page is not None:
            self._pages.removeWidget(page)
            page.deleteLater()
        self.maps.clear()

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
        self._pages.addWidget(self.maps.show(bridge, self.documents.scene))
        self.tools.show()
        self.docks = panels.added(self, bridge, self.commands.refresh)
        panels.arrange(self, self.docks, _bytes(self.settings.state))
        self.maps.join()
        self.commands.add_to_map(self.docks["table"].widget())
        palette = self.docks["palette"].widget()
        if isinstance(palette, PalettePanel):
            palette.taken.connect(lambda: self.run("land.tool_zone"))
        bridge.document_changed.connect(self.refresh)
        bridge.document_changed.connect(self.notice.close_warning)
        bridge.sketch_begun.connect(self.notice.close_warning)
        bridge.state_changed.connect(self.refresh)
        bridge.selection_changed.connect(self.commands.refresh)
        bridge.visibility_changed.connect(self.commands.refresh)
        bridge.display_changed.connect(self._remember_unit)
        bridge.refused.connect(self.show_error)
        bridge.why_requested.connect(self._show_why)
        bridge.style_requested.connect(self._edit_style)
        bridge.panel_requested.connect(self._give_room)

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

    def _offer_lacking(self, ids: tuple[str, ...]) -> None:
        """Offer to look at the factors that the file of the plan lacks."""

        def show() -> None:
            panel = self.docks["assumptions"].widget()
            if isinstance(panel, AssumptionsPanel):
                panel.show_lacking(ids)
                self.show_dock("assumptions")

        self.notice.offer(tr("Show them"), show, "\n".join(ids))

    # ---- the map --------------------------------------------------------------------------------

    def zoom_all(self) -> None:
        """Show the whole plan."""
        if self.maps.current is not None:
            self.maps.current.zoom_to_plan()

    def zoom_selection(self) -> None:
        """Show what is selected."""
        if self.maps.current is not None:
            self.maps.current.zoom_to_selection()

    def zoom(self, factor: float) -> None:
        """Zoom around the middle of the map."""
        if self.maps.current is not None:
            self.maps.current.zoom_by(factor)

    def show_scale(self, denominator: float) -> None:
        """Show the plan at a scale."""
        if self.maps.current is not None:
            self.maps.current.show_scale(denominator)
            self.maps.current.setFocus()

    def _to_map(self) -> None:
        if self.maps.current is not None:
            self.maps.current.setFocus()

    def _show_why(self) -> None:
        self._give_room("why")

    def _give_room(self, id_: str) -> None:
        """Open a panel, with room to be read; later it keeps what the user gives it."""
        opened = id_ in self.docks and self.docks[id_].isHidden()
        self.show_dock(id_)
        if opened and id_ in room.TOLD:
            QTimer.singleShot(0, self, lambda: room.give(self, self.docks, id_))

    def _edit_style(self, kind: str) -> None:
        self.edit_style(kind)

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
        for dock in (*self.docks.values(), *self.maps.docks):
            dock.widget().setEnabled(not busy)
        self.commands.refresh()

    # ---- places ---------------------------------------------------------------------------------

    def _remember_unit(self) -> None:
        if self.bridge is not None:
            self.settings.area_unit = self.bridge.area_unit

    def _remember_panels(self) -> None:
        if self.docks:
            state = self.saveState(panels.LAYOUT_VERSION)
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
        panels.put_back(self, self.docks)

    # ---- Qt's questions -------------------------------------------------------------------------

    @override
    def createPopupMenu(self) -> QMenu:
        menu = QMenu(self)
        for id_ in self.docks:
            menu.addAction(self.commands[f"view.panel_{id_}"])
        return menu

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        answers: list[bool] = []
        asking = True

        def go() -> None:
            # A window that is closing cannot be closed; one that was saved first is asked again.
            if asking:
                answers.append(True)
            else:
                self.close()

        self.documents.leave(go)
        asking = False
        event.setAccepted(bool(answers))
        if answers:
            self.remember()
            self.closed()

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
