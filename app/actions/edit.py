"""Edit: steps, features and the selection."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np

from app import deleting, dialog_sizes
from app.action import Action
from app.window import Window
from layers.analysis.location import neighbours
from layers.history import Step
from layers.progress import Progress
from resources.translations import tr
from widgets import words
from widgets.dialogs.select_by import SelectDialog
from widgets.dialogs.select_place import PlaceDialog

ORDER: Final = 2


def title() -> str:
    """Return the title of the menu."""
    return tr("&Edit")


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands of the menu."""
    return (*_steps(window), *_features(window))


def _short(step: Step) -> str:
    """Return what a step is called, in what room a menu has for it."""
    return words.shortened(words.sentence(step.edit.title), words.MENU_LETTERS)


def _steps(window: Window) -> tuple[Action, ...]:
    documents = window.documents

    def undo() -> None:
        if window.bridge is not None:
            window.bridge.undo()

    def redo() -> None:
        if window.bridge is not None:
            window.bridge.redo()

    def undo_label() -> str:
        session = documents.session
        if session is None or not session.history.done:
            return tr("&Undo")
        step = _short(session.history.done[-1])
        return tr("&Undo: {step}", step=step.replace("&", "&&"))

    def redo_label() -> str:
        session = documents.session
        if session is None or not session.history.undone:
            return tr("&Redo")
        step = _short(session.history.undone[-1])
        return tr("&Redo: {step}", step=step.replace("&", "&&"))

    return (
        Action(
            "edit.undo",
            tr("&Undo"),
            undo,
            key="Ctrl+Z",
            icon="undo",
            tooltip=tr("Take the last step back"),
            toolbar=True,
            label=undo_label,
            when=lambda: documents.editable and _has(window, done=True),
        ),
        Action(
            "edit.redo",
            tr("&Redo"),
            redo,
            key="Ctrl+Y; Ctrl+Shift+Z",
            icon="redo",
            tooltip=tr("Do again what was taken back"),
            toolbar=True,
            label=redo_label,
            when=lambda: documents.editable and _has(window, done=False),
        ),
    )


def _has(window: Window, *, done: bool) -> bool:
    session = window.documents.session
    return session is not None and bool(session.history.done if done else session.history.undone)


def _features(window: Window) -> tuple[Action, ...]:
    def has_plan() -> bool:
        return window.bridge is not None

    def selected() -> bool:
        return window.bridge is not None and bool(window.bridge.selection)

    def delete_label() -> str:
        what = deleting.what(window.bridge) if window.bridge is not None else ""
        return tr("&Delete: {what}", what=what.replace("&", "&&")) if what else tr("&Delete")

    return (
        Action(
            "edit.delete",
            tr("&Delete"),
            partial(deleting.delete, window),
            key="Del",
            icon="delete",
            tooltip=tr("Delete the selected features of the active layer"),
            separated=True,
            on_map=True,
            label=delete_label,
            when=lambda: selected() and window.documents.editable,
        ),
        Action(
            "edit.select_all",
            tr("Select &all"),
            partial(_select, window, inverted=False),
            key="Ctrl+A",
            icon="select-all",
            tooltip=tr("Select all features of the active layer"),
            separated=True,
            when=has_plan,
        ),
        Action(
            "edit.select_by",
            tr("Select &by attribute…"),
            partial(_select_by, window),
            key="Ctrl+F",
            icon="filter",
            when=has_plan,
        ),
        Action(
            "edit.select_place",
            tr("Select by p&lace…"),
            partial(_select_place, window),
            key="Ctrl+Shift+F",
            tooltip=tr("Select features of the active layer that lie in, across or near others"),
            when=has_plan,
        ),
        Action(
            "edit.grow",
            tr("Select &neighbours too"),
            partial(_grow, window),
            key="Ctrl+Shift+G",
            tooltip=tr("Add to the selection what shares a border with it"),
            when=selected,
        ),
        Action(
            "edit.invert",
            tr("&Invert selection"),
            partial(_select, window, inverted=True),
            key="Ctrl+Shift+I",
            icon="invert",
            when=has_plan,
        ),
        Action(
            "edit.clear",
            tr("&Clear selection"),
            lambda: window.bridge and window.bridge.select({}),
            key="Ctrl+Shift+A",
            icon="deselect",
            when=selected,
        ),
    )


def _select(window: Window, *, inverted: bool) -> None:
    bridge = window.bridge
    if bridge is None:
        return
    ids = bridge.document.layer(bridge.active).ids
    if inverted:
        ids = np.setdiff1d(ids, bridge.selection.get(bridge.active, ids[:0]))
    bridge.select({bridge.active: ids})


def _select_by(window: Window) -> None:
    if window.bridge is not None:
        dialog = SelectDialog(window.bridge, window)
        dialog_sizes.opened(window.settings, dialog)
        dialog.deleteLater()


def _select_place(window: Window) -> None:
    if window.bridge is not None:
        dialog = PlaceDialog(window.bridge, window)
        dialog_sizes.opened(window.settings, dialog)
        dialog.deleteLater()


def _grow(window: Window) -> None:
    """Add the neighbours of what is selected, in each of its layers; beside the window."""
    bridge = window.bridge
    if bridge is None:
        return
    before, document = bridge.selection, bridge.document

    def work(_: Progress) -> object:
        return {
            kind: np.union1d(ids, neighbours(document.layer(kind), ids))
            for kind, ids in before.items()
        }

    def done(found: object) -> None:
        # Whoever has clicked something else meanwhile wants that.
        if bridge.selection is before and isinstance(found, dict):
            bridge.select(found)

    window.documents.jobs.start(tr("Looking for neighbours"), work, done)
