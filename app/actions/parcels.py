"""Land: merging parcels, and splitting them by another layer."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np

from app.action import Action
from app.previewed import perform
from app.window import Window
from layers.document import Document
from layers.edit import Edit
from layers.edits.split import split_by_layer
from layers.errors import InvalidEditError
from layers.kind import Shape
from layers.kinds import kinds
from layers.message import Message
from resources.translations import tr
from widgets import words
from widgets.dialogs.merge import MergeDialog

ORDER: Final = 3.2


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands that join the menu of the land."""

    def selected(least: int) -> bool:
        bridge = window.bridge
        if bridge is None or not window.documents.editable:
            return False
        return len(bridge.selection.get("parcels", ())) >= least

    def cutting(kind: str) -> bool:
        bridge = window.bridge
        there = bridge is not None and len(bridge.document.layer(kind)) > 0
        return there and window.documents.editable

    return (
        Action(
            "land.merge",
            tr("&Merge…"),
            partial(_merge, window),
            key="M",
            icon="merge",
            tooltip=tr("Make one parcel of the selected ones, and choose what it gets of each"),
            on_map=True,
            separated=True,
            when=partial(selected, 2),
        ),
        *(
            Action(
                f"land.split_by_{id_}",
                words.declared(kind.title),
                partial(_split_by, window, id_),
                submenu=tr("Split by the lines of"),
                when=partial(cutting, id_),
            )
            for id_, kind in kinds().items()
            if id_ != "parcels" and kind.shape is not Shape.POINT
        ),
    )


def _merge(window: Window) -> None:
    bridge = window.bridge
    if bridge is None or len(bridge.selection.get("parcels", ())) < 2:
        return
    ids = bridge.selection["parcels"]
    dialog = MergeDialog(bridge.document, ids, window, unit=bridge.area_unit)
    following = bridge.document.layer("parcels").next_id
    if perform(window, dialog):
        bridge.select({"parcels": np.array([following])})


def _split_by(window: Window, kind: str) -> None:
    bridge = window.bridge
    if bridge is None:
        return
    ids = bridge.selection.get("parcels")

    def verb(document: Document) -> Edit:
        edit = split_by_layer(document, kind, ids)
        if not edit:
            raise InvalidEditError(
                "The lines of {kind} cross no parcel entirely.", kind=Message(kinds()[kind].title)
            )
        return edit

    bridge.seal()
    bridge.attempt(verb)
