"""View, continued: what is drawn over the plan."""

from __future__ import annotations

from functools import partial
from typing import Final

from app.action import Action
from app.window import Window
from resources.translations import tr
from widgets.map.overlays import overlays

ORDER: Final = 5.95
"""Behind what stands on the map."""


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands that switch overlays."""

    def shows(id_: str) -> bool:
        keeper = window.maps.overlays
        return keeper is not None and keeper.shows(id_)

    def toggle(id_: str) -> None:
        keeper = window.maps.overlays
        if keeper is not None:
            keeper.switch(id_, on=not keeper.shows(id_))
        window.commands.refresh()

    return tuple(
        Action(
            f"view.overlay_{one.id}",
            one.title(),
            partial(toggle, one.id),
            tooltip=one.tooltip(),
            when=lambda: window.bridge is not None,
            checked=partial(shows, one.id),
            submenu=tr("Drawn &over the plan"),
        )
        for one in overlays()
    )
