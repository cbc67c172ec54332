"""Merging parcels that touch; what becomes of each column is said before it happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from layers.arrays import listed
from layers.coverage.arrangement import meeting
from layers.coverage.matching import TOLERANCE
from layers.coverage.rewriting import Piece, rewritten
from layers.document import Document
from layers.edit import Edit
from layers.edits.inheritance import additive_columns
from layers.edits.naming import named
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.rows import Ids
from layers.edits.seams import without_seams
from layers.edits.values import checked_values
from layers.errors import InvalidEditError
from layers.layer import Layer
from layers.message import Message

LARGEST: Final = "largest"
SUM: Final = "sum"
MEAN: Final = "mean"
BLANK: Final = "blank"
RULES: Final = (LARGEST, SUM, MEAN, BLANK)
"""What a column of the merged parcel can have: one parcel's value, the sum, the mean by area (as a
floor area ratio needs it), or nothing."""
_MEAN_DIGITS: Final = 4

SLIVER_M: Final = 0.05
"""Gaps between merged parcels that are nowhere wider than this are filled. [m]"""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a column of the merged parcel will have.

    Parameters
    ----------
    column
        Its name.
    rule
        One of `RULES`.
    value
        The value; None for missing.
    differs
        Whether the parcels have different values, so that one is given up.
    """

    column: str
    rule: str
    value: object
    differs: bool


def merge(
    document: Document,
    ids: Ids,
    keep: str | int = LARGEST,
    rules: Mapping[str, str] | None = None,
    values: Mapping[str, object] | None = None,
) -> Edit:
    """Return the edit that makes one parcel of several that touch along borders.

    Parameters
    ----------
    document
        The plan.
    ids
        Two parcels or more.
    keep
        ``largest``, or the id of the parcel whose values the merged one gets.
    rules
        ``largest``, ``sum``, ``mean`` or ``blank`` by column, where it is not to be the usual one.
    values
        Typed values by column; they go before the rules.

    Raises
    ------
    InvalidEditError
        Where a parcel is not there, they do not touch, or a rule or a value does not fit.
    """
    layer = document.layer("parcels")
    wanted = np.unique(np.asarray(ids, np.int64))
    if len(wanted) < 2:
        layer.places(wanted)
        raise InvalidEditError("Select two parcels or more that touch, to make one of them.")
    typed = checked_values(document, layer, values or {})
    found = merged_values(document, wanted, keep, rules)
    ground, filled = _ground(layer, wanted)
    ground, around = without_seams(layer, wanted, ground)
    kept = int(wanted[_kept(layer, wanted, layer.places(wanted), keep)])
    # What is the kept parcel's own comes with it.
    row = {one.column: one.value for one in found if one.differs or one.rule != LARGEST} | typed
    return rewritten(
        document,
        Message.of("Merge {n} parcels", n=len(wanted)),
        reshaped=around,
        created=[Piece(ground, row, kept)],
        removed=wanted.tolist(),
        conserve=not filled,
    )


def merged_values(
    document: Document,
    ids: Ids,
    keep: str | int = LARGEST,
    rules: Mapping[str, str] | None = None,
) -> list[Merged]:
    """Return what each column of a merged parcel gets.

    What is counted, as residents are, is summed; all else is the kept parcel's. A sum of
    values some of which are missing is the sum of those that are there; their mean is missing.

    Raises
    ------
    InvalidEditError
        Where the parcel to be kept is not among them, or a rule is unknown.
    """
    layer = document.layer("parcels")
    wanted = np.unique(np.asarray(ids, np.int64))
    places = layer.places(wanted)
    chosen = _kept(layer, wanted, places, keep)
    areas = shapely.area(layer.shapes(places))
    rules = rules or {}
    for name, rule in rules.items():
        if rule not in RULES or name not in layer.columns:
            raise InvalidEditError(
                "The rule {rule} for the column {name} is none. Rules are {known}, for columns of"
                " parcels.",
                rule=rule,
                name=name,
                known=", ".join(RULES),
            )
    additive = additive_columns(layer)
    found: list[Merged] = []
    for name, column in layer.columns_at(places).items():
        rule = rules.get(name, SUM if name in additive else LARGEST)
        if rule in (SUM, MEAN) and not pd.api.types.is_numeric_dtype(column.dtype):
            raise InvalidEditError(
                "The column {name} holds texts; they have neither sum nor mean.", name=name
            )
        values = listed(column)
        differs = len(set(values)) > 1
        found.append(Merged(name, rule, _chosen(rule, values, chosen, areas), differs))
    return found


def _chosen(rule: str, values: list[object], kept: int, areas: NDArray[np.float64]) -> object:
    if rule == BLANK:
        return None
    if rule == LARGEST:
        return values[kept]
    there = [value for value in values if isinstance(value, int | float)]
    if rule == MEAN:
        whole = len(there) == len(values) and areas.sum() > 0
        return round(float(np.average(there, weights=areas)), _MEAN_DIGITS) if whole else None
    return sum(there) if there else None


def _kept(layer: Layer, ids: NDArray[np.int64], places: NDArray[np.intp], keep: str | int) -> int:
    """Return which of the parcels gives its values."""
    if keep == LARGEST:
        return int(np.argmax(shapely.area(layer.shapes(places))))
    found = np.flatnonzero(ids == keep) if isinstance(keep, int) else np.empty(0, np.intp)
    if not len(found):
        raise InvalidEditError(
            "What is kept must be {largest} or the id of one of the parcels; {found} is neither.",
            largest=LARGEST,
            found=str(keep)[:40],
        )
    return int(found[0])


def _ground(layer: Layer, ids: NDArray[np.int64]) -> tuple[BaseGeometry, bool]:
    """Return the ground of all of them, and whether slivers between them were filled."""
    shapes = layer.shapes(layer.places(ids))
    if shapely.coverage_is_valid(shapes, gap_width=TOLERANCE):
        union = shapely.coverage_union_all(shapes)
    else:
        union = shapely.union_all(shapes)
    parts = shapely.get_parts(union)
    if len(parts) > 1 and len(parts) > _joined(shapes):
        nearest = [int(np.argmin(shapely.distance(shapes, part))) for part in parts[:2]]
        raise InvalidEditError(
            "Parcels {one} and {other} do not touch along a border. Select parcels that lie side by"
            " side.",
            one=named(layer, [ids[nearest[0]]]),
            other=named(layer, [ids[nearest[1]]]),
        )
    filled = np.array([_without_slivers(layer, part) for part in parts], object)
    ground = filled[0] if len(filled) == 1 else cast("BaseGeometry", shapely.multipolygons(filled))
    return ground, ground.area > union.area


def _joined(shapes: NDArray[np.object_]) -> int:
    """Return in how many parts the union may be: those that one parcel has by itself.

    All parcels hang together where each has a common border with the others, directly or over
    further ones.
    """
    parts, owner = shapely.get_parts(shapes, return_index=True)
    label = np.arange(len(shapes))
    pairs = shapely.STRtree(parts).query(parts, predicate="intersects")
    one, other = owner[pairs[0]], owner[pairs[1]]
    apart = one < other
    shared = shapely.intersection(parts[pairs[0][apart]], parts[pairs[1][apart]])
    along = (shapely.length(shared) > TOLERANCE) | (shapely.area(shared) > 0)
    for first, second in zip(one[apart][along], other[apart][along], strict=True):
        label[label == label[second]] = label[first]
    return len(shapely.get_parts(shapely.union_all(shapes))) if len(set(label)) == 1 else 1


def _without_slivers(layer: Layer, part: BaseGeometry) -> BaseGeometry:
    """Return a polygon whose holes are none that merely come of borders that did not meet."""
    shell, *rings = shapely.get_rings(part)
    kept = [
        ring
        for ring in rings
        if not _is_sliver(layer, cast("BaseGeometry", shapely.polygons(ring)))
    ]
    if len(kept) == len(rings):
        return part
    return cast("BaseGeometry", shapely.polygons(shell, kept or None))


def _is_sliver(layer: Layer, hole: BaseGeometry) -> bool:
    return hole.buffer(-SLIVER_M / 2).is_empty and not _occupied(layer, hole)


def _occupied(layer: Layer, hole: BaseGeometry) -> bool:
    places = meeting(layer, hole)
    return bool((shapely.area(shapely.intersection(layer.shapes(places), hole)) > 0).any())


OPERATIONS: Final = (
    Operation(
        "merge",
        (
            Field("ids", FieldType.IDS),
            Field("keep", FieldType.ANY, required=False),
            Field("rules", FieldType.VALUES, required=False, nullable=True),
            Field("values", FieldType.VALUES, required=False, nullable=True),
        ),
        merge,
    ),
)
"""The op ``merge`` of ``greenplat edit``: keep, rules and values as above."""
