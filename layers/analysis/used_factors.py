"""Which factors matter in a plan: those that move one of some totals."""

from __future__ import annotations

from collections.abc import Iterable

from layers.analysis.sensitivity import Asked, touching
from layers.errors import PlanError
from layers.measure import Results
from layers.progress import Progress


def used_factors(
    results: Results, paths: Iterable[str], progress: Progress | None = None
) -> frozenset[str]:
    """Return the ids of the factors that move at least one of some totals of a plan.

    Parameters
    ----------
    results
        Results of the plan.
    paths
        Totals; those that are missing in the plan are left out.
    progress
        Looked at before each question.
    """
    found: set[str] = set()
    for path in paths:
        try:
            asked = Asked(results, path)
        except PlanError:
            continue
        left = [one for one in asked.factors() if one.id not in found and one.central is not None]
        found.update(touching(asked, left, progress))
    return frozenset(found)
