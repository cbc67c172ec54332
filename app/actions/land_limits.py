"""Land: the limits of parcels, and what is beyond them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from app import dialog_sizes
from app.action import Action
from app.window import Window
from layers.edits.styles import set_style
from layers.kinds import kinds
from layers.limits import BOUND, GUIDED, KEPT
from layers.looks import style_of
from resources.translations import tr
from widgets.dialogs.limits import LimitsDialog

ORDER: Final = 3.8
_STATE: Final = "measure:limits.state"
_BOUNDS: Final = (KEPT, GUIDED, BOUND)
_RAMP: Final = ("#b9d8c4", "#f0bf4c", "#cf4a4a")
_UNKNOWN: Final = "#eef1f2"
"""Fill of parcels without a limit that can be checked."""


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
            tr("&What is beyond its limit"),
            partial(window.show_dock, "limits"),
            icon="limits",
            tooltip=tr("List the figures of parcels that are beyond their limits"),
            when=lambda: window.bridge is not None,
        ),
        Action(
            "land.colour_limits",
            tr("Colour &parcels by their limits"),
            partial(_colour, window),
            tooltip=tr(
                "Green where all limits are kept, amber where a guiding one is not, red where a"
                " mandatory one is not; once more for the usual colours"
            ),
            when=lambda: window.bridge is not None and window.documents.editable,
            checked=lambda: _coloured(window),
        ),
    )


def _coloured(window: Window) -> bool:
    bridge = window.bridge
    return bridge is not None and style_of(bridge.document, "parcels").by == _STATE


def _colour(window: Window) -> None:
    """Colour parcels by their limits, or as usual; labels and outlines stay as they are now."""
    bridge = window.bridge
    if bridge is None:
        return
    now = style_of(bridge.document, "parcels")
    if now.by == _STATE:
        usual = kinds()["parcels"].style
        changed = replace(
            now,
            fill=usual.fill,
            by=usual.by,
            colours=usual.colours,
            breaks=usual.breaks,
            ramp=usual.ramp,
            scheme=usual.scheme,
            hatch=usual.hatch,
        )
    else:
        changed = replace(
            now, fill=_UNKNOWN, by=_STATE, breaks=_BOUNDS, ramp=_RAMP, scheme="", hatch=""
        )
    bridge.attempt(lambda plan: set_style(plan, "parcels", changed))


def _set(window: Window) -> None:
    if window.bridge is not None:
        dialog = LimitsDialog(window.bridge, window)
        dialog_sizes.opened(window.settings, dialog)
        dialog.deleteLater()
