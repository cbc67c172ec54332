"""Land: dividing parcels."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np

from app.action import Action
from app.previewed import perform
from app.window import Window
from resources.translations import tr
from widgets.dialogs.divide import DivideDialog

ORDER: Final = 3.3


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands that join the menu of the land."""

    def one_selected() -> bool:
        bridge = window.bridge
        if bridge is None or not window.documents.editable:
            return False
        return len(bridge.selection.get("parcels", ())) == 1

    return (
        Action(
            "land.divide",
            tr("Di&vide…"),
            partial(_divide, window),
            key="Ctrl+D",
            icon="divide",
            tooltip=tr("Divide the selected parcel into equal parts, areas or shares"),
            when=one_selected,
        ),
    )


def _divide(window: Window) -> None:
    bridge = window.bridge
    if bridge is None or len(bridge.selection.get("parcels", ())) != 1:
        return
    layer = bridge.document.layer("parcels")
    id_, following = int(bridge.selection["parcels"][0]), layer.next_id
    dialog = DivideDialog(bridge.document, id_, bridge.area_unit, window)
    if perform(window, dialog):
        ids = bridge.document.layer("parcels").ids
        bridge.select({"parcels": np.asarray(ids[ids >= following])})
