"""Arrays of which rows come and go: put together when somebody asks for all of one.

An edit exchanges a few rows of fifty columns. What is read after it are a few rows again, and of
some columns all; so an exchange is only noted, and a column is put together when it is wanted
whole, or when it has been put off for long.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any, Final, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from layers.arrays import FEW, Array, Few, Part, Places, joined, listed, picked

MOST_PIECES: Final = 64
"""More runs of rows than this are gathered row by row."""
MOST_STEPS: Final = 24
"""Exchanges that a column may be behind by before it is put together unasked."""
AT_ONCE: Final = 2
"""Columns put together so with one exchange: all of them with the same one would be felt."""

Piece = tuple[bool, int, int]
"""Whether a run of rows is one of old rows, where it begins and where it ends."""
_Run = tuple[int, int, int]


class _Step(NamedTuple):
    """One exchange: how many rows there were, the runs that make the new ones, and new rows.

    What of these was listed is kept: other columns are asked for it again after each exchange.
    """

    rows: int
    pieces: Sequence[Piece]
    new: Mapping[str, Array]
    listed: dict[str, list[Any]]


class _Weave:
    """Where rows come from: runs of the array they were last held in, and of later new rows.

    Parameters
    ----------
    runs
        For each run the number of the exchange that brought it, -1 for the array, and where in
        it the run begins and ends. Those of the array come in its own order.
    """

    __slots__ = ("_held", "begins", "count", "runs")

    def __init__(self, runs: Sequence[_Run]) -> None:
        self.runs = runs
        ends = list(accumulate((last - first for _, first, last in runs), initial=0))
        self.count = ends.pop()
        self.begins = ends
        self._held: NDArray[np.intp] | None = None

    def _cut(self, first: int, last: int) -> list[_Run]:
        """Return the runs of some rows."""
        one = bisect_right(self.begins, first) - 1
        other = bisect_left(self.begins, last)
        found = list(self.runs[one:other])
        if found:
            source, start, end = found[-1]
            found[-1] = (source, start, end - (self.begins[other - 1] + end - start - last))
            source, start, end = found[0]
            found[0] = (source, start + first - self.begins[one], end)
        return found

    def rearranged(self, pieces: Sequence[Piece], number: int) -> _Weave:
        """Return the weave after an exchange."""
        found: list[_Run] = []
        for old, first, last in pieces:
            if last <= first:
                continue
            more = self._cut(first, last) if old else [(number, first, last)]
            # What was taken out and has come back is one run again.
            if found and found[-1][0] == more[0][0] and found[-1][2] == more[0][1]:
                more[0] = (more[0][0], found.pop()[1], more[0][2])
            found += more
        return _Weave(found)

    def located(self, place: int) -> tuple[int, int]:
        """Return which exchange brought a row, and its place there."""
        run = bisect_right(self.begins, place) - 1
        source, first, _ = self.runs[run]
        return source, first + place - self.begins[run]

    def now(self, places: Places) -> Places:
        """Return where rows of the array are now, without those that are gone; ascending both."""
        if self._held is None:
            runs = zip(self.runs, self.begins, strict=True)
            mine = [(first, last, begin) for (source, first, last), begin in runs if source < 0]
            self._held = np.array(mine, np.intp).reshape(-1, 3).T
        firsts, lasts, begins = self._held
        if not len(firsts):
            return np.empty(0, np.intp)
        run = np.searchsorted(firsts, places, side="right") - 1
        there = (run >= 0) & (places < lasts[run])
        return begins[run[there]] + places[there] - firsts[run[there]]

    def later(self) -> Iterable[tuple[int, int, int, int]]:
        """Yield the runs of new rows, each with where it begins now."""
        for (source, first, last), begin in zip(self.runs, self.begins, strict=True):
            if source >= 0:
                yield source, first, last, begin


class _Located:
    """Where some rows come from: from which exchange, or the array, and from which place there.

    Parameters
    ----------
    weave
        Where all rows come from.
    places
        Places of some of them; -1 for none.
    """

    __slots__ = ("few", "rows", "some_missing", "sources")

    def __init__(self, weave: _Weave, places: Places) -> None:
        self.rows = [weave.located(place) if place >= 0 else (-1, -1) for place in places.tolist()]
        self.sources = {source for source, _ in self.rows if source >= 0}
        self.some_missing = any(place < 0 for _, place in self.rows)
        held = not self.sources
        self.few = Few(np.array([at for _, at in self.rows], np.intp)) if held else None
        """Their places in the array where all of them come from there."""


class Woven:
    """Columns of the same length. Never changed in place; several threads may ask at once.

    Parameters
    ----------
    count
        How many rows there are.
    columns
        Values by name; nobody writes to them.
    """

    __slots__ = ("_asked", "_held", "_level", "_steps", "_weaves", "count")

    def __init__(self, count: int, columns: Mapping[str, Array]) -> None:
        self.count = count
        self._level = 0
        self._held: dict[str, tuple[Array, int]] = {n: (c, 0) for n, c in columns.items()}
        self._steps: tuple[_Step, ...] = ()
        self._weaves: dict[int, tuple[int, _Weave]] = {}
        self._asked: tuple[tuple[int, bytes], Few, dict[int, _Located]] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(self._held)

    def dtype(self, name: str) -> Any:  # noqa: ANN401 - numpy's or one of pandas
        """Return what a column holds."""
        return self._held[name][0].dtype

    def ready(self, name: str) -> bool:
        """Return whether a column is held as one array."""
        return self._held[name][1] == self._level

    def whole(self, name: str) -> Array:
        """Return a column; it is put together where it is not held as one."""
        array, level = self._held[name]
        if level == self._level:
            return array
        runs = self._weave(level).runs
        held = {-1: array}
        for source in {source for source, _, _ in runs if source >= 0}:
            held[source] = self._new(source, name, array)
        found = joined(array, [(held[source], first, last) for source, first, last in runs])
        self._held[name] = (found, self._level)
        return found

    def some(self, name: str, places: Places) -> Array:
        """Return the values of a column at some places; missing ones for -1."""
        array, level = self._held[name]
        if len(places) > FEW:
            return picked(self.whole(name), places)
        # Whoever asks for some rows of a column asks for the same rows of others next.
        asked, known = (len(places), places.tobytes()), self._asked
        if known is None or known[0] != asked:
            known = self._asked = (asked, Few(places.copy()), {})
        _, here, located = known
        if level == self._level:
            return here.of(array)
        if level not in located:
            located[level] = _Located(self._weave(level), places)
        return self._gathered_at(name, array, located[level])

    def taken(self, places: Places, names: Iterable[str] | None = None) -> dict[str, Array]:
        """Return the values of columns (all, where None) at some places; missing ones for -1."""
        found: dict[str, Array] = {}
        here = Few(places)
        located: dict[int, _Located] = {}
        for name in self.names if names is None else names:
            array, level = self._held[name]
            if level == self._level or len(places) > FEW:
                found[name] = here.of(self.whole(name))
                continue
            if level not in located:
                located[level] = _Located(self._weave(level), places)
            found[name] = self._gathered_at(name, array, located[level])
        return found

    def _gathered_at(self, name: str, array: Array, located: _Located) -> Array:
        """Return rows of a column by the exchanges that brought them and their places there."""
        if located.few is not None:
            return located.few.of(array)
        rows = located.rows
        if not isinstance(array, np.ndarray):
            parts: list[Part] = [
                (array if source < 0 else self._new(source, name, array), place, place + 1)
                if place >= 0
                else (picked(array, np.array([-1])), 0, 1)
                for source, place in rows
            ]
            return joined(array, parts)
        none = picked(array, np.array([-1])) if located.some_missing else array[:0]
        dtype = np.result_type(array, cast("Any", none)) if located.some_missing else array.dtype
        found = np.empty((len(rows), *array.shape[1:]), dtype)
        news = {source: self._new(source, name, array) for source in located.sources}
        for row, (source, place) in enumerate(rows):
            found[row] = none[0] if place < 0 else news.get(source, array)[place]
        return found

    def base(self, name: str) -> tuple[Array, _Weave | None]:
        """Return a column as it was last held, and how rows were exchanged since; None where not.

        For those who look through all rows and want few of them.
        """
        array, level = self._held[name]
        return array, None if level == self._level else self._weave(level)

    def brought(self, number: int, name: str) -> Array:
        """Return the new rows of a column that an exchange has brought."""
        return self._new(number, name, self._held[name][0])

    def listed_new(self, name: str) -> Iterable[Any]:
        """Yield the values of a column that exchanges have brought and that are still there."""
        array, level = self._held[name]
        for source, first, last, _ in self._weave(level).later():
            known = self._step(source).listed
            if name not in known:
                known[name] = listed(self._new(source, name, array))
            yield from known[name][first:last]

    def put(self, name: str, column: Array) -> Woven:
        """Return the columns with one more, or with another one of that name."""
        found = Woven(self.count, {})
        found._held = {**self._held, name: (column, self._level)}
        found._level, found._steps, found._weaves = self._level, self._steps, self._weaves.copy()
        return found

    def rearranged(self, pieces: Sequence[Piece], new: Mapping[str, Array]) -> Woven:
        """Return runs of these and of new rows, one after another.

        Parameters
        ----------
        pieces
            Which runs make the rows.
        new
            What the other runs are taken from; a column that it has not is missing there.
        """
        count = sum(last - first for _, first, last in pieces)
        if len(pieces) > MOST_PIECES:
            return self._gathered(pieces, new, count)
        found = Woven(count, {})
        found._held, found._weaves = self._held.copy(), self._weaves.copy()
        found._steps = (*self._steps, _Step(self.count, pieces, new, {}))
        found._level = self._level + 1
        found._catch_up()
        return found

    def _gathered(self, pieces: Sequence[Piece], new: Mapping[str, Array], count: int) -> Woven:
        many = max((len(column) for column in new.values()), default=0)
        rows = _numbers(pieces, self.count)
        columns: dict[str, Array] = {}
        for name in self._held:
            mine = self.whole(name)
            theirs = new[name] if name in new else picked(mine, np.full(many, -1))
            columns[name] = picked(joined(mine, [(mine, 0, self.count), (theirs, 0, many)]), rows)
        return Woven(count, columns)

    def _catch_up(self) -> None:
        """Put together what is far behind, a little of it, and forget what nobody needs."""
        levels = sorted((level, name) for name, (_, level) in self._held.items())
        for level, name in levels[:AT_ONCE]:
            if self._level - level > MOST_STEPS:
                self.whole(name)
        oldest = min((level for _, level in self._held.values()), default=self._level)
        self._steps = self._steps[len(self._steps) - (self._level - oldest) :]
        used = {level for _, level in self._held.values()}
        self._weaves = {level: one for level, one in self._weaves.items() if level in used}

    def _step(self, number: int) -> _Step:
        return self._steps[number - self._level]

    def _new(self, number: int, name: str, like: Array) -> Array:
        step = self._step(number)
        if name in step.new:
            return step.new[name]
        count = max((last for old, _, last in step.pieces if not old), default=0)
        return picked(like, np.full(count, -1))

    def _weave(self, level: int) -> _Weave:
        """Return where the rows come from that are there now, seen from an earlier state."""
        reached, weave = self._weaves.get(level, (level, None))
        if weave is None:
            weave = _Weave([(-1, 0, self._step(level).rows)])
        for number in range(reached, self._level):
            weave = weave.rearranged(self._step(number).pieces, number)
        self._weaves[level] = (self._level, weave)
        return weave


def _numbers(pieces: Sequence[Piece], count: int) -> Places:
    """Return the numbers of the rows of runs, the new ones counted on from the old."""
    return np.concatenate(
        [np.arange(first, last) + (0 if old else count) for old, first, last in pieces]
    )
