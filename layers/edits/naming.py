"""How sentences name parcels, by the number that the plan gives them, and values."""

from __future__ import annotations

import numpy as np

from layers.edits.rows import Ids
from layers.layer import Layer

MOST_NAMED = 10
"""Of more parcels the first ones are named."""
LONGEST = 60
"""Signs that a sentence shows of a value."""


def named(layer: Layer, ids: Ids) -> str:
    """Return the numbers of parcels, with ``#`` and the id where one has none.

    Both can be typed where the window goes to a place.

    Parameters
    ----------
    layer
        The parcels.
    ids
        Which of them.
    """
    wanted = np.asarray(ids, np.int64)
    some = wanted[:MOST_NAMED]
    numbers = layer.picked("number", layer.places(some))
    names = [
        number.strip() if isinstance(number, str) and number.strip() else f"#{id_}"
        for number, id_ in zip(numbers, some.tolist(), strict=True)
    ]
    return ", ".join(names) + ("…" if len(wanted) > MOST_NAMED else "")


def told(value: object) -> str:
    r"""Return a value that cannot be as a sentence names it: a number plainly, a text in quotes.

    Signs that cannot be seen, as those that turn the direction of writing, are spelled out.

    Examples
    --------
    >>> told(-5.0), told(1e8), told("五"), told(True), told("a\u202eb") == "'a\\u202eb'"
    ('-5', '100000000', "'五'", 'True', True)
    """
    if isinstance(value, float):
        return f"{value:.15g}"
    return repr(value)[:LONGEST]
