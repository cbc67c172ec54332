"""Files that are written: never over another one by accident, never half."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final, TypeVar

from layers.errors import FileChangedError, ProjectFileError

_TRIES: Final = 20

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


@contextlib.contextmanager
def replaced(path: Path) -> Generator[Path]:
    """Yield a path beside the wanted one, and put the new file into place once it is whole."""
    if not path.parent.is_dir():
        raise ProjectFileError(
            "The folder {folder} does not exist. Make it first, or choose another place.",
            folder=str(path.parent),
        )
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.stem[:40]}-", dir=path.parent) as folder:
            fresh = Path(folder) / path.name
            yield fresh
            fresh.replace(path)
    except OSError as error:
        raise ProjectFileError(
            "{path} cannot be written: {reason}.",
            path=str(path),
            reason=error.strerror or str(error),
        ) from error
