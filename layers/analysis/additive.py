"""Sums over rows, brought up to date by the few rows that an edit touched."""

from __future__ import annotations

from typing import Final

import numpy as np

from layers.analysis.overlay import Numbers, Places

LEFT: Final = 1e-6
"""Of a sum of which less than this share is left the last digits are no longer sure. [-]"""


def exchanged(sums: Numbers, gone: Numbers, fresh: Numbers) -> Numbers | None:
    """Return sums without some rows and with others; None where all are better summed anew.

    Parameters
    ----------
    sums
        Sums over all rows before.
    gone, fresh
        The same sums over the rows that were touched: as they were, and as they are.

    Examples
    --------
    >>> exchanged(np.array([10.0, 7.0]), np.array([4.0, 0.0]), np.array([1.0, 2.0])).tolist()
    [7.0, 9.0]
    >>> exchanged(np.array([10.0]), np.array([10.0]), np.array([0.0])) is None
    True
    """
    with np.errstate(invalid="ignore", over="ignore"):
        found = sums - gone + fresh
    # Of a sum of infinite numbers nothing can be taken away.
    return found if (np.abs(found) >= LEFT * np.abs(sums)).all() else None


def exchanged_with_counts(
    before: tuple[Numbers, Places], gone: tuple[Numbers, Places], fresh: tuple[Numbers, Places]
) -> tuple[Numbers, Places] | None:
    """Return sums and counts after some rows; the same ones where none is another number.

    Parameters
    ----------
    before, gone, fresh
        Sums and counts, as `exchanged` takes sums.
    """
    sums = exchanged(before[0], gone[0], fresh[0])
    if sums is None:
        return None
    counts = before[1] - gone[1] + fresh[1]
    # A count that is another one is soon found, and there mostly is one.
    alike = np.array_equal(counts, before[1]) and np.array_equal(sums, before[0])
    return before if alike else (sums, counts)
