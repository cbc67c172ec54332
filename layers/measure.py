"""Measures: numbers that declare what they read, and are kept while that is unchanged."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from types import MappingProxyType
from typing import Any, Final, cast

from typing_extensions import override

from layers.document import Document
from layers.edit import Change
from layers.explanation import Explanation
from layers.inputs import Inputs, Read, rasters_of
from layers.kinds import kinds
from layers.progress import Progress
from layers.raster import Role

__all__ = ["LIGHT_S", "Inputs", "Measure", "MeasureSet", "Result", "Results"]

LIGHT_S: Final = 0.03
"""A measure that took more work than this is computed beside the window, not in it. [s]"""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number, or a value per feature, with everything that it reads.

    Parameters
    ----------
    id
        ``<module>.<name>``.
    title
        What it is, in English.
    unit
        House unit, empty for none.
    compute
        Makes the value from its inputs; None for missing, never NaN.
    layers
        Columns read by kind; ``geometry`` is named where shapes are read.
    parameters
        Factors and settings read; a name that ends in a point stands for its whole group.
    measures
        Ids of other measures read.
    enclosed
        Names of what it reads of that which is enclosed with the plan.
    rasters
        Roles of the rasters of which it reads where they are; never what is in them.
    heavy
        Whether its inputs ask for long work, whatever it took before; see `LIGHT_S`.
    deferred
        Whether it is made when somebody asks for it, as no total needs it: most plans are never
        coloured by it. What was asked for is made at once with the next document.
    update
        Makes the value from the inputs now, the inputs before, the value before, and what has
        changed; for costly measures. It must equal what ``compute`` gives.
    explain
        Answers "why?"; gets the inputs, the value and the asked path of the totals.
    per_feature
        The kind by whose feature ids the value is a series; empty for other values.
    themed
        Whether that series is of numbers by which a planner may colour, label and tell features
        apart; missing ones are NaN.
    """

    id: str
    title: str
    unit: str
    compute: Callable[[Inputs], Any]
    layers: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    parameters: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    update: Callable[[Inputs, Inputs, Any, Change], Any] | None = None
    explain: Callable[[Inputs, Any, str], Explanation] | None = None
    per_feature: str = ""
    themed: bool = False
    enclosed: tuple[str, ...] = ()
    rasters: tuple[Role, ...] = ()
    heavy: Callable[[Inputs], bool] | None = None
    deferred: bool = False


class Result:
    """A value, its version, and what it was made from.

    Parameters
    ----------
    value
        None where an input is missing.
    version
        Equal numbers mean the same value.
    key
        Versions and values of the inputs, to compare.
    inputs
        What it was made from; an update starts there.
    seconds
        How long the thread that made it worked on it, waiting apart. [s]
    stale
        Whether it belongs to an earlier document and is being computed.
    make
        Makes the value when it is asked for first, instead of ``value``.
    """

    __slots__ = ("_make", "_value", "asked", "inputs", "key", "seconds", "stale", "version")

    def __init__(
        self,
        value: Any,  # noqa: ANN401
        version: int,
        key: tuple[object, ...],
        inputs: Inputs,
        seconds: float = 0.0,
        *,
        stale: bool = False,
        make: Callable[[], Any] | None = None,
    ) -> None:
        self.version, self.key, self.inputs = version, key, inputs
        self.seconds, self.stale = seconds, stale
        self.asked = False
        """Whether somebody has asked for the value."""
        self._value, self._make = value, make

    @property
    def value(self) -> Any:  # noqa: ANN401
        """The value; it is made now where it was put off."""
        self.asked = True
        make = self._make
        if make is not None:  # two threads that ask at once both make it, and it is the same
            started = time.thread_time()
            self._value = make()
            self.seconds = time.thread_time() - started
            self._make = None
        return self._value

    def outdated(self) -> Result:
        """Return the same, marked as of an earlier document."""
        return Result(
            self._value,
            self.version,
            self.key,
            self.inputs,
            self.seconds,
            stale=True,
            make=self._make,
        )

    def exchanged(self, value: Any) -> Result:  # noqa: ANN401
        """Return the same with another value."""
        return Result(value, self.version, self.key, self.inputs, self.seconds, stale=self.stale)


class _Values(Mapping[str, Any]):
    """Values by measure, each of them asked for when it is read."""

    def __init__(self, entries: Mapping[str, Result]) -> None:
        self._entries = entries

    @override
    def __getitem__(self, measure: str) -> Any:
        return self._entries[measure].value

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    @override
    def __len__(self) -> int:
        return len(self._entries)


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """All results for one document.

    Parameters
    ----------
    document
        What they were computed from.
    entries
        Results by measure id.
    """

    document: Document
    entries: Mapping[str, Result]

    def value(self, measure: str) -> Any:  # noqa: ANN401
        """Return the value of a measure."""
        return self.entries[measure].value

    @property
    def stale(self) -> bool:
        """Whether some results belong to an earlier document."""
        return any(entry.stale for entry in self.entries.values())

    def changed_from(self, older: Results | None) -> frozenset[str]:
        """Return the ids of the measures whose value or state is another one."""
        return frozenset(
            id_
            for id_, entry in self.entries.items()
            if older is None
            or id_ not in older.entries
            or (older.entries[id_].version, older.entries[id_].stale)
            != (entry.version, entry.stale)
        )


class MeasureSet:
    """Measures in an order in which each comes after what it reads.

    Parameters
    ----------
    measures
        All measures; their ids are unique and no two read one another.
    """

    def __init__(self, measures: Iterable[Measure]) -> None:
        by_id = {measure.id: measure for measure in measures}
        order = TopologicalSorter({id_: m.measures for id_, m in by_id.items()}).static_order()
        self.measures: Mapping[str, Measure] = MappingProxyType({id_: by_id[id_] for id_ in order})
        self._versions, self._read = itertools.count(1), Read(MappingProxyType({}))

    def behind(self, wanted: Iterable[str]) -> MeasureSet:
        """Return the set of some measures with all that they read; versions go on.

        Parameters
        ----------
        wanted
            Their ids.
        """
        needed: set[str] = set()
        left = list(wanted)
        while left:
            id_ = left.pop()
            if id_ not in needed:
                needed.add(id_)
                left.extend(self.measures[id_].measures)
        found = MeasureSet(one for id_, one in self.measures.items() if id_ in needed)
        found._versions = self._versions  # what one of them has made the other one may keep
        return found

    def evaluate(
        self,
        document: Document,
        older: Results | None = None,
        change: Change | None = None,
        *,
        light_only: bool = False,
        progress: Progress | None = None,
    ) -> Results:
        """Return the results for a document, keeping those whose inputs have not changed.

        Parameters
        ----------
        document
            The plan as it is.
        older
            Results for an earlier document of the same plan.
        change
            What differs between the document of the last full evaluation and ``document``, where
            known; it may name more than that.
        light_only
            Whether measures that took long before are left as they were, marked stale.
        progress
            Looked at before each measure.
        """
        entries: dict[str, Result] = {}
        parameters = self._read
        if parameters.parameters is not document.parameters:
            parameters = self._read = Read(document.parameters)
        untouched = _Untouched(document, older)
        for place, (id_, measure) in enumerate(self.measures.items()):
            if progress is not None:
                progress.at(place / len(self.measures))
            before = older.entries.get(id_) if older is not None else None
            if untouched(measure, before):
                entries[id_] = cast("Result", before)
                continue
            key = _key(measure, document, parameters, entries)
            known = {name: entries[name] for name in measure.measures}
            waits = any(one.stale for one in known.values())
            if before is not None and not before.stale and before.key == key and not waits:
                entries[id_] = before
                continue
            untouched.note(measure)
            inputs = Inputs(measure, document, _Values(known), parameters)
            if light_only and before is not None and (waits or _is_heavy(measure, before, inputs)):
                entries[id_] = before.outdated()
            elif measure.deferred and not (before is not None and before.asked):
                entries[id_] = self._put_off(measure, inputs, key)
            else:
                entries[id_] = self._made(measure, inputs, key, before, change)
        return Results(document, MappingProxyType(entries))

    def _made(
        self,
        measure: Measure,
        inputs: Inputs,
        key: tuple[object, ...],
        before: Result | None,
        change: Change | None,
    ) -> Result:
        # Time of this thread alone: on a busy machine the clock runs while others work.
        started = time.thread_time()
        if measure.update is not None and before is not None and change is not None:
            value = measure.update(inputs, before.inputs, before.value, change)
        else:
            value = measure.compute(inputs)
        seconds = time.thread_time() - started
        if before is not None and _same(before.value, value):
            return Result(value, before.version, key, inputs, seconds)
        return Result(value, next(self._versions), key, inputs, seconds)

    def _put_off(self, measure: Measure, inputs: Inputs, key: tuple[object, ...]) -> Result:
        def make() -> object:
            return measure.compute(inputs)

        return Result(None, next(self._versions), key, inputs, make=make)

    def explain(self, results: Results, measure: str, path: str) -> Explanation | None:
        """Return why a measure has its value, None where it does not say."""
        declared = self.measures[measure]
        if declared.explain is None:
            return None
        known = _Values({id_: results.entries[id_] for id_ in declared.measures})
        inputs = Inputs(declared, results.document, known)
        return declared.explain(inputs, results.value(measure), path)


class _Untouched:
    """Tells at a glance which measures read nothing that is another object than before.

    Most edits leave most of a plan alone; to compare the versions of all inputs takes longer.
    """

    def __init__(self, document: Document, older: Results | None) -> None:
        self._comparable = older is not None and older.document.parameters is document.parameters
        self._kinds: frozenset[str] = frozenset()
        self._beside = False
        self._others: set[str] = set()
        if older is not None and self._comparable:
            was = older.document
            self._kinds = frozenset(
                one for one in kinds() if document.layer(one) is not was.layer(one)
            )
            self._beside = document.enclosed is was.enclosed and document.rasters is was.rasters

    def __call__(self, measure: Measure, before: Result | None) -> bool:
        """Return whether the value before is that of now for sure."""
        return (
            self._comparable
            and before is not None
            and not before.stale
            and (self._beside or not (measure.enclosed or measure.rasters))
            and self._kinds.isdisjoint(measure.layers)
            and self._others.isdisjoint(measure.measures)
        )

    def note(self, measure: Measure) -> None:
        """Note that the result of a measure is another one than before."""
        self._others.add(measure.id)


def _key(
    measure: Measure, document: Document, parameters: Read, entries: Mapping[str, Result]
) -> tuple[object, ...]:
    layers = [(document.layer(kind), names) for kind, names in measure.layers.items()]
    columns = tuple(one.version(*names) if names else (len(one),) for one, names in layers)
    read = [parameters.of(name) for name in measure.parameters]
    versions = tuple(entries[id_].version for id_ in measure.measures)
    if not (measure.enclosed or measure.rasters):
        return (columns, tuple(read), versions)
    # How a raster is drawn is of no account.
    places = [
        [(one.key, one.path, one.crs) for one in rasters_of(document, role)]
        for role in measure.rasters
    ]
    kept = tuple(document.enclosed.get(name) for name in measure.enclosed)
    return (columns, tuple(read), versions, kept, places)


def _is_heavy(measure: Measure, before: Result, inputs: Inputs) -> bool:
    """Return whether a measure would be felt if it were computed in the window."""
    if before.seconds > LIGHT_S:
        return True
    return measure.heavy is not None and measure.heavy(inputs)


def _same(before: object, value: object) -> bool:
    plain = (int, float, str, bool, type(None))
    both_plain = isinstance(before, plain) and isinstance(value, plain)
    return before is value or (both_plain and before == value)
