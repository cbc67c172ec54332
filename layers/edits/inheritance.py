"""What the parts of a parcel get of its values: numbers of their own, and shares that sum."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.arrays import listed
from layers.kinds import kinds
from layers.layer import Layer

LETTERS = "abcdefghijklmnopqrstuvwxyz"
FEW = 8
"""So many parcels are looked for among the numbers one by one."""


def shared(value: float, weights: Sequence[float] | NDArray[np.float64]) -> list[float]:
    """Return parts of a number in proportion to weights, which sum to it exactly.

    A whole number is shared in whole numbers: there is no half resident.

    Parameters
    ----------
    value
        What is shared.
    weights
        One for each part, of which one at least is above nought.

    Examples
    --------
    >>> shared(100, [1, 1, 1]), sum(shared(0.1, [1, 2]))
    ([34.0, 33.0, 33.0], 0.1)
    """
    portions = np.asarray(weights, np.float64)
    # In steps of the number's own last digit all sums are exact, in whatever order.
    whole = float(value).is_integer() and abs(value) < 2**53
    step = 1.0 if whole else float(np.spacing(abs(value)))
    count = round(value / step)
    exact = count * (portions / portions.sum())
    parts = np.floor(exact)
    # What is left goes to those that lost most by rounding down, the first ones before.
    left = round(count - parts.sum())
    if 0 <= left <= len(parts):
        parts[np.argsort(-(exact - parts), kind="stable")[:left]] += 1.0
    else:  # the shares themselves were rounded in the last digits of a number with many
        parts[int(portions.argmax())] += left
    return (parts * step).tolist()


def additive_columns(layer: Layer) -> list[str]:
    """Return the columns whose values are counts of the whole feature: residents, kilowatt-hours.

    Parameters
    ----------
    layer
        Whose columns they are; those of the user's are never among them.
    """
    kind, there = kinds()[layer.kind], set(layer.columns)
    return [column.id for column in kind.columns if column.additive and column.id in there]


def shares_of(
    counted: Mapping[str, object], areas: Sequence[float] | NDArray[np.float64]
) -> list[dict[str, object]]:
    """Return the values of the parts of a feature in additive columns; missing stays missing.

    Parameters
    ----------
    counted
        Values of the feature by additive column.
    areas
        Areas of the parts. [m²]
    """
    rows: list[dict[str, object]] = [{} for _ in areas]
    for name, value in counted.items():
        if value is pd.NA or math.isnan(cast("float", value)):
            continue
        for row, part in zip(rows, shared(float(cast("float", value)), areas), strict=True):
            row[name] = part
    return rows


class Numbers:
    """Parcel numbers that are free, while parts get theirs.

    Parameters
    ----------
    layer
        Whose numbers are taken.
    parents
        Numbers whose parts will get theirs: all of them are looked for at once.
    """

    def __init__(self, layer: Layer, parents: Iterable[object] = ()) -> None:
        self._layer = layer
        self._parents = {one for one in parents if isinstance(one, str) and one.strip()}
        self._beside: set[str] | None = None
        self._given: set[str] = set()
        self._known: set[str] | None = None
        self._asked = 0

    def _held(self, beginning: str) -> set[str]:
        """Return the numbers of parcels, at least those with a beginning."""
        if beginning in self._parents and len(self._parents) <= FEW:
            if self._beside is None:
                self._beside = set(self._layer.beginning_with("number", *self._parents))
            return self._beside
        self._asked += 1
        if self._known is None and self._asked > FEW:
            # One set of all of them costs as much as looking through them a few times.
            self._known = set(listed(self._layer.column("number"))) - {None}
        if self._known is not None:
            return self._known
        return set(self._layer.beginning_with("number", beginning))

    def taken(self, number: str) -> bool:
        """Return whether a parcel has a number, or was given it just now."""
        return number in self._given or number in self._held(number)

    def parts(self, number: str | None, count: int) -> list[str | None]:
        """Return numbers for the parts of a parcel: A-02 becomes A-02a, A-02b.

        Letters that are taken are passed over, and no other parcel gets another number.
        """
        if not isinstance(number, str) or not number.strip():  # NaN where it is missing
            return [None] * count
        held = self._held(number)
        names = (number + suffix for suffix in suffixes())
        free = (name for name in names if name not in held and name not in self._given)
        found = [next(free) for _ in range(count)]
        self._given.update(found)
        return list(found)


def suffixes() -> Iterator[str]:
    """Yield a, b, … z, aa, ab, …."""
    yield from LETTERS
    for first in suffixes():
        yield from (first + letter for letter in LETTERS)
