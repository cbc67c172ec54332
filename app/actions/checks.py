"""Analyse: going through the problems of the plan, and mending them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from app.action import Action
from app.window import Window
from resources.translations import tr
from widgets.docks.checks import ChecksPanel

ORDER: Final = 7.5


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands that the menu of analyses has for problems."""

    def there_are_any() -> bool:
        panel = _panel(window)
        return panel is not None and bool(panel.model.problems)

    return (
        Action(
            "analyse.next_problem",
            tr("&Next problem"),
            partial(_with, window, ChecksPanel.go_on),
            key="Shift+F9",
            icon="forward",
            tooltip=tr("Go to the place of the next problem that the check has found"),
            separated=True,
            when=lambda: window.bridge is not None,
        ),
        Action(
            "analyse.fix",
            tr("&Fix the problem"),
            partial(_with, window, ChecksPanel.mend),
            key="Alt+F9",
            icon="restore",
            tooltip=tr("Mend the problem that is chosen in the panel of checks"),
            when=lambda: window.documents.editable and there_are_any(),
        ),
        Action(
            "analyse.fix_all",
            tr("Fi&x all problems like it"),
            partial(_with, window, ChecksPanel.mend_all),
            tooltip=tr("Mend all problems of the sort that is chosen, as one step"),
            when=lambda: window.documents.editable and there_are_any(),
        ),
    )


def _panel(window: Window) -> ChecksPanel | None:
    dock = window.docks.get("checks")
    panel = None if dock is None else dock.widget()
    return panel if isinstance(panel, ChecksPanel) else None


def _with(window: Window, act: Callable[[ChecksPanel], object]) -> None:
    window.show_dock("checks")
    panel = _panel(window)
    if panel is not None:
        act(panel)
