"""Shapes made quick to be asked often, each a copy for the thread that asks.

GEOS builds the index of a prepared shape when it is first asked, without a lock. Two threads that
ask the same one break the program, and the shapes of a plan are everybody's. `shapely.contains_xy`
prepares what it is given, so that it is called here alone as well.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray


def prepared(shape: Any) -> Any:  # noqa: ANN401 - one shape or an array of them
    """Return a copy of a shape, or of each of an array, that answers many questions quickly.

    Parameters
    ----------
    shape
        Whoever else has it does not notice. One that is prepared already is this thread's own and
        is returned as it is: what is prepared is not kept where another thread finds it.

    Examples
    --------
    >>> square = shapely.box(0, 0, 1, 1)
    >>> own = prepared(square)
    >>> shapely.is_prepared(own), shapely.is_prepared(square), prepared(own) is own
    (np.True_, np.False_, True)
    """
    if np.ndim(shape) == 0 and shapely.is_prepared(shape):
        return shape
    own = shapely.set_srid(shape, shapely.get_srid(shape))
    shapely.prepare(own)
    return own


def contains_xy(shape: Any, x: Any, y: Any) -> NDArray[np.bool_]:  # noqa: ANN401
    """Return which places lie inside a shape, its border left out.

    Parameters
    ----------
    shape
        A polygon.
    x, y
        East and north of the places, numbers or arrays. [m]

    Examples
    --------
    >>> contains_xy(shapely.box(0, 0, 2, 2), [1, 2, 3], [1, 1, 1]).tolist()
    [True, False, False]
    """
    return np.asarray(shapely.contains_xy(prepared(shape), x, y))
