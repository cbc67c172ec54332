"""What this program is, and its keys."""

from __future__ import annotations

import html
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from resources.translations import tr
from widgets import theme
from widgets.words import without_mnemonic

_SIZE = (560, 560)


def program_version() -> str:
    """Return the version of the installed program, empty where it is not installed."""
    try:
        return version("greenplat")
    except PackageNotFoundError:
        return ""


class AboutDialog(QDialog):
    """Name, version, licence, and the keys of all commands.

    Parameters
    ----------
    commands
        Titles and keys of the commands.
    parent
        The window.
    """

    def __init__(self, commands: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About GreenPlat"))
        self.resize(*_SIZE)
        sign = QLabel()
        sign.setPixmap(theme.icon("greenplat", theme.colours().accent).pixmap(QSize(48, 48)))
        name = QLabel(f"GreenPlat 绿图 {program_version()}")
        font = name.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        font.setWeight(font.Weight.DemiBold)
        name.setFont(font)
        claim = QLabel(
            tr(
                "A desktop GIS in which planners lay out zero-carbon industrial parks."
                " Licence: Apache 2.0."
            )
        )
        claim.setWordWrap(True)
        claim.setObjectName("muted")
        head = QHBoxLayout()
        head.setSpacing(3 * theme.SPACE)
        texts = QVBoxLayout()
        texts.addWidget(name)
        texts.addWidget(claim)
        head.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(texts, 1)
        self.text = QTextBrowser()
        self.text.setHtml(_keys(commands))
        buttons = QDialogButtonBox()
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(3 * theme.SPACE)
        layout.addLayout(head)
        layout.addWidget(self.text)
        layout.addWidget(buttons)


def _keys(commands: Sequence[tuple[str, str]]) -> str:
    rows = [
        f"<tr><td>{html.escape(without_mnemonic(title))}</td>"
        f'<td align="right"><b>{html.escape(key)}</b></td></tr>'
        for title, key in commands
        if key
    ]
    hint = tr(
        "The wheel zooms, the middle button or the space bar with the left one moves the map."
        " Every number in Totals answers a click on its question mark."
    )
    return f'<p>{html.escape(hint)}</p><table width="100%" cellpadding="3">{"".join(rows)}</table>'
