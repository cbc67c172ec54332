"""How much a total rests on single assumptions.

The measures themselves are asked with other factors, so that no formula is written twice; what
does not read a factor is kept. Factors are varied within their stated range alone: those without
one are listed as not varied, and count as sure.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast

from layers.analysis import measures
from layers.analysis.same import same
from layers.analysis.totals import measure_of, modules
from layers.document import Document
from layers.errors import PlanError
from layers.factor import Factor
from layers.inputs import Inputs, Read
from layers.measure import Measure, MeasureSet, Results
from layers.progress import Progress

NET: Final = "carbon.net_t_per_a"
STRONGEST: Final = 10
_KEPT: Final = 16
"""So many answers are kept."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Swing:
    """What one factor does to a total.

    Parameters
    ----------
    id
        Of the factor.
    at_low, at_high
        The total where this factor alone is at its low or its high value. [unit of the total]
    """

    id: str
    at_low: float
    at_high: float

    def reach(self, central: float) -> float:
        """Return the width of what it makes of the total. [unit of the total]."""
        ends = (self.at_low, self.at_high, central)
        return max(ends) - min(ends)


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What each factor does to a total, one at a time.

    Parameters
    ----------
    path
        The total.
    central
        Its value with all factors as they are.
    swings
        Factors that change it, the strongest first.
    idle
        Factors with a range that do not change it in this plan.
    unvaried
        Factors without a range that would change it.
    broken
        Factors with a range at an end of which it is missing.
    """

    path: str
    central: float
    swings: tuple[Swing, ...]
    idle: tuple[str, ...]
    unvaried: tuple[str, ...]
    broken: tuple[str, ...] = ()


class Asked:
    """A total of a plan, asked again and again with other factors.

    Parameters
    ----------
    results
        Results of the plan; what other factors do not touch is kept from them.
    path
        A number of the totals, as ``carbon.net_t_per_a``.

    Raises
    ------
    PlanError
        Where no measure answers for that number, or it is missing in this plan.
    """

    def __init__(self, results: Results, path: str) -> None:
        measure = measure_of(path)
        if measure not in measures().measures:
            raise PlanError("No number is called {path}.", path=path)
        self.path, self._results = path, results
        self._set: MeasureSet = measures().behind([measure])
        key = path.partition(".")[0]
        parts = (getattr(module, "section", None) for module in modules())
        self._sections = [part for part in parts if part is not None and key in part(results)]
        found = self._value(results)
        if found is None:
            raise PlanError(
                "{path} is missing in this plan; the panel of totals says what it needs.", path=path
            )
        self.central = found

    @property
    def document(self) -> Document:
        """The plan as it is."""
        return self._results.document

    @property
    def key(self) -> tuple[object, ...]:
        """All that its answers rest on: equal keys of one path give equal answers."""
        keys = (self._results.entries[id_].key for id_ in self._set.measures)
        # Not the versions of other measures, whose own keys are here: after an edit and its undo
        # they are others, and all that was read is the same.
        return tuple((*key[:2], *key[3:]) for key in keys)

    def with_factors(self, changed: Mapping[str, Factor]) -> float | None:
        """Return the total with some factors exchanged; None where it is missing then.

        Only what reads one of them is computed, and what reads that.
        """
        parameters = MappingProxyType({**self.document.parameters, **changed})
        document, read = replace(self.document, parameters=parameters), Read(parameters)
        entries = dict(self._results.entries)
        touched: set[str] = set()
        for id_, measure in self._set.measures.items():
            if touched.isdisjoint(measure.measures) and not _reads(measure, changed):
                continue
            known = {one: entries[one].value for one in measure.measures}
            value = measure.compute(Inputs(measure, document, known, read))
            if not same(entries[id_].value, value):
                entries[id_] = entries[id_].exchanged(value)
                touched.add(id_)
        return self._value(Results(document, MappingProxyType(entries)))

    def _value(self, results: Results) -> float | None:
        key, *rest = self.path.split(".")
        found: dict[str, Any] = {}
        for section in self._sections:
            found.update(section(results).get(key, {}))
        value: Any = found
        for part in rest:
            value = value.get(part) if isinstance(value, Mapping) else None
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return float(value) if number and math.isfinite(value) else None

    def factors(self) -> list[Factor]:
        """Return all factors that the total may read, in the order of the plan."""
        names = {name for one in self._set.measures.values() for name in one.parameters}
        groups = tuple(name for name in names if name.endswith("."))
        return [
            value
            for id_, value in self.document.parameters.items()
            if isinstance(value, Factor) and (id_ in names or id_.startswith(groups))
        ]


def _reads(measure: Measure, changed: Collection[str]) -> bool:
    """Return whether a measure reads one of some factors by itself."""
    groups = tuple(name for name in measure.parameters if name.endswith("."))
    return any(one in measure.parameters or one.startswith(groups) for one in changed)


def has_range(factor: Factor) -> bool:
    """Return whether a factor has a range around its central value.

    Examples
    --------
    >>> has_range(Factor("a.b", "", "", "", 1.0, 2.0, 3.0))
    True
    >>> has_range(Factor("a.b", "", "", "", None, 2.0, None))
    False
    """
    if factor.low is None or factor.central is None or factor.high is None:
        return False
    return factor.low < factor.high


def sensitivity(results: Results, path: str, progress: Progress | None = None) -> Sensitivity:
    """Return what each factor does to a total, all others as they are.

    Parameters
    ----------
    results
        Results of the plan.
    path
        The total.
    progress
        Looked at before each factor.

    Raises
    ------
    PlanError
        Where the total is missing.
    """
    asked = Asked(results, path)
    return once((path, asked.key), lambda: _varied(asked, progress or Progress()), progress)


def _varied(asked: Asked, progress: Progress) -> Sensitivity:
    known = asked.factors()
    ranged = {one.id: one for one in known if has_range(one)}
    others = {one.id: _nudged(one) for one in known if one.id not in ranged and one.central}
    steps = _Steps(progress)
    low = _touching(asked, _at_end(ranged, "low"), steps)
    # What does nothing at its low value, or has it already, may do something at its high one.
    rest = {id_: one for id_, one in ranged.items() if id_ not in low}
    high = _touching(asked, _at_end(rest, "high"), steps)
    swings: list[Swing] = []
    broken: list[str] = []
    for id_ in (one for one in ranged if one in low or one in high):
        steps.next()
        ends = [
            side[id_] if id_ in side else asked.with_factors(_at_end({id_: ranged[id_]}, end))
            for side, end in ((low, "low"), (high, "high"))
        ]
        if ends[0] is None or ends[1] is None:
            broken.append(id_)
        else:
            swings.append(Swing(id_, ends[0], ends[1]))
    swings.sort(key=lambda swing: (-swing.reach(asked.central), swing.id))
    idle = tuple(id_ for id_ in ranged if id_ not in low and id_ not in high)
    unvaried = tuple(_touching(asked, others, steps))
    return Sensitivity(asked.path, asked.central, tuple(swings), idle, unvaried, tuple(broken))


def _at_end(factors: Mapping[str, Factor], end: str) -> dict[str, Factor]:
    """Return factors at their ``low`` or ``high`` value."""
    return {id_: replace(one, central=getattr(one, end)) for id_, one in factors.items()}


def once(key: tuple[object, ...], make: Callable[[], _T], progress: Progress | None) -> _T:
    """Return what was made for the same key before; it is made where it was not.

    An edit that touches nothing that a total reads, and one that is taken back, cost nothing.
    """
    if progress is not None:
        progress.at(0.0)
    for place, (known, value) in enumerate(_made):
        if known == key:
            del _made[place]
            _made.appendleft((known, value))
            return cast("_T", value)
    value = make()
    _made.appendleft((key, value))
    return value


_made: deque[tuple[tuple[object, ...], object]] = deque(maxlen=_KEPT)


class _Steps:
    """Tells progress of which nobody knows how long it is: each step takes a part of the rest."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress, self._left = progress, 1.0

    def next(self) -> None:
        self._left *= 0.985
        if self._progress is not None:
            self._progress.at(1.0 - self._left)


def touching(
    asked: Asked, factors: Iterable[Factor], progress: Progress | None = None
) -> list[str]:
    """Return the ids of those of some factors that move a total when they move a little."""
    return list(_touching(asked, {one.id: _nudged(one) for one in factors}, _Steps(progress)))


def _nudged(factor: Factor) -> Factor:
    if factor.central:
        return replace(factor, central=factor.central * 0.99)
    return replace(factor, central=(factor.low or factor.high or 1.0) * 0.01)


def _touching(
    asked: Asked, changed: Mapping[str, Factor], steps: _Steps
) -> dict[str, float | None]:
    """Return the total with each of some changed factors alone, of those that change it.

    They are asked in ever smaller groups: most factors do nothing in a plan, and a group that
    changes nothing is put aside as a whole.
    """
    if not changed:
        return {}
    steps.next()
    value = asked.with_factors(changed)
    if value == asked.central:
        return {}
    ids = list(changed)
    if len(ids) == 1:
        return {ids[0]: value}
    middle = len(ids) // 2
    parts = ({id_: changed[id_] for id_ in some} for some in (ids[:middle], ids[middle:]))
    return {id_: one for part in parts for id_, one in _touching(asked, part, steps).items()}
