"""Asking for files: plans to open and save, data to import, and where exports go."""

from __future__ import annotations

import contextlib
import sqlite3
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QFileDialog

from app.window import Window
from layers.errors import PlanError
from layers.kinds import kinds
from resources import shipped
from resources.translations import tr
from widgets import words
from widgets.dialogs.export import ExportDialog, Format
from widgets.dialogs.import_file import ImportDialog
from widgets.dialogs.import_report import ImportReportDialog
from widgets.dialogs.new_plan import NewPlanDialog
from widgets.dialogs.sources import FileWish, Found

if TYPE_CHECKING:
    from layers.files.importing import Options as ImportOptions
    from layers.files.report import Report

PLAN_SUFFIX: Final = ".gpkg"


# ---- plans --------------------------------------------------------------------------------------


def ask_open(window: Window) -> Path | None:
    """Return the plan to open, None where the user gave up."""
    text, _ = QFileDialog.getOpenFileName(
        window,
        tr("Open a plan"),
        window.settings.folder("plan"),
        f"{tr('Plans')} (*{PLAN_SUFFIX})",
    )
    return _noted(window, text, "plan")


def ask_save(window: Window) -> Path | None:
    """Return the file to save the plan to, None where the user gave up."""
    folder = window.settings.folder("plan")
    name = f"{window.documents.name}{PLAN_SUFFIX}"
    text, _ = QFileDialog.getSaveFileName(
        window, tr("Save the plan"), str(Path(folder) / name), f"{tr('Plans')} (*{PLAN_SUFFIX})"
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


def is_plan(path: Path) -> bool:
    """Return whether a file is a plan of this program, not just a GeoPackage."""
    from layers.files import geopackage, schema

    if path.suffix.lower() != PLAN_SUFFIX:
        return False
    try:
        with contextlib.closing(geopackage.read_only(path)) as connection:
            return schema.META in geopackage.tables(connection)
    except (sqlite3.Error, OSError, PlanError):
        return False


# ---- data ---------------------------------------------------------------------------------------


def look(path: Path, kind: str, layer: str, encoding: str) -> Found:
    """Return what a file holds for a kind, or why it cannot be read."""
    from layers.files import vectors

    try:
        source = vectors.read(
            path, kinds()[kind], layer=layer or None, encoding_name=encoding or None
        )
    except PlanError as error:
        return Found((), words.sentence(error.message))
    told = [
        tr(
            "{n} features; texts as {encoding}; {crs}.",
            n=words.number(len(source)),
            encoding=source.encoding,
            crs=_system(source.crs),
        ),
        *(words.sentence(message) for message in source.doubtful),
    ]
    return Found(tuple(source.fields), " ".join(told))


def _system(text: str | None) -> str:
    from layers.files import crs

    if not text:
        return tr("no coordinate system given")
    try:
        return crs.parsed(text).name
    except PlanError:
        return text[:60]


def new_plan(window: Window, paths: Sequence[Path] = ()) -> None:
    """Ask for the files of a new plan and make it."""
    dialog = NewPlanDialog(look, paths, window.settings.folder("data"), window)
    agreed = dialog.exec() == dialog.DialogCode.Accepted
    wishes, name = dialog.wishes, dialog.name.text().strip()
    set_id, base_year = dialog.code_set.currentData(), dialog.base_year.value()
    dialog.deleteLater()
    if agreed and wishes:
        window.settings.folders["data"] = str(wishes[0].path.parent)
        options = [_options(wish) for wish in wishes]
        window.documents.make_plan(name or wishes[0].path.stem, options, set_id, base_year)


def import_files(window: Window, paths: Sequence[Path] = ()) -> None:
    """Open plans, import other files, one dialog for each; without a plan make a new one."""
    plan = next((path for path in paths if is_plan(path)), None)
    if plan is not None:
        window.documents.open_file(plan)
        return
    if window.bridge is None:
        new_plan(window, paths)
        return
    _import_one(window, list(paths))


def _import_one(window: Window, paths: Sequence[Path]) -> None:
    """Ask about the first file and import it; when that is done, go on with the others."""
    path = paths[0] if paths else None
    dialog = ImportDialog(look, path, window.settings.folder("data"), window)
    agreed = dialog.exec() == dialog.DialogCode.Accepted
    wish, replace = dialog.wish, dialog.replace.isChecked()
    dialog.deleteLater()
    if agreed:
        window.settings.folders["data"] = str(wish.path.parent)
        rest = paths[1:]
        then = partial(_import_one, window, rest) if rest else None
        window.documents.import_file(_options(wish), replace=replace, then=then)


def _options(wish: FileWish) -> ImportOptions:
    from layers.files.importing import Options

    return Options(
        path=wish.path,
        kind=wish.kind,
        layer=wish.layer,
        encoding=wish.encoding,
        crs=wish.crs,
        fields=wish.fields,
    )


def show_report(window: Window, report: Report) -> None:
    """Show what an import has found."""
    dialog = ImportReportDialog(report.sentences(), window)
    dialog.exec()
    dialog.deleteLater()


# ---- exports ------------------------------------------------------------------------------------


def sheets() -> list[tuple[str, str]]:
    """Return the names of the sheets with their titles in the language of the window."""
    found: list[tuple[str, str]] = []
    for file in sorted(shipped("sheets").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            declared = tomllib.loads(file.read_text(encoding="utf-8"))
            title = words.of_two(declared["title"], declared.get("title_zh", ""))
            found.append((file.name.removesuffix(".toml"), title))
    return found


def _formats() -> Iterator[Format]:
    from app.exporter import exporters

    for suffix, exporter in exporters().items():
        yield Format(suffix, exporter.title, exporter.options)


def export_plan(window: Window, suffix: str = ".pdf", sheet: str = "land_use") -> None:
    """Ask for a format and write the plan in it."""
    from app.exporter import Options

    dialog = ExportDialog(list(_formats()), sheets(), (suffix, sheet), window)
    agreed = dialog.exec() == dialog.DialogCode.Accepted
    wish = dialog.wish
    dialog.deleteLater()
    if not agreed:
        return
    name = str(Path(window.settings.folder("export")) / f"{window.documents.name}{wish.suffix}")
    text, _ = QFileDialog.getSaveFileName(window, tr("Export"), name, f"*{wish.suffix}")
    path = _noted(window, text, "export")
    if path is not None:
        if path.suffix.lower() != wish.suffix:
            path = path.with_name(path.name + wish.suffix)
        window.documents.export(path, replace(Options(), **dict(wish.values)))
