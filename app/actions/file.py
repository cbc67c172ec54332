"""File: plans and other files in and out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from app.action import Action
from app.files import ask_open, ask_save, export_plan, import_files, new_plan, show_report
from app.window import Window
from resources.translations import tr

ORDER: Final = 1
_RECENT: Final = 9


def title() -> str:
    """Return the title of the menu."""
    return tr("&File")


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands of the menu."""
    documents = window.documents
    window.take_files = partial(import_files, window)
    documents.ask_path = partial(ask_save, window)
    documents.show_report = partial(show_report, window)

    def has_plan() -> bool:
        return documents.bridge is not None

    def free() -> bool:
        return not any(job.exclusive for job in documents.jobs.running)

    def save_as() -> None:
        path = ask_save(window)
        if path is not None:
            documents.save_to(path)

    def open_plan() -> None:
        path = ask_open(window)
        if path is not None:
            documents.open_file(path)

    recent = tuple(_recent(window, place, free) for place in range(_RECENT))
    return (
        Action(
            "file.new",
            tr("&New from files…"),
            partial(new_plan, window),
            key="Ctrl+N",
            icon="new",
            tooltip=tr("Make a plan from parcels, red line, roofs and green lines"),
            when=free,
        ),
        Action("file.open", tr("&Open…"), open_plan, key="Ctrl+O", icon="open", when=free),
        *recent,
        Action(
            "file.sample",
            tr("Open the sample &park"),
            documents.open_sample,
            icon="park",
            when=free,
        ),
        Action(
            "file.save",
            tr("&Save"),
            documents.save,
            key="Ctrl+S",
            icon="save",
            separated=True,
            toolbar=True,
            when=lambda: documents.modified and free() and not documents.saving,
        ),
        Action(
            "file.save_as",
            tr("Save &as…"),
            save_as,
            key="Ctrl+Shift+S",
            icon="save",
            when=lambda: has_plan() and free() and not documents.saving,
        ),
        Action(
            "file.import",
            tr("&Import…"),
            partial(import_files, window, ()),
            key="Ctrl+I",
            icon="import",
            tooltip=tr("Bring a shapefile, GeoPackage or GeoJSON into the plan"),
            separated=True,
            when=lambda: documents.editable,
        ),
        Action(
            "file.export",
            tr("&Export…"),
            partial(export_plan, window),
            key="Ctrl+E",
            icon="export",
            tooltip=tr("Write a sheet, drawing, workbook, web map or data file"),
            when=has_plan,
        ),
        Action(
            "file.close",
            tr("&Close plan"),
            documents.close_plan,
            key="Ctrl+W",
            icon="close",
            separated=True,
            when=lambda: has_plan() and free(),
        ),
        Action("file.quit", tr("&Quit"), window.close, key="Ctrl+Q"),
    )


def _recent(window: Window, place: int, free: Callable[[], bool]) -> Action:
    """Return the command that opens the plan at a place of the list, gone where there is none."""

    def path() -> Path | None:
        found = [path for path in window.settings.recent if Path(path).exists()]
        return Path(found[place]) if place < len(found) else None

    def label() -> str:
        found = path()
        return "" if found is None else f"{found.name}   {found.parent}".replace("&", "&&")

    def run() -> None:
        found = path()
        if found is not None:
            window.documents.open_file(found)

    return Action(
        f"file.recent{place}",
        label(),
        run,
        icon="file",
        tooltip=tr("Open this plan again"),
        submenu=tr("Open &recent"),
        label=label,
        when=free,
    )
