"""Land: the limits of parcels, and what is beyond them."""

from __future__ import annotations

from functools import partial
from typing import Final

from app.action import Action
from app.window import Window
from resources.translations import tr
from widgets.dialogs.limits import LimitsDialog

ORDER: Final = 3.8


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands that the menu of land has for limits."""

    def parcels_selected() -> bool:
        bridge = window.bridge
        return bridge is not None and "parcels" in bridge.selection and window.documents.editable

    return (
        Action(
            "land.limits",
            tr("&Limits of the selection…"),
            partial(_set, window),
            key="Ctrl+Shift+L",
            icon="limits",
            tooltip=tr("FAR, density, coefficient, green ratio and height of the selected parcels"),
            when=parcels_selected,
            separated=True,
        ),
        Action(
            "land.breaches",
            tr("What is &beyond its limit"),
            partial(window.show_dock, "limits"),
            icon="limits",
            tooltip=tr("List the figures of parcels that are beyond their limits"),
            when=lambda: window.bridge is not None,
        ),
    )


def _set(window: Window) -> None:
    if window.bridge is not None:
        dialog = LimitsDialog(window.bridge, window)
        dialog.exec()
        dialog.deleteLater()
