"""What covers the ground: each square metre inside the site belongs to exactly one cover.

What the claims of `layers.analysis.claims` leave of a parcel is its rest, what they leave of
unassigned land is bare.

Only shapes and widths are read here. Which plants stand on a feature and what a parcel's land use
asks for is the business of `layers.analysis.planting` and `layers.analysis.attached`.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, cast

import numpy as np
import pandas as pd
import shapely

from layers.analysis.carrying import touched_ids
from layers.analysis.claims import CLAIMING, Claims, meeting, ranks_of
from layers.analysis.groups import around, groups
from layers.analysis.overlaps import Overlaps
from layers.analysis.overlay import (
    Ids,
    Numbers,
    Places,
    Shapes,
    areas_inside,
    places_of,
    polygons_only,
    sound,
    unions,
)
from layers.edit import Change
from layers.geometry import Geometries
from layers.measure import Inputs, Measure


@dataclass(frozen=True, slots=True, eq=False)
class Some:
    """An area of some parcels; of most there is none to tell.

    Parameters
    ----------
    ids
        Feature ids, ascending.
    areas
        Their areas. [m²]
    """

    ids: Ids
    areas: Numbers

    @classmethod
    def summed(cls, ids: Ids, areas: Numbers) -> Some:
        """Return the sums by parcel of areas in any order."""
        distinct, places = np.unique(ids, return_inverse=True)
        return cls(distinct, np.bincount(places, areas, len(distinct)).astype(np.float64))

    def of(self, ids: Ids, others: Numbers | float = 0.0) -> Numbers:
        """Return the areas of parcels, what is given for those of which none is told. [m²]."""
        found = np.full(len(ids), others, np.float64)
        if len(self.ids):
            places = places_of(ids, self.ids)
            there = places >= 0
            found[there] = self.areas[places[there]]
        return found

    def differing(self, other: Some) -> Ids:
        """Return the parcels of which the other tells something else."""
        if self is other:
            return self.ids[:0]
        places = places_of(self.ids, other.ids)
        same, there = np.zeros(len(self.ids), bool), np.flatnonzero(places >= 0)
        same[there] = other.areas[places[there]] == self.areas[there]
        others = np.ones(len(other.ids), bool)
        others[places[there]] = False
        return np.concatenate([self.ids[~same], other.ids[others]])

    def exchanged(self, ids: Ids, areas: Some) -> Some:
        """Return the areas with those of some parcels taken from elsewhere."""
        kept = ~np.isin(self.ids, ids)
        held, found = self.ids[kept], areas.ids
        order = np.searchsorted(held, found)
        return Some(np.insert(held, order, found), np.insert(self.areas[kept], order, areas.areas))


NOTHING: Final = Some(np.empty(0, np.int64), np.empty(0))


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Ground of a claim inside a parcel, by claim and then by parcel.

    Parameters
    ----------
    claims
        Places of the claims.
    parcels
        Feature ids of the parcels.
    areas
        Shared ground. [m²]
    """

    claims: Places
    parcels: Ids
    areas: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """The ground, shared out.

    Parameters
    ----------
    claims, pieces
        Who claims what, and where in which parcel it lies.
    parcel_ids
        Ids of the parcels.
    drawn
        Area of each parcel inside the site as it is drawn. [m²]
    shared
        The same of parcels that overlap, without what others keep.
    taken
        What claims take of parcels.
    bare_m2
        Unassigned land without any claim. [m²]
    total_m2
        All of it: the site, or without a red line the union of all land. [m²]
    """

    claims: Claims
    pieces: Pieces
    parcel_ids: Ids
    drawn: Numbers
    shared: Some
    taken: Some
    bare_m2: float
    total_m2: float

    def inside(self, places: Places | None = None) -> Numbers:
        """Return the area inside the site of parcels, of all or those at some places. [m²]."""
        drawn = self.drawn if places is None else self.drawn[places]
        return self.shared.of(self._ids(places), drawn) if len(self.shared.ids) else drawn

    def rest(self, places: Places | None = None) -> Numbers:
        """Return what claims leave of parcels, of all or those at some places. [m²]."""
        return np.maximum(self.inside(places) - self.taken.of(self._ids(places)), 0.0)

    def _ids(self, places: Places | None) -> Ids:
        return self.parcel_ids if places is None else self.parcel_ids[places]


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


def _pieces(rests: Shapes, asked: Places, parcels: _Apart, ids: Ids) -> Pieces:
    """Return where the asked claims lie in which parcels, in any order."""
    none = np.empty(0, np.intp)
    if not len(asked):
        return Pieces(none, ids[:0], np.empty(0))
    claims: list[Places] = [none]
    places: list[Places] = [none]
    areas: list[Numbers] = [np.empty(0)]
    tree, known = shapely.STRtree(rests[asked]), parcels.parcels
    west, south, east, north = shapely.total_bounds(rests[asked]).tolist()
    near = known.meeting((west, south, east, north))
    boxes = known.boxes(near)
    found = groups(boxes)
    for some in found:
        if len(found) > 1 and not len(tree.query(shapely.box(*around(some, boxes)))):
            continue
        shapes = parcels.taken(near[some])
        parcel, claim = tree.query(shapes, predicate="intersects")
        claims.append(asked[claim])
        places.append(near[some[parcel]])
        areas.append(shapely.area(shapely.intersection(rests[claims[-1]], shapes[parcel])))
    claim, parcel = np.concatenate(claims), np.concatenate(places)
    shared = np.concatenate(areas)
    return Pieces(claim[shared > 0], ids[parcel[shared > 0]], shared[shared > 0])


# ---- the partition ------------------------------------------------------------------------------


def _partition(inputs: Inputs) -> Partition:
    """Share out the ground from nothing."""
    claims, ids = cast("Claims", inputs.value("carbon.claims")), inputs.ids("parcels")
    parcels = _apart(inputs.shapes("parcels"), ids, cast("Overlaps", inputs.value("land.overlaps")))
    pieces = _sorted(_pieces(claims.rests, np.arange(len(claims.ids)), parcels, ids))
    return _shared_out(inputs, pieces, _shared(inputs, parcels), _taken(pieces))


def _sorted(pieces: Pieces) -> Pieces:
    order = np.lexsort((pieces.parcels, pieces.claims))
    return Pieces(pieces.claims[order], pieces.parcels[order], pieces.areas[order])


def _taken(pieces: Pieces) -> Some:
    return Some.summed(pieces.parcels, pieces.areas) if len(pieces.areas) else NOTHING


def _shared(inputs: Inputs, parcels: _Apart) -> Some:
    """Return what parcels that overlap have inside the site, each square metre once."""
    pairs = cast("Overlaps", inputs.value("land.overlaps")).pairs
    if not len(pairs):
        return NOTHING
    ids = np.unique(pairs)
    shapes = parcels.taken(places_of(ids, inputs.ids("parcels")))
    return Some(ids, areas_inside(inputs.value("land.site"), shapes, shapely.area(shapes)))


def _shared_out(inputs: Inputs, pieces: Pieces, shared: Some, taken: Some) -> Partition:
    """Return the partition of known pieces."""
    site, ids = inputs.value("land.site"), inputs.ids("parcels")
    claims = cast("Claims", inputs.value("carbon.claims"))
    drawn = cast("pd.Series", inputs.value("land.inside")).to_numpy()
    # Of most parcels neither another one nor a claim takes anything.
    some, less = taken.ids, taken.areas
    if len(shared.ids):
        some = np.union1d(shared.ids, some)
        less = taken.of(some)
    there = drawn[np.searchsorted(ids, some)]
    kept = np.maximum(shared.of(some, there) - less, 0.0)
    claimed, left = float(claims.areas.sum()), max(0.0, float(drawn.sum() + (kept - there).sum()))
    total = claimed + left if site is None else float(shapely.area(site))
    bare = total - claimed - left
    bare_m2 = bare if bare > 1e-9 * total else 0.0
    return Partition(claims, pieces, ids, drawn, shared, taken, bare_m2, total)


# ---- bringing it up to date ---------------------------------------------------------------------


def _partition_again(inputs: Inputs, before: Inputs, value: Partition, change: Change) -> Partition:
    """Share out again only what touched features meet, or met before."""
    touched = touched_ids(change, ("parcels",))
    overlaps = cast("Overlaps", inputs.value("land.overlaps"))
    # They are another value where a parcel that overlaps one was touched, or does so now.
    same = overlaps.pairs is cast("Overlaps", before.value("land.overlaps")).pairs
    if touched is None or not same or inputs.value("land.site") is not before.value("land.site"):
        return _partition(inputs)
    claims = cast("Claims", inputs.value("carbon.claims"))
    if not len(claims.ids) and not len(value.claims.ids):
        return _shared_out(inputs, value.pieces, value.shared, NOTHING)
    old = _stood(claims, value.claims)
    afresh = old < 0
    moved = _moved_parcels(inputs, before, touched["parcels"])
    afresh |= meeting(claims.whole, claims.boxes, moved)
    if claims is value.claims and not afresh.any():
        return _shared_out(inputs, value.pieces, value.shared, value.taken)
    ids = inputs.ids("parcels")
    parcels = _apart(inputs.shapes("parcels"), ids, overlaps)
    found = _sorted(_pieces(claims.rests, np.flatnonzero(afresh), parcels, ids))
    now = np.full(len(value.claims.ids) + 1, -1, np.intp)
    now[old[~afresh]] = np.flatnonzero(~afresh)
    kept = now[value.pieces.claims]
    there = kept >= 0
    # A claim has pieces of before or new ones, and both stand in order.
    order = np.searchsorted(kept[there], found.claims)
    pieces = Pieces(
        np.insert(kept[there], order, found.claims),
        np.insert(value.pieces.parcels[there], order, found.parcels),
        np.insert(value.pieces.areas[there], order, found.areas),
    )
    others = np.union1d(value.pieces.parcels[~there], found.parcels)
    mine = np.isin(pieces.parcels, others)
    sums = Some.summed(pieces.parcels[mine], pieces.areas[mine])
    return _shared_out(inputs, pieces, value.shared, value.taken.exchanged(others, sums))


def _stood(claims: Claims, before: Claims) -> Places:
    """Return where each claim stood before; -1 where what is left of it is another ground."""
    if claims is before:
        return np.arange(len(claims.ids))
    old: list[Places] = []
    for kind in CLAIMING:
        span = before.span(kind)
        places = places_of(claims.ids[claims.span(kind)], before.ids[span])
        old.append(np.where(places < 0, -1, places + span.start))
    found = np.concatenate(old)
    there = np.flatnonzero(found >= 0)
    # What is left of a claim that nothing came near is the very same object.
    others = map(operator.is_not, claims.rests[there], before.rests[found[there]])
    found[there[np.fromiter(others, bool, len(there))]] = -1
    return found


def _moved_parcels(inputs: Inputs, before: Inputs, touched: Ids) -> Shapes:
    """Return the touched parcels as they were and as they are."""
    shapes: list[Shapes] = []
    for known in (before, inputs):
        places = places_of(touched, known.ids("parcels"))
        shapes.append(known.shapes("parcels").taken(places[places >= 0]))
    return sound(np.concatenate(shapes))


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
        layers=MappingProxyType({"parcels": ("geometry",)}),
        measures=("carbon.claims", "land.site", "land.inside", "land.overlaps"),
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
