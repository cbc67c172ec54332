"""Commands of the menu Analyse for sets of assumptions."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtWidgets import QFileDialog

from app.action import Action
from app.commands.factors import wanted
from app.window import Window
from layers.edits.factor_sets import compared, restore_all, set_parameters
from resources.translations import tr

if TYPE_CHECKING:
    from widgets.factor_sets import FactorSet

ORDER: Final = 7.1
ENDING: Final = ".xlsx"


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands."""

    def editable() -> bool:
        return window.documents.editable

    def restore() -> None:
        if window.bridge is not None:
            window.bridge.attempt(restore_all)

    return (
        Action(
            "analyse.restore_assumptions",
            tr("&Restore all assumptions"),
            restore,
            icon="restore",
            tooltip=tr("Set all factors back to what is shipped, in one step; settings stay"),
            when=lambda: editable() and _edited(window),
        ),
        Action(
            "analyse.export_assumptions",
            tr("Write the assumptions as a &table…"),
            partial(_ask_export, window),
            icon="export",
            tooltip=tr("All factors with ranges, sources and confidence as an Excel table"),
            when=lambda: window.bridge is not None,
        ),
        Action(
            "analyse.import_assumptions",
            tr("Ta&ke in assumptions…"),
            partial(_ask_import, window),
            icon="import",
            tooltip=tr("Read an Excel table of assumptions, and see first what would change"),
            when=editable,
        ),
    )


def _edited(window: Window) -> bool:
    return window.bridge is not None and bool(restore_all(window.bridge.document).deltas)


def _ask_export(window: Window) -> None:
    if window.bridge is None:
        return
    name = f"{window.bridge.document.name} {tr('Assumptions')}{ENDING}"
    folder = Path(window.settings.folder("data"))
    text, _ = QFileDialog.getSaveFileName(
        window, tr("Write the assumptions"), str(folder / name), f"Excel (*{ENDING})"
    )
    if text:
        path = Path(text)
        path = path if path.suffix.lower() == ENDING else path.with_name(path.name + ENDING)
        export(window, path)


def export(window: Window, path: Path) -> None:
    """Write the assumptions of the plan as an Excel table, beside the window.

    Parameters
    ----------
    window
        The window with the plan.
    path
        The file.
    """
    if window.bridge is None:
        return
    document = window.bridge.document

    def write(_: object) -> None:
        from widgets import factor_sets

        factor_sets.write(document, path)

    def done(_: object) -> None:
        window.notice.say(tr("The assumptions are written to {path}.", path=str(path)))

    window.documents.jobs.start(tr("Writing {name}", name=path.name), write, done)


def _ask_import(window: Window) -> None:
    folder = window.settings.folder("data")
    text, _ = QFileDialog.getOpenFileName(
        window, tr("Take in assumptions"), folder, f"Excel (*{ENDING})"
    )
    if text:
        window.settings.folders["data"] = str(Path(text).parent)
        import_(window, Path(text))


def import_(window: Window, path: Path) -> None:
    """Read a table of assumptions, show what differs, and take it where the user says so.

    Parameters
    ----------
    window
        The window with the plan.
    path
        The file.
    """
    bridge = window.bridge
    if bridge is None:
        return

    def read(_: object) -> FactorSet:
        from widgets import factor_sets

        return factor_sets.read(path)

    def done(answer: object) -> None:
        from widgets.dialogs.factor_set import FactorSetDialog

        given = cast("FactorSet", answer)
        if window.bridge is not bridge:
            return
        found = compared(bridge.document, given.values)
        refused = {**given.refused, **found.refused}
        dialog = FactorSetDialog(path.name, found, refused, bridge.results, window)
        if dialog.exec():
            values = wanted(compared(bridge.document, given.values), given.values)
            bridge.attempt(lambda document: set_parameters(document, values))
        dialog.deleteLater()

    window.documents.jobs.start(tr("Reading {name}", name=path.name), read, done)
