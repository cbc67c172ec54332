"""Features as a text that goes from one plan to another; the text can come from anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final, cast

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from shapely.geometry.base import BaseGeometry

from layers.coverage.rewriting import Piece
from layers.document import Document
from layers.edit import Delta, Edit
from layers.edits.draw import checked_shape
from layers.edits.inheritance import Numbers
from layers.edits.move import added, arrived
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.rows import Ids
from layers.edits.values import checked_values
from layers.errors import InvalidEditError
from layers.kinds import kinds
from layers.message import Message
from resources.translations import grouped

SIGN: Final = "greenplat.features"
MOST_SIGNS: Final = 50_000_000
MOST_FEATURES: Final = 10_000
_SYSTEM: Final = re.compile(
    r"EPSG:\d{1,6}|(?:PROJCRS|PROJCS|BOUNDCRS|COMPOUNDCRS|COMPD_CS)\[.+", re.DOTALL
)
_LONGEST_SYSTEM: Final = 20_000


def copied(document: Document, selection: Mapping[str, Ids]) -> str:
    """Return features as a text.

    Parameters
    ----------
    document
        The plan.
    selection
        Feature ids by kind.
    """
    features: list[dict[str, object]] = []
    for kind, ids in selection.items():
        layer = document.layer(kind)
        rows = layer.plain_rows(layer.places(np.unique(np.asarray(ids, np.int64))))
        shapes = rows.pop("geometry")
        for shape, row in zip(shapes, rows.to_dict("records"), strict=True):
            if shape is None:
                continue
            values = {str(name): _plain(one) for name, one in row.items() if not pd.isna(one)}
            features.append(
                {
                    "type": "Feature",
                    "kind": kind,
                    "geometry": json.loads(shapely.to_geojson(shape)),
                    "properties": values,
                }
            )
    whole = {
        "type": "FeatureCollection",
        "source": SIGN,
        "crs": document.crs,
        "features": features,
    }
    return json.dumps(whole, ensure_ascii=False)


def _plain(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else value


def is_copied(text: str) -> bool:
    """Return whether a text looks like features; most texts of a clipboard do not."""
    return SIGN in text[:200]


def paste(document: Document, text: str, dx: float = 0.0, dy: float = 0.0) -> Edit:
    """Return the edit that adds the features of a text.

    Features of another reference system are transformed. Columns that this plan does not have are
    left away. Parcels get the ground that is free for them.

    Parameters
    ----------
    document
        The plan.
    text
        As `copied` makes it.
    dx, dy
        How far to the east and to the north they are moved. [m]

    Raises
    ------
    InvalidEditError
        Where the text is none, a feature fits no kind, lies far away or has a value that its
        column does not take, or no ground is free for a parcel.
    """
    crs, features = _read(text)
    change, step = _to_plan(document, crs), np.array([dx, dy])
    found: dict[str, list[tuple[BaseGeometry, dict[str, object]]]] = {}
    for feature in features:
        kind, shape, values = _feature(feature)
        moved = shapely.transform(shape, lambda xy: change(xy) + step)
        checked = checked_shape(document, kinds()[kind], moved)
        layer = document.layer(kind)
        known = {name: one for name, one in values.items() if name in layer.columns[:-1]}
        found.setdefault(kind, []).append((checked, checked_values(document, layer, known)))
    title = Message.of("Paste {n} features", n=len(features))
    deltas: list[Delta] = []
    for kind, rows in found.items():
        layer = document.layer(kind)
        if kinds()[kind].coverage:
            numbers = Numbers(layer)
            pieces = [Piece(shape, _renumbered(values, numbers)) for shape, values in rows]
            deltas += arrived(document, title, pieces).deltas
        else:
            shapes = [shape for shape, _ in rows]
            deltas.append(added(layer, shapes, [values for _, values in rows]))
    return Edit(title, tuple(deltas))


def _renumbered(values: dict[str, object], numbers: Numbers) -> dict[str, object]:
    number = values.get("number")
    if not isinstance(number, str) or not numbers.taken(number):
        return values
    return {**values, "number": numbers.parts(number, 1)[0]}


# ---- reading ------------------------------------------------------------------------------------


def _read(text: str) -> tuple[str, list[Any]]:
    if len(text) > MOST_SIGNS:
        raise InvalidEditError(
            "{n} signs are too many to be pasted; {most} are taken.",
            n=len(text),
            most=grouped(MOST_SIGNS),
        )
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if (
        not isinstance(found, dict)
        or found.get("source") != SIGN
        or not isinstance(features := found.get("features"), list)
        or not isinstance(crs := found.get("crs"), str)
    ):
        raise InvalidEditError(
            "What was copied are no features of a plan. Select features, and copy them first."
        )
    if not 1 <= len(features) <= MOST_FEATURES:
        raise InvalidEditError(
            "1 to {most} features are pasted at once; there are {n}.",
            most=grouped(MOST_FEATURES),
            n=len(features),
        )
    return crs, features


def _feature(feature: object) -> tuple[str, BaseGeometry, dict[str, object]]:
    given = cast("dict[str, object]", feature) if isinstance(feature, dict) else {}
    kind, values = given.get("kind"), given.get("properties")
    if not isinstance(kind, str) or kind not in kinds():
        raise InvalidEditError(
            "A copied feature belongs to no layer of a plan: {kind}.", kind=ascii(kind)[:40]
        )
    if not isinstance(values, dict):
        raise InvalidEditError("A copied feature has no values. Copy it again.")
    try:
        shape = shapely.from_geojson(json.dumps(given.get("geometry") or {}))
    except (shapely.errors.GEOSException, ValueError, RecursionError) as error:
        raise InvalidEditError("A copied feature has no shape that can be read.") from error
    if shape.is_empty or shape.geom_type == "GeometryCollection":
        raise InvalidEditError("A copied feature has no shape that can be read.")
    named = cast("dict[object, object]", values)
    return kind, shape, {str(name): value for name, value in named.items()}


def _to_plan(document: Document, crs: str) -> Any:  # noqa: ANN401 - a function of coordinates
    if crs == document.crs:
        return lambda xy: xy
    refused = InvalidEditError(
        "The features were copied in a reference system that cannot be brought into the plan's"
        " ({crs}).",
        crs=document.crs[:40],
    )
    if len(crs) > _LONGEST_SYSTEM or _SYSTEM.fullmatch(crs) is None:
        raise refused
    try:
        given, own = CRS.from_user_input(crs), CRS.from_user_input(document.crs)
        if given == own:
            return lambda xy: xy
        transformer = Transformer.from_crs(given, own, always_xy=True)
    except (CRSError, ProjError) as error:
        raise refused from error

    def change(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        try:
            east, north = transformer.transform(xy[:, 0], xy[:, 1], errcheck=True)
        except ProjError as error:
            raise refused from error
        return np.column_stack([east, north])

    return change


OPERATIONS: Final = (
    Operation(
        "paste",
        (
            Field("text", FieldType.TEXT),
            Field("dx", FieldType.NUMBER, required=False),
            Field("dy", FieldType.NUMBER, required=False),
        ),
        paste,
    ),
)
