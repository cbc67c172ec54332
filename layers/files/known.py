"""What plan files were seen to hold, so that a save writes only rows that differ and loses none."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import shapely

from layers.document import Document

Versions = tuple[tuple[int, ...], ...]

_MOST_SEEN: Final = 256
_seen: dict[tuple[Path, Versions], tuple[tuple[int, ...], bool]] = {}
# The one thing remembered between calls: the stamp on disk that a file had when it was written
# or read here with these versions of its layers, and whether these are all that it holds.


def stamp(path: Path) -> tuple[int, ...]:
    """Return what changes when a file is written, to the nanosecond; nothing where none is."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return (status.st_mtime_ns, status.st_size, status.st_ino, status.st_dev)


def remember(
    path: Path, document: Document, found: tuple[int, ...] | None = None, *, whole: bool = True
) -> None:
    """Remember that a file holds a document, with the stamp that it has now or had then.

    Parameters
    ----------
    whole
        Whether its tables hold nothing besides; else there are cells of a wrong type in them,
        which the next reader has to tell of.
    """
    key = (path, _versions(document))
    _seen.pop(key, None)
    _seen[key] = (stamp(path) if found is None else found), whole
    while len(_seen) > _MOST_SEEN:
        del _seen[next(iter(_seen))]


def holds(path: Path, document: Document) -> bool | None:
    """Return whether a file still is the one that held a document; None where it never did."""
    found = _seen.get((path, _versions(document)))
    return None if found is None else found[0] == stamp(path)


def is_whole(path: Path, document: Document) -> bool:
    """Return whether a document is all that its file held when it was last read or written."""
    return _seen.get((path, _versions(document)), ((), False))[1]


def same(one: Document, other: Document) -> bool:
    """Return whether two documents hold the same, whatever they were read from."""
    if _values(one) != _values(other):
        return False
    for kind, layer in one.layers.items():
        rival = other.layer(kind)
        if layer.version() == rival.version():
            continue
        if not np.array_equal(layer.ids, rival.ids):
            return False
        shapes = (shapely.to_wkb(layer.geometries), shapely.to_wkb(rival.geometries))
        frames = [found.frame.drop(columns="geometry") for found in (layer, rival)]
        if not (np.array_equal(*shapes) and frames[0].equals(frames[1])):
            return False
    return True


def _values(document: Document) -> tuple[object, ...]:
    sections = (document.parameters, document.styles, document.properties, document.rasters)
    return (document.crs, *map(dict, sections), dict(document.enclosed))


def _versions(document: Document) -> Versions:
    found = tuple(layer.version() for layer in document.layers.values())
    return (*found, (hash(document.crs),))
