"""How much a total rests on single assumptions, and how sure it is with all of them together.

Both ask the measures themselves with other factors, so that no formula is written twice; what
does not read a factor is kept. Factors are varied within their stated range alone: those without
one are listed as not varied, and count as sure.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final, Literal, cast

import numpy as np
from numpy.typing import NDArray

from layers.analysis import measures
from layers.analysis.totals import measure_of, modules
from layers.document import Document
from layers.errors import PlanError
from layers.factor import Factor
from layers.measure import MeasureSet, Results
from layers.progress import Progress

NET: Final = "carbon.net_t_per_a"
STRONGEST: Final = 10
SEED: Final = 20_250_101
RUNS: Final = (200, 500, 1000, 2000)
Form = Literal["pert", "triangular"]
"""Distribution between low, central and high."""
_PERT: Final = 4.0
"""Weight of the central value in a PERT distribution. [-]"""


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
    """

    path: str
    central: float
    swings: tuple[Swing, ...]
    idle: tuple[str, ...]
    unvaried: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Uncertainty:
    """A total with all factors drawn at random within their ranges, independently.

    Parameters
    ----------
    path, central
        The total, and its value with all factors as they are.
    values
        One value for each run in which none was missing.
    varied
        Ids of the factors that were drawn.
    form, seed
        Their distribution, and where the random numbers began.
    """

    path: str
    central: float
    values: NDArray[np.float64]
    varied: tuple[str, ...]
    form: Form
    seed: int

    def percentile(self, share: float) -> float:
        """Return the value below which this percentage of the runs lies."""
        return float(np.percentile(self.values, share))


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

    def with_factors(self, changed: Mapping[str, Factor]) -> float | None:
        """Return the total with some factors exchanged; None where it is missing then."""
        parameters = MappingProxyType({**self.document.parameters, **changed})
        document = replace(self.document, parameters=parameters)
        found = self._set.evaluate(document, self._results)
        entries = MappingProxyType({**self._results.entries, **found.entries})
        return self._value(Results(document, entries))

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
    steps = _Steps(progress)
    known = asked.factors()
    ranged = {one.id: replace(one, central=one.low) for one in known if has_range(one)}
    others = {one.id: _nudged(one) for one in known if one.id not in ranged and one.central}
    moved = _touching(asked, ranged, steps)
    swings: list[Swing] = []
    for id_ in moved:
        steps.next()
        factor = cast("Factor", asked.document.parameters[id_])
        low = asked.with_factors({id_: replace(factor, central=factor.low)})
        high = asked.with_factors({id_: replace(factor, central=factor.high)})
        if low is not None and high is not None:
            swings.append(Swing(id_, low, high))
    swings.sort(key=lambda swing: (-swing.reach(asked.central), swing.id))
    idle = tuple(id_ for id_ in ranged if id_ not in moved)
    unvaried = tuple(_touching(asked, others, steps))
    return Sensitivity(path, asked.central, tuple(swings), idle, unvaried)


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
    return _touching(asked, {one.id: _nudged(one) for one in factors}, _Steps(progress))


def _nudged(factor: Factor) -> Factor:
    if factor.central:
        return replace(factor, central=factor.central * 0.99)
    return replace(factor, central=(factor.low or factor.high or 1.0) * 0.01)


def _touching(asked: Asked, changed: Mapping[str, Factor], steps: _Steps) -> list[str]:
    """Return which of some changed factors change the total, asked in ever smaller groups.

    Most factors do nothing in a plan; a group that changes nothing is put aside as a whole.
    """
    if not changed:
        return []
    steps.next()
    if asked.with_factors(changed) == asked.central:
        return []
    ids = list(changed)
    if len(ids) == 1:
        return ids
    middle = len(ids) // 2
    parts = ({id_: changed[id_] for id_ in some} for some in (ids[:middle], ids[middle:]))
    return [id_ for part in parts for id_ in _touching(asked, part, steps)]


def uncertainty(
    results: Results,
    path: str,
    varied: Iterable[str],
    *,
    runs: int = RUNS[1],
    form: Form = "pert",
    seed: int = SEED,
    progress: Progress | None = None,
) -> Uncertainty:
    """Return a total with factors drawn at random within their ranges.

    Each factor is drawn by itself from a distribution between its low and its high value with the
    central one as its mode: a beta distribution (PERT, weight 4) or a triangle. The runs are a
    Latin hypercube: each factor takes one value from each of as many equal parts of its
    distribution as there are runs, in random order, so that few runs tell more.

    Parameters
    ----------
    results, path
        The plan's results, and the total.
    varied
        Ids of the factors that are drawn.
    runs
        How many runs. [-]
    form
        The distribution.
    seed
        Where the random numbers begin; the same seed gives the same runs.
    progress
        Looked at before each run.
    """
    asked = Asked(results, path)
    wanted = frozenset(varied)
    factors = [one for one in asked.factors() if one.id in wanted and has_range(one)]
    drawn = drawn_factors(factors, runs, form, seed)
    found: list[float] = []
    for run in range(runs):
        if progress is not None:
            progress.at(run / runs)
        changed = {
            factor.id: replace(factor, central=float(values[run]))
            for factor, values in zip(factors, drawn, strict=True)
        }
        value = asked.with_factors(changed)
        if value is not None:
            found.append(value)
    ids = tuple(factor.id for factor in factors)
    return Uncertainty(path, asked.central, np.asarray(found), ids, form, seed)


def drawn_factors(
    factors: Sequence[Factor], runs: int, form: Form, seed: int
) -> list[NDArray[np.float64]]:
    """Return the values of each factor in all runs, a Latin hypercube."""
    random = np.random.default_rng(seed)
    found: list[NDArray[np.float64]] = []
    for factor in factors:
        shares = (random.permutation(runs) + random.random(runs)) / runs
        bounds = (factor.low, factor.central, factor.high)
        found.append(DRAWN[form](shares, *cast("tuple[float, float, float]", bounds)))
    return found


def triangular(
    shares: NDArray[np.float64], low: float, mode: float, high: float
) -> NDArray[np.float64]:
    """Return the values of a triangular distribution at shares of its area.

    ``x = low + √(s (high - low)(mode - low))`` for ``s ≤ (mode - low)/(high - low)``, else
    ``x = high - √((1 - s)(high - low)(high - mode))``.

    Examples
    --------
    >>> triangular(np.array([0.0, 0.5, 1.0]), 1.0, 2.0, 3.0).tolist()
    [1.0, 2.0, 3.0]
    """
    span = high - low
    left = low + np.sqrt(shares * span * (mode - low))
    right = high - np.sqrt((1 - shares) * span * (high - mode))
    return np.where(shares * span <= mode - low, left, right)


def pert(shares: NDArray[np.float64], low: float, mode: float, high: float) -> NDArray[np.float64]:
    """Return the values of a PERT distribution at shares of its area.

    A beta distribution with ``α = 1 + 4 (mode - low)/(high - low)`` and
    ``β = 1 + 4 (high - mode)/(high - low)``, so that its mean is ``(low + 4 mode + high)/6``.

    Examples
    --------
    >>> pert(np.array([0.5]), 1.0, 2.0, 3.0).round(9).tolist()
    [2.0]
    """
    from scipy.special import betaincinv

    span = high - low
    alpha, beta = 1 + _PERT * (mode - low) / span, 1 + _PERT * (high - mode) / span
    return low + span * np.asarray(betaincinv(alpha, beta, shares), np.float64)


DRAWN: Final[Mapping[Form, Callable[..., NDArray[np.float64]]]] = MappingProxyType(
    {"pert": pert, "triangular": triangular}
)
