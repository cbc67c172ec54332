"""Which texts occur in a column, and which of them each row has."""

from __future__ import annotations

from typing import Any, Final, cast

import numpy as np
import pandas as pd
from pandas.arrays import ArrowExtensionArray

from layers.analysis.overlay import Places
from layers.missing import Values

FEW: Final = 500
"""Of so many texts pandas needs longer to begin than it takes to look at each of them."""


def distinct(values: Values) -> tuple[Places, tuple[str, ...]]:
    """Return the place of each value among the texts that occur, -1 of a missing one; and those.

    Texts stand in the order in which they come first.

    Examples
    --------
    >>> places, texts = distinct(pd.array(["soft", None, "hard", "soft"], "str"))
    >>> places.tolist(), texts
    ([0, -1, 1, 0], ('soft', 'hard'))
    """
    if len(values) > FEW or not isinstance(values, ArrowExtensionArray):
        places, found = pd.factorize(values)
        return places.astype(np.intp, copy=False), tuple(str(text) for text in found)
    held = cast("Any", values).__arrow_array__().to_pylist()
    known: dict[str, int] = {}
    rows = [-1 if text is None else known.setdefault(text, len(known)) for text in held]
    return np.array(rows, np.intp), tuple(known)
