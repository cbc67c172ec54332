"""How sure a total is with all assumptions together: Monte Carlo over their ranges.

Factors are drawn within their stated range alone; those without one count as sure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Literal, cast

import numpy as np
from numpy.typing import NDArray

from layers.analysis.sensitivity import Asked, has_range, once
from layers.factor import Factor
from layers.measure import Results
from layers.progress import Progress

SEED: Final = 20_250_101
RUNS: Final = (200, 500, 1000, 2000)
Form = Literal["pert", "triangular"]
"""Distribution between low, central and high."""
_PERT: Final = 4.0
"""Weight of the central value in a PERT distribution. [-]"""


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
    runs
        Count of all runs.
    """

    path: str
    central: float
    values: NDArray[np.float64]
    varied: tuple[str, ...]
    form: Form
    seed: int
    runs: int

    def percentile(self, share: float) -> float:
        """Return the value below which this percentage of the runs lies."""
        return float(np.percentile(self.values, share))


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
    key = (path, asked.key, wanted, runs, form, seed)
    return once(key, lambda: _drawn(asked, wanted, runs, form, seed, progress), progress)


def _drawn(  # noqa: PLR0917 - what `uncertainty` is asked
    asked: Asked,
    wanted: frozenset[str],
    runs: int,
    form: Form,
    seed: int,
    progress: Progress | None,
) -> Uncertainty:
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
    return Uncertainty(asked.path, asked.central, np.asarray(found), ids, form, seed, runs)


def drawn_factors(
    factors: Sequence[Factor], runs: int, form: Form, seed: int
) -> list[NDArray[np.float64]]:
    """Return the values of each factor in all runs, a Latin hypercube (McKay and others 1979)."""
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
    """Return the values of a triangular distribution at shares of its area, its inverse.

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
    ``β = 1 + 4 (high - mode)/(high - low)``, so that its mean is ``(low + 4 mode + high)/6``
    (Malcolm and others 1959).

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
