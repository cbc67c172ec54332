"""Files made fit for GDAL, which reads escapes in paths and stops at numbers that are too long."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Final

_READ_OTHERWISE: Final = re.compile(r"[%?#\x00-\x1f\x7f]")
_MOST_REWRITTEN: Final = 256 * 2**20
_LONG_NUMBER: Final = re.compile(rb"[\s:,\[]-?\d{19,}[\s,}\]]")


@contextlib.contextmanager
def plain(path: Path) -> Generator[Path]:
    """Give a path to the same file that has no sign with a meaning of its own."""
    found = path.absolute()
    if not _READ_OTHERWISE.search(str(found)):
        yield found
        return
    with tempfile.TemporaryDirectory() as folder:
        name = _READ_OTHERWISE.sub("_", found.name)
        link = Path(folder) / name
        try:
            link.symlink_to(found)
        except OSError:  # Windows lets few users make links
            shutil.copyfile(found, link)
        yield link


@contextlib.contextmanager
def in_bounds(path: Path) -> Generator[Path]:
    """Give a file without whole numbers beyond 64 bits, at which GDAL stops in GeoJSON."""
    if path.suffix.lower() == ".gpkg" or path.stat().st_size > _MOST_REWRITTEN:
        yield path
        return
    content = path.read_bytes()
    data: object = None
    if _LONG_NUMBER.search(content):
        with contextlib.suppress(ValueError, RecursionError):
            data = json.loads(content, parse_int=_number)
    if data is None:
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        sound = Path(folder) / path.name
        sound.write_text(json.dumps(data), encoding="utf-8")
        yield sound


def _number(digits: str) -> int | float:
    return int(digits) if len(digits) < 19 else float(digits)
