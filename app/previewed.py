"""Opening a dialog whose result is seen on the map, and doing what it asks for."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app import dialog_sizes
from app.window import Window
from layers.errors import PlanError
from widgets import words
from widgets.dialogs.previewed import PreviewedDialog
from widgets.map.edit_preview import Preview


def perform(window: Window, dialog: PreviewedDialog) -> bool:
    """Open a dialog, show on the map what it would do, and do it; return whether it was done.

    Parameters
    ----------
    window
        The window; it has a plan.
    dialog
        The dialog; it is gone afterwards.
    """
    bridge, canvas = window.bridge, window.maps.current
    if bridge is None:
        return False

    def follow() -> None:
        try:
            edit = dialog.verb(bridge.document)
        except PlanError as error:
            dialog.show_refusal(words.sentence(error.message))
            preview = None
        else:
            dialog.show_edit(edit)
            preview = Preview.of(edit, bridge.area_unit)
        if canvas is not None:
            canvas.show_preview(preview)

    dialog.changed.connect(follow)
    follow()
    dialog_sizes.restore(window.settings, dialog)
    _stand_aside(window, dialog)
    taken = dialog_sizes.opened(window.settings, dialog)
    if canvas is not None:
        canvas.show_preview(None)
    done = False
    if taken:
        bridge.seal()
        done = bridge.attempt(dialog.verb)
    dialog.deleteLater()
    return done


def _stand_aside(window: Window, dialog: PreviewedDialog) -> None:
    """Put a dialog into the upper right corner of the map: what it does is seen beside it.

    Where it would hide most of the map it goes as far to the right as the window does.
    """
    canvas = window.maps.current
    if canvas is not None:
        if not dialog.testAttribute(Qt.WidgetAttribute.WA_Resized):
            dialog.adjustSize()
        beside = canvas if 2 * dialog.width() < canvas.width() else window
        corner = beside.mapToGlobal(beside.rect().topRight())
        corner.setY(canvas.mapToGlobal(canvas.rect().topRight()).y())
        dialog.move(corner.x() - dialog.width() - 12, corner.y() + 12)
