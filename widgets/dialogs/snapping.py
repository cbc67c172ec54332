"""How near the pointer snaps, and how wide the grid is."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from resources.translations import tr
from widgets import theme
from widgets.spin import DoubleSpinBox

Limited = tuple[float, tuple[float, float]]
"""A value, and between what it must lie."""


class SnappingDialog(QDialog):
    """Two numbers.

    Parameters
    ----------
    reach
        How far from the pointer is snapped to, and the limits of this. [px]
    grid
        Distance of the grid's lines, and its limits. [m]
    parent
        The window.
    """

    def __init__(self, reach: Limited, grid: Limited, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Snapping"))
        self.reach = _field(reach, decimals=0, step=1.0, unit="px")
        self.grid = _field(grid, decimals=3, step=1.0, unit="m")
        buttons = QDialogButtonBox()
        buttons.addButton(tr("OK"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.setSpacing(2 * theme.SPACE)
        form.addRow(tr("Snap within"), self.reach)
        form.addRow(tr("Lines of the grid every"), self.grid)
        layout = QVBoxLayout(self)
        layout.setSpacing(3 * theme.SPACE)
        layout.addLayout(form)
        layout.addWidget(buttons)


def _field(limited: Limited, *, decimals: int, step: float, unit: str) -> QDoubleSpinBox:
    value, (low, high) = limited
    field = DoubleSpinBox()
    field.setDecimals(decimals)
    field.setRange(low, high)
    field.setSingleStep(step)
    field.setSuffix(f" {unit}")
    field.setValue(value)
    return field
