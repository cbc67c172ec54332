"""The guide in its window: its pages, their links, the way back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from widgets.dialogs.guide import GuideWindow

DOCS = Path(__file__).parent.parent.parent.parent / "docs"


@pytest.mark.parametrize(("language", "title"), [("en", "User guide"), ("zh", "地图")])
def test_pages_follow_their_links_and_go_back(qtbot, language, title):
    guide = GuideWindow(DOCS / language)
    qtbot.addWidget(guide)
    first = guide.page.toPlainText()
    assert title in first
    assert not guide.back.isEnabled()
    guide._follow(QUrl("map.md"))
    assert guide.page.toPlainText() != first
    assert len(guide.page.toPlainText()) > 500
    guide.back.click()
    assert guide.page.toPlainText() == first
    guide._follow(QUrl("map.md"))
    guide.contents.click()
    assert guide.page.toPlainText() == first


def test_the_other_language_is_a_link_away_and_the_network_is_for_the_browser(qtbot, monkeypatch):
    asked = []
    monkeypatch.setattr(QDesktopServices, "openUrl", asked.append)
    guide = GuideWindow(DOCS / "en")
    qtbot.addWidget(guide)
    guide._follow(QUrl("../zh/README.md"))
    assert "用户" in guide.page.toPlainText() or "指南" in guide.page.toPlainText()
    guide._follow(QUrl("https://example.org/"))
    assert [url.toString() for url in asked] == ["https://example.org/"]
