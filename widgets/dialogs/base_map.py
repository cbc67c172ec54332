"""Choosing the base map: a list to search, the user's own address, and how it is drawn."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from layers.errors import PlanError
from layers.tiles.cache import TileCache
from layers.tiles.choice import Choice
from layers.tiles.grid import MOST_ZOOM
from layers.tiles.sources import LONGEST, OWN, Source, is_shifted, own_source, sources
from resources.translations import tr
from widgets import theme, words
from widgets.jobs import Latest
from widgets.spin import SpinBox

_SIZE: Final = (640, 640)
_ID: Final = Qt.ItemDataRole.UserRole
_MEGABYTE: Final = 1_000_000


class BaseMapDialog(QDialog):
    """What lies below the plan.

    Parameters
    ----------
    choice
        What is chosen at present.
    cache
        Tiles on disk, which can be thrown away here.
    told
        What there is to say about the present one; empty for nothing.
    parent
        The window.
    """

    def __init__(
        self, choice: Choice, cache: TileCache, told: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._choice, self._cache = choice, cache
        self._keys = dict(choice.keys)
        self._family = ""
        self.setWindowTitle(tr("Base map"))
        self.resize(*_SIZE)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Type a word to search all base maps"))
        self.search.setClearButtonEnabled(True)
        self.list = QTreeWidget()
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, self.list.header().ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, self.list.header().ResizeMode.ResizeToContents)
        self.more = _muted()
        self.told = _muted()
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self._make_fields()
        self._latest = Latest(self)
        self._latest.answered.connect(self._show_size)
        self._lay_out()
        self._offer(choice.source)
        self.search.textChanged.connect(lambda: self._offer(self.chosen_id))
        self.list.currentItemChanged.connect(self._show_source)
        self.url.textChanged.connect(self._url_changed)
        self.finished.connect(self._latest.close)
        self._show_source()
        self._latest.ask(lambda _: self._cache.size())

    # ---- the parts ------------------------------------------------------------------------------

    def _make_fields(self) -> None:
        choice = self._choice
        self.key = QLineEdit()
        self.key.setPlaceholderText(tr("Yours, from the provider; kept on this computer alone"))
        self.key.setMaxLength(LONGEST)
        self.url = QLineEdit(choice.url)
        self.url.setPlaceholderText("https://tile.example.org/{z}/{x}/{y}.png?key={key}")
        self.url.setMaxLength(LONGEST)
        self.attribution = QLineEdit(choice.attribution)
        self.attribution.setPlaceholderText(tr("Who made it; written on the map"))
        self.zoom = SpinBox()
        self.zoom.setRange(1, MOST_ZOOM)
        self.zoom.setValue(choice.max_zoom)
        self.shifted = QCheckBox(tr("Drawn in GCJ-02 (shifted; corrected here)"))
        self.shifted.setChecked(choice.shifted)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(10, 100)
        self.opacity.setValue(round(choice.opacity * 100))
        self.percent = QLabel()
        self.opacity.valueChanged.connect(lambda value: self.percent.setText(f"{value} %"))
        self.percent.setText(f"{self.opacity.value()} %")
        self.grey = QCheckBox(tr("Without colours, so that the plan stands out"))
        self.grey.setChecked(choice.grey)
        self.credit = _muted()
        self.kept = QLabel("…")
        self.clear = QPushButton(tr("Clear"))
        self.clear.setAutoDefault(False)
        self.clear.clicked.connect(self._throw_away)

    def _lay_out(self) -> None:
        self.form = QFormLayout()
        self.form.setSpacing(2 * theme.SPACE)
        self.form.addRow(tr("Key"), self.key)
        self.form.addRow(tr("Address"), self.url)
        self.form.addRow(tr("Credit"), self.attribution)
        self.form.addRow(tr("Largest zoom"), self.zoom)
        self.form.addRow("", self.shifted)
        self.form.addRow("", self.credit)
        self.form.addRow(tr("Opacity"), _row(self.opacity, self.percent))
        self.form.addRow("", self.grey)
        self.form.addRow(tr("Kept on disk"), _row(self.kept, self.clear, stretch=True))
        buttons = QDialogButtonBox()
        self.take = buttons.addButton(tr("OK"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * theme.SPACE)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        for widget in (self.more, self.told):
            layout.addWidget(widget)
        layout.addLayout(self.form)
        layout.addWidget(buttons)

    # ---- the list -------------------------------------------------------------------------------

    @property
    def chosen_id(self) -> str:
        """Id of the marked source; empty for none."""
        item = self.list.currentItem()
        return str(item.data(0, _ID)) if item is not None else ""

    def _offer(self, marked: str) -> None:
        """Show what fits to the search, else those offered first, and mark one."""
        typed = self.search.text().casefold().split()
        found = [
            source
            for source in sources().values()
            if (all(word in _searched(source) for word in typed) if typed else source.offered)
            or source.id == marked
        ]
        self.list.blockSignals(True)
        self.list.clear()
        self.list.setCurrentItem(self._add(tr("No base map"), "", ""))
        for source in found:
            self._add(words.source_title(source.title), source.id, _marks(source))
        self._add(tr("Own address (XYZ or WMTS)"), OWN, "")
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            if item is not None and item.data(0, _ID) == marked:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        rest = len(sources()) - len(found)
        self.more.setText("" if typed else tr("{n} more are found by typing.", n=rest))
        self.more.setVisible(not typed)
        self._show_source()

    def _add(self, title: str, id_: str, marks: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([title, marks])
        item.setData(0, _ID, id_)
        item.setToolTip(0, title)
        self.list.addTopLevelItem(item)
        return item

    # ---- what is chosen -------------------------------------------------------------------------

    def _source(self) -> Source | None:
        """Return the marked source; raise PlanError where the own address is none."""
        if self.chosen_id != OWN:
            return sources().get(self.chosen_id)
        return own_source(self.url.text(), attribution=self.attribution.text())

    def _show_source(self) -> None:
        """Show what belongs to the marked source."""
        self._keep_key()
        own, problem = self.chosen_id == OWN, ""
        source = None
        try:
            source = self._source()
        except PlanError as error:
            if self.url.text().strip():
                problem = words.sentence(error.message)
        for widget in (self.url, self.attribution, self.zoom, self.shifted):
            self.form.setRowVisible(widget, own)
        needs_key = source is not None and bool(source.key)
        self.form.setRowVisible(self.key, needs_key)
        self._family = source.family if source is not None else ""
        self.key.setText(self._keys.get(self._family, ""))
        text = problem or (source.attribution if source is not None and not own else "")
        self.credit.setText(text)
        self.credit.setObjectName("warning" if problem else "muted")
        self.form.setRowVisible(self.credit, bool(text))
        self.take.setEnabled(source is not None or not self.chosen_id)

    def _url_changed(self) -> None:
        self.shifted.setChecked(is_shifted(self.url.text()) or self.shifted.isChecked())
        self._show_source()

    def _keep_key(self) -> None:
        if self._family:
            self._keys[self._family] = self.key.text().strip()

    @property
    def choice(self) -> Choice:
        """What is chosen now."""
        self._keep_key()
        return replace(
            self._choice,
            source=self.chosen_id,
            shown=bool(self.chosen_id),
            opacity=self.opacity.value() / 100,
            grey=self.grey.isChecked(),
            url=self.url.text().strip(),
            attribution=self.attribution.text().strip(),
            shifted=self.shifted.isChecked(),
            max_zoom=self.zoom.value(),
            keys=MappingProxyType({family: key for family, key in self._keys.items() if key}),
        )

    # ---- the disk -------------------------------------------------------------------------------

    def _show_size(self, size: object) -> None:
        megabytes = size / _MEGABYTE if isinstance(size, int) else 0.0
        self.kept.setText(tr("{n} MB", n=words.number(megabytes, 1)))
        self.clear.setEnabled(megabytes > 0)

    def _throw_away(self) -> None:
        self.clear.setEnabled(False)

        def cleared(_: object) -> object:
            self._cache.clear()
            return self._cache.size()

        self._latest.ask(cleared)


def _searched(source: Source) -> str:
    return f"{source.id} {source.title} {source.attribution}".casefold()


def _marks(source: Source) -> str:
    """Return what has to be known about a source before it is chosen."""
    marks = [
        tr("GCJ-02 (shifted, corrected here)") if source.shifted else "",
        tr("needs a key") if source.key else "",
    ]
    return ", ".join(mark for mark in marks if mark)


def _muted() -> QLabel:
    label = QLabel()
    label.setObjectName("muted")
    label.setWordWrap(True)
    return label


def _row(*widgets: QWidget, stretch: bool = False) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        layout.addWidget(widget)
    if stretch:
        layout.addStretch(1)
    return row
