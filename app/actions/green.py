"""Green: green land, corridors, and what they take up."""

from __future__ import annotations

from functools import partial
from typing import Final

from app.action import Action
from app.window import Window
from layers.kinds import kinds
from resources.translations import tr

ORDER: Final = 4
_GREEN: Final = ("boundary", "greens", "corridors", "water")


def title() -> str:
    """Return the title of the menu."""
    return tr("&Green")


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands of the menu."""

    def has_plan() -> bool:
        return window.bridge is not None

    return (
        Action(
            "green.land",
            tr("Work on green &land"),
            partial(_work_on, window, "greens"),
            icon="layers",
            tooltip=tr("Make green land the active layer and show it in the table"),
            when=has_plan,
        ),
        Action(
            "green.corridors",
            tr("Work on &corridors"),
            partial(_work_on, window, "corridors"),
            icon="corridor",
            tooltip=tr("Make the corridors the active layer and show them in the table"),
            when=has_plan,
        ),
        Action(
            "green.only",
            tr("Show green and water &alone"),
            partial(_show, window, _GREEN),
            separated=True,
            when=has_plan,
        ),
        Action(
            "green.all",
            tr("&Show all layers"),
            partial(_show, window, tuple(kinds())),
            when=has_plan,
        ),
    )


def _work_on(window: Window, kind: str) -> None:
    if window.bridge is not None:
        window.bridge.activate(kind)
        window.show_dock("table")


def _show(window: Window, shown: tuple[str, ...]) -> None:
    if window.bridge is not None:
        for kind in kinds():
            window.bridge.show_kind(kind, visible=kind in shown)
