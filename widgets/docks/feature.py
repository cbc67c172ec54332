"""All that is known of one feature: what the file says, its sizes, and what was computed."""

from __future__ import annotations

import html
from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shapely.geometry.base import BaseGeometry
from typing_extensions import override

from layers.analysis import per_feature
from layers.document import Document
from layers.indicators import LIMIT_COLUMNS
from layers.kind import Shape
from layers.kinds import kinds
from layers.measure import Results
from layers.units import AREA_UNITS
from resources.translations import tr
from widgets import forms, theme, words
from widgets.bridge import Bridge
from widgets.docks.limit_texts import limit_rows
from widgets.panel import Attentive, Panel

Row = tuple[str, str]
Section = tuple[str, list[Row]]
MOST: int = 200
"""So many features of one place are listed."""


def about(
    document: Document, results: Results | None, kind: str, id_: int, unit: str
) -> list[Section]:
    """Return what is known of a feature: sections with titles and texts; none where it is gone.

    Parameters
    ----------
    document
        The plan.
    results
        What was computed, None before it was.
    kind, id_
        The feature.
    unit
        The unit of areas that comes first.
    """
    layer = document.layer(kind)
    (place,) = layer.positions(np.array([id_], np.int64)).tolist()
    if place < 0:
        return []
    declared = kinds()[kind]
    rows: list[Row] = [("fid", str(id_))]
    for name in layer.columns:
        if name == "geometry":
            continue
        column = declared.column(name)
        if kind == "parcels" and name in LIMIT_COLUMNS:
            continue  # told below, beside what is planned
        value = layer.values(name).iloc[place]
        text = words.MISSING if pd.isna(value) else forms.edited_text(value)
        if column is None:
            rows.append((name, text))
            continue
        if not pd.isna(value):
            text = forms.titled(column, document, text)
        rows.append((words.column_head(column), text))
    sections = [(tr("Attribute values"), rows)]
    if kind == "parcels" and results is not None:
        limited = limit_rows(document, results, id_)
        sections += [(tr("Indicators and limits"), limited)] if limited else []
    sections.append((tr("Size"), _sizes(document, kind, place, unit)))
    computed = _computed(results, kind, id_, unit)
    return [*sections, (tr("Computed"), computed)] if computed else sections


def _sizes(document: Document, kind: str, place: int, unit: str) -> list[Row]:
    shape = document.layer(kind).shapes(np.array([place]))
    if shapely.is_missing(shape)[0] or shapely.is_empty(shape)[0]:
        return [(tr("Shape"), tr("none"))]
    form, rows = kinds()[kind].shape, []
    if form is Shape.POLYGON:
        area = float(shapely.area(shape)[0])
        units = dict.fromkeys((unit, "m2", "ha", "mu"))
        texts = [f"{words.area(area, one)} {AREA_UNITS[one][0]}" for one in units]
        rows.append((tr("Area"), " = ".join(texts)))
        rows.append((tr("Perimeter"), f"{words.number(float(shapely.length(shape)[0]), 1)} m"))
    elif form is Shape.LINE:
        rows.append((tr("Length"), f"{words.number(float(shapely.length(shape)[0]), 1)} m"))
    middle = shapely.point_on_surface(shape)
    x, y = float(shapely.get_x(middle)[0]), float(shapely.get_y(middle)[0])
    rows.append((tr("Place"), f"N {words.number(y, 3)}  E {words.number(x, 3)}"))
    if form is not Shape.POINT:
        rows.append((tr("Corners"), words.number(_corners(shape[0]))))
    return rows


def _corners(shape: BaseGeometry) -> int:
    """Return how many corners a shape has; where a line ends in which it begins is one of them."""
    parts = shapely.get_parts(shape)
    lines = shapely.get_rings(parts) if shapely.get_dimensions(shape) == 2 else parts
    return int(shapely.get_num_coordinates(shape)) - int(shapely.is_closed(lines).sum())


def _computed(results: Results | None, kind: str, id_: int, unit: str) -> list[Row]:
    if results is None:
        return []
    rows: list[Row] = []
    for measure in per_feature.feature_measures(kind):
        if measure.id.startswith("limits."):
            continue  # told among the indicators
        (value,) = per_feature.values(results, measure.id, np.array([id_], np.int64)).tolist()
        if not np.isfinite(value):
            continue
        if measure.unit == "m²":
            text = words.area_with_sign(value, unit)
        else:
            text = f"{words.figures(value, 6)} {words.unit(measure.unit)}".strip()
        rows.append((words.declared(measure.title), text))
    return rows


def name_of(document: Document, kind: str, id_: int) -> str:
    """Return what a feature is called: its kind with its number or name, else its id."""
    layer = document.layer(kind)
    title = words.declared(kinds()[kind].title)
    (place,) = layer.positions(np.array([id_], np.int64)).tolist()
    for column in dict.fromkeys((kinds()[kind].label, "number", "name")):
        if place < 0 or column not in layer.columns:
            continue
        value = layer.values(column).iloc[place]
        if not pd.isna(value) and str(value).strip():
            return f"{title} {str(value)[:60]}"
    return f"{title} #{id_}"


class FeaturePanel(Attentive, QWidget):
    """Tells about the feature that was clicked with the tool, or is alone in the selection.

    Parameters
    ----------
    bridge
        The plan.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._found: list[tuple[str, int]] = []
        self._many = False
        self.choice = QComboBox()
        self.choice.setAccessibleName(tr("Features at this place"))
        self.choice.setToolTip(tr("Features at this place, from above to below"))
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(tr("Feature details"))
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.look = self._button("zoom-selection", tr("Show it on the map"), self._look)
        self.select = self._button("select", tr("Select it"), self._select)
        self.table = self._button("table", tr("Show it in the table"), self._show_in_table)
        self.copy = self._button("copy", tr("Copy all that is told as a table"), self._copy)
        head = QHBoxLayout()
        head.setContentsMargins(theme.SPACE, 0, theme.SPACE, 0)
        head.setSpacing(theme.SPACE)
        head.addWidget(self.choice, 1)
        for button in (self.look, self.select, self.table, self.copy):
            head.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACE, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(head)
        layout.addWidget(self.text, 1)
        self.choice.activated.connect(lambda _: self._show_text())
        bridge.identified.connect(self.show_features)
        bridge.selection_changed.connect(self._follow_selection)
        bridge.document_changed.connect(self.follow)
        bridge.results_changed.connect(self.follow)
        bridge.display_changed.connect(self.follow)
        self._follow_selection()
        self.show_present()

    def _button(self, icon: str, text: str, run: object) -> QToolButton:
        button = QToolButton()
        button.setIcon(theme.icon(icon))
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.clicked.connect(run)
        return button

    @property
    def feature(self) -> tuple[str, int] | None:
        """Kind and id of the feature that is told about."""
        place = self.choice.currentIndex()
        return self._found[place] if 0 <= place < len(self._found) else None

    def show_features(self, found: Sequence[tuple[str, int]]) -> None:
        """Tell about the first of some features; the others can be chosen. Opens the panel."""
        self._found, self._many = list(found)[:MOST], False
        self.show_present()
        self._bridge.open_panel("feature")

    def _follow_selection(self) -> None:
        selected = [(kind, ids) for kind, ids in self._bridge.selection.items()]
        count = sum(len(ids) for _, ids in selected)
        if count == 1:
            ((kind, ids),) = selected
            if (kind, int(ids[0])) not in self._found:
                self._found = [(kind, int(ids[0]))]
            else:
                self.choice.setCurrentIndex(self._found.index((kind, int(ids[0]))))
        elif count:
            self._found = []
        self._many = count > 1
        self.follow()

    @override
    def show_present(self) -> None:
        """Show the features as they are now."""
        document = self._bridge.document
        there = [
            (kind, id_)
            for kind, id_ in self._found
            if (document.layer(kind).positions(np.array([id_], np.int64)) >= 0).all()
        ]
        before, self._found = self.feature, there
        self.choice.clear()
        self.choice.addItems([name_of(document, kind, id_) for kind, id_ in there])
        if before in there:
            self.choice.setCurrentIndex(there.index(before))
        self.choice.setEnabled(len(there) > 1)
        self._show_text()

    def _show_text(self) -> None:
        chosen = self.feature
        self._bridge.tell(chosen)
        for widget in (self.look, self.select, self.table, self.copy):
            widget.setEnabled(chosen is not None)
        if chosen is None:
            text = tr("Click a feature with the tool Identify (I), or select a single one.")
            if self._many:
                text = tr("Several features are selected. Select a single one to see all of it.")
            muted = theme.colours().muted
            self.text.setHtml(f'<p style="color:{muted}">{html.escape(text)}</p>')
            return
        self.text.setHtml(_page(self._sections(chosen)))

    def _sections(self, chosen: tuple[str, int]) -> list[Section]:
        bridge = self._bridge
        return about(bridge.document, bridge.results, *chosen, bridge.area_unit)

    # ---- what can be done with it ---------------------------------------------------------------

    def _look(self) -> None:
        if self.feature is not None:
            kind, id_ = self.feature
            self._bridge.look_at(kind, np.array([id_], np.int64))

    def _select(self) -> None:
        if self.feature is not None:
            kind, id_ = self.feature
            self._bridge.activate(kind)
            self._bridge.select({kind: [id_]})

    def _show_in_table(self) -> None:
        self._select()
        self._bridge.open_panel("table")

    def _copy(self) -> None:
        if self.feature is not None:
            rows = [row for _, rows in self._sections(self.feature) for row in rows]
            QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in rows))


def _page(sections: list[Section]) -> str:
    """Return the sections as HTML; all that comes from files is escaped."""
    colours = theme.colours()
    parts: list[str] = []
    for title, rows in sections:
        parts.append(f'<p style="color:{colours.accent}"><b>{html.escape(title)}</b></p>')
        parts.append('<table cellspacing="0" cellpadding="3" width="100%">')
        parts += [
            f'<tr><td width="40%" style="color:{colours.muted}">{html.escape(name[:200])}</td>'
            f"<td>{html.escape(text[:2000])}</td></tr>"
            for name, text in rows
        ]
        parts.append("</table>")
    return "".join(parts)


PANEL = Panel(
    id="feature",
    title=lambda: tr("Feature details"),
    icon="identify",
    area="right",
    order=10,
    key="F4",
    make=FeaturePanel,
    hidden=True,
)
