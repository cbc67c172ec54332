"""Lines and green land beside what is selected: set-backs, parallels, banks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

from layers.document import Document
from layers.edit import Edit
from layers.edits.green import buffer_water
from layers.edits.offset import CONTROL, CUT, FARTHEST_M, offset, set_back
from layers.kind import Shape
from layers.kinds import kinds
from resources.translations import tr
from widgets import words
from widgets.dialogs.previewed import PreviewedDialog
from widgets.spin import DoubleSpinBox

_ALL: Final = ""


class BesideDialog(PreviewedDialog):
    """A distance, and what else a line beside something needs.

    Parameters
    ----------
    title, act
        What stands in its frame and on its button.
    distance
        At first. [m]
    least
        What it may be. [m]
    parent
        The window.
    """

    def __init__(
        self, title: str, act: str, distance: float, least: float, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, act, parent)
        self.distance = DoubleSpinBox()
        self.distance.setRange(least, FARTHEST_M)
        self.distance.setDecimals(2)
        self.distance.setSuffix(" m")
        self.distance.setValue(distance)
        self.distance.setAccessibleName(tr("Distance"))
        self.distance.valueChanged.connect(self.changed)
        self.form.addRow(tr("&Distance"), self.distance)

    def choice(self, label: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
        """Add a choice among values, each with its title."""
        box = QComboBox()
        for value, title in choices:
            box.addItem(title, value)
        box.setAccessibleName(words.without_mnemonic(label))
        box.currentIndexChanged.connect(self.changed)
        self.form.addRow(label, box)
        return box


def _types() -> list[tuple[str, str]]:
    column = kinds()[CONTROL].column("type")
    found = column.choices.items() if column is not None else ()
    return [(id_, words.declared(title)) for id_, title in found]


class SetBackDialog(BesideDialog):
    """How far buildings stand back from the borders of the selected parcels.

    Parameters
    ----------
    ids
        The parcels.
    parent
        The window.
    """

    def __init__(self, ids: NDArray[np.int64], parent: QWidget | None = None) -> None:
        super().__init__(tr("Set-back lines"), tr("&Draw"), 5.0, 0.1, parent)
        self._ids = ids

    @override
    def verb(self, document: Document) -> Edit:
        return set_back(document, self._ids, self.distance.value())


class OffsetDialog(BesideDialog):
    """A line beside a feature: how far, and what it becomes.

    Parameters
    ----------
    kind, id_
        The feature.
    parent
        The window.
    """

    def __init__(self, kind: str, id_: int, parent: QWidget | None = None) -> None:
        super().__init__(tr("Line beside a feature"), tr("&Draw"), 10.0, -FARTHEST_M, parent)
        self._kind, self._id = kind, id_
        line = kinds()[kind].shape is Shape.LINE
        self.distance.setToolTip(
            tr("Above 0 to the left of the line, below 0 to its right")
            if line
            else tr("Above 0 outside the border, below 0 inside it")
        )
        lines = [one for one in kinds().values() if one.shape is Shape.LINE]
        first = sorted(lines, key=lambda one: one.id != CONTROL)
        targets = [(one.id, words.declared(one.title)) for one in first]
        self.to = self.choice(tr("&Becomes"), [*targets, (CUT, tr("a cut through parcels"))])
        self.type = self.choice(tr("&Type"), _types())
        self.type.setCurrentIndex(max(self.type.findData("other"), 0))
        self.to.currentIndexChanged.connect(self._follow)

    def _follow(self) -> None:
        self.type.setEnabled(self.to.currentData() == CONTROL)

    @override
    def verb(self, document: Document) -> Edit:
        to = str(self.to.currentData())
        type_ = str(self.type.currentData()) if to == CONTROL else None
        return offset(document, self._kind, self._id, self.distance.value(), to, type=type_)


class WaterDialog(BesideDialog):
    """Green land along the selected water: how wide, and what grows there.

    Parameters
    ----------
    document
        The plan; it says which covers there are.
    ids
        Features of water.
    parent
        The window.
    """

    def __init__(
        self, document: Document, ids: NDArray[np.int64], parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Green along water"), tr("&Make"), 20.0, 0.5, parent)
        self._ids = ids
        known = document.known("cover").items()
        covers = [(_ALL, words.MISSING), *((one, words.of_two(*titles)) for one, titles in known)]
        self.cover = self.choice(tr("&Cover"), covers)
        self.cover.setCurrentIndex(max(self.cover.findData("tree_urban"), 0))

    @override
    def verb(self, document: Document) -> Edit:
        cover = str(self.cover.currentData()) or None
        return buffer_water(document, self._ids, self.distance.value(), cover)
