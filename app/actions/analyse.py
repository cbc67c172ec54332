"""Analyse: numbers and their reasons."""

from __future__ import annotations

from functools import partial
from typing import Final

from app.action import Action
from app.files import export_plan
from app.window import Window
from resources.translations import tr
from widgets.docks.checks import ChecksPanel

ORDER: Final = 7


def title() -> str:
    """Return the title of the menu."""
    return tr("&Analyse")


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands of the menu."""

    def has_plan() -> bool:
        return window.bridge is not None

    questions = {
        "land": (tr("Why this &land balance?"), "land.site_m2"),
        "sink": (tr("Why this carbon &sink?"), "carbon.sink_t_per_a"),
        "solar": (tr("Why this roof &PV?"), "solar.kwp"),
    }
    return (
        *(
            Action(
                f"analyse.why_{name}",
                text,
                partial(_why, window, path),
                icon="why",
                tooltip=tr("Formula, inputs with sources, and what was left out"),
                when=has_plan,
            )
            for name, (text, path) in questions.items()
        ),
        Action(
            "analyse.check",
            tr("&Check the plan"),
            partial(_check, window),
            key="F9",
            icon="check",
            tooltip=tr("Look for overlaps, broken shapes, unknown codes and values out of range"),
            separated=True,
            when=has_plan,
        ),
        Action(
            "analyse.assumptions",
            tr("Change the &assumptions"),
            partial(window.show_dock, "assumptions"),
            icon="assumptions",
            when=has_plan,
        ),
        Action(
            "analyse.workbook",
            tr("Write the tables as a &workbook…"),
            partial(export_plan, window, ".xlsx"),
            icon="table",
            when=has_plan,
        ),
    )


def _check(window: Window) -> None:
    window.show_dock("checks")
    panel = window.docks["checks"].widget()
    if isinstance(panel, ChecksPanel):
        panel.check()


def _why(window: Window, path: str) -> None:
    if window.bridge is not None:
        window.bridge.why_requested.emit(path)
