"""Mixed use: which land uses share a parcel, and how much of it each has."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from layers.codes import CodeSet
from layers.errors import InvalidEditError
from layers.mixed import BEFORE_SHARE, BETWEEN, MOST, read
from resources.translations import tr
from widgets import theme, words
from widgets.dialogs.warning_line import WarningLine
from widgets.spin import DoubleSpinBox

_WIDTH: Final = 520


class MixedUseDialog(QDialog):
    """Land uses with their shares; the last share is what the others leave.

    Parameters
    ----------
    codes
        The plan's code set.
    text
        Land use that is shown first, ``M1:70/B2:30`` or a single code.
    count
        Count of parcels that will get it; 0 where only the brush does.
    parent
        The window.
    """

    def __init__(
        self, codes: CodeSet, text: str = "", count: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._codes = codes
        self.setWindowTitle(tr("Mixed use"))
        self.setMinimumWidth(_WIDTH)
        self.uses: list[QComboBox] = []
        self.shares: list[QDoubleSpinBox] = []
        self.unknown = QCheckBox(tr("The shares are not known yet"))
        self.unknown.setToolTip(
            tr("The parcels are then listed as mixed use without shares, and belong to no class")
        )
        self._grid = QGridLayout()
        self._grid.setSpacing(2 * theme.SPACE)
        self._grid.setColumnStretch(0, 1)
        self.more = QPushButton(tr("&Another use"))
        self.less = QPushButton(tr("&Without the last"))
        for button in (self.more, self.less):
            button.setAutoDefault(False)
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.problem = WarningLine()
        self._lay_out(count)
        self._begin(text)
        self.more.clicked.connect(lambda: self._add(""))
        self.less.clicked.connect(self._remove)
        self.unknown.toggled.connect(self._show_state)
        self._show_state()

    def _lay_out(self, count: int) -> None:
        side = QHBoxLayout()
        side.addWidget(self.more)
        side.addWidget(self.less)
        side.addStretch(1)
        note = QLabel(
            tr("{n} selected parcels get this use, and the brush paints it.", n=count)
            if count
            else tr("The brush paints this use. Select parcels before to zone them at once.")
        )
        note.setObjectName("muted")
        note.setWordWrap(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * theme.SPACE)
        layout.addLayout(self._grid)
        layout.addLayout(side)
        layout.addWidget(self.unknown)
        layout.addWidget(self.summary)
        layout.addWidget(note)
        layout.addWidget(self.problem)
        layout.addStretch(1)
        layout.addWidget(self.buttons)

    def _begin(self, text: str) -> None:
        parts = [part.partition(BEFORE_SHARE) for part in text.split(BETWEEN)] if text else []
        codes = [code.strip() for code, _, _ in parts]
        for code in [*codes, "", ""][: max(len(codes), 2)]:
            self._add(code)
        given = [share for _, _, share in parts if share]
        for box, share in zip(self.shares, given, strict=False):
            box.setValue(float(share))
        self.uses[1 if codes and len(codes) == 1 else 0].setFocus()

    def _add(self, code: str) -> None:
        use, share = QComboBox(), DoubleSpinBox()
        use.setEditable(True)
        use.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for one in self._codes.classes.values():
            use.addItem(
                theme.swatch(one.colour, "#6b6b6b"), words.land_use(self._codes, one.code), one.code
            )
        completer = QCompleter(use.model(), use)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        use.setCompleter(completer)
        place = len(self.uses)
        use.setAccessibleName(tr("Land use {n}", n=place + 1))
        if (line := use.lineEdit()) is not None:
            line.setPlaceholderText(tr("Code or name"))
            line.editingFinished.connect(lambda: self._settle(use))
        use.setCurrentIndex(use.findData(code) if code else -1)
        share.setRange(0.0, 100.0)
        share.setDecimals(1)
        share.setSuffix(" %")
        share.setSpecialValueText(tr("share?"))
        share.setAccessibleName(tr("Share {n}", n=place + 1))
        self._grid.addWidget(use, place, 0)
        self._grid.addWidget(share, place, 1)
        self.uses.append(use)
        self.shares.append(share)
        use.currentTextChanged.connect(self._show_state)
        share.valueChanged.connect(self._show_state)
        self._show_state()

    def _remove(self) -> None:
        for widget in (self.uses.pop(), self.shares.pop()):
            self._grid.removeWidget(widget)
            widget.deleteLater()
        self._show_state()

    def _settle(self, box: QComboBox) -> None:
        """Show the class whose code was typed."""
        place = box.findData(self._code(box))
        if place >= 0 and place != box.currentIndex():
            box.setCurrentIndex(place)

    def _code(self, box: QComboBox) -> str:
        typed = box.currentText().strip()
        if box.currentIndex() >= 0 and typed == box.itemText(box.currentIndex()):
            return str(box.currentData())
        return typed.upper() if typed.upper() in self._codes else typed

    @property
    def text(self) -> str:
        """The land use as it is typed, with its shares where they are known."""
        codes = [self._code(box) for box in self.uses]
        if self.unknown.isChecked():
            return BETWEEN.join(codes)
        shares = [box.value() for box in self.shares]
        return BETWEEN.join(
            f"{code}{BEFORE_SHARE}{share:g}" for code, share in zip(codes, shares, strict=True)
        )

    @property
    def _shared(self) -> bool:
        """Whether every use but the last has a share, or none is asked for."""
        return self.unknown.isChecked() or all(box.value() for box in self.shares[:-1])

    def _show_state(self) -> None:
        self.more.setEnabled(len(self.uses) < MOST)
        self.less.setEnabled(len(self.uses) > 2)
        self._fill_last()
        said, codes = "", [self._code(box) for box in self.uses]
        missing = [code for code in codes if code and code not in self._codes]
        if missing:
            said = tr("The code set has no land use {code}.", code=missing[0])
        elif all(codes) and self._shared:
            try:
                land_use, shares = read(self.text)
                self.summary.setText(_told(self._codes, land_use, shares))
            except InvalidEditError as error:
                said = words.sentence(error.message)
        complete = all(codes) and self._shared
        if said or not complete:
            self.summary.setText("")
        self.problem.say(said)
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(complete and not said)

    def _fill_last(self) -> None:
        """Let the last share be what the others leave."""
        for n, box in enumerate(self.shares):
            last = n == len(self.shares) - 1
            box.setEnabled(not self.unknown.isChecked() and not last)
            if last:
                box.blockSignals(True)
                others = [one.value() for one in self.shares[:-1]]
                box.setValue(max(0.0, 100.0 - sum(others)) if others and all(others) else 0.0)
                box.blockSignals(False)


def _told(codes: CodeSet, land_use: str, shares: str | None) -> str:
    name = words.land_use(codes, land_use)
    return name if shares is None else f"{name}  ({shares} %)"
