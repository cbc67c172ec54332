"""Writing a file all or nothing: beside the target first, then in its place."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sqlite3
import stat
import time
from collections.abc import Generator
from pathlib import Path
from typing import Final

from layers.errors import ProjectFileError

try:
    import fcntl
except ImportError:  # Windows lets nobody replace a file that another one has open
    fcntl = None

_LEFTOVER_AGE: Final = 3600.0
"""Age at which an unfinished file beside a plan is taken for the trace of a crash. [s]"""


_PATIENCE: Final = 60.0
"""How long a save waits for another one of the same file. [s]"""


@contextlib.contextmanager
def locked(target: Path) -> Generator[None]:
    """Let nobody else of this program replace a file meanwhile; where none is, do nothing.

    Raises
    ------
    ProjectFileError
        Where another one has been saving it for too long.
    """
    descriptor = _lock(target)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _lock(target: Path) -> int | None:
    """Return the open file that bears the lock; None where there is no file, or are no locks."""
    if fcntl is None:
        return None
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        descriptor = None
        try:
            descriptor = os.open(target, os.O_RDONLY)
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Whoever held it may have put another file into the place.
            if os.fstat(descriptor).st_ino == target.stat().st_ino:
                return descriptor
            os.close(descriptor)
        except OSError as error:
            if descriptor is not None:
                os.close(descriptor)
            if not isinstance(error, BlockingIOError):
                # A file that is not there, or a disk without locks: the stamp still tells.
                return None
            time.sleep(0.02)
    raise ProjectFileError(
        "{path} could not be saved: another program has been saving it for a while. Try again,"
        " or save under another name.",
        path=str(target),
    )


@contextlib.contextmanager
def replacing(target: Path, start: Path | None) -> Generator[Path]:
    """Give a file beside the target to write to, and put it in the target's place at the end.

    Where anything goes wrong, the target is as it was and the file beside it is gone.

    Parameters
    ----------
    target
        File to be written; a link is followed.
    start
        File whose contents it begins with; None for an empty one.

    Raises
    ------
    ProjectFileError
        Where the folder, the disk or the file does not take it.
    """
    target = target.resolve()
    refuse_read_only(target)
    beside = target.parent / f".{target.name}.{secrets.token_hex(4)}.unfinished"
    try:
        _take_away_leftovers(target)
        descriptor = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
        os.close(descriptor)
        if start is not None:
            shutil.copyfile(start, beside)
        yield beside
        _synchronise(beside)
        if target.exists():
            beside.chmod(stat.S_IMODE(target.stat().st_mode))
        beside.replace(target)
        _synchronise_folder(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise _not_saved(target, error) from error
    finally:
        for trace in (beside, *(beside.with_name(beside.name + end) for end in ("-journal",))):
            with contextlib.suppress(OSError):
                trace.unlink(missing_ok=True)


def refuse_read_only(target: Path) -> None:
    """Raise ProjectFileError where a file may not be replaced."""
    if not target.parent.is_dir():
        raise ProjectFileError(
            "{path} could not be saved: the folder {folder} is not there.",
            path=str(target),
            folder=str(target.parent),
        )
    if target.is_dir():
        raise ProjectFileError(
            "{path} could not be saved: that is a folder. Choose another name.", path=str(target)
        )
    if is_read_only(target):
        raise ProjectFileError(
            "{path} could not be saved: the file or its folder is read-only."
            " Save the plan under another name.",
            path=str(target),
        )


def is_read_only(path: Path) -> bool:
    """Return whether a file, or the folder it lies in, may not be written."""
    folder = path.resolve().parent
    if not os.access(folder, os.W_OK) or not folder.stat().st_mode & 0o222:
        return True
    return path.exists() and (not os.access(path, os.W_OK) or not path.stat().st_mode & 0o222)


def _not_saved(target: Path, error: OSError | sqlite3.Error) -> ProjectFileError:
    full = "full" in str(error) or getattr(error, "errno", None) == 28
    if full:
        return ProjectFileError(
            "{path} could not be saved: the disk is full. The file is as it was;"
            " make room or save elsewhere.",
            path=str(target),
        )
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return ProjectFileError(
        "{path} could not be saved: {reason}. The file is as it was; save elsewhere or try again.",
        path=str(target),
        reason=reason,
    )


def _synchronise(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _synchronise_folder(folder: Path) -> None:
    # Windows opens no folders; there the replacement is durable with the file.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _take_away_leftovers(target: Path) -> None:
    start = f".{target.name}."
    for entry in os.scandir(target.parent):
        if entry.name.startswith(start) and entry.name.endswith(".unfinished"):
            with contextlib.suppress(OSError):
                if time.time() - entry.stat().st_mtime > _LEFTOVER_AGE:
                    Path(entry.path).unlink()
