"""Asking for the coordinate system of a raster whose file says none, or a wrong one."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from resources.translations import tr
from widgets import theme
from widgets.dialogs.sources import choose, system_box, value_of
from widgets.dialogs.warning_line import WarningLine

_WIDTH_PX: Final = 480


def raster_system_box(plan: str, chosen: str = "") -> QComboBox:
    """Return a list of coordinate systems, as the file says and the plan's own first.

    Parameters
    ----------
    plan
        The plan's system.
    chosen
        What is chosen; empty for what the file says.
    """
    box = system_box()
    present = box.findData(plan)
    if present >= 0:
        box.removeItem(present)
    box.insertItem(1, tr("as the plan: {crs}", crs=plan), plan)
    choose(box, chosen or None)
    return box


class RasterSystemDialog(QDialog):
    """Says why the place of a raster is not known, and asks for its coordinate system.

    Parameters
    ----------
    name
        The file.
    problem
        What is wrong, as a sentence that says what to look for.
    plan
        The plan's system, which is offered first.
    parent
        The window.
    """

    def __init__(
        self, name: str, problem: str, plan: str, chosen: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Coordinate system of {name}", name=name))
        self.setMinimumWidth(_WIDTH_PX)
        self.problem = WarningLine()
        self.system = raster_system_box(plan, chosen or plan)
        self.system.setAccessibleName(tr("Coordinate system"))
        form = QFormLayout()
        form.addRow(tr("Coordinate system"), self.system)
        buttons = QDialogButtonBox()
        self.ok = buttons.addButton(tr("OK"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(3 * theme.SPACE)
        layout.addWidget(self.problem)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.problem.say(problem)

    @property
    def chosen(self) -> str:
        """The system, empty for what the file says."""
        return value_of(self.system) or ""
