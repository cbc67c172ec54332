"""How sure numbers are that are computed from others."""

from __future__ import annotations

from collections.abc import Iterable


def weakest(confidences: Iterable[str]) -> str:
    """Return how sure a number is that is computed from others: as the weakest of them.

    Examples
    --------
    >>> weakest(["verified", "assumption", "recalled"]), weakest(["verified", "user"])
    ('assumption', 'computed')
    """
    found = set(confidences)
    return next((word for word in ("assumption", "recalled") if word in found), "computed")
