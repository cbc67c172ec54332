"""Changed rows: from new values to the part of an edit that holds just what differs."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray

from layers.document import Document
from layers.edit import RowsDelta
from layers.errors import InvalidEditError
from layers.kinds import kinds
from layers.layer import Layer

Ids = NDArray[np.int64] | Sequence[int]


def layer_of(document: Document, kind: str) -> Layer:
    """Return the layer of a kind.

    Raises
    ------
    InvalidEditError
        Where no kind has this id.
    """
    if kind not in document.layers:
        raise InvalidEditError(
            "No layer is called {kind}. Known are {known}.", kind=kind, known=", ".join(kinds())
        )
    return document.layer(kind)


def changed_rows(layer: Layer, ids: Ids, values: Mapping[str, object]) -> RowsDelta | None:
    """Return the rows and columns that get another value, None where all have it already.

    Parameters
    ----------
    layer
        Where the rows are.
    ids
        Feature ids, in any order.
    values
        Checked values by column; None for missing.
    """
    wanted = np.unique(np.asarray(ids, np.int64))
    places = layer.places(wanted)
    # Column by column: a frame of all columns would cost more than the edit.
    arrays = {name: layer.values(name).array.take(places) for name in values}
    differs = {name: _differs(array, values[name]) for name, array in arrays.items()}
    columns = [name for name, found in differs.items() if found.any()]
    if not columns:
        return None
    touched = np.logical_or.reduce([differs[name] for name in columns])
    index = pd.Index(wanted[touched], name="fid")
    before = pd.DataFrame({name: arrays[name][touched] for name in columns}, index)
    after = pd.DataFrame(
        {
            name: pd.Series([values[name]] * len(index), index, before[name].dtype)
            for name in columns
        },
        index=index,
    )
    return RowsDelta(layer.kind, before, after)


def _differs(array: ExtensionArray, value: object) -> NDArray[np.bool_]:
    missing = np.asarray(array.isna(), bool)
    if value is None:
        return ~missing
    column = pd.Series(array)
    return missing | (column != value).fillna(value=True).to_numpy(bool)


def near(word: str, known: Iterable[str], count: int = 5) -> str:
    """Return the known words that are most like one, or the first ones, as a list to read.

    Examples
    --------
    >>> near("land_us", ["far", "land_use", "land_use_existing"])
    'land_use, land_use_existing'
    """
    words = list(known)
    by_lower = {one.lower(): one for one in reversed(words)}
    found = difflib.get_close_matches(word.lower(), by_lower, n=count, cutoff=0.5)
    return ", ".join(by_lower[one] for one in found) if found else ", ".join(words[:count])
