"""The plan's stamp: equal stamps mean equal rows, factors, code set and enclosures."""

from __future__ import annotations

from dataclasses import fields
from hashlib import blake2b
from operator import attrgetter
from typing import Final

import numpy as np
import pandas as pd
import shapely

from layers.codes import LandUseClass
from layers.coordinates import PIECE
from layers.document import Document
from layers.layer import Layer
from layers.parameters import Factor

# These hold no dataclasses in turn: dataclasses.astuple would look into each of 10,000 values.
_FACTOR: Final = attrgetter(*(field.name for field in fields(Factor)))
_CLASS: Final = attrgetter(*(field.name for field in fields(LandUseClass)))
_KEPT: Final[dict[int, bytes]] = {}
"""Digests of columns by their version; a version never means two contents."""

_KEPT_LIMIT: Final = 4096


def stamp(document: Document) -> str:
    """Return the hash of a plan's rows, factors, settings and code set.

    Stated order: CRS; kinds by id; for each its feature ids and shapes (well-known binary,
    little-endian), then its other columns by name, columns without any value left out; factors
    and settings by id; classes of the code set in the order of the standard; what is enclosed by
    name, its facts, then its arrays, each by name. Hash: BLAKE2b of 16 bytes, as hexadecimal
    digits. Names, styles and the file's bytes do not enter.
    """
    whole = blake2b(digest_size=16)
    whole.update(document.crs.encode())
    for kind in sorted(document.layers):
        layer = document.layers[kind]
        if len(layer):
            whole.update(kind.encode())
            for name in ("geometry", *sorted(set(layer.columns) - {"geometry"})):
                digest = _digest(layer, name)
                if digest:
                    whole.update(name.encode())
                    whole.update(digest)
    for id_ in sorted(document.parameters):
        value = document.parameters[id_]
        parts = _FACTOR(value) if isinstance(value, Factor) else value
        whole.update(repr((id_, parts)).encode())
    for found in document.codes.classes.values():
        whole.update(repr(_CLASS(found)).encode())
    for name, enclosure in sorted(document.enclosed.items()):
        whole.update(repr((name, sorted(enclosure.facts.items()))).encode())
        for key, array in sorted(enclosure.arrays.items()):
            whole.update(key.encode())
            whole.update(array.tobytes())
    return whole.hexdigest()


def _digest(layer: Layer, name: str) -> bytes:
    version = layer.versions[name]
    if version not in _KEPT:
        if len(_KEPT) >= _KEPT_LIMIT:
            _KEPT.clear()
        _KEPT[version] = _geometry(layer) if name == "geometry" else _column(layer.values(name))
    return _KEPT[version]


def _geometry(layer: Layer) -> bytes:
    digest = blake2b(layer.ids.astype("<i8").tobytes(), digest_size=16)
    for first in range(0, len(layer), PIECE):
        shapes = layer.shapes(np.arange(first, min(first + PIECE, len(layer))))
        for part in shapely.to_wkb(shapes, byte_order=1):
            digest.update(part or b"-")
    return digest.digest()


def _column(values: pd.Series) -> bytes:
    """Return the digest of a column, empty where no row has a value."""
    there = values.notna().to_numpy()
    if not there.any():
        return b""
    digest = blake2b(there.tobytes(), digest_size=16)
    digest.update(_bytes(values.dropna()))
    return digest.digest()


def _bytes(values: pd.Series) -> bytes:
    if pd.api.types.is_bool_dtype(values.dtype) or pd.api.types.is_integer_dtype(values.dtype):
        return values.to_numpy(dtype=np.int64).astype("<i8").tobytes()
    if pd.api.types.is_float_dtype(values.dtype):
        return values.to_numpy(dtype=np.float64).astype("<f8").tobytes()
    texts = [str(value).encode() for value in values]
    lengths = np.array([len(text) for text in texts], "<i8")
    return lengths.tobytes() + b"".join(texts)
