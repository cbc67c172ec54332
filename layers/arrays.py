"""Values of a column, as numpy or pandas holds them: some of them, runs of them, others in places.

Of columns of texts only slices are handed on and put together; nothing is copied.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from os.path import commonprefix
from typing import Any, Final, cast

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray, take
from pandas.arrays import ArrowExtensionArray
from pyarrow import compute

MOST_CHUNKS: Final = 64
"""A column of texts in more parts than this is put together; each exchange of rows adds some."""
MANY_ALIKE: Final = 500
"""More texts that begin alike are looked through by pyarrow."""
FEW: Final = 64
"""So many rows are taken one by one, from wherever they are."""

NOTHING: Final = (0,)
"""Steps in memory from one number to the next of `nothing`."""

Places = NDArray[np.intp]
Array = ExtensionArray | NDArray[Any]
"""Values of a column: plain numbers and objects as numpy holds them, all others as pandas does."""
Part = tuple[Array, int, int]
"""A run of rows: what it is taken from, where it begins there and where it ends."""


def picked(array: Array, places: Places) -> Array:
    """Return values of an array at some places, missing ones for -1."""
    return Few(places).of(array)


class Few:
    """Places of which values of many columns are wanted: what all share is found out once.

    Parameters
    ----------
    places
        Where the values are; missing ones for -1.
    """

    __slots__ = ("_blank", "_numbers", "missing", "places", "some_missing")

    def __init__(self, places: Places) -> None:
        self.places = places
        self.missing: NDArray[np.bool_] = places < 0
        self.some_missing = bool(self.missing.any())
        self._numbers: Any = None
        self._blank: Array | None = None

    def of(self, array: Array) -> Array:
        """Return the values of an array there."""
        if isinstance(array, np.ndarray):
            return self._of_numbers(array)
        if len(self.places) <= FEW and isinstance(array, ArrowExtensionArray):
            return self._of_texts(array)
        return array.take(self.places, allow_fill=True)

    def _of_texts(self, array: ArrowExtensionArray) -> Array:
        held = _arrow(array)
        if not len(self.places) or held.null_count == len(held):
            if self._blank is None or self._blank.dtype != array.dtype:
                self._blank = _as_texts(array, _nulls(held.type, len(self.places)))
            return self._blank
        if held.num_chunks == 1:
            if self._numbers is None:
                self._numbers = pa.array(
                    self.places, mask=self.missing if self.some_missing else None
                )
            return _as_texts(array, pa.chunked_array([held.chunk(0).take(self._numbers)]))
        # From a column in many parts pyarrow would make one before it takes anything.
        none = _nulls(held.type, 1).chunk(0) if self.some_missing else None
        runs = [held.slice(p, 1).chunk(0) if p >= 0 else none for p in self.places.tolist()]
        return _as_texts(array, pa.chunked_array(runs, held.type))

    def _of_numbers(self, array: NDArray[Any]) -> Array:
        if array.ndim == 2:
            return array.T[:, self.places].T
        if array.strides == NOTHING and array.dtype == np.float64:
            return nothing(len(self.places))
        if not self.some_missing:
            return array[self.places]
        if array.dtype != np.float64:
            return cast("Array", take(array, self.places, allow_fill=True))
        found = np.full(len(self.places), np.nan)
        found[~self.missing] = array[self.places[~self.missing]]
        return found


def joined(like: Array, parts: Sequence[Part]) -> Array:
    """Return runs of columns as one; of texts only slices are put together, nothing is copied."""
    if not parts:
        return like[:0]
    different = sorted({id(array): array for array, _, _ in parts}.values(), key=len)
    count = sum(last - first for _, first, last in parts)
    if isinstance(like, ArrowExtensionArray):
        every = [_arrow(array) for array in different]
        if all(one.null_count == len(one) for one in every):
            longest = every[-1]  # of as many missing values nothing is made anew
            enough = len(longest) >= count
            return _as_texts(like, longest.slice(0, count) if enough else _missing(like, count))
        slices = [_arrow(array).slice(first, last - first) for array, first, last in parts]
        chunks = [chunk for one in slices for chunk in one.chunks]
        if len(chunks) > MOST_CHUNKS or 1 < count <= FEW:
            chunks = [pa.concat_arrays(chunks)]
        return _as_texts(like, pa.chunked_array(chunks, slices[0].type))
    if isinstance(like, np.ndarray) and like.ndim == 1 and all(map(is_nothing, different)):
        return nothing(count)
    runs: list[Any] = [array[first:last] for array, first, last in parts]
    if not isinstance(like, np.ndarray):
        # What concat of pandas comes to; with its checks it takes ten times as long.
        found = type(like)._concat_same_type(runs)  # pyright: ignore[reportPrivateUsage]  # noqa: SLF001
    elif like.ndim == 2:  # whose columns lie in one piece each
        found = np.concatenate([run.T for run in runs], axis=1).T
    else:
        found = np.concatenate(runs)
    return found


def exchanged(array: Array, places: Places, values: Array) -> Array:
    """Return an array with other values at some places, each of them once."""
    if isinstance(array, ArrowExtensionArray) and 0 < len(places) <= FEW:
        # To write into a column of texts is to make it anew.
        order = np.argsort(places)
        parts: list[Part] = []
        done = 0
        for row, place in zip(order.tolist(), places[order].tolist(), strict=True):
            parts += [(array, done, place), (values, row, row + 1)]
            done = place + 1
        return joined(array, [*parts, (array, done, len(array))])
    found = array.copy()
    found[places] = values
    return found


def written(array: Array, values: Mapping[int, object]) -> Array:
    """Return an array with other values at some places; None for missing ones."""
    if isinstance(array, ArrowExtensionArray):
        # Each value that is written into a column of texts would make it anew.
        found = listed(array)
        for place, value in values.items():
            found[place] = value
        texts = isinstance(array.dtype, pd.StringDtype)
        if texts and all(one is None or type(one) is str for one in found):
            held = _arrow(array)  # as texts that need no look at each before
            return _as_texts(array, pa.chunked_array([pa.array(found, held.type)]))
        return cast("Any", type(array))._from_sequence(found, dtype=array.dtype)  # noqa: SLF001
    copy = array.copy()
    missing = np.nan if isinstance(array, np.ndarray) else pd.NA
    for place, value in values.items():
        copy[place] = missing if value is None else value
    return copy


def listed(array: Array) -> list[Any]:
    """Return the values of an array, None for missing ones."""
    if isinstance(array, ArrowExtensionArray) and isinstance(array.dtype, pd.StringDtype):
        return _arrow(array).to_pylist()
    if isinstance(array, np.ndarray) and array.dtype == np.float64:
        return [None if one != one else one for one in array.tolist()]  # noqa: PLR0124 - NaN
    missing = np.asarray(pd.isna(cast("Any", array)), bool)
    values = array.tolist()
    return [None if none else one for none, one in zip(missing.tolist(), values, strict=True)]


def beginning_with(array: Array, *texts: str) -> list[str]:
    """Return the values of a column of texts that begin with one of some texts."""
    return listed(picked(array, places_beginning_with(array, *texts)))


def places_beginning_with(array: Array, *texts: str) -> Places:
    """Return where the texts of a column begin with one of some texts, ascending."""
    if not isinstance(array, ArrowExtensionArray):
        values = enumerate(listed(array))
        found = [at for at, one in values if isinstance(one, str) and one.startswith(texts)]
        return np.array(found, np.intp)
    # The accessor of pandas takes three times as long.
    held, function = _arrow(array), cast("Any", compute)
    mask = function.starts_with(held, commonprefix(texts))  # noqa: RUF071 - by characters
    alike = _true(mask)
    if len(texts) == 1 or not len(alike):
        return alike
    # Numbers of neighbours begin alike: one look through all of them leaves a few.
    few = held.filter(mask)
    if len(alike) <= MANY_ALIKE:
        begins = (one.startswith(texts) for one in few.to_pylist())
        return alike[np.fromiter(begins, bool, len(alike))]
    found = [_true(function.starts_with(few, text)) for text in texts]
    return alike[np.unique(np.concatenate(found))]


def _true(mask: Any) -> Places:  # noqa: ANN401
    """Return where truth values of pyarrow's are true and not missing, ascending.

    They are few among many: looked for byte by byte it takes a tenth of what numpy's truth values
    of all of them would.
    """
    one = mask.fill_null(False).combine_chunks()
    if not len(one):
        return np.empty(0, np.intp)
    bits = np.frombuffer(one.buffers()[1], np.uint8)
    held = np.flatnonzero(bits)
    byte, bit = np.nonzero(np.unpackbits(bits[held, None], axis=1, bitorder="little"))
    at = held[byte] * 8 + bit - one.offset
    return at[(at >= 0) & (at < len(one))]


def nothing(count: int) -> NDArray[np.float64]:
    """Return numbers all of which are missing: one of them in memory, however many there are."""
    return _few_missing(count) if count <= FEW else np.broadcast_to(np.float64(np.nan), count)


@cache
def _few_missing(count: int) -> NDArray[np.float64]:
    return np.broadcast_to(np.float64(np.nan), count)


def is_nothing(values: Any) -> bool:  # noqa: ANN401 - whatever a column holds
    """Return whether an array holds numbers all of which are missing."""
    if not isinstance(values, np.ndarray) or values.dtype != np.float64:
        return False
    if len(values) and not np.isnan(values[0]):
        return False  # most columns with numbers have one early on
    return values.strides == NOTHING or len(values) < 2 or bool(np.isnan(values).all())


def _arrow(array: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    return array.__arrow_array__()


def _missing(like: Any, count: int) -> Any:  # noqa: ANN401
    """Return missing values of the type of another array."""
    return pa.chunked_array([pa.nulls(count, _arrow(like).type)])


@cache
def _nulls(type_: Any, count: int) -> Any:  # noqa: ANN401
    """Return a few missing values of a type of pyarrow's."""
    return pa.chunked_array([pa.nulls(count, type_)])


def _as_texts(like: ArrowExtensionArray, chunks: Any) -> Array:  # noqa: ANN401
    # What the constructor comes to after it has looked at what it was given.
    made = getattr(like, "_from_pyarrow_array", None)
    if made is None:  # pandas before 3.1
        return cast("Any", type(like))._from_sequence(chunks, dtype=like.dtype)  # noqa: SLF001
    return made(chunks)
