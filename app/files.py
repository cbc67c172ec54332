"""Asking for files: plans to open and save, data to import, and where exports go."""

from __future__ import annotations

import contextlib
import sqlite3
import tomllib
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from app.window import Window
from layers.errors import PlanError
from layers.files.raster_roles import is_raster
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
_LOOKED_AT: Final = 200
"""Features that a dialog reads to know a file's fields; it must not wait for all of them."""


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


def look(wish: FileWish) -> Found:
    """Return what a file holds for a kind, and what keeps it from being taken as it is."""
    from layers.files import fields, importing, vectors

    kind = kinds()[wish.kind]
    try:
        source = vectors.read(
            wish.path,
            kind,
            layer=wish.layer,
            encoding_name=wish.encoding or None,
            most=_LOOKED_AT,
        )
    except PlanError as error:
        return Found(wrong=words.sentence(error.message))
    wrong = ""
    try:
        importing.system_of(source, wish.crs, wish.crs_if_silent)
    except PlanError as error:
        wrong = words.sentence(error.message)
    told = [
        tr(
            "{n} features; texts as {encoding}; {crs}.",
            n=source.total,
            encoding=source.encoding,
            crs=_system(wish.crs or source.crs or wish.crs_if_silent),
        ),
        *(words.sentence(message) for message in source.doubtful),
    ]
    return Found(tuple(source.fields), " ".join(told), wrong, fields.by_names(source, kind))


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
    with _looking(window, paths):
        dialog = NewPlanDialog(look, paths, window.settings.folder("data"), window)
    dialog.asked.connect(partial(_make, window, dialog))
    dialog.exec()
    dialog.deleteLater()


def _make(window: Window, dialog: NewPlanDialog) -> None:
    """Make the plan that a dialog asks for; the dialog stays until there is one."""
    wishes = dialog.wishes
    window.settings.folders["data"] = str(wishes[0].path.parent)
    job = window.documents.make_plan(
        dialog.name.text().strip() or wishes[0].path.stem,
        [_options(wish) for wish in wishes],
        (dialog.code_set.currentData(), dialog.base_year.value()),
        agreed=dialog.accept,
        refused=partial(_refuse, dialog),
    )
    dialog.wait_for(job.cancel)


def _refuse(dialog: NewPlanDialog | ImportDialog, error: object) -> None:
    """Say in a dialog what the user can act on; any other error is a bug."""
    dialog.refuse(words.sentence(error.message) if isinstance(error, PlanError) else "")
    if error is not None and not isinstance(error, PlanError):
        raise cast("BaseException", error)


@contextlib.contextmanager
def _looking(window: Window, paths: Sequence[Path]) -> Generator[None]:
    """Say at once that a file is looked at: the first look also loads what reads it."""
    if not paths:
        yield
        return
    said = tr("Looking at {name}", name=paths[0].name)
    QApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
    window.notice.say(said)
    window.repaint()
    try:
        yield
    finally:
        QApplication.restoreOverrideCursor()
        if window.notice.text.text() == said:
            window.notice.close_notice()


def import_files(window: Window, paths: Sequence[Path] = ()) -> None:
    """Open plans, import other files, one dialog for each; without a plan make a new one."""
    with _looking(window, paths):
        plan = next((path for path in paths if is_plan(path)), None)
    if plan is not None:
        window.documents.open_file(plan)
        return
    if window.bridge is None:
        new_plan(window, paths)
        return
    if window.maps.rasters is not None:
        window.maps.rasters.add([path for path in paths if is_raster(path)])
    others = [path for path in paths if not is_raster(path)]
    if others or not paths:
        _import_one(window, others)


def _import_one(window: Window, paths: Sequence[Path]) -> None:
    """Ask about the first file and import it; when that is done, go on with the others."""
    path = paths[0] if paths else None
    with _looking(window, paths):
        dialog = ImportDialog(look, path, window.settings.folder("data"), window)
    _import_as_asked(window, dialog, paths[1:])


def _import_as_asked(window: Window, dialog: ImportDialog, rest: Sequence[Path]) -> None:
    """Import what a dialog asks for; after a refusal it comes back as it was left."""
    if dialog.exec() != dialog.DialogCode.Accepted:
        dialog.deleteLater()
        return
    wish = dialog.wish
    window.settings.folders["data"] = str(wish.path.parent)

    def then() -> None:
        dialog.deleteLater()
        if rest:
            _import_one(window, rest)

    def refused(error: object) -> None:
        _refuse(dialog, error)
        _import_as_asked(window, dialog, rest)

    window.documents.import_file(
        _options(wish), replace=dialog.replace.isChecked(), then=then, refused=refused
    )


def _options(wish: FileWish) -> ImportOptions:
    from layers.files.importing import Options

    return Options(
        path=wish.path,
        kind=wish.kind,
        layer=wish.layer,
        encoding=wish.encoding,
        crs=wish.crs,
        fields=wish.fields,
        crs_if_silent=wish.crs_if_silent,
    )


def show_report(window: Window, report: Report) -> None:
    """Show what an import has found."""
    dialog = ImportReportDialog(report.sentences(), window)
    dialog.exec()
    dialog.deleteLater()


# ---- exports ------------------------------------------------------------------------------------


def sheets() -> list[tuple[str, str]]:
    """Return the names of the sheets with their titles in the language of the window."""
    found: list[tuple[int, str, str]] = []
    for file in shipped("sheets").iterdir():
        if file.name.endswith(".toml"):
            declared = tomllib.loads(file.read_text(encoding="utf-8"))
            title = words.of_two(declared["title"], declared.get("title_zh", ""))
            found.append((declared.get("order", 99), file.name.removesuffix(".toml"), title))
    return [(name, title) for _, name, title in sorted(found)]


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
        options = replace(Options(), **dict(wish.values))
        keeper = window.maps.overlays
        shown = keeper.shown if keeper is not None else None
        options = replace(options, ground=window.ground, overlays=shown)
        window.documents.export(path, options)
