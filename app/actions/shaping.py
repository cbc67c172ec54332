"""Land and green: dividing parcels, lines and green land beside others, trimming."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np

from app.action import Action
from app.previewed import perform
from app.window import Window
from layers.document import Document
from layers.edit import Edit
from layers.edits.trim import trim
from layers.errors import InvalidEditError
from layers.kind import Shape
from layers.kinds import kinds
from layers.message import Message
from resources.translations import tr
from widgets import words
from widgets.dialogs.beside import OffsetDialog, SetBackDialog, WaterDialog
from widgets.dialogs.divide import DivideDialog

ORDER: Final = 3.3


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands that join the menus of the land and of the green."""

    def selected(kind: str, least: int = 1, most: float = np.inf) -> bool:
        bridge = window.bridge
        if bridge is None or not window.documents.editable:
            return False
        return least <= len(bridge.selection.get(kind, ())) <= most

    def lined() -> bool:
        return _lined(window) is not None and window.documents.editable

    def trimmable() -> bool:
        bridge = window.bridge
        return bridge is not None and window.documents.editable and bridge.active != "boundary"

    def trim_label() -> str:
        bridge = window.bridge
        if bridge is None or bridge.active == "boundary":
            return tr("Trim to the &red line")
        if bridge.active in bridge.selection:
            return tr("Trim the selection to the &red line")
        title = words.declared(kinds()[bridge.active].title)
        return tr("Trim to the &red line: {name}", name=title)

    return (
        Action(
            "land.divide",
            tr("Di&vide…"),
            partial(_divide, window),
            key="Ctrl+D",
            icon="divide",
            tooltip=tr("Divide the selected parcel into equal parts, areas or shares"),
            when=partial(selected, "parcels", 1, 1),
        ),
        Action(
            "land.set_back",
            tr("Set-&back lines…"),
            partial(_set_back, window),
            key="Ctrl+Shift+K",
            icon="offset",
            tooltip=tr("Draw the lines behind which buildings of the selected parcels stand"),
            separated=True,
            when=partial(selected, "parcels"),
        ),
        Action(
            "land.offset",
            tr("Line besi&de a feature…"),
            partial(_offset, window),
            icon="offset",
            tooltip=tr("Draw a line parallel to the selected feature, or cut parcels along it"),
            when=lined,
        ),
        Action(
            "land.trim",
            tr("Trim to the &red line"),
            partial(_trim, window),
            icon="trim",
            tooltip=tr("Cut features along the red line and take away what lies outside"),
            label=trim_label,
            when=trimmable,
        ),
        Action(
            "green.along_water",
            tr("Green along &water…"),
            partial(_along_water, window),
            tooltip=tr("Make green land along the banks of the selected water"),
            separated=True,
            when=partial(selected, "water"),
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


def _set_back(window: Window) -> None:
    bridge = window.bridge
    if bridge is not None and "parcels" in bridge.selection:
        perform(window, SetBackDialog(bridge.selection["parcels"], window))


def _lined(window: Window) -> tuple[str, int] | None:
    """Return the one feature that is selected, where it has a border or is a line."""
    bridge = window.bridge
    if bridge is None or sum(map(len, bridge.selection.values())) != 1:
        return None
    ((kind, ids),) = bridge.selection.items()
    return None if kinds()[kind].shape is Shape.POINT else (kind, int(ids[0]))


def _offset(window: Window) -> None:
    if (found := _lined(window)) is not None:
        perform(window, OffsetDialog(*found, window))


def _along_water(window: Window) -> None:
    bridge = window.bridge
    if bridge is not None and "water" in bridge.selection:
        perform(window, WaterDialog(bridge.document, bridge.selection["water"], window))


def _trim(window: Window) -> None:
    bridge = window.bridge
    if bridge is None:
        return
    kind = bridge.active
    ids = bridge.selection.get(kind)

    def verb(document: Document) -> Edit:
        edit = trim(document, kind, ids)
        if not edit:
            raise InvalidEditError(
                "{kind}: nothing lies outside the red line.", kind=Message(kinds()[kind].title)
            )
        return edit

    bridge.seal()
    bridge.attempt(verb)
