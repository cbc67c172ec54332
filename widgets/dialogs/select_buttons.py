"""What can be done with features that fit: select them, add them, take them out, keep them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QPushButton

from resources.translations import tr
from widgets.bridge import Bridge

Ids = NDArray[np.int64]


class SelectButtons(QDialogButtonBox):
    """Buttons under a question about features of the active layer.

    Parameters
    ----------
    bridge
        The plan.
    """

    done = Signal()
    """After the selection has become another one."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._found: Ids = np.empty(0, np.int64)
        self.select = self.addButton(tr("Select"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.add = self._button(tr("Add"), tr("Add what fits to the selection"))
        self.take_out = self._button(tr("Take out"), tr("Take what fits out of the selection"))
        self.keep = self._button(tr("Keep"), tr("Keep of the selection only what fits"))
        self.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.select.clicked.connect(lambda: self._take(lambda _, found: found, alone=True))
        self.add.clicked.connect(lambda: self._take(np.union1d))
        self.take_out.clicked.connect(lambda: self._take(np.setdiff1d))
        self.keep.clicked.connect(lambda: self._take(np.intersect1d))
        self.show_found(self._found)

    def _button(self, title: str, tooltip: str) -> QPushButton:
        button = self.addButton(title, QDialogButtonBox.ButtonRole.ActionRole)
        button.setToolTip(tooltip)
        return button

    def show_found(self, found: Ids) -> None:
        """Note which features fit; what would do nothing is off."""
        self._found = found
        some, before = len(found) > 0, len(self._before()) > 0
        self.select.setEnabled(some)
        self.add.setEnabled(some)
        for button in (self.take_out, self.keep):
            button.setEnabled(some and before)

    def _before(self) -> Ids:
        return self._bridge.selection.get(self._bridge.active, np.empty(0, np.int64))

    def _take(self, joined: Callable[[Ids, Ids], Ids], *, alone: bool = False) -> None:
        """Make another selection of what is selected and what fits."""
        others = {} if alone else self._bridge.selection
        self._bridge.select({**others, self._bridge.active: joined(self._before(), self._found)})
        self.done.emit()
