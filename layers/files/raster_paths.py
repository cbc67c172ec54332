"""Where the files of rasters are: a plan file says it from its own folder on, never absolutely."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Final

_LONGEST: Final = 1024
_LONGEST_NAME: Final = 255
"""A file of a longer name is nowhere, and to ask for it is an error of its own. [bytes]"""


def from_folder(path: str, folder: Path) -> str:
    """Return a file's path from a folder on, with slashes; its name alone on another drive.

    Examples
    --------
    >>> from_folder("/data/tiles/dsm.tif", Path("/data/plans"))
    '../tiles/dsm.tif'
    """
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return Path(path).name


def in_folder(text: str, folder: Path) -> str:
    r"""Return the path of a file that a plan in a folder names.

    A plan file may come from anybody: of a path that is absolute or leads into a network only the
    name is taken, so that the raster is found beside the plan or is missing.

    Examples
    --------
    >>> in_folder("../tiles/dsm.tif", Path("/data/plans"))
    '/data/tiles/dsm.tif'
    >>> in_folder(r"\\server\share\dsm.tif", Path("/data/plans"))
    '/data/plans/dsm.tif'
    """
    if not _is_plain(text):
        text = PurePosixPath(PureWindowsPath(text.replace("\0", "")).name).name
    fits = all(len(part.encode()) <= _LONGEST_NAME for part in text.split("/"))
    return os.path.normpath(folder / text) if text and fits else ""


def _is_plain(text: str) -> bool:
    """Return whether a text is a path from a folder on, on every system."""
    # Elsewhere a colon is a sign as any other, and times of the day stand in names.
    drive = re.match(r"[A-Za-z]:", text) or "://" in text or (os.name == "nt" and ":" in text)
    strange = "\\" in text or "\0" in text or len(text) > _LONGEST
    return not (drive or strange or text.startswith("/"))
