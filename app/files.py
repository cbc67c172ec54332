"""Asking for files: plans to open and save, data to import, and where exports go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog

from app.window import Window
from resources.translations import tr

PLAN_SUFFIX: Final = ".gpkg"


def ask_open(window: Window) -> Path | None:
    """Return the plan to open, None where the user gave up."""
    text, _ = QFileDialog.getOpenFileName(
        window,
        tr("Open a plan"),
        window.settings.folder("plan"),
        tr("Plans (*.gpkg)"),
    )
    return _noted(window, text, "plan")


def ask_save(window: Window) -> Path | None:
    """Return the file to save the plan to, None where the user gave up."""
    folder = window.settings.folder("plan")
    name = f"{window.documents.name}{PLAN_SUFFIX}"
    text, _ = QFileDialog.getSaveFileName(
        window, tr("Save the plan"), str(Path(folder) / name), tr("Plans (*.gpkg)")
    )
    path = _noted(window, text, "plan")
    if path is not None and path.suffix.lower() != PLAN_SUFFIX:
        path = path.with_name(path.name + PLAN_SUFFIX)
    return path


def _noted(window: Window, text: str, purpose: str) -> Path | None:
    if not text:
        return None
    path = Path(text)
    window.settings.folders[purpose] = str(path.parent)
    return path


def new_plan(window: Window, paths: Sequence[Path] = ()) -> None:
    """Ask for the files of a new plan and make it."""


def import_files(window: Window, paths: Sequence[Path] = ()) -> None:
    """Open plans, import other files."""


def export_plan(window: Window) -> None:
    """Ask for a format and write the plan."""
