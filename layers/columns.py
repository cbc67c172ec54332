"""Rows of a layer column by column: some of their values, and runs of old and new rows in turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray, take
from pandas.arrays import ArrowExtensionArray, NumpyExtensionArray

MOST_PIECES: Final = 64
"""More runs of rows than this are gathered row by row."""
MOST_CHUNKS: Final = 64
"""A column of texts in more parts than this is put together; each exchange of rows adds some."""
FEW: Final = 64
"""So many texts are taken one by one: taking from a column in parts would copy it first."""

Places = NDArray[np.intp]
Array = ExtensionArray | NDArray[Any]
"""Values of a column: plain numbers and objects as numpy holds them, all others as pandas does."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Columns by name, each by itself: a frame of fifty takes longer to make than most edits.

    Parameters
    ----------
    index
        Feature ids, ascending.
    columns
        Values by column in the order of the ids; nobody writes to them.
    """

    index: pd.Index
    columns: Mapping[str, Array]
    _series: dict[str, pd.Series] = field(default_factory=dict[str, pd.Series])

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Rows:
        """Return the rows of a frame."""
        columns = {str(name): plain(nullable(column)) for name, column in frame.items()}
        return cls(frame.index, columns)

    @property
    def ids(self) -> NDArray[np.int64]:
        """Feature ids, ascending; read-only."""
        return cast("NDArray[np.int64]", self.index.to_numpy())

    @property
    def frame(self) -> pd.DataFrame:
        """The columns as a frame, which shares them until it is written to."""
        return pd.DataFrame({n: self.values(n) for n in self.columns}, self.index, copy=False)

    def values(self, column: str) -> pd.Series:
        """Return a column by feature id; what is written to it does not reach the rows."""
        if column not in self._series:
            found = self.columns[column]
            self._series[column] = pd.Series(found, self.index, name=column, copy=False)
        # Of a copy of its own pandas knows that the values are somebody else's as well.
        return self._series[column].copy(deep=False)

    def picked(self, column: str, places: Places) -> Array:
        """Return the values of a column at some places; missing ones for -1."""
        found = self.columns[column]
        if len(places) <= FEW and isinstance(found.dtype, pd.StringDtype):
            values = [found[place] if place >= 0 else None for place in places.tolist()]
            # What array of pandas comes to, in a third of the time.
            made = cast("Any", type(found))._from_sequence  # noqa: SLF001
            return made(values, dtype=found.dtype)
        return _filled(found, places)

    def taken(self, places: Places) -> pd.DataFrame:
        """Return rows by their places, in that order."""
        columns = {name: self.picked(name, places) for name in self.columns}
        return pd.DataFrame(columns, pd.Index(self.ids[places], name="fid"), copy=False)

    def updated(self, places: Places, name: str, values: pd.Series) -> Rows:
        """Return the rows with other values of a column at some places, a new one perhaps."""
        if name in self.columns:
            column = self.columns[name].copy()
        else:
            column = plain(nullable(pd.Series([None] * len(self.index), dtype=values.dtype)))
        column[places] = plain(values)
        return Rows(self.index, {**self.columns, name: column})

    def rearranged(self, pieces: Sequence[tuple[bool, int, int]], new: pd.DataFrame) -> Rows:
        """Return runs of these and of new rows, one after another.

        Parameters
        ----------
        pieces
            Whether a run is of these, where it begins and where it ends.
        new
            What the other runs are taken from; a column that it has not is missing there.
        """
        many = len(pieces) > MOST_PIECES
        numbers = _numbers(pieces, len(self.index)) if many else np.empty(0, np.intp)

        def joined(mine: Array, theirs: Array) -> Array:
            if many:
                return _joined(mine, [mine, theirs]).take(numbers)
            return _joined(mine, [(mine if o else theirs)[one:end] for o, one, end in pieces])

        index = pd.Index(joined(self.ids, new.index.to_numpy()), dtype=np.int64, name="fid")
        given = {str(name): column for name, column in new.items()}
        nothing = np.full(len(new), -1)
        columns: dict[str, Array] = {}
        for name, mine in self.columns.items():
            if name not in given:
                theirs = _filled(mine, nothing)
            elif (found := given[name]).dtype == mine.dtype:
                theirs = plain(found)
            else:
                theirs = plain(found.astype(mine.dtype))
            columns[name] = joined(mine, theirs)
        return Rows(index, columns)


def _numbers(pieces: Sequence[tuple[bool, int, int]], count: int) -> Places:
    """Return the numbers of the rows of runs, the new ones counted on from the old."""
    return np.concatenate(
        [np.arange(first, last) + (0 if old else count) for old, first, last in pieces]
    )


def plain(column: pd.Series) -> Array:
    """Return the values of a column as rows hold them."""
    array = column.array
    if not isinstance(array, NumpyExtensionArray):
        return array
    values = column.to_numpy()
    return _nothing(len(values)) if _is_nothing(values) else values


def _nothing(count: int) -> NDArray[np.float64]:
    """Return numbers all of which are missing: one of them in memory, however many there are."""
    return np.broadcast_to(np.float64(np.nan), count)


def _is_nothing(values: Array) -> bool:
    if not isinstance(values, np.ndarray) or values.dtype != np.float64:
        return False
    if values.strides == (0,) and len(values):
        return bool(np.isnan(values[0]))
    # Most columns with numbers have one early on.
    return bool(np.isnan(values[:1]).all() and np.isnan(values).all())


def _filled(array: Array, places: Places) -> Array:
    """Return values at some places, missing ones for -1."""
    if isinstance(array, np.ndarray):
        missing = places < 0
        if missing.any():
            return cast("Array", take(array, places, allow_fill=True))
        return array[places]
    return array.take(places, allow_fill=True)


def nullable(column: pd.Series) -> pd.Series:
    """Return a column whose whole numbers or truth values can be missing as well.

    A feature drawn later has no value in the columns that a user's file brought along.
    """
    dtype = column.dtype
    if isinstance(dtype, np.dtype) and dtype.kind in "biu":
        return column.astype("boolean" if dtype.kind == "b" else "Int64")
    return column


def _joined(like: Array, runs: Sequence[Any]) -> Array:
    """Return runs of a column as one; of texts only slices are put together, nothing is copied."""
    if not runs:
        return like[:0]
    if isinstance(like, np.ndarray):
        if all(_is_nothing(run) for run in runs):
            return _nothing(sum(map(len, runs)))
        return np.concatenate(runs)
    # What concat of pandas comes to; with its checks it takes ten times as long.
    found = type(like)._concat_same_type(runs)  # pyright: ignore[reportPrivateUsage]  # noqa: SLF001
    if isinstance(found, ArrowExtensionArray):
        chunks = cast("Any", found.__arrow_array__())
        if chunks.num_chunks > MOST_CHUNKS:
            return pd.array(chunks.combine_chunks(), dtype=found.dtype)
    return found
