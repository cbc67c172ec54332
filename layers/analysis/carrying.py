"""Bringing a result up to date: which rows an edit touched, and which stay as they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from layers.analysis.overlay import FEW, Ids, Places, places_of
from layers.edit import Change
from layers.inputs import Inputs


def touched_ids(change: Change, kinds: tuple[str, ...]) -> dict[str, Ids] | None:
    """Return the touched rows by kind; None where it is better to start anew."""
    found: dict[str, Ids] = {}
    for kind in kinds:
        ids = change.rows.get(kind, np.empty(0, np.int64))
        if ids is None or len(ids) > FEW:
            return None
        found[kind] = ids
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """Which values of rows stay as they were.

    Parameters
    ----------
    gone
        Places of rows before that were touched or are no more, ascending.
    fresh
        Places of rows now that were touched or are new, ascending.
    count
        How many rows there are now.
    """

    gone: Places
    fresh: Places
    count: int

    def filled(self, before: NDArray[Any], fresh: NDArray[Any]) -> NDArray[Any]:
        """Return values of all rows: those before, and those of the fresh ones.

        Where none is another one they are the same array, of which nobody may change a value: an
        edit touches few of many values, and results of a large plan are large.

        Parameters
        ----------
        before
            Values of the rows before, along the last axis.
        fresh
            Values of the rows at the places `fresh`.
        """
        if self._is_same(before, fresh):
            return before
        # Runs between few rows are copied at once; a mask or a list of places looks at each.
        found = np.empty((*before.shape[:-1], self.count), before.dtype)
        old, new = 0, 0
        gone = [*self.gone.tolist(), before.shape[-1]]
        for place in [*self.fresh.tolist(), self.count]:
            while new < place:
                while old == gone[0]:
                    old += 1
                    del gone[0]
                run = min(place - new, gone[0] - old)
                found[..., new : new + run] = before[..., old : old + run]
                old, new = old + run, new + run
            new += 1
        found[..., self.fresh] = fresh
        return found

    def _is_same(self, before: NDArray[Any], fresh: NDArray[Any]) -> bool:
        """Return whether all rows are where they were, and no value is another one."""
        if before.shape[-1] != self.count or not np.array_equal(self.gone, self.fresh):
            return False
        old = before[..., self.fresh]
        # Objects may say anything of whether they are equal.
        plain = old.dtype == fresh.dtype and old.shape == fresh.shape and not old.dtype.hasobject
        return plain and old.tobytes() == fresh.tobytes()


def carried(before: Ids, now: Ids, touched: Ids) -> Carried | None:
    """Return which rows stay as they were, None where others than the touched came or went.

    Parameters
    ----------
    before, now
        Feature ids, ascending.
    touched
        Ids of rows that were changed, added or removed.
    """
    wanted = np.unique(touched)
    old, new = places_of(wanted, before), places_of(wanted, now)
    gone, fresh = old[old >= 0], new[new >= 0]
    if len(before) - len(gone) != len(now) - len(fresh):
        return None
    kept = Carried(gone, fresh, len(now))
    return kept if np.array_equal(kept.filled(before, now[fresh]), now) else None


def kept_rows(
    inputs: Inputs,
    before: Inputs,
    change: Change,
    kind: str,
    *,
    untouched: Sequence[str] = (),
    same: Sequence[str] = (),
) -> Carried | None:
    """Return which rows of a kind stay as they were; None where all are better looked at.

    Parameters
    ----------
    inputs, before
        What a measure reads now, and what it read for the value that it brings up to date.
    change
        What was touched between the two.
    kind
        The kind whose rows have the values.
    untouched
        Kinds of which every feature concerns all rows.
    same
        Measures that concern all rows: their values are still the ones of before.
    """
    touched = touched_ids(change, (kind, *untouched))
    if touched is None or any(len(touched[other]) for other in untouched):
        return None
    if any(inputs.value(name) is not before.value(name) for name in same):
        return None
    old, now = before.ids(kind), inputs.ids(kind)
    # To compare the ids of a large plan takes longer than to measure the rows that were touched.
    match change.known.get(kind):
        case (was, is_, found) if was is old and is_ is now:
            return cast("Carried | None", found)
        case _:
            found = carried(old, now, touched[kind])
            change.known[kind] = (old, now, found)
            return found
