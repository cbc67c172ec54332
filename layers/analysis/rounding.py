"""Rounding of tables that add up as printed: the largest-remainder method."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

NOISE: Final = 1e-9
"""Share of a last digit that is taken for floating-point noise. [-]"""


def apportioned(
    values: Sequence[float], total: float | None = None, decimals: int = 2
) -> tuple[list[float], list[bool]]:
    """Return values rounded so that they add up to their rounded total.

    Each value is cut to its decimals; what is then missing in the total goes, one last digit
    each, to the values that lost most (Hamilton's method, "largest remainder").

    Parameters
    ----------
    values
        What is to be printed.
    total
        What they add up to as printed; their rounded sum where None.
    decimals
        Digits after the point.

    Returns
    -------
    tuple
        The printed values, and for each whether it differs from its own rounding.

    Examples
    --------
    >>> apportioned([33.333, 33.333, 33.334], 100.0)
    ([33.33, 33.33, 33.34], [False, False, True])
    >>> apportioned([0.4, 0.4, 0.4], decimals=0)
    ([1.0, 0.0, 0.0], [True, False, False])
    """
    scale = 10**decimals
    exact = [value * scale for value in values]
    cut = [math.floor(value + NOISE) for value in exact]
    wanted = math.fsum(values) if total is None else total
    lacking = math.floor(wanted * scale + 0.5 + NOISE) - sum(cut)
    order = sorted(range(len(cut)), key=lambda place: (cut[place] - exact[place], place))
    turn, step = (order, 1) if lacking > 0 else (order[::-1], -1)
    printed = list(cut)
    for count in range(abs(lacking) if turn else 0):
        printed[turn[count % len(turn)]] += step
    plain = [math.floor(value + 0.5 + NOISE) for value in exact]
    return (
        [value / scale for value in printed],
        [value != own for value, own in zip(printed, plain, strict=True)],
    )
