"""What was read of large plans, kept in the user's cache: the next opening maps it into memory.

It only saves time. A file that is not whole, is none of ours, or belongs to a plan that has been
written since counts as not there, and the plan is read.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd
import platformdirs
import pyarrow as pa
from numpy.typing import NDArray

from layers.document import Document
from layers.files import columns, known
from layers.files.shapes import COORDINATE_LIMIT_M
from layers.geometry import Coordinates
from layers.layer import Layer
from layers.memory import give_back
from layers.progress import Progress

Array: TypeAlias = NDArray[Any]

MAGIC: Final = b"greenplat layers 1\n"
"""Another number where something else is kept, or in another way."""
FEWEST: Final = 20_000
"""Layers of fewer rows are read again in no time."""
LARGEST_BYTES: Final = 2_000_000_000
"""All files together; the ones not used for longest go first."""
FREE_SHARE: Final = 4
"""Nothing is kept that would take more than one part in so many of what is free on the disk."""
_ALIGNED: Final = 64
_HEADER: Final = 100
"""Bytes of a plan that hold SQLite's counter of changes, among other things."""
_LONGEST_HEAD: Final = 1_000_000
_FEWEST_PLACES: Final = 4
_WHOLES: Final = ("ids", "rings", "polygons", "features")
_NUMBERS: Final = ("xy", "bounds", "doubled")
_PIECE: Final = 1 << 24
_MODULUS: Final = 1 << 64


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A layer as it was read.

    Parameters
    ----------
    ids
        Feature ids, ascending.
    coordinates
        Its geometries.
    filled
        Those of its columns that hold something, in the types in which columns are held.
    dtypes
        The type of each of its columns.
    """

    ids: NDArray[np.int64]
    coordinates: Coordinates
    filled: Mapping[str, pd.Series]
    dtypes: Mapping[str, str]


class _UnsoundError(Exception):
    """What is kept is not what was written."""


def folder() -> Path:
    """Return where layers are kept on this machine."""
    return Path(platformdirs.user_cache_dir("greenplat")) / "plans"


def path_of(plan: Path) -> Path:
    """Return the file that keeps what was read of a plan."""
    digest = hashlib.blake2b(os.fsencode(plan.resolve()), digest_size=16)
    return folder() / f"{digest.hexdigest()}.layers"


def stamp(plan: Path) -> list[str]:
    """Return what changes when a plan is written, its counter of changes included."""
    try:
        with plan.open("rb") as file:
            head = file.read(_HEADER)
    except OSError:
        return []
    return [*map(str, known.stamp(plan)), head.hex()]


# ---- writing ------------------------------------------------------------------------------------


def write(plan: Path, document: Document, progress: Progress | None = None) -> None:
    """Keep the large layers of a plan that was just read or saved; else nothing happens.

    Nor does it where the disk does not take them, or where the plan has cells of a wrong type:
    whoever opens it next is told of them again.
    """
    progress = progress or Progress()
    target = plan.resolve()
    found = stamp(target)
    if not found or not known.holds(target, document) or not known.is_whole(target, document):
        return
    layers = {
        id_: _arrays(layer, shapes)
        for id_, layer in document.layers.items()
        if (shapes := layer.coordinates) is not None and len(layer) >= FEWEST
    }
    path = path_of(target)
    if not layers or _is_there(path, found):
        return
    blocks = [block for arrays, _ in layers.values() for block in arrays.values()]
    size = sum(block.nbytes + _ALIGNED for block in blocks)
    beside = path.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        if size > min(LARGEST_BYTES, shutil.disk_usage(path.parent).free // FREE_SHARE):
            return
        try:
            _write(beside, found, layers, progress)
            if known.holds(target, document) and stamp(target) == found:
                beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        _tidy(path.parent)
    give_back()


def _arrays(layer: Layer, shapes: Coordinates) -> tuple[dict[str, Array], dict[str, str]]:
    """Return the arrays of a layer, and the types of its columns."""
    names = [name for name in layer.columns if name != "geometry"]
    found = {name: layer.values(name) for name in names}
    filled = {name: one for name, one in found.items() if not one.isna().all()}
    table = pa.table({name: pa.array(one, from_pandas=True) for name, one in filled.items()})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return {
        "ids": layer.ids, "xy": shapes.xy, "rings": shapes.rings, "polygons": shapes.polygons,
        "features": shapes.features, "several": shapes.several, "bounds": shapes.bounds.T,
        "doubled": shapes.doubled, "columns": np.frombuffer(sink.getvalue(), np.uint8),
    }, {name: str(one.dtype) for name, one in found.items()}  # fmt: skip


def _write(
    beside: Path,
    found: list[str],
    layers: Mapping[str, tuple[dict[str, Array], dict[str, str]]],
    progress: Progress,
) -> None:
    at = total = 0
    blocks: list[Array] = []
    entries: dict[str, Any] = {}
    for kind, (arrays, dtypes) in layers.items():
        places: dict[str, Any] = {}
        for name, array in arrays.items():
            block = _padded(array)
            places[name] = [array.dtype.str, list(array.shape), at]
            total = (total + _sum(block)) % _MODULUS
            blocks.append(block)
            at += block.nbytes
            progress.at(0.1)
        entries[kind] = {"arrays": places, "dtypes": dtypes}
    head = json.dumps({"stamp": found, "layers": entries, "size": at, "sum": total}).encode()
    head += b" " * (-(len(MAGIC) + 8 + len(head)) % _ALIGNED)
    # A plan that only its owner may read is kept for nobody else.
    beside.unlink(missing_ok=True)
    with open(beside, "xb", opener=_private) as file:
        file.write(MAGIC + len(head).to_bytes(8, "little") + head)
        for block in blocks:
            for first in range(0, len(block), _PIECE):
                progress.at(0.5)  # raises where the work shall stop
                file.write(block[first : first + _PIECE].data)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _padded(array: Array) -> NDArray[np.uint8]:
    """Return the bytes of an array, up to where the next one may begin."""
    block = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
    lacking = -len(block) % _ALIGNED
    return np.concatenate([block, np.zeros(lacking, np.uint8)]) if lacking else block


def _sum(block: NDArray[np.uint8]) -> int:
    return int(np.add.reduce(block.view(np.uint64), dtype=np.uint64))


def _is_there(path: Path, found: list[str]) -> bool:
    with contextlib.suppress(OSError, _UnsoundError):
        return _head(path)[0]["stamp"] == found
    return False


def _tidy(place: Path) -> None:
    """Remove the files used longest ago until the rest fits."""
    there = [(path.stat(), path) for path in place.iterdir() if path.is_file()]
    total = sum(status.st_size for status, _ in there)
    for status, path in sorted(there, key=lambda one: one[0].st_mtime):
        if total <= LARGEST_BYTES:
            return
        path.unlink(missing_ok=True)
        total -= status.st_size


# ---- reading ------------------------------------------------------------------------------------


def read(plan: Path) -> dict[str, Kept]:
    """Return the layers by kind that are kept of a plan as it is now; none where there are none."""
    path = path_of(plan)
    try:
        head, body = _head(path)
        if head["stamp"] != stamp(plan.resolve()):
            return {}
        data = np.memmap(path, np.uint8, "r", offset=body)
        if len(data) != head["size"]:
            return {}
        with ThreadPoolExecutor(max_workers=1) as beside:
            total = beside.submit(_sum, data)
            found = {
                str(kind): _kept(data, one["arrays"], one["dtypes"])
                for kind, one in head["layers"].items()
            }
            if total.result() != head["sum"]:
                return {}
        os.utime(path)
    except (OSError, ValueError, TypeError, KeyError, pa.ArrowException, _UnsoundError):
        return {}
    return found


def _head(path: Path) -> tuple[dict[str, Any], int]:
    """Return what a file says of itself, and where its body begins."""
    with path.open("rb") as file:
        _demand(file.read(len(MAGIC)) == MAGIC)
        length = int.from_bytes(file.read(8), "little")
        _demand(0 < length <= _LONGEST_HEAD)
        try:
            return json.loads(file.read(length)), len(MAGIC) + 8 + length
        except ValueError as error:
            raise _UnsoundError from error


def _kept(data: NDArray[np.uint8], places: Any, dtypes: Any) -> Kept:  # noqa: ANN401
    arrays = {name: _array(data, *places[name]) for name in (*_WHOLES, *_NUMBERS)}
    several = _array(data, *places["several"]).astype(bool)
    ids, rings, polygons, features = (arrays[name] for name in _WHOLES)
    xy, bounds, doubled = (arrays[name] for name in _NUMBERS)
    count = len(ids)
    _demand(all(one.dtype == np.int64 and one.ndim == 1 for one in (ids, rings)))
    _demand(all(one.dtype == np.int64 and one.ndim == 1 for one in (polygons, features)))
    _demand(all(one.dtype == np.float64 for one in (xy, bounds, doubled)))
    _demand(xy.ndim == 2 and xy.shape[1] == 2)
    _demand(several.shape == (count,) and len(features) == count + 1)
    _demand(bounds.shape == (4, count) and doubled.shape == (len(rings) - 1,))
    _demand(count > 0 and bool((np.diff(ids) > 0).all()))
    for starts, following, fewest in (
        (features, len(polygons) - 1, 1),
        (polygons, len(rings) - 1, 1),
        (rings, len(xy), _FEWEST_PLACES),
    ):
        _demand(starts[0] == 0 and starts[-1] == following)
        _demand(bool((np.diff(starts) >= fewest).all()))
    # A number that is none is neither.
    _demand(bool(xy.min() >= -COORDINATE_LIMIT_M and xy.max() <= COORDINATE_LIMIT_M))
    _demand(bool((xy[rings[:-1]] == xy[rings[1:] - 1]).all()))
    shapes = Coordinates(xy, rings, polygons, features, several).knowing(bounds, doubled)
    table = pa.ipc.open_stream(pa.py_buffer(_array(data, *places["columns"]))).read_all()
    table.validate(full=True)
    _demand(len(table) == count or table.num_columns == 0)
    values = {str(name): columns.from_arrow(table.column(name)) for name in table.column_names}
    known_types = {str(name): str(dtype) for name, dtype in dtypes.items()}
    held = {name: one.astype(known_types[name]) for name, one in values.items() if one is not None}
    return Kept(ids, shapes, held, known_types)


def _array(data: NDArray[np.uint8], dtype: str, shape: list[Any], at: Any) -> Array:  # noqa: ANN401
    kind = np.dtype(dtype)
    _demand(kind.kind in "iufb" and all(type(one) is int and one >= 0 for one in (*shape, at)))
    size = math.prod(shape) * kind.itemsize
    _demand(at + size <= len(data))
    # Not as a map of a file any more: each piece of one would be another.
    return np.asarray(data)[at : at + size].view(kind).reshape(shape)


def _demand(holds: bool) -> None:  # noqa: FBT001
    if not holds:
        raise _UnsoundError
