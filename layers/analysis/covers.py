"""What covers the ground: each square metre inside the site belongs to exactly one cover.

What the claims of `layers.analysis.claims` leave of a parcel is its rest, what they leave of
unassigned land is bare.

Only shapes and widths are read here. Which plants stand on a feature and what a parcel's land use
asks for is the business of `layers.analysis.planting` and `layers.analysis.attached`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from layers.analysis.carrying import touched_ids
from layers.analysis.claims import BANDS, CLAIMING, Claims, claimed, ground_of, left_of, ranks_of
from layers.analysis.groups import around, groups
from layers.analysis.overlaps import Overlaps
from layers.analysis.overlay import (
    Ids,
    Numbers,
    Places,
    Shapes,
    areas_inside,
    boxes_meet,
    places_of,
    polygons_only,
    sound,
    unions,
)
from layers.edit import Change
from layers.geometry import Geometries
from layers.measure import Inputs, Measure


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Ground of a claim inside a parcel.

    Parameters
    ----------
    claims, parcels
        Places of the claim and of the parcel.
    areas
        Shared ground. [m²]
    """

    claims: Places
    parcels: Places
    areas: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """The ground, shared out.

    Parameters
    ----------
    claims, pieces
        Who claims what, and where in which parcel it lies.
    areas
        Ground of each claim. [m²]
    parcel_ids
        Ids of the parcels.
    inside, rest
        Area of each parcel inside the site, and what claims leave of it. [m²]
    bare_m2
        Unassigned land without any claim. [m²]
    total_m2
        All of it: the site, or without a red line the union of all land. [m²]
    counted_once_m2
        What was claimed more than once but counted once. [m²]
    without_width
        Ids of lines that take no ground since their width is missing, by kind.
    """

    claims: Claims
    pieces: Pieces
    areas: Numbers
    parcel_ids: Ids
    inside: Numbers
    rest: Numbers
    bare_m2: float
    total_m2: float
    counted_once_m2: float
    without_width: Mapping[str, Ids]


@dataclass(frozen=True, slots=True, eq=False)
class _Apart:
    """Parcels that share no ground.

    Parameters
    ----------
    parcels
        As they are in the plan.
    owners, shapes
        Places of those that give ground to others, ascending, and what is left of them.
    """

    parcels: Geometries
    owners: Places
    shapes: Shapes

    def taken(self, places: Places) -> Shapes:
        """Return some of them."""
        found = sound(self.parcels.taken(places))
        changed = places_of(places, self.owners)
        if (changed >= 0).any():
            found = found.copy()
            found[changed >= 0] = self.shapes[changed[changed >= 0]]
        return found


def _apart(parcels: Geometries, ids: Ids, overlaps: Overlaps) -> _Apart:
    """Return parcels that share no ground: where two overlap, the smaller keeps it."""
    involved = places_of(np.unique(overlaps.pairs), ids)
    if not len(involved):
        return _Apart(parcels, involved, np.empty(0, object))
    shapes = sound(parcels.taken(involved))
    first, second = np.searchsorted(ids[involved], overlaps.pairs.T)
    ranks = ranks_of(np.zeros(len(involved), np.intp), shapes)
    weak = np.where(ranks[first] > ranks[second], first, second)
    strong = np.where(ranks[first] > ranks[second], second, first)
    owners, taken = unions(shapes[strong], weak)
    left = polygons_only(shapely.difference(shapes[owners], taken))
    return _Apart(parcels, involved[owners], left)


def _pieces(rests: Shapes, asked: Places, parcels: _Apart) -> Pieces:
    """Return where the asked claims lie in which parcels."""
    none = np.empty(0, np.intp)
    if not len(asked):
        return Pieces(none, none, np.empty(0))
    claims: list[Places] = [none]
    places: list[Places] = [none]
    areas: list[Numbers] = [np.empty(0)]
    tree, boxes = shapely.STRtree(rests[asked]), parcels.parcels.bounds
    near = boxes_meet(boxes, shapely.total_bounds(rests[asked])[None])
    for some in groups(np.where(near[:, None], boxes, np.nan)):
        if not len(tree.query(shapely.box(*around(some, boxes)))):
            continue
        shapes = parcels.taken(some)
        parcel, claim = tree.query(shapes, predicate="intersects")
        claims.append(asked[claim])
        places.append(some[parcel])
        areas.append(shapely.area(shapely.intersection(rests[claims[-1]], shapes[parcel])))
    claim, parcel = np.concatenate(claims), np.concatenate(places)
    shared = np.concatenate(areas)
    return Pieces(claim[shared > 0], parcel[shared > 0], shared[shared > 0])


# ---- the partition ------------------------------------------------------------------------------


def _partition(inputs: Inputs) -> Partition:
    """Share out the ground from nothing."""
    site = inputs.value("land.site")
    found = [claimed(inputs, kind) for kind in CLAIMING]
    kinds = np.repeat(np.arange(len(CLAIMING)), [len(ids) for ids, _, _ in found])
    ids = np.concatenate([ids for ids, _, _ in found])
    whole = np.concatenate([ground_of(site, shapes, widths) for _, shapes, widths in found])
    everyone = np.arange(len(ids))
    claims = Claims(kinds, ids, whole, left_of(kinds, whole, everyone))
    overlaps = cast("Overlaps", inputs.value("land.overlaps"))
    parcels = _apart(inputs.shapes("parcels"), inputs.ids("parcels"), overlaps)
    return _shared_out(inputs, claims, _pieces(claims.rests, everyone, parcels), parcels)


def _shared_out(inputs: Inputs, claims: Claims, pieces: Pieces, parcels: _Apart) -> Partition:
    """Return the partition of known claims and pieces."""
    order = np.lexsort((pieces.parcels, pieces.claims))
    pieces = Pieces(pieces.claims[order], pieces.parcels[order], pieces.areas[order])
    site = inputs.value("land.site")
    areas = shapely.area(claims.rests)
    inside = cast("pd.Series", inputs.value("land.inside")).to_numpy()
    overlaps = cast("Overlaps", inputs.value("land.overlaps"))
    if len(overlaps.pairs):
        places = places_of(np.unique(overlaps.pairs), inputs.ids("parcels"))
        inside = inside.copy()
        shapes = parcels.taken(places)
        inside[places] = areas_inside(site, shapes, shapely.area(shapes))
    taken = np.bincount(pieces.parcels, weights=pieces.areas, minlength=len(inside))
    rest = np.maximum(inside - taken, 0.0)
    claimed, left = float(areas.sum()), float(rest.sum())
    total = claimed + left if site is None else float(shapely.area(site))
    bare = total - claimed - left
    return Partition(
        claims,
        pieces,
        areas,
        inputs.ids("parcels"),
        inside,
        rest,
        bare if bare > 1e-9 * total else 0.0,
        total,
        max(0.0, float(shapely.area(claims.whole).sum()) - claimed),
        MappingProxyType({kind: _without_width(inputs, kind) for kind in BANDS}),
    )


def _without_width(inputs: Inputs, kind: str) -> Ids:
    return inputs.ids(kind)[np.isnan(inputs.numbers(kind, "width_m"))]


# ---- bringing it up to date ---------------------------------------------------------------------


def _partition_again(inputs: Inputs, before: Inputs, value: Partition, change: Change) -> Partition:
    """Share out again only what touched features meet, or met before."""
    touched = touched_ids(change, (*CLAIMING, "parcels"))
    overlaps = cast("Overlaps", inputs.value("land.overlaps"))
    overlapped = cast("Overlaps", before.value("land.overlaps"))
    site = inputs.value("land.site")
    if (
        touched is None
        or site is not before.value("land.site")
        or len(overlaps.pairs)
        or len(overlapped.pairs)
    ):
        return _partition(inputs)
    kinds, ids, whole, old, redo = _claims_again(inputs, value, touched)
    gone = np.ones(len(value.claims.ids), bool)
    gone[old[~redo]] = False
    moved = np.concatenate([value.claims.whole[gone], whole[redo]])
    again = _meeting(whole, moved) | redo
    rests = whole.copy()
    rests[~again] = value.claims.rests[old[~again]]
    rests[again] = left_of(kinds, whole, np.flatnonzero(again))
    claims = Claims(kinds, ids, whole, rests)

    parcel_ids = inputs.ids("parcels")
    parcels = _apart(inputs.shapes("parcels"), parcel_ids, overlaps)
    afresh = again | _meeting(whole, _moved_parcels(inputs, before, touched["parcels"]))
    found = _pieces(rests, np.flatnonzero(afresh), parcels)
    kept = _kept_pieces(value, old, afresh, parcel_ids)
    pieces = Pieces(
        np.concatenate([kept.claims, found.claims]),
        np.concatenate([kept.parcels, found.parcels]),
        np.concatenate([kept.areas, found.areas]),
    )
    return _shared_out(inputs, claims, pieces, parcels)


def _claims_again(
    inputs: Inputs, value: Partition, touched: Mapping[str, Ids]
) -> tuple[Places, Ids, Shapes, Places, NDArray[np.bool_]]:
    """Return the claims now, where each stood before (-1: nowhere), and which are made anew."""
    site = inputs.value("land.site")
    kinds, ids, whole, old, redo = [], [], [], [], []
    for place, kind in enumerate(CLAIMING):
        span = value.claims.span(kind)
        now, shapes, widths = claimed(inputs, kind)
        stood = places_of(now, value.claims.ids[span])
        anew = (stood < 0) | np.isin(now, touched[kind])
        ground = np.empty(len(now), object)
        ground[~anew] = value.claims.whole[span][stood[~anew]]
        ground[anew] = ground_of(site, shapes[anew], None if widths is None else widths[anew])
        kinds.append(np.full(len(now), place))
        ids.append(now)
        whole.append(ground)
        old.append(np.where(stood < 0, -1, stood + span.start))
        redo.append(anew)
    return (
        np.concatenate(kinds),
        np.concatenate(ids),
        np.concatenate(whole),
        np.concatenate(old),
        np.concatenate(redo),
    )


def _meeting(shapes: Shapes, moved: Shapes) -> NDArray[np.bool_]:
    """Return which shapes meet one of those that moved."""
    meet = np.zeros(len(shapes), bool)
    moved = moved[~shapely.is_empty(moved)]
    if not len(moved) or not len(shapes):
        return meet
    near = np.flatnonzero(boxes_meet(shapely.bounds(shapes), shapely.bounds(moved)))
    if len(near):
        found = shapely.STRtree(shapes[near]).query(moved, predicate="intersects")[1]
        meet[near[found]] = True
    return meet


def _moved_parcels(inputs: Inputs, before: Inputs, touched: Ids) -> Shapes:
    """Return the touched parcels as they were and as they are."""
    shapes: list[Shapes] = []
    for known in (before, inputs):
        places = places_of(touched, known.ids("parcels"))
        shapes.append(known.shapes("parcels").taken(places[places >= 0]))
    return sound(np.concatenate(shapes))


def _kept_pieces(
    value: Partition, old: Places, afresh: NDArray[np.bool_], parcel_ids: Ids
) -> Pieces:
    """Return the pieces of claims that nothing came near, with their places as they are now."""
    now = np.full(len(value.claims.ids) + 1, -1, np.intp)
    kept = ~afresh
    now[old[kept]] = np.flatnonzero(kept)
    claims = now[value.pieces.claims]
    parcels = places_of(value.parcel_ids[value.pieces.parcels], parcel_ids)
    there = (claims >= 0) & (parcels >= 0)
    return Pieces(claims[there], parcels[there], value.pieces.areas[there])


def _road_shares(inputs: Inputs) -> pd.Series:
    """Return the share of each road's length that lies inside the site. [-]."""
    lines, site = inputs.geometries("roads"), inputs.value("land.site")
    lengths = shapely.length(lines)
    shares = np.ones(len(lines))
    if site is not None and len(lines):
        inside = shapely.length(shapely.intersection(lines, site))
        shares = np.divide(inside, lengths, out=np.zeros(len(lines)), where=lengths > 0)
    return pd.Series(shares, index=inputs.ids("roads"), name="inside_share")


MEASURES = (
    Measure(
        "carbon.covers",
        "Ground by cover",
        "m²",
        _partition,
        layers=MappingProxyType(
            {
                "parcels": ("geometry",),
                **dict.fromkeys(set(CLAIMING) - set(BANDS), ("geometry",)),
                **dict.fromkeys(BANDS, ("geometry", "width_m")),
            }
        ),
        measures=("land.site", "land.inside", "land.overlaps"),
        update=_partition_again,
    ),
    Measure(
        "carbon.road_shares",
        "Share of roads inside the red line",
        "",
        _road_shares,
        layers=MappingProxyType({"roads": ("geometry",)}),
        measures=("land.site",),
        per_feature="roads",
    ),
)
