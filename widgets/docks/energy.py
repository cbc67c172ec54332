"""Energy of the park: what it needs and emits, what its roofs give, and what is stored."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from layers.analysis.totals import totals
from layers.edits.parameters import set_parameter
from layers.measure import Results
from layers.parameters import SETTINGS
from resources.translations import current, tr
from widgets import forms, theme, words
from widgets.bridge import Bridge
from widgets.docks.energy_sections import sections
from widgets.docks.totals import SectionView
from widgets.panel import Attentive, Panel

CHOSEN: Final = (
    ("plan.climate_zone", "Climate zone"),
    ("plan.heat_supply", "Heat of buildings"),
    ("plan.process_load", "Process hours"),
)
"""Settings of which one is chosen, with the few words that a narrow panel has room for."""
TYPED: Final = (
    ("plan.green_power_pct", "Green power"),
    ("plan.storage_mwh", "Storage"),
    ("plan.storage_mw", "Storage power"),
)
"""Settings that are numbers, in the same way."""
_LETTERS: Final = 12
"""Least width of a list of choices. [letters]"""


class EnergyPanel(Attentive, QScrollArea):
    """The settings that planners vary, then ledger, demand and the balance of the hours.

    Parameters
    ----------
    bridge
        The plan.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._sections: dict[str, SectionView] = {}
        self.boxes: dict[str, QComboBox] = {}
        self.fields: dict[str, QLineEdit] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        form = QFormLayout()
        form.setSpacing(theme.SPACE)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for id_, title in CHOSEN:
            form.addRow(words.declared(title), self._box(id_))
        for id_, title in TYPED:
            form.addRow(f"{words.declared(title)} [{SETTINGS[id_].unit}]", self._field(id_))
        self.missing = QLabel()
        self.missing.setObjectName("muted")
        self.missing.setWordWrap(True)
        body = QWidget()
        self._layout = QVBoxLayout(body)
        space = 2 * theme.SPACE
        self._layout.setContentsMargins(space, space, space, space)
        self._layout.setSpacing(4 * theme.SPACE)
        self._layout.addLayout(form)
        self._layout.addWidget(self.missing)
        self._layout.addStretch(1)
        self.setWidget(body)

        bridge.results_changed.connect(self.follow)
        bridge.display_changed.connect(self.follow)
        bridge.document_changed.connect(self._show_settings)
        self.show_present()

    def _box(self, id_: str) -> QComboBox:
        box, setting = QComboBox(), SETTINGS[id_]
        box.setAccessibleName(words.declared(setting.title))
        box.setToolTip(words.declared(setting.title))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(_LETTERS)
        if setting.none:
            box.addItem(words.declared(setting.none), None)
        for name, title in setting.choices.items():
            box.addItem(words.declared(title), name)
        box.activated.connect(partial(self._choose, id_))
        self.boxes[id_] = box
        return box

    def _field(self, id_: str) -> QLineEdit:
        field, setting = QLineEdit(), SETTINGS[id_]
        field.setAccessibleName(words.declared(setting.title))
        field.setToolTip(words.declared(setting.title))
        if setting.none:
            field.setPlaceholderText(words.declared(setting.none))
        field.editingFinished.connect(partial(self._enter, id_))
        self.fields[id_] = field
        return field

    def _choose(self, id_: str, _: int = 0) -> None:
        self._set(id_, self.boxes[id_].currentData())

    def _enter(self, id_: str) -> None:
        field = self.fields[id_]
        if field.isModified():
            field.setModified(False)
            self._set(id_, forms.parsed(field.text(), SETTINGS[id_].dtype))

    def _set(self, id_: str, value: object) -> None:
        if value != self._bridge.document.parameters.get(id_):
            self._bridge.attempt(lambda plan: set_parameter(plan, id_, value))
        self._show_settings()

    def _show_settings(self, _: object = None) -> None:
        parameters = self._bridge.document.parameters
        for id_, box in self.boxes.items():
            box.setCurrentIndex(max(box.findData(parameters.get(id_)), 0))
        for id_, field in self.fields.items():
            value = parameters.get(id_)
            text = "" if value is None else forms.edited_text(value)
            if not field.isModified() and field.text() != text:
                field.setText(text)

    @override
    def show_present(self) -> None:
        """Show the numbers as they are."""
        self._show_settings()
        results = self._bridge.results
        if results is None:
            self.missing.setText(tr("computing…"))
            return
        found = totals(results, speak=current().sentence, stamped=False)
        stale = any(
            entry.stale for id_, entry in results.entries.items() if id_.startswith("energy.")
        )
        for section in sections(found, results.document, self._bridge.area_unit):
            view = self._sections.get(section.id)
            if view is None:
                view = SectionView(section, self)
                view.asked.connect(self._bridge.why_requested)
                self._sections[section.id] = view
                self._layout.insertWidget(self._layout.count() - 1, view)
            view.show_section(section, stale=stale)
        self._show_missing(results, found["missing"])

    def _show_missing(self, results: Results, lacks: list[dict[str, object]]) -> None:
        needs = dict.fromkeys(
            str(lack["needs"])
            for lack in lacks
            if str(lack["path"]).startswith(("energy.", "carbon.net"))
        )
        shown = bool(needs) and len(results.document.layer("parcels")) > 0
        self.missing.setVisible(shown)
        if shown:
            self.missing.setText(tr("Missing: {needs}.", needs="; ".join(needs)))

    def section(self, id_: str) -> SectionView:
        """Return a table of the panel."""
        return self._sections[id_]


PANEL = Panel(
    id="energy",
    title=partial(tr, "Energy"),
    icon="energy",
    area="right",
    order=7,
    key="F5",
    make=EnergyPanel,
    tab="numbers",
    hidden=True,
)
