"""Files that are written: never over another one by accident, never half."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sqlite3
import time
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Final, TypeVar

from layers.errors import FileChangedError, ProjectFileError
from layers.files.schema import META

_TRIES: Final = 20
_UNFINISHED: Final = ".unfinished"
_LEFTOVER_AGE: Final = 3600.0
"""Age at which a folder beside a file is taken for the trace of a crash. [s]"""

T = TypeVar("T")


def repeated(work: Callable[[], T]) -> T:
    """Do work on a plan file from its opening on, again where another program was faster."""
    for _ in range(_TRIES - 1):
        with contextlib.suppress(FileChangedError):
            return work()
    return work()


def refuse_existing(path: Path, *, force: bool) -> None:
    """Raise where something is at a path already that is not to be replaced.

    Raises
    ------
    ProjectFileError
        Where a file is there and ``force`` was not given, or a folder is there.
    """
    if path.is_dir():
        raise ProjectFileError("{path} is a folder; name a file.", path=str(path))
    if path.exists() and not force:
        raise ProjectFileError(
            "{path} exists already. Choose another name, or replace it with --force.",
            path=str(path),
        )


def is_plan(path: Path) -> bool:
    """Return whether a file is a plan, which is read without a trace."""
    try:
        # No journal beside the file, no lock on it.
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
            asked = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?"
            (found,) = connection.execute(asked, (META,)).fetchone()
    except sqlite3.DatabaseError:
        return False
    return bool(found)


def refuse_no_plan(path: Path, sources: Iterable[Path] = ()) -> None:
    """Raise where a plan is not to be written: over a file of another sort, or one to be read.

    Raises
    ------
    ProjectFileError
        Where the name does not end in ``.gpkg``, or what is there is a source, or no plan.
    """
    if path.suffix.lower() != ".gpkg":
        raise ProjectFileError(
            "{path} is no name of a plan: a plan is a GeoPackage, whose name ends in .gpkg.",
            path=str(path),
        )
    if not path.exists():
        return
    if any(source.exists() and path.samefile(source) for source in sources):
        raise ProjectFileError(
            "{path} is one of the files that the plan is made from. Choose another name.",
            path=str(path),
        )
    if not path.is_dir() and not (path.is_file() and is_plan(path)):
        raise ProjectFileError(
            "{path} exists and is no plan, and only a plan is replaced. Choose another name.",
            path=str(path),
        )


@contextlib.contextmanager
def folder_beside(path: Path) -> Generator[Path]:
    """Give a new folder beside a file; it is gone afterwards, as are those that a crash left."""
    name = f".{path.stem[:40]}."
    for entry in os.scandir(path.parent):
        if not (entry.name.startswith(name) and entry.name.endswith(_UNFINISHED)):
            continue
        with contextlib.suppress(OSError):
            old = time.time() - entry.stat(follow_symlinks=False).st_mtime > _LEFTOVER_AGE
            if old and entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
    folder = path.parent / f"{name}{secrets.token_hex(4)}{_UNFINISHED}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def replaced(path: Path) -> Generator[Path]:
    """Yield a path beside the wanted one, and put the new file into place once it is whole."""
    if not path.parent.is_dir():
        raise ProjectFileError(
            "The folder {folder} does not exist. Make it first, or choose another place.",
            folder=str(path.parent),
        )
    try:
        with folder_beside(path) as folder:
            fresh = folder / path.name
            yield fresh
            fresh.replace(path)
    except OSError as error:
        raise ProjectFileError(
            "{path} cannot be written: {reason}.",
            path=str(path),
            reason=error.strerror or str(error),
        ) from error
