"""Whether plans and results are the same, said with the place where they are not."""

import dataclasses
import hashlib
from collections.abc import Mapping

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

TOLERANCE = 1e-6
"""Relative, and absolute below 1: kept results may add up in another order than fresh ones."""


def frame_print(frame):
    """A text that differs where a value, a dtype, an id or a bit of a coordinate does."""
    digest = hashlib.sha256()
    digest.update(repr([(str(name), str(kind)) for name, kind in frame.dtypes.items()]).encode())
    digest.update(frame.index.to_numpy(np.int64).tobytes())
    for name in frame.columns:
        if name == "geometry":
            values = [shapely.to_wkb(one) for one in frame[name].array]
        else:
            values = [None if pd.isna(one) else one for one in frame[name]]
        digest.update(repr(values).encode())
    return digest.hexdigest()


def plan_print(plan, known=None):
    """What a plan holds, to compare; ids that were given out are not among it.

    ``known`` keeps the prints of layers from call to call, with the layers themselves.
    """
    prints = {}
    for kind, layer in plan.layers.items():
        found = known.get(id(layer)) if known is not None else None
        if found is None:
            found = (layer, frame_print(layer.frame))
        if known is not None:
            known[id(layer)] = found
        prints[kind] = found[1]
    return {
        "crs": plan.crs,
        "layers": prints,
        "parameters": dict(plan.parameters),
        "styles": dict(plan.styles),
        "properties": dict(plan.properties),
        "rasters": dict(plan.rasters),
    }


def difference(one, other, place="value"):
    """Return where two results differ, empty where they do not."""
    if isinstance(one, float) or isinstance(other, float):
        return _of_numbers(one, other, place)
    if type(one) is not type(other):
        return f"{place}: {type(one).__name__} against {type(other).__name__}"
    match one:
        case BaseGeometry():
            same = one.symmetric_difference(other).area <= TOLERANCE * max(1.0, one.area)
            return "" if same else f"{place}: other ground"
        case pd.DataFrame():
            return difference(one.to_dict("series"), other.to_dict("series"), place)
        case pd.Series():
            if str(one.dtype) != str(other.dtype):
                return f"{place}: {one.dtype} against {other.dtype}"
            return difference(_plain(one), _plain(other), place)
        case np.ndarray():
            return difference(one.tolist(), other.tolist(), place)
        case Mapping():
            if set(one) != set(other):
                return f"{place}: keys {sorted(map(str, set(one) ^ set(other)))}"
            return _first(difference(one[key], other[key], f"{place}.{key}") for key in one)
        case list() | tuple():
            if len(one) != len(other):
                return f"{place}: {len(one)} against {len(other)}"
            pairs = enumerate(zip(one, other, strict=True))
            return _first(difference(a, b, f"{place}[{at}]") for at, (a, b) in pairs)
        case _ if dataclasses.is_dataclass(one):
            return _first(
                difference(getattr(one, name), getattr(other, name), f"{place}.{name}")
                for name in (field.name for field in dataclasses.fields(one))
            )
        case _:
            return "" if one == other else f"{place}: {one!r} against {other!r}"


def _of_numbers(one, other, place):
    if one is None or other is None or isinstance(one, str) or isinstance(other, str):
        return f"{place}: {one!r} against {other!r}"
    if one == other or (one != one and other != other):  # noqa: PLR0124
        return ""
    limit = TOLERANCE * max(1.0, abs(one), abs(other))
    return "" if abs(one - other) <= limit else f"{place}: {one!r} against {other!r}"


def _plain(series):
    return {key: None if _missing(one) else one for key, one in series.items()}


def _missing(one):
    return one is None or one is pd.NA or (isinstance(one, float) and one != one)  # noqa: PLR0124


def _first(texts):
    return next(filter(None, texts), "")
