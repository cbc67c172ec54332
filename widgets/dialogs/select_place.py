"""Selecting features by where they lie: beside, inside or near others."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from layers.analysis.location import related
from layers.kinds import kinds
from layers.progress import Progress
from resources.translations import tr
from widgets import theme, words
from widgets.bridge import Bridge
from widgets.dialogs.select_buttons import SelectButtons
from widgets.jobs import Latest
from widgets.spin import DoubleSpinBox

_WIDTH_PX: Final = 480
_REST_MS: Final = 120
_MOST_M: Final = 100_000.0
SELECTION: Final = ""
"""Stands for the selection among the kinds that can be compared with."""


class PlaceDialog(QDialog):
    """Which features, in what relation, to which others; with the count of what fits.

    Parameters
    ----------
    bridge
        The plan; the active layer is looked through, on a thread beside the window.
    parent
        The window.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.found: NDArray[np.int64] = np.empty(0, np.int64)
        self._latest = Latest(self)
        kind = kinds()[bridge.active]
        self.setWindowTitle(tr("Select {kind} by place", kind=words.declared(kind.title)))
        self.setMinimumWidth(_WIDTH_PX)
        self.relation = QComboBox()
        for id_, title in relations().items():
            self.relation.addItem(title, id_)
        self.distance = DoubleSpinBox()
        self.distance.setRange(0.0, _MOST_M)
        self.distance.setDecimals(1)
        self.distance.setValue(100.0)
        self.distance.setSuffix(" m")
        self.others = QComboBox()
        selected = sum(len(ids) for ids in bridge.selection.values())
        if selected:
            text = tr("the selection ({n} features)", n=selected)
            self.others.addItem(text, SELECTION)
        for id_, other in reversed(list(kinds().items())):
            if len(bridge.document.layer(id_)):
                self.others.addItem(words.declared(other.title), id_)
        self.count = QLabel()
        self.count.setWordWrap(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._lay_out()
        self._timer.timeout.connect(self.preview)
        for box in (self.relation, self.others):
            box.currentIndexChanged.connect(self.preview)
        self.distance.valueChanged.connect(self._timer.start)
        self._latest.answered.connect(self._show)
        self._latest.failed.connect(_raise)
        self.preview()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(2 * theme.SPACE)
        form.addRow(tr("Features that"), self.relation)
        form.addRow(tr("Distance"), self.distance)
        form.addRow(tr("Of"), self.others)
        self.buttons = SelectButtons(self._bridge)
        self.buttons.done.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(3 * theme.SPACE)
        layout.addLayout(form)
        layout.addWidget(self.count)
        layout.addWidget(self.buttons)

    def _others(self) -> NDArray[np.object_]:
        document, chosen = self._bridge.document, self.others.currentData()
        if chosen != SELECTION:
            return document.layer(chosen).geometries
        shapes = [
            document.layer(kind).shapes(document.layer(kind).places(ids))
            for kind, ids in self._bridge.selection.items()
        ]
        return np.concatenate(shapes) if shapes else np.empty(0, object)

    def preview(self) -> None:
        """Look beside the window for what fits."""
        self._timer.stop()
        relation, distance = self.relation.currentData(), self.distance.value()
        self.distance.setEnabled(relation == "near")
        self.buttons.show_found(np.empty(0, np.int64))
        if self.others.count() == 0:
            self.count.setText(tr("The plan has no features yet."))
            return
        layer = self._bridge.document.layer(self._bridge.active)
        chosen, others = self.others.currentData(), self._others()
        own = self._bridge.selection.get(layer.kind) if chosen == SELECTION else None
        self.count.setText(tr("looking…"))

        def work(progress: Progress) -> object:
            among = chosen == layer.kind
            found = related(layer, others, relation, distance, progress, among=among)
            # What is selected is not looked for: it meets itself.
            return found if own is None or relation == "apart" else np.setdiff1d(found, own)

        self._latest.ask(work)

    def _show(self, found: object) -> None:
        if isinstance(found, np.ndarray):
            self.found = found
        self.count.setText(tr("{n} features fit.", n=len(self.found)))
        self.buttons.show_found(self.found)

    @override
    def done(self, result: int) -> None:
        self._timer.stop()
        self._latest.close()
        super().done(result)


def relations() -> dict[str, str]:
    """Return the relations with their titles."""
    return {
        "meets": tr("meet any"),
        "inside": tr("lie inside one"),
        "holds": tr("hold one entirely"),
        "near": tr("lie within a distance"),
        "apart": tr("meet none"),
    }


def _raise(error: object) -> None:
    if isinstance(error, BaseException):
        raise error
