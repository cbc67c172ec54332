"""The first page: recent plans, the sample park, and two ways to begin."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from resources.translations import tr
from widgets import theme

_WIDTH_PX = 860


class StartPage(QWidget):
    """What is seen before a plan is open.

    Parameters
    ----------
    recent
        Paths of plans, newest first.
    """

    new_requested = Signal()
    open_requested = Signal()
    sample_requested = Signal()
    recent_requested = Signal(str)

    def __init__(self, recent: Sequence[str]) -> None:
        super().__init__()
        body = QWidget()
        body.setMaximumWidth(_WIDTH_PX)
        inner = QVBoxLayout(body)
        inner.setSpacing(6 * theme.SPACE)
        inner.addStretch(1)
        inner.addLayout(self._heading())
        columns = QHBoxLayout()
        columns.setSpacing(10 * theme.SPACE)
        columns.addLayout(self._beginnings(), 2)
        columns.addLayout(self._recent(recent), 3)
        inner.addLayout(columns)
        inner.addStretch(2)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(body, 6)
        outer.addStretch(1)

    def _heading(self) -> QHBoxLayout:
        sign = QLabel()
        sign.setPixmap(theme.icon("greenplat", theme.colours().accent).pixmap(QSize(56, 56)))
        name = QLabel("GreenPlat  绿图")
        font = name.font()
        font.setPointSizeF(font.pointSizeF() * 2)
        font.setWeight(font.Weight.DemiBold)
        name.setFont(font)
        claim = QLabel(tr("Lay out zero-carbon industrial parks with totals that follow."))
        claim.setObjectName("muted")
        texts = QVBoxLayout()
        texts.setSpacing(theme.SPACE)
        texts.addWidget(name)
        texts.addWidget(claim)
        row = QHBoxLayout()
        row.setSpacing(4 * theme.SPACE)
        row.addWidget(sign)
        row.addLayout(texts, 1)
        return row

    def _beginnings(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2 * theme.SPACE)
        column.addWidget(_head(tr("Begin")))
        self.buttons: dict[str, QPushButton] = {}
        for name, icon, text, signal in (
            ("new", "new", tr("New plan from files…"), self.new_requested),
            ("open", "open", tr("Open a plan…"), self.open_requested),
            ("sample", "park", tr("Open the sample park"), self.sample_requested),
        ):
            button = QPushButton(theme.icon(icon, theme.colours().accent), text)
            button.setObjectName("startButton")
            button.setIconSize(QSize(24, 24))
            button.clicked.connect(signal)
            self.buttons[name] = button
            column.addWidget(button)
        hint = QLabel(tr("Or drop a plan, shapefile, GeoPackage or GeoJSON on this window."))
        hint.setObjectName("muted")
        hint.setWordWrap(True)
        column.addWidget(hint)
        column.addStretch(1)
        return column

    def _recent(self, recent: Sequence[str]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2 * theme.SPACE)
        column.addWidget(_head(tr("Recent plans")))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Recent plans"))
        self.list.setIconSize(QSize(22, 22))
        self.list.setSpacing(2)
        for path in recent:
            place = Path(path)
            item = QListWidgetItem(theme.icon("file"), f"{place.stem}\n{place.parent}")
            item.setData(Qt.ItemDataRole.UserRole, path)
            item.setToolTip(path)
            self.list.addItem(item)
        self.list.itemActivated.connect(self._open_recent)
        self.list.itemClicked.connect(self._open_recent)
        none = QLabel(tr("No plans yet. The sample park is a good first look."))
        none.setObjectName("muted")
        none.setWordWrap(True)
        # Shown before it is in the window, a part of it would be a window of its own for a moment.
        (none if recent else self.list).hide()
        self.list.setMinimumHeight(60 * theme.SPACE)
        column.addWidget(self.list)
        column.addWidget(none)
        column.addStretch(1)
        return column

    def _open_recent(self, item: QListWidgetItem) -> None:
        self.recent_requested.emit(item.data(Qt.ItemDataRole.UserRole))


def _head(text: str) -> QLabel:
    label = QLabel(text)
    font = label.font()
    font.setWeight(font.Weight.DemiBold)
    label.setFont(font)
    return label
