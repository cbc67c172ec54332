"""What Delete takes: the selection of the active layer, where it can be seen to be selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QApplication

from layers.edits import draw
from layers.kinds import kinds
from layers.looks import style_of
from resources.translations import tr
from widgets import words
from widgets.docks.feature import name_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.window import Window
    from widgets.bridge import Bridge


def what(bridge: Bridge) -> str:
    """Return what Delete would take, as the status bar says it; empty for nothing."""
    ids = bridge.selection.get(bridge.active)
    return "" if ids is None else _counted(bridge.active, ids)


def delete(window: Window) -> None:
    """Delete the selected features of the active layer, and say so.

    Where it cannot be seen what would go, it is shown first and nothing is deleted: another layer
    has the selection, it lies outside of the map, or all is told about another feature.

    Parameters
    ----------
    window
        The window.
    """
    bridge = window.bridge
    if bridge is None or not bridge.selection:
        return
    text = _shown_first(window, bridge)
    if text:
        window.notice.say(text, warning=True)
        return
    kind, ids, told = bridge.active, bridge.selection[bridge.active], what(bridge)
    bridge.seal()
    if bridge.attempt(lambda plan: draw.delete(plan, kind, ids)):
        window.status.hint.setText(tr("Deleted: {what}", what=told))


def _shown_first(window: Window, bridge: Bridge) -> str:
    """Show what Delete would take where that was not to be seen, and say so; empty else."""
    before = _title(bridge.active)
    if bridge.active not in bridge.selection:
        upper = [kind for kind in reversed(list(kinds())) if kind in bridge.selection]
        bridge.activate(upper[0])
        return tr(
            "Delete works on the active layer, and nothing of {layer} is selected. The active"
            " layer is {other} now; press Delete again to delete: {what}.",
            layer=before,
            other=_title(bridge.active),
            what=what(bridge),
        )
    told = bridge.told
    if told is not None and not _among(bridge, *told) and _is_told(window, bridge, *told):
        return tr(
            "Nothing was deleted: the details shown are those of {told}, but selected: {what}."
            " Click what you want to delete with the tool Select first.",
            told=name_of(bridge.document, *told),
            what=what(bridge),
        )
    table = window.docks["table"].widget()
    focus = QApplication.focusWidget()
    if focus is not None and table.isAncestorOf(focus):
        return ""  # its rows are seen to be selected
    return _seen_on_map(bridge)


def _seen_on_map(bridge: Bridge) -> str:
    """Bring onto the map what is selected of the active layer, and say so; empty if it is there."""
    kind, ids = bridge.active, bridge.selection[bridge.active]
    hidden = kind in bridge.hidden or not style_of(bridge.document, kind).seen_at(bridge.scale)
    if hidden:
        return tr(
            "Nothing was deleted: the map does not show {layer} now. Show the layer, or zoom to a"
            " scale at which it is seen, or delete in the table.",
            layer=_title(kind),
        )
    layer = bridge.document.layer(kind)
    boxes = layer.bounds[layer.positions(ids)]
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    if bridge.view is None or not len(boxes):
        return ""
    west, south, east, north = bridge.view
    across = (boxes[:, 0] <= east) & (boxes[:, 2] >= west)
    if (across & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)).any():
        return ""
    bridge.look_at(kind, ids)
    return tr(
        "The selection was outside the map, which shows it now; press Delete again to delete:"
        " {what}.",
        what=what(bridge),
    )


def _is_told(window: Window, bridge: Bridge, kind: str, id_: int) -> bool:
    """Return whether it is seen that all is told about a feature: in its panel or on the map."""
    if bridge.document.layer(kind).positions(np.array([id_], np.int64))[0] < 0:
        return False  # a panel that is closed tells of what has gone until it is opened
    outlined = window.canvas is not None and window.canvas.tool == "identify"
    return outlined or window.docks["feature"].widget().isVisible()


def _among(bridge: Bridge, kind: str, id_: int) -> bool:
    return kind == bridge.active and id_ in bridge.selection[kind]


def _title(kind: str) -> str:
    return words.declared(kinds()[kind].title)


def _counted(kind: str, ids: NDArray[np.int64]) -> str:
    return f"{_title(kind)} {words.number(len(ids))}"
