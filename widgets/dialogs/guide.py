"""The user guide, read in a window of its own beside the plan."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from resources.translations import tr
from widgets import theme

_SIZE: Final = (860, 700)
FIRST_PAGE: Final = "README.md"


class GuideWindow(QWidget):
    """Pages of the guide with their links; pages of the network open in the system's browser.

    Parameters
    ----------
    folder
        The pages in one language.
    parent
        The window, with which it closes.
    """

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("User guide"))
        self.resize(*_SIZE)
        self._folder = folder
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setSearchPaths([str(folder)])
        self.page.document().setDocumentMargin(6 * theme.SPACE)
        self.back, self.contents = QPushButton(tr("Back")), QPushButton(tr("Contents"))
        row = QHBoxLayout()
        row.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 0)
        row.addWidget(self.back)
        row.addWidget(self.contents)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.page, 1)
        self.back.clicked.connect(self.page.backward)
        self.contents.clicked.connect(lambda: self.show_page(FIRST_PAGE))
        self.page.anchorClicked.connect(self._follow)
        self.page.backwardAvailable.connect(self.back.setEnabled)
        self.back.setEnabled(False)
        self.show_page(FIRST_PAGE)

    def show_page(self, name: str) -> None:
        """Show a page of the guide by the name of its file."""
        self._follow(QUrl.fromLocalFile(str(self._folder / name)))

    def _follow(self, link: QUrl) -> None:
        target = self.page.source().resolved(link)
        if not target.isLocalFile():
            QDesktopServices.openUrl(target)
        elif target.path().endswith(".md"):
            self.page.setSource(target, QTextDocument.ResourceType.MarkdownResource)
