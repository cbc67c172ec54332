"""Land: the code set, a plan's own one, and mixed use."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Final

from app import dialog_sizes
from app.action import Action
from app.window import Window
from layers.codes import OWN
from layers.edits.code_set import convert_codes
from layers.edits.own_codes import own_codes, remove_own_codes
from layers.edits.zone import zone
from layers.mixed import SHARES, typed
from resources.translations import tr

if TYPE_CHECKING:
    from widgets.bridge import Bridge

ORDER: Final = 3.9


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands that the menu of land has for codes."""

    def editable() -> bool:
        return window.bridge is not None and window.documents.editable

    return (
        Action(
            "land.mixed",
            tr("Mixed &use…"),
            partial(_mix, window),
            tooltip=tr("Give parcels several land uses with their shares, such as M1/B2"),
            when=editable,
            separated=True,
        ),
        Action(
            "land.code_set",
            tr("Change the code &set…"),
            partial(_change, window),
            tooltip=tr("Convert the codes of all parcels into those of another code set"),
            when=editable,
            separated=True,
        ),
        Action(
            "land.own_codes",
            tr("&Own code set…"),
            partial(_take, window),
            tooltip=tr("Take land-use classes of your own from a table into the plan"),
            when=editable,
        ),
    )


def _mix(window: Window) -> None:
    from widgets.dialogs.mixed_use import MixedUseDialog

    bridge = window.bridge
    if bridge is None:
        return
    ids = bridge.selection.get("parcels")
    count = 0 if ids is None else len(ids)
    text = bridge.land_use if ids is None or not count else _use_of(bridge, int(ids[0]))
    dialog = MixedUseDialog(bridge.document.codes, text, count, window)
    if dialog_sizes.opened(window.settings, dialog):
        text = dialog.text
        if ids is None or not count:
            bridge.choose_land_use(text)
            window.show_dock("palette")
        elif bridge.attempt(lambda plan: zone(plan, ids, text)):
            bridge.choose_land_use(text)


def _use_of(bridge: Bridge, id_: int) -> str:
    """Return the planned use of a parcel with its shares, that of the brush where it has none."""
    layer = bridge.document.layer("parcels")
    use, shares = (layer.values(name).loc[id_] for name in ("land_use", SHARES))
    if not isinstance(use, str) or not use:
        return bridge.land_use
    return typed(use, shares if isinstance(shares, str) else None)


def _change(window: Window, to: str = "") -> None:
    from widgets.dialogs.code_set import CodeSetDialog

    bridge = window.bridge
    if bridge is None:
        return
    dialog = CodeSetDialog(bridge.document, bridge.area_unit, to, window)
    if dialog_sizes.opened(window.settings, dialog):
        bridge.attempt(lambda plan: convert_codes(plan, dialog.to, dialog.choices))


def _take(window: Window) -> None:
    from widgets.dialogs.own_codes import OwnCodesDialog

    bridge = window.bridge
    if bridge is None:
        return
    dialog = OwnCodesDialog(bridge.document, window)
    if not dialog_sizes.opened(window.settings, dialog):
        return
    if dialog.removed:
        bridge.attempt(remove_own_codes)
        return
    name, rows = dialog.set_name, [asdict(one) for one in dialog.classes]
    taken = bridge.attempt(lambda plan: own_codes(plan, name, rows))
    if taken and dialog.then.isChecked() and bridge.document.codes.id != OWN:
        _change(window, OWN)
