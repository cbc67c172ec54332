"""What leaves the plan: sheets, tables, web maps and files for other programs.

An exporter is a module of ``app.exporters`` that holds ``EXPORTERS``, a tuple of declarations; it
is found by looking, and nothing else changes when one is added.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.places import folder_beside, is_plan
from layers.document import Document
from layers.errors import ExportError
from layers.measure import Results
from layers.progress import Progress
from resources.translations import LANGUAGES, grouped

if TYPE_CHECKING:  # the command line writes tables without Qt
    from widgets.map.underlay import Underlay
    from widgets.map.viewport import Viewport

    Ground = Callable[[Viewport, Progress], Underlay | None]

MOST_SCALE: Final = 10_000_000
"""Denominator of the smallest scale at which something of a plan is seen on paper."""


@dataclass(frozen=True, slots=True)
class Options:
    """How an export is wanted; each exporter reads what it declares.

    Parameters
    ----------
    sheet
        Which sheet is drawn: the name of one of the declarations in ``resources/sheets``.
    kind
        Kind that a file of vectors holds; None for the parcels, in a GeoPackage for all kinds.
    paper
        Size of the paper, ``A4`` to ``A0``, with ``-portrait`` behind it for upright paper.
    scale
        Denominator of the scale; None for the largest round scale at which the plan fits.
    dpi
        Dots per inch of a picture.
    lang
        Language of all texts, ``en`` or ``zh``.
    title
        Title in place of the plan's name.
    grid
        Whether a sheet carries the ticks of the coordinate grid.
    ground
        Gives the base map of a sheet, with its tiles, beside the window's thread; None for none.
    hidden
        Kinds that are left out of a sheet, since the user has hidden them.
    overlays
        Names of what is drawn over the plan on a sheet; None for what the plan remembers.
    """

    sheet: str = "land_use"
    kind: str | None = None
    paper: str = "A3"
    scale: float | None = None
    dpi: int = 200
    lang: str = "en"
    title: str | None = None
    grid: bool = True
    ground: Ground | None = None
    hidden: frozenset[str] = frozenset()
    overlays: tuple[str, ...] | None = None


Write = Callable[[Document, Results, Path, Options, Progress], None]


@dataclass(frozen=True, slots=True)
class Exporter:
    """One way out of the plan, declared once; menu, command line and dialogs read this.

    Parameters
    ----------
    id
        Name for scripts.
    title
        What the menu says, in English.
    suffixes
        Endings of the files that it writes, with their point.
    options
        Names of the `Options` that it reads.
    write
        Writes the file at the given path, and files that belong to it beside.
    stale
        Endings of files of other programs beside the old file that no longer fit the new one.
    """

    id: str
    title: str
    suffixes: tuple[str, ...]
    options: tuple[str, ...]
    write: Write
    stale: tuple[str, ...] = ()


@cache
def exporters() -> Mapping[str, Exporter]:
    """Return all exporters by the suffix of the files that they write."""
    package = importlib.import_module("app.exporters")
    found: dict[str, Exporter] = {}
    for module in pkgutil.iter_modules(package.__path__):
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")
        declared: tuple[Exporter, ...] = getattr(loaded, "EXPORTERS", ())
        found.update({suffix: exporter for exporter in declared for suffix in exporter.suffixes})
    return MappingProxyType(found)


def exporter_for(path: Path) -> Exporter:
    """Return the exporter that writes files with the ending of this path.

    Raises
    ------
    ExportError
        Where no exporter writes such files; the known endings are named.
    """
    found = exporters().get(path.suffix.lower())
    if found is None:
        raise ExportError(
            "{name} has no ending that can be written. Known are: {known}.",
            name=path.name,
            known=", ".join(sorted(exporters())),
        )
    return found


def export(
    document: Document,
    results: Results,
    path: Path,
    options: Options,
    progress: Progress | None = None,
) -> None:
    """Write the plan, or a part of it, in the format that the ending of the path names.

    The file, and those that belong to it, are written aside and put into place when they are
    complete: after an error the old ones are as they were.

    Parameters
    ----------
    document
        The plan.
    results
        Results of all measures for it; every printed number is one of these.
    path
        Where to.
    options
        How it is wanted.
    progress
        Told how far the work is, and asked whether to go on.

    Raises
    ------
    ExportError
        Where the ending is unknown, an option is, or the file cannot be written.
    """
    exporter = exporter_for(path)
    if options.lang not in LANGUAGES:
        raise ExportError(
            "There is no language {name} here. Known are: {known}.",
            name=options.lang,
            known=", ".join(LANGUAGES),
        )
    if options.kind is not None and options.kind not in document.layers:
        raise ExportError(
            "There is no kind {name}. Known are: {known}.",
            name=options.kind,
            known=", ".join(document.layers),
        )
    _refuse_senseless(options)
    _refuse_plan(path)
    path = _followed(path)
    with _aside(path, exporter) as aside:
        exporter.write(document, results, aside, options, progress or Progress())


def unwritable(path: Path, error: OSError) -> ExportError:
    """Return the sentence for a file that cannot be written."""
    return ExportError(
        "{path} cannot be written: {reason}. Close it where it is open, or choose another place.",
        path=str(path),
        reason=error.strerror or str(error),
    )


def _refuse_senseless(options: Options) -> None:
    """Raise where the scale is none at which a plan can be drawn."""
    if options.scale is not None and not 1 <= options.scale <= MOST_SCALE:
        raise ExportError(
            "A scale of 1 : {scale} cannot be drawn. Give a number from 1 to {most}.",
            scale=str(options.scale),
            most=grouped(MOST_SCALE),
        )


def _followed(path: Path) -> Path:
    """Return the file that a link leads to; raise where what is there is no file."""
    target = path.resolve() if path.is_symlink() else path
    if target.suffix.lower() != path.suffix.lower():
        raise ExportError(
            "{path} leads to {target}, a file of another sort. Choose another name.",
            path=str(path),
            target=str(target),
        )
    if target.exists() and not target.is_dir() and not target.is_file():
        raise ExportError("{path} is a device and no file. Choose another name.", path=str(path))
    return target


def _refuse_plan(path: Path) -> None:
    """Raise a sentence where the file to be written is a plan: its history would be lost."""
    if path.suffix.lower() != ".gpkg" or not path.is_file():
        return
    if is_plan(path):
        raise ExportError(
            "{path} is a plan. Choose another name for the export, so that the plan stays.",
            path=str(path),
        )


@contextmanager
def _aside(path: Path, exporter: Exporter) -> Generator[Path]:
    """Give a path to write to, of the same name, and put what was written into place."""
    if not path.parent.is_dir():
        raise ExportError(
            "The folder {folder} does not exist. Make it first, or choose another place.",
            folder=str(path.parent),
        )
    if path.is_dir():
        raise ExportError("{path} is a folder. Name a file.", path=str(path))
    try:
        with folder_beside(path) as folder:
            written = folder / "written"
            written.mkdir()
            yield written / path.name
            _put_into_place(path, written, folder / "replaced", exporter)
    except OSError as error:
        raise unwritable(path, error) from error


def _put_into_place(path: Path, written: Path, replaced: Path, exporter: Exporter) -> None:
    """Exchange the old files for the new ones: all of them, or none."""
    replaced.mkdir()
    for file in written.iterdir():
        with file.open("rb+") as handle:
            os.fsync(handle.fileno())
    fresh = sorted(file.name for file in written.iterdir())
    old = {*fresh, *(path.with_suffix(suffix).name for suffix in exporter.stale)}
    if not exporter.stale:
        # One file replaces one file in a single step, and nothing lies between.
        written.joinpath(path.name).replace(path)
        return
    kept: list[str] = []
    try:
        for name in sorted(old):
            if (path.parent / name).exists():
                (path.parent / name).replace(replaced / name)
                kept.append(name)
        for name in fresh:
            (written / name).replace(path.parent / name)
    except OSError:
        for name in fresh:
            if not (written / name).exists():
                (path.parent / name).unlink(missing_ok=True)
        for name in kept:
            (replaced / name).replace(path.parent / name)
        raise
