"""The page of the style editor for what is written on features."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from layers.analysis.per_feature import subject
from layers.errors import PlanError
from layers.fields import COMPUTED, MEASURE, TITLE, offered, titles_of
from layers.kind import LayerKind
from layers.kinds import kinds
from layers.style import Labels, Style
from layers.template import Template, TemplateError
from resources.translations import current, tr
from widgets import theme, words
from widgets.bridge import Bridge
from widgets.dialogs.colour import ColourButton
from widgets.dialogs.scale_range import ScaleRange
from widgets.spin import DoubleSpinBox

_LINES = 3


class LabelsPage(QWidget):
    """Template, letters, halo and scales, with an example.

    Parameters
    ----------
    bridge
        The plan.
    kind
        What is written on.
    """

    changed = Signal()

    def __init__(self, bridge: Bridge, kind: str) -> None:
        super().__init__()
        self._bridge, self._kind = bridge, kinds()[kind]
        self.shown = QCheckBox(tr("Write labels on the features"))
        self.template = QPlainTextEdit()
        self.template.setTabChangesFocus(True)
        self.template.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + 4 * theme.SPACE)
        self.template.setAccessibleName(tr("Text"))
        label = self._kind.label
        self.template.setPlaceholderText(f"{{{label}}}" if label else tr("no text"))
        self.insert = QToolButton()
        self.insert.setText(tr("Insert a field"))
        self.insert.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.insert.setMenu(self._fields())
        self.example = QLabel()
        self.height_ = _millimetres(0.5, 50, 0.1)
        self.colour = ColourButton(tr("Colour of the letters"), tr("as suits the layer"))
        self.halo = _millimetres(0, 10, 0.05)
        self.scales = ScaleRange(bridge.scale)
        self._lay_out()
        self.shown.toggled.connect(self._tell)
        self.template.textChanged.connect(self._tell)
        for widget in (self.colour, self.scales):
            widget.changed.connect(self.changed)
        for box in (self.height_, self.halo):
            box.valueChanged.connect(self.changed)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(2 * theme.SPACE)
        text = QVBoxLayout()
        text.setSpacing(theme.SPACE)
        text.addWidget(self.template)
        text.addWidget(self.insert)
        form.addRow(tr("Text"), text)
        form.addRow(tr("Example"), self.example)
        form.addRow(tr("Height of the letters"), self.height_)
        form.addRow(tr("Colour"), self.colour)
        form.addRow(tr("Halo"), self.halo)
        form.addRow(tr("Seen at scales"), self.scales)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[3 * theme.SPACE] * 4)
        layout.setSpacing(2 * theme.SPACE)
        layout.addWidget(self.shown)
        layout.addLayout(form)
        layout.addStretch(1)

    def _fields(self) -> QMenu:
        menu = QMenu(self)
        columns = self._bridge.document.layer(self._kind.id).columns
        sort = ""
        for name in offered(self._kind.id, columns):
            before, sort = sort, _sort(name, self._kind)
            if before and before != sort:
                menu.addSeparator()
            # The braces stand where a menu has its keys: what is written, beside what it means.
            menu.addAction(
                f"{self._titled(name)}\t{{{name}}}",
                lambda name=name: self.template.insertPlainText(f"{{{name}}}"),
            )
        return menu

    def _titled(self, name: str) -> str:
        """Return what a field means, in the language of the window."""
        if name in COMPUTED:
            return _computed_titles()[name]
        if name == "fid":
            return tr("The feature's id")
        column = self._kind.column(name.removesuffix(TITLE))
        if column is not None and name not in {one.id for one in self._kind.columns}:
            return tr("{column}, in words", column=words.declared(column.title))
        found = subject(self._bridge.document, self._kind.id, name)
        if found is None:
            return name
        title = found.title if found.own else words.declared(found.title)
        return f"{title} [{words.unit(found.unit)}]" if found.unit else title

    def _tell(self) -> None:
        self._show_example()
        self.changed.emit()

    def _show_example(self) -> None:
        """Show what is written on the first selected feature, else on the first one."""
        document = self._bridge.document
        layer = document.layer(self._kind.id)
        ids = self._bridge.selection.get(self._kind.id, layer.ids)[:1]
        for widget in (self.template, self.insert, self.height_, self.colour, self.halo):
            widget.setEnabled(self.shown.isChecked())
        try:
            template = Template.parse(self._text())
        except PlanError:
            self.example.setText("–")
            return
        language = current()
        titles = titles_of(
            document, self._kind.id, chinese=language.language == "zh", translate=language
        )
        told = template.texts(layer, np.asarray(ids, np.int64), self._bridge.results, titles)
        self.example.setText((told[0] if told else "") or "–")

    def _text(self) -> str:
        typed = self.template.toPlainText().strip()
        return typed or (f"{{{self._kind.label}}}" if self._kind.label else "")

    def show_style(self, style: Style) -> None:
        """Show a style without telling that it is another one."""
        labels = style.labels
        self.blockSignals(True)
        self.shown.setChecked(labels.shown)
        self.template.setPlainText(labels.template.replace("\\n", "\n"))
        self.height_.setValue(labels.height)
        self.colour.show_colour(labels.colour)
        self.halo.setValue(labels.halo)
        self.scales.show_range(labels.nearest, labels.farthest)
        self._show_example()
        self.blockSignals(False)

    def styled(self, style: Style) -> Style:
        """Return a style with what this page says.

        Raises
        ------
        PlanError
            Where the text cannot be written.
        """
        typed = self.template.toPlainText().strip()
        layer = self._bridge.document.layer(self._kind.id)
        for problem in Template.parse(typed).problems(self._kind.id, layer.columns):
            raise TemplateError(problem.text, **problem.values)
        nearest, farthest = self.scales.range
        labels = Labels(
            template=typed,
            shown=self.shown.isChecked(),
            height=self.height_.value(),
            colour=self.colour.colour,
            halo=self.halo.value(),
            nearest=nearest,
            farthest=farthest,
        )
        return replace(style, labels=labels)


def _millimetres(low: float, high: float, step: float) -> QDoubleSpinBox:
    box = DoubleSpinBox()
    box.setRange(low, high)
    box.setDecimals(2)
    box.setSingleStep(step)
    box.setSuffix(" mm")
    return box


def _computed_titles() -> dict[str, str]:
    """Return what the fields mean that are worked out from the shape."""
    area = {"area_m2": "m²", "area_ha": "ha", "area_mu": "亩"}
    titles = {name: tr("Area [{unit}]", unit=unit) for name, unit in area.items()}
    return {**titles, "length_m": tr("Length or perimeter [m]")}


def _sort(name: str, kind: LayerKind) -> str:
    """Return to which part of the list a field belongs."""
    if name.startswith(f"{MEASURE}:"):
        return "measure"
    if name in COMPUTED or name == "fid":
        return "size"
    known = kind.column(name) is None and kind.column(name.removesuffix(TITLE)) is not None
    return "words" if known else "column"
