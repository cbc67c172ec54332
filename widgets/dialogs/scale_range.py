"""From which scale to which: two denominators, and the present one at hand."""

from __future__ import annotations

from math import inf, isfinite

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from resources.translations import tr
from widgets import theme
from widgets.scale_box import LARGEST, ScaleBox

_WIDTH = 26
_STEP = 500


class ScaleRange(QWidget):
    """Two denominators; 0 stands for no limit.

    Parameters
    ----------
    present
        Denominator of the map as it is seen now. [-]
    """

    changed = Signal()

    def __init__(self, present: float) -> None:
        super().__init__()
        self._present = round(present)
        self.nearest = self._box(tr("Largest scale"))
        self.farthest = self._box(tr("Smallest scale"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        row.addWidget(self.nearest)
        row.addWidget(self._from_view(self.nearest))
        row.addWidget(QLabel("–"))
        row.addWidget(self.farthest)
        row.addWidget(self._from_view(self.farthest))
        row.addStretch(1)

    def _box(self, name: str) -> ScaleBox:
        box = ScaleBox()
        box.setSingleStep(_STEP)
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setMinimumWidth(_WIDTH * theme.SPACE)
        box.valueChanged.connect(self.changed)
        return box

    def _from_view(self, box: ScaleBox) -> QToolButton:
        button = QToolButton()
        button.setIcon(theme.icon("zoom-selection"))
        button.setToolTip(tr("Take the scale of the map as it is now"))
        button.setAccessibleName(button.toolTip())
        button.setEnabled(self._present > 0)
        button.clicked.connect(lambda: box.setValue(self._present))
        return button

    def show_range(self, nearest: float, farthest: float) -> None:
        """Show a range without telling that it is another one."""
        for box, value in ((self.nearest, nearest), (self.farthest, farthest)):
            box.blockSignals(True)
            box.setValue(min(round(value), LARGEST) if isfinite(value) else 0)
            box.blockSignals(False)

    @property
    def range(self) -> tuple[float, float]:
        """The denominators, infinity for no limit. [-]."""
        return float(self.nearest.value()), float(self.farthest.value() or inf)
