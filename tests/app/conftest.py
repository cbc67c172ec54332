"""A desk with its own settings, without dialogs that wait for somebody."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from app import gui
from app.settings import Settings
from tests.small_plan import small_plan
from widgets import theme


@pytest.fixture
def desk(qtbot, qapp, tmp_path, monkeypatch):
    monkeypatch.setenv("GREENPLAT_CONFIG", str(tmp_path / "config"))
    found = gui.Desk(qapp, Settings(language="en", theme="light"))
    found.window.resize(1200, 800)
    with qtbot.waitExposed(found.window):
        found.window.show()
    yield found
    found.window.hide()
    found.close()
    found.window.deleteLater()
    # A window that went but is not deleted yet would hold a style that goes with the sheet.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet("")
    theme._chosen.clear()


@pytest.fixture
def opened(desk, qtbot):
    """The desk with the small plan on it, computed."""
    desk.documents.show_new(small_plan(), worth_saving=False)
    bridge = desk.documents.bridge
    qtbot.waitUntil(lambda: bridge.results is not None and not bridge.results.stale)
    return desk
