"""Measures: numbers that declare what they read, and are kept while that is unchanged."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from graphlib import TopologicalSorter
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.codes import CodeSet
from layers.document import Document
from layers.edit import Change
from layers.explanation import Explanation
from layers.geometry import Geometries
from layers.missing import Values, numbers_of
from layers.parameters import Factor, Value
from layers.progress import Progress

LIGHT_S: Final = 0.03
"""A measure that took more work than this is computed beside the window, not in it. [s]"""


class Inputs:
    """What one measure may read, and no more.

    Parameters
    ----------
    measure
        Whose inputs these are.
    document
        Where rows and parameters come from.
    values
        Values of the measures computed before.
    read
        The document's parameters, where they are looked through already.
    """

    def __init__(
        self,
        measure: Measure,
        document: Document,
        values: Mapping[str, Any],
        read: Read | None = None,
    ) -> None:
        self._measure = measure
        self._document = document
        self._values = values
        self._read = read or Read(document.parameters)

    def _columns(self, kind: str) -> tuple[str, ...]:
        if kind not in self._measure.layers:
            raise KeyError(f"{self._measure.id} does not declare that it reads {kind}")
        return self._measure.layers[kind]

    def rows(self, kind: str, places: NDArray[np.intp] | None = None) -> pd.DataFrame:
        """Return the declared columns of a layer, geometry apart, by feature id.

        Parameters
        ----------
        kind
            Id of the kind.
        places
            Of the rows that are wanted; all where None.
        """
        layer = self._document.layer(kind)
        names = [name for name in self._columns(kind) if name != "geometry"]
        if places is not None:
            picked = {name: layer.picked(name, places) for name in names}
            return pd.DataFrame(picked, pd.Index(layer.ids[places], name="fid"), copy=False)
        # Choosing columns of a frame by a list would copy each of them, and so would an index that
        # is another object than theirs.
        columns = {name: layer.values(name) for name in names}
        index = columns[names[0]].index if names else pd.Index(layer.ids, name="fid")
        return pd.DataFrame(columns, index, copy=False)

    def column(self, kind: str, name: str, places: NDArray[np.intp] | None = None) -> Values:
        """Return the values of one declared column, by place.

        Parameters
        ----------
        kind
            Id of the kind.
        name
            The column.
        places
            Of the rows that are wanted; all where None.
        """
        if name not in self._columns(kind):
            raise KeyError(f"{self._measure.id} does not declare the column {name} of {kind}")
        layer = self._document.layer(kind)
        return layer.picked(name, places) if places is not None else layer.values(name).array

    def numbers(
        self, kind: str, name: str, places: NDArray[np.intp] | None = None
    ) -> NDArray[np.float64]:
        """Return the same as numbers, NaN for missing ones; not to be written to."""
        return numbers_of(self.column(kind, name, places))

    def ids(self, kind: str) -> NDArray[np.int64]:
        """Return the feature ids of a layer, ascending."""
        self._columns(kind)
        return self._document.layer(kind).ids

    def geometries(self, kind: str) -> NDArray[np.object_]:
        """Return the geometries of a layer in the order of its ids."""
        return self.shapes(kind).objects

    def shapes(self, kind: str) -> Geometries:
        """Return the same for measures that need areas, bounds, or the objects of some rows."""
        if "geometry" not in self._columns(kind):
            raise KeyError(f"{self._measure.id} does not declare the geometry of {kind}")
        return self._document.layer(kind).held

    def parameter(self, name: str) -> Value:
        """Return a declared factor or setting."""
        if not any(
            name == known or (known.endswith(".") and name.startswith(known))
            for known in self._measure.parameters
        ):
            raise KeyError(f"{self._measure.id} does not declare that it reads {name}")
        return self._document.parameters.get(name)

    def factor(self, name: str) -> Factor:
        """Return a declared factor; KeyError where the plan has none of that name."""
        if isinstance(found := self.parameter(name), Factor):
            return found
        raise KeyError(name)

    def factors(self, group: str) -> Mapping[str, Factor]:
        """Return all factors of a declared group by their name within it."""
        if group not in self._measure.parameters:
            raise KeyError(f"{self._measure.id} does not declare the group {group}")
        return self._read.factors(group)

    def value(self, measure: str) -> Any:  # noqa: ANN401
        """Return the value of a declared measure."""
        if measure not in self._measure.measures:
            raise KeyError(f"{self._measure.id} does not declare that it reads {measure}")
        return self._values[measure]

    @property
    def crs(self) -> str:
        """The plan's coordinate reference system, the same all its life."""
        return self._document.crs

    @property
    def codes(self) -> CodeSet:
        """The plan's code set, for measures that declare ``plan.code_set``."""
        self.parameter("plan.code_set")
        return self._document.codes


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


@dataclass(frozen=True, slots=True, eq=False)
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
    """

    value: Any
    version: int
    key: tuple[object, ...]
    inputs: Inputs
    seconds: float
    stale: bool = False


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
        values: dict[str, Any] = {}
        entries: dict[str, Result] = {}
        parameters = self._read
        if parameters.parameters is not document.parameters:
            parameters = self._read = Read(document.parameters)
        for place, (id_, measure) in enumerate(self.measures.items()):
            if progress is not None:
                progress.at(place / len(self.measures))
            before = older.entries.get(id_) if older is not None else None
            key = _key(measure, document, parameters, entries)
            waits = any(entries[known].stale for known in measure.measures)
            if before is not None and not before.stale and before.key == key and not waits:
                entries[id_] = before
            elif light_only and before is not None and (waits or before.seconds > LIGHT_S):
                entries[id_] = replace(before, stale=True)
            else:
                known = {name: values[name] for name in measure.measures}
                inputs = Inputs(measure, document, known, parameters)
                entries[id_] = self._made(measure, inputs, key, before, change)
            values[id_] = entries[id_].value
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

    def explain(self, results: Results, measure: str, path: str) -> Explanation | None:
        """Return why a measure has its value, None where it does not say."""
        declared = self.measures[measure]
        if declared.explain is None:
            return None
        known = {id_: results.value(id_) for id_ in declared.measures}
        inputs = Inputs(declared, results.document, known)
        return declared.explain(inputs, results.value(measure), path)


class Read:
    """What measures read of some parameters; a group is looked for once.

    Parameters
    ----------
    parameters
        Factors and settings of a plan.
    """

    def __init__(self, parameters: Mapping[str, Value]) -> None:
        self.parameters = parameters
        self._known: dict[str, tuple[tuple[str, Value], ...]] = {}
        self._factors: dict[str, Mapping[str, Factor]] = {}

    def of(self, name: str) -> tuple[tuple[str, Value], ...]:
        """Return the parameters of a declared name or group."""
        if name not in self._known:
            found, group = self.parameters, name.endswith(".")
            ids = [one for one in found if one == name or (group and one.startswith(name))]
            self._known[name] = tuple((id_, found[id_]) for id_ in ids)
        return self._known[name]

    def factors(self, group: str) -> Mapping[str, Factor]:
        """Return the factors of a group by their name within it."""
        if group not in self._factors:
            found = {
                name.removeprefix(group): value
                for name, value in self.of(group)
                if isinstance(value, Factor)
            }
            self._factors[group] = MappingProxyType(found)
        return self._factors[group]


def _key(
    measure: Measure, document: Document, parameters: Read, entries: Mapping[str, Result]
) -> tuple[object, ...]:
    layers = [(document.layer(kind), names) for kind, names in measure.layers.items()]
    columns = tuple(one.version(*names) if names else (len(one),) for one, names in layers)
    read = [parameters.of(name) for name in measure.parameters]
    return (columns, tuple(read), tuple(entries[id_].version for id_ in measure.measures))


def _same(before: object, value: object) -> bool:
    plain = (int, float, str, bool, type(None))
    both_plain = isinstance(before, plain) and isinstance(value, plain)
    return before is value or (both_plain and before == value)
