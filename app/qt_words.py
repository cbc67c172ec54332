"""Texts of Qt's own dialogs in Chinese, those that Qt's translation lacks among them."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from typing_extensions import override

from resources.translations import tr


class QtWords(QTranslator):
    """What Qt ships, with the gaps filled and what is wrong put right.

    Qt gave keys to some labels of its file dialog since they were translated last: these are
    looked for without the mark of the key.

    Parameters
    ----------
    parent
        Owner in Qt.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        self.loaded = self.load(QLocale("zh_CN"), "qtbase", "_", folder)
        self._own = {
            ("QFileSystemModel", "Size"): tr("Size of the file"),  # Qt has it as a volume
            ("QAbstractFileIconProvider", "Folder"): tr("Folder"),
            ("QAbstractFileIconProvider", "%1 File"): tr("{suffix} file", suffix="%1"),
        }

    @override
    def translate(
        self,
        context: str,
        sourceText: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        if (own := self._own.get((context, sourceText))) is not None:
            return own
        found = super().translate(context, sourceText, disambiguation or "", n)
        if not found and "&" in sourceText:
            plain = sourceText.replace("&", "")
            found = super().translate(context, plain, disambiguation or "", n)
        # An empty text would be shown as such.
        return found or sourceText
