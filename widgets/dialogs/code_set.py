"""Another code set for the plan: what each code becomes, chosen where there is no one match."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from layers.codes import CODE_SETS, OWN, CodeSet
from layers.crosswalk import RELATIONS
from layers.document import Document
from layers.edits.code_set import CodeRow, conversion, target_set
from layers.own_codes import STORED
from resources.translations import tr
from widgets import theme, words
from widgets.dialogs.warning_line import WarningLine

_SIZE: Final = (820, 560)
_CODE, _PARCELS, _AREA, _BECOMES = range(4)
_LEFT: Final = ""
"""Value of the entry that leaves a code as it is."""
_MORE: Final = "\0more"
"""Value of the entry that offers all classes."""
_SHOWN: Final = 16


def sets_for(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the code sets that a plan can change to, with their titles."""
    for id_, title in CODE_SETS.items():
        if id_ != document.codes.id:
            yield id_, words.declared(title)
    if document.parameters.get(STORED) is not None and document.codes.id != OWN:
        yield OWN, target_set(document, OWN).title


class CodeSetDialog(QDialog):
    """Lists the codes of the parcels, and what they become in another code set.

    Parameters
    ----------
    document
        The plan.
    area_unit
        Unit of the areas.
    to
        Code set that is shown first, where the plan can change to it.
    parent
        The window.
    """

    def __init__(
        self, document: Document, area_unit: str, to: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._unit = document, area_unit
        self._rows: tuple[CodeRow, ...] = ()
        self._boxes: list[QComboBox] = []
        self.setWindowTitle(tr("Change the code set"))
        self.resize(*_SIZE)
        self.to_set = QComboBox()
        for id_, title in sets_for(document):
            self.to_set.addItem(title, id_)
        self.to_set.setCurrentIndex(max(self.to_set.findData(to), 0))
        self.table = QTableWidget(0, 4)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setAlternatingRowColors(True)
        self.table.setHorizontalHeaderLabels(
            [
                tr("Code now"),
                tr("Parcels"),
                tr("Area [{unit}]", unit=words.area_head(area_unit)),
                tr("Becomes"),
            ]
        )
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(_CODE, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(_PARCELS, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(_AREA, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(_BECOMES, QHeaderView.ResizeMode.Stretch)
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.problem = WarningLine()
        self._lay_out()
        self.to_set.currentIndexChanged.connect(self.show_codes)
        self.show_codes()

    def _lay_out(self) -> None:
        now = QLabel(words.declared(self._document.codes.title))
        now.setTextFormat(Qt.TextFormat.PlainText)
        form = QFormLayout()
        form.setSpacing(2 * theme.SPACE)
        form.addRow(tr("Code set now"), now)
        form.addRow(tr("Change to"), self.to_set)
        note = QLabel(
            tr(
                "Codes with exactly one match are converted. For the others choose a class, or"
                " leave them: their parcels keep the old code and are shown as unknown codes, so"
                " that each can be zoned by itself. The matches compare the scopes of both"
                " standards; they are no official conversion."
            )
        )
        note.setObjectName("muted")
        note.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.change = self.buttons.addButton(
            tr("Change the code set"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.change.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * theme.SPACE)
        layout.addLayout(form)
        layout.addWidget(note)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.summary)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)

    @property
    def to(self) -> str:
        """The code set that is changed to."""
        return str(self.to_set.currentData() or "")

    def show_codes(self) -> None:
        """List the codes for the chosen set, those that have to be chosen first."""
        wanted = target_set(self._document, self.to)
        found = conversion(self._document, self.to)
        self._rows = tuple(sorted(found, key=lambda row: row.settled is not None))
        self._boxes = []
        self.table.setRowCount(0)
        self.table.setRowCount(len(self._rows))
        for place, row in enumerate(self._rows):
            self._show_row(place, row, wanted)
        self._show_state()

    def _show_row(self, place: int, row: CodeRow, wanted: CodeSet) -> None:
        codes = self._document.codes
        code = QTableWidgetItem(words.land_use(codes, row.code))
        colour = codes.colour(row.code)
        code.setIcon(theme.swatch(colour or "#e3dfe6", "#6b6b6b"))
        code.setToolTip(words.hint(code.text()))
        self.table.setItem(place, _CODE, code)
        count = words.number(row.planned)
        if row.existing:
            count = tr("{planned} · existing {existing}", planned=count, existing=row.existing)
        for column, text in ((_PARCELS, count), (_AREA, words.area(row.area_m2, self._unit))):
            item = QTableWidgetItem(text)
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(place, column, item)
        box = self._box(row, wanted)
        self._boxes.append(box)
        self.table.setCellWidget(place, _BECOMES, box)

    def _box(self, row: CodeRow, wanted: CodeSet) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(tr("What {code} becomes", code=row.code))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(16)
        known = [one.code for one in row.matches]
        if row.settled and row.settled not in known:
            known.insert(0, row.settled)
        notes = {one.code: one for one in row.matches}
        for code in known:
            box.addItem(_swatch(wanted, code), words.land_use(wanted, code), code)
            if (match := notes.get(code)) is not None:
                hint = words.sentence(RELATIONS[match.relation])
                if match.note:
                    hint = f"{hint} ({words.of_two(match.note, match.note_zh)})"
                box.setItemData(box.count() - 1, words.hint(hint), Qt.ItemDataRole.ToolTipRole)
        if known:
            box.insertSeparator(box.count())
        box.addItem(tr("Leave {code} as it is", code=row.code), _LEFT)
        box.addItem(tr("Another class…"), _MORE)
        box.setPlaceholderText(
            tr("Choose one of {n}…", n=len(known)) if known else tr("No match – choose…")
        )
        box.setCurrentIndex(box.findData(row.settled) if row.settled else -1)
        box.activated.connect(lambda _: self._offer_all(box, wanted))
        box.currentIndexChanged.connect(self._show_state)
        return box

    def _offer_all(self, box: QComboBox, wanted: CodeSet) -> None:
        """Fill a box with all classes where it was asked for more."""
        if box.currentData() != _MORE:
            return
        there = {box.itemData(n) for n in range(box.count())}
        box.blockSignals(True)
        box.removeItem(box.findData(_MORE))
        box.setCurrentIndex(-1)
        box.insertSeparator(box.count())
        for code in wanted.classes:
            if code not in there:
                box.addItem(_swatch(wanted, code), words.land_use(wanted, code), code)
        box.setStyleSheet("combobox-popup: 0;")  # a list that scrolls, not one over the screen
        box.setMaxVisibleItems(_SHOWN)
        box.blockSignals(False)
        self._show_state()
        box.showPopup()

    @property
    def choices(self) -> dict[str, str | None]:
        """What was chosen other than the table says: a code, or None for one that stays."""
        found: dict[str, str | None] = {}
        for row, box in zip(self._rows, self._boxes, strict=True):
            if box.currentIndex() < 0:
                continue
            chosen = _chosen(box)
            if chosen == _LEFT:
                if row.settled is not None:
                    found[row.code] = None
            elif chosen != row.settled:
                found[row.code] = chosen
        return found

    def choose(self, code: str, to: str | None) -> None:
        """Choose what a code becomes; None leaves it as it is."""
        for row, box in zip(self._rows, self._boxes, strict=True):
            if row.code == code:
                wanted = _LEFT if to is None else to
                if box.findData(wanted) < 0:
                    codes = target_set(self._document, self.to)
                    box.addItem(_swatch(codes, wanted), words.land_use(codes, wanted), wanted)
                box.setCurrentIndex(box.findData(wanted))

    def _show_state(self) -> None:
        stay = [row for row, box in zip(self._rows, self._boxes, strict=True) if not _chosen(box)]
        done = len(self._rows) - len(stay)
        if not self._rows:
            text = tr("No parcel has a code yet; only the set changes.")
        elif not stay:
            text = tr("All {n} codes are converted.", n=done)
        else:
            text = tr(
                "{n} of {all} codes are converted. {left}",
                n=done,
                all=len(self._rows),
                left=tr(
                    "On {n} parcels these codes stay and will be listed as unknown: {codes}.",
                    n=sum(row.planned for row in stay),
                    codes=", ".join(row.code for row in stay[:8]) + (" …" if len(stay) > 8 else ""),
                ),
            )
        self.summary.setText(text)
        clash = [row.code for row in stay if row.clash]
        self.problem.say(
            tr(
                "{codes} would be taken for other classes of the new set. Choose what becomes of"
                " them.",
                codes=", ".join(clash[:8]),
            )
            if clash
            else ""
        )
        self.change.setEnabled(not clash)


def _chosen(box: QComboBox) -> str:
    found = str(box.currentData() or _LEFT)
    return _LEFT if found == _MORE else found


def _swatch(codes: CodeSet, code: str) -> QIcon:
    return theme.swatch(codes.colour(code) or "#e3dfe6", "#6b6b6b")
