"""Rows of a layer column by column: some of their values, and runs of old and new rows in turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.arrays import NumpyExtensionArray

from layers.arrays import (
    Array,
    Places,
    beginning_with,
    exchanged,
    is_nothing,
    listed,
    nothing,
    places_beginning_with,
)
from layers.woven import Piece, Woven


class Rows:
    """Columns by name, each by itself: a frame of fifty takes longer to make than most edits.

    Never changed in place.

    Parameters
    ----------
    ids
        Feature ids; of a layer, ascending.
    columns
        Values by column in the order of the ids; nobody writes to them.
    """

    __slots__ = ("_begun", "_frame", "_index", "_series", "_woven", "ids")

    def __init__(self, ids: NDArray[np.int64], columns: Mapping[str, Array] | Woven) -> None:
        self.ids = ids
        self._woven = columns if isinstance(columns, Woven) else Woven(len(ids), columns)
        self._index: pd.Index | None = None
        self._frame: pd.DataFrame | None = None
        self._series: dict[str, pd.Series] = {}
        self._begun: dict[tuple[str, ...], list[str]] = {}

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Rows:
        """Return the rows of a frame."""
        columns = {str(name): plain(nullable(column)) for name, column in frame.items()}
        rows = cls(cast("NDArray[np.int64]", frame.index.to_numpy()), columns)
        rows._index = frame.index
        return rows

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def index(self) -> pd.Index:
        """Feature ids as the index of frames."""
        if self._index is None:
            self._index = pd.Index(self.ids, dtype=np.int64, name="fid")
        return self._index

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return self._woven.names

    @property
    def frame(self) -> pd.DataFrame:
        """The columns as a frame, which shares them until it is written to."""
        if self._frame is None:
            # Of series pandas knows that others have their values as well, of arrays it does not.
            columns = {name: self.values(name) for name in self.names}
            self._frame = pd.DataFrame(columns, self.index, copy=False)
        return self._frame.copy(deep=False)

    def column(self, name: str) -> Array:
        """Return the values of a column; nobody writes to them."""
        return self._woven.whole(name)

    def values(self, column: str) -> pd.Series:
        """Return a column by feature id; what is written to it does not reach the rows."""
        if column not in self._series:
            found = self._woven.whole(column)
            self._series[column] = pd.Series(found, self.index, name=column, copy=False)
        # Of a copy of its own pandas knows that the values are somebody else's as well.
        return self._series[column].copy(deep=False)

    def picked(self, column: str, places: Places) -> Array:
        """Return the values of a column at some places; missing ones for -1."""
        return self._woven.some(column, places)

    def beginning_with(self, name: str, *texts: str) -> list[str]:
        """Return the values of a column of texts that begin with one of some texts."""
        key = (name, *texts)
        # Whoever follows the pointer with a preview asks the same again and again.
        if key not in self._begun:
            self._begun[key] = self._beginning_with(name, *texts)
        return self._begun[key].copy()

    def _beginning_with(self, name: str, *texts: str) -> list[str]:
        array, weave = self._woven.base(name)
        if weave is None:
            return beginning_with(array, *texts)
        # What edits have exchanged is looked at by itself: the column is not put together for it.
        now = weave.now(places_beginning_with(array, *texts))
        found: list[str] = listed(self._woven.some(name, now))
        later = self._woven.listed_new(name)
        found += [one for one in later if isinstance(one, str) and one.startswith(texts)]
        return found

    def taken(self, places: Places) -> Rows:
        """Return rows by their places, in that order."""
        return Rows(self.ids[places], self.columns_at(places))

    def columns_at(self, places: Places, names: Iterable[str] | None = None) -> dict[str, Array]:
        """Return the values of columns (all, where None) at some places; missing ones for -1."""
        return self._woven.taken(places, names)

    def beside(self, name: str, values: Array) -> Rows:
        """Return the rows with one more column."""
        return Rows(self.ids, self._woven.put(name, values))

    def updated(self, places: Places, name: str, values: Array) -> Rows:
        """Return the rows with other values of a column at some places, a new one perhaps."""
        if name in self.names:
            column = self._woven.whole(name)
        else:
            column = plain(nullable(pd.Series([None] * len(self), dtype=values.dtype)))
        column = exchanged(column, places, _alike(values, column.dtype))
        rows = Rows(self.ids, self._woven.put(name, column))
        rows._index = self._index
        return rows

    def rearranged(self, pieces: Sequence[Piece], new: Rows) -> Rows:
        """Return runs of these and of new rows, one after another.

        Parameters
        ----------
        pieces
            Whether a run is of these, where it begins and where it ends.
        new
            What the other runs are taken from; a column that it has not is missing there.
        """
        runs = [(self.ids if old else new.ids)[first:last] for old, first, last in pieces]
        ids = np.concatenate(runs) if runs else self.ids[:0]
        fresh: dict[str, Array] = {}
        mine = frozenset(self.names)
        for name in new.names:
            if name in mine:
                fresh[name] = _alike(new.column(name), self._woven.dtype(name))
        return Rows(ids, self._woven.rearranged(pieces, fresh))


def _alike(values: Array, dtype: Any) -> Array:  # noqa: ANN401 - numpy's or one of pandas
    """Return values as another column holds them."""
    if values.dtype is dtype or values.dtype == dtype:
        return values
    return plain(pd.Series(values, copy=False).astype(dtype))


def plain(column: pd.Series) -> Array:
    """Return the values of a column as rows hold them."""
    array = column.array
    if not isinstance(array, NumpyExtensionArray):
        return array
    values = column.to_numpy()
    return nothing(len(values)) if is_nothing(values) else values


def nullable(column: pd.Series) -> pd.Series:
    """Return a column whose whole numbers or truth values can be missing as well.

    A feature drawn later has no value in the columns that a user's file brought along.
    """
    dtype = column.dtype
    if isinstance(dtype, np.dtype) and dtype.kind in "biu":
        return column.astype("boolean" if dtype.kind == "b" else "Int64")
    return column
