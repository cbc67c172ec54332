"""Values of which some are missing, as plain arrays."""

from __future__ import annotations

from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray
from pandas.arrays import ArrowExtensionArray
from pyarrow import compute

Values = ExtensionArray | NDArray[Any]

_FEW: Final = 64
"""So many texts are compared one by one before pyarrow has begun."""


def numbers_of(values: Values) -> NDArray[np.float64]:
    """Return values as numbers, NaN for missing ones; not to be written to.

    Examples
    --------
    >>> import pandas as pd
    >>> numbers_of(pd.array([3, None], "Int64")).tolist()
    [3.0, nan]
    """
    if isinstance(values, np.ndarray):
        return values.astype(np.float64, copy=False)
    return cast("NDArray[np.float64]", values.to_numpy(np.float64, na_value=np.nan))


def equal(values: Values, text: str) -> NDArray[np.bool_]:
    """Return where values are this text; a missing one is no text.

    Examples
    --------
    >>> import pandas as pd
    >>> equal(pd.array(["soft", None, "hard"], "str"), "soft").tolist()
    [True, False, False]
    """
    if isinstance(values, ArrowExtensionArray):
        # What pandas comes to after it has looked at both sides, which takes fifty times as long.
        held: Any = cast("Any", values).__arrow_array__()
        if len(held) <= _FEW:
            return np.fromiter((one == text for one in held.to_pylist()), bool, len(held))
        return cast(
            "NDArray[np.bool_]", cast("Any", compute).equal(held, text).fill_null(False).to_numpy()
        )
    found: Any = values == text
    if isinstance(found, np.ndarray):
        return found.astype(bool, copy=False)
    return cast("NDArray[np.bool_]", found.to_numpy(bool, na_value=False))
