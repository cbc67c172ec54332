"""How sure numbers are that are computed from others."""

from __future__ import annotations

from collections.abc import Iterable

from layers.explanation import Term
from layers.message import Message


def weakest(confidences: Iterable[str]) -> str:
    """Return how sure a number is that is computed from others: as the weakest of them.

    Examples
    --------
    >>> weakest(["verified", "assumption", "recalled"]), weakest(["verified", "user"])
    ('assumption', 'computed')
    """
    found = set(confidences)
    return next((word for word in ("assumption", "recalled") if word in found), "computed")


def computed(name: Message, value: float | None, unit: str, path: str, confidence: str) -> Term:
    """Return a total as a term of another number; where it is weak it names its path to ask why.

    Parameters
    ----------
    name, value, unit
        What it is.
    path
        Its path of the totals.
    confidence
        The weakest of what it rests on.
    """
    source = "" if confidence == "computed" else path
    return Term(name, value, unit, source, confidence=confidence)
