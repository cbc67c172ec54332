"""Fields for numbers whose text has room at its left, as other fields have.

Qt lets style sheets pad such a field, and then lays the text over the padding.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

_LEFT_PX: Final = 6


class SpinBox(QSpinBox):
    """A field for whole numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.lineEdit().setTextMargins(_LEFT_PX, 0, 0, 0)


class DoubleSpinBox(QDoubleSpinBox):
    """A field for numbers with decimals."""

    def __init__(self) -> None:
        super().__init__()
        self.lineEdit().setTextMargins(_LEFT_PX, 0, 0, 0)
