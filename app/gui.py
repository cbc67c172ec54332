"""Starts the window, and catches what nobody else does."""

from __future__ import annotations

import os
import platform
import signal
import sys
import traceback
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QTimer,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
    qVersion,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.actions import install
from app.documents import Documents
from app.qt_words import QtWords
from app.settings import Settings, state_folder
from app.window import Window
from layers import memory
from layers.errors import PlanError
from resources.translations import current, system_language, tr, use_language
from widgets import theme
from widgets.dialogs.about import program_version
from widgets.dialogs.report import ReportDialog
from widgets.sweeping import Sweeper

_WAKE_MS: Final = 300
SWITCH_S: Final = 0.001


class Desk(QObject):
    """The settings, the open plan, and the one window over it.

    Parameters
    ----------
    application
        The running application.
    settings
        Preferences.
    language
        Language until another one is chosen; that of the settings where empty.
    """

    def __init__(self, application: QApplication, settings: Settings, language: str = "") -> None:
        super().__init__()
        self._application = application
        self._language = language
        self.settings = settings
        self._translator: QTranslator | None = None
        self._reporting = False
        self._dress()
        self.documents = Documents(settings, self)
        self.window = self._window()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)

    def _dress(self) -> None:
        """Use the language and the colours of the settings."""
        use_language(self._language or self.settings.language or system_language())
        theme.use_theme(self._application, self.settings.theme)
        self._application.setWindowIcon(theme.icon("greenplat", theme.colours().accent))
        if self._translator is not None:
            self._application.removeTranslator(self._translator)
        self._translator = None
        if current().language == "zh":
            translator = QtWords(self)
            if translator.loaded:
                self._application.installTranslator(translator)
                self._translator = translator

    def _window(self) -> Window:
        window = Window(self.documents, self.settings)
        window.rebuild = self.rebuild
        window.closed = self.settings.save
        install(window)
        return window

    def rebuild(self, *, language: str | None = None, theme: str | None = None) -> None:
        """Make the window anew, in another language or other colours, over the same plan."""
        if language is not None:
            self.settings.language, self._language = language, ""
        if theme is not None:
            self.settings.theme = theme
        old = self.window
        looks = old.maps.looks()
        tool = old.canvas.tool if old.canvas is not None else "select"
        scene = old.canvas.stage.scene if old.canvas is not None else None
        old.release()
        shown, maximised = old.isVisible(), old.isMaximized()
        self.documents.disconnect(old)
        self._dress()
        # What is to be seen stays, but for what lies below the plan, which is laid anew.
        self.documents.scene = None if scene is None else replace(scene, underlays=())
        self.window = self._window()
        self.documents.scene = None
        if shown:
            self.window.showMaximized() if maximised else self.window.show()
        if self.window.canvas is not None and looks:
            self.window.canvas.use(tool)
            self.window.go_on(looks)
        old.hide()
        old.deleteLater()
        self.window.refresh()

    def _follow_system(self) -> None:
        if self.settings.theme == "system":
            self.rebuild()

    # ---- bugs -----------------------------------------------------------------------------------

    def catch(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Show an error that nobody caught: a sentence where it is one, else a report."""
        if isinstance(error, KeyboardInterrupt):
            self._application.quit()
            return
        if isinstance(error, PlanError):
            self.window.show_error(error)
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(text)
        if self._reporting:  # one report at a time; the others stand on stderr
            return
        self._reporting = True
        try:
            saved = self.save_aside()
            dialog = ReportDialog(f"{_versions()}\n\n{text}", saved, self.window)
            dialog.exec()
            dialog.deleteLater()
        finally:
            self._reporting = False

    def save_aside(self) -> Path | None:
        """Save the changed plan into the user's state folder; return where, None for nowhere."""
        session = self.documents.session
        if session is None or not session.modified:
            return None
        from layers.files import project

        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        path = state_folder() / f"rescued-{stamp}.gpkg"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            project.save(session.document, path)
        except (OSError, PlanError):
            return None
        return path

    def close(self) -> None:
        """Note the settings and stop what runs."""
        self.window.release()
        self.settings.save()
        self.documents.close()


def _versions() -> str:
    return f"GreenPlat {program_version()}, Python {platform.python_version()}, Qt {qVersion()}"


def _give_back_after_edits(desk: Desk, sweeper: Sweeper) -> None:
    bridge = desk.documents.bridge
    if bridge is not None:
        bridge.results_changed.connect(lambda _: sweeper.give_back_later())


def _nothing() -> None:
    return None


def _tell_fatal(kind: QtMsgType, _: QMessageLogContext, text: str) -> None:
    """Say in a sentence why Qt cannot open a window, before it ends the process."""
    if kind is not QtMsgType.QtFatalMsg:
        return
    message = tr(
        "No window can be opened: {reason} Look at DISPLAY, and install the libraries of xcb"
        " (libxcb-cursor0 on Debian and Ubuntu).",
        reason=" ".join(text.split())[:300],
    )
    sys.stderr.write(f"greenplat: {message}\n")
    sys.stderr.flush()
    os._exit(1)  # Qt would abort with a core dump


def run(path: Path | None = None, *, read_only: bool = False, language: str = "") -> int:
    """Open the window and return the exit code when it is closed.

    Parameters
    ----------
    path
        A plan to open; the start page where None.
    read_only
        Whether the plan may not be changed.
    language
        Language of this run alone; that of the settings where empty.
    """
    # A thread that paints or computes gives Python's one lock back after this long when the window
    # asks for it; the usual 5 ms, a few times in a row, make the map miss a frame.
    sys.setswitchinterval(SWITCH_S)
    memory.keep_ready()
    settings = Settings.load()
    use_language(language or settings.language or system_language())
    qInstallMessageHandler(_tell_fatal)
    application = QApplication(sys.argv[:1])
    qInstallMessageHandler(None)
    application.setApplicationName("GreenPlat")
    application.setDesktopFileName("greenplat")
    desk = Desk(application, settings, language)
    sys.excepthook = desk.catch
    # Qt's loop never lets Python look at Ctrl+C in the terminal; a timer does.
    signal.signal(signal.SIGINT, lambda *_: desk.window.close())
    waker = QTimer(desk)
    waker.timeout.connect(_nothing)
    waker.start(_WAKE_MS)
    sweeper = Sweeper(desk)
    desk.documents.opened.connect(sweeper.sweep_all_later)
    desk.documents.opened.connect(lambda: _give_back_after_edits(desk, sweeper))
    desk.window.show()
    if path is not None:
        desk.documents.open_file(path, read_only=read_only)
    code = application.exec()
    desk.close()
    sweeper.close()
    sys.excepthook = sys.__excepthook__
    return code
