"""Who lays claim to ground, and who goes before whom.

Water goes before green land, that before corridors, roads and roofs. Within a kind the smaller
feature goes before the larger, as on a map where the small lies on top, so that no order of rows
matters; only of two on the very same ground the older one keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.analysis.carrying import touched_ids
from layers.analysis.overlay import (
    Ids,
    Numbers,
    Places,
    Shapes,
    boxes_meet,
    clipped,
    places_of,
    polygons_only,
    sound,
    unions,
)
from layers.edit import Change
from layers.measure import Inputs, Measure

CLAIMING: Final = ("water", "greens", "corridors", "roads", "rooftops")
"""Kinds that lay claim to ground, the strongest first."""

BANDS: Final = ("corridors", "roads")
"""Kinds whose features are lines with a width."""


@dataclass(frozen=True, slots=True, eq=False)
class Claims:
    """Features that lay claim to ground, by kind in the order of `CLAIMING`, then by id.

    Parameters
    ----------
    kinds
        Place of each feature's kind in `CLAIMING`.
    ids
        Its feature id.
    whole
        What it claims inside the site.
    rests
        What stronger claims leave of that; these share no ground.
    whole_m2, areas
        Areas of both. [m²]
    boxes
        (n, 4), bounds of what is claimed, NaN where that is nothing. [m]
    without_width
        Ids of lines that take no ground since their width is missing, by kind.
    """

    kinds: Places
    ids: Ids
    whole: Shapes
    rests: Shapes
    whole_m2: Numbers
    areas: Numbers
    boxes: Numbers
    without_width: Mapping[str, Ids]

    @property
    def counted_once_m2(self) -> float:
        """What was claimed more than once but counted once. [m²]."""
        return max(0.0, float(self.whole_m2.sum()) - float(self.areas.sum()))

    def span(self, kind: str) -> slice:
        """Return where the features of a kind stand."""
        place = CLAIMING.index(kind)
        start, stop = np.searchsorted(self.kinds, [place, place + 1])
        return slice(int(start), int(stop))


def bands(lines: Shapes, widths_m: Numbers) -> Shapes:
    """Return lines as the ground they take: half the width to each side, flat at the ends.

    Parameters
    ----------
    lines
        Centre lines.
    widths_m
        Whole widths. [m]

    Examples
    --------
    >>> line = shapely.linestrings([[0, 0], [100, 0]])
    >>> shapely.area(bands(np.array([line]), np.array([20.0]))).tolist()
    [2000.0]
    """
    return shapely.buffer(lines, widths_m / 2, cap_style="flat", quad_segs=16)


@dataclass(frozen=True, slots=True, eq=False)
class _Claiming:
    """The features of a kind that claim ground; lines with their widths, those without apart."""

    ids: Ids
    shapes: Shapes
    widths: Numbers | None
    without_width: Ids

    def ground(self, site: Any, places: Any = slice(None)) -> Shapes:  # noqa: ANN401
        """Return what those at some places claim inside the site."""
        shapes = self.shapes[places]
        if self.widths is None:
            return clipped(site, polygons_only(sound(shapes)))
        return clipped(site, sound(bands(shapes, self.widths[places])))


def _claiming(inputs: Inputs, kind: str) -> _Claiming:
    ids, shapes = inputs.ids(kind), inputs.geometries(kind)
    if kind not in BANDS:
        return _Claiming(ids, shapes, None, ids[:0])
    widths = inputs.numbers(kind, "width_m")
    known = widths > 0
    return _Claiming(ids[known], shapes[known], widths[known], ids[np.isnan(widths)])


def ranks_of(kinds: Places, whole: Shapes) -> Places:
    """Return the rank of each claim, 0 the strongest: by kind, then the smaller first."""
    boxes = np.nan_to_num(shapely.bounds(whole))
    keys = (boxes[:, 3], boxes[:, 2], boxes[:, 1], boxes[:, 0], shapely.area(whole), kinds)
    ranks = np.empty(len(kinds), np.intp)
    ranks[np.lexsort(keys)] = np.arange(len(kinds))
    return ranks


def left_of(kinds: Places, whole: Shapes, asked: Places) -> Shapes:
    """Return what stronger claims leave of the asked ones."""
    rests = whole[asked]
    if not len(asked):
        return rests
    ranks = ranks_of(kinds, whole)
    weak, strong = shapely.STRtree(whole).query(rests, predicate="intersects")
    stronger = ranks[strong] < ranks[asked[weak]]
    if not stronger.any():
        return rests
    owners, taken = unions(whole[strong[stronger]], weak[stronger])
    rests = rests.copy()
    rests[owners] = polygons_only(shapely.difference(rests[owners], taken))
    return rests


# ---- the measure --------------------------------------------------------------------------------


def _claims(inputs: Inputs) -> Claims:
    """Return who claims what."""
    site = inputs.value("land.site")
    found = [_claiming(inputs, kind) for kind in CLAIMING]
    kinds = np.repeat(np.arange(len(CLAIMING)), [len(one.ids) for one in found])
    whole = np.concatenate([one.ground(site) for one in found])
    rests = left_of(kinds, whole, np.arange(len(kinds)))
    return Claims(
        kinds,
        np.concatenate([one.ids for one in found]),
        whole,
        rests,
        shapely.area(whole),
        shapely.area(rests),
        shapely.bounds(whole).reshape(-1, 4),
        MappingProxyType(_without_width(dict(zip(CLAIMING, found, strict=True)))),
    )


def _without_width(claiming: Mapping[str, _Claiming]) -> dict[str, Ids]:
    return {kind: one.without_width for kind, one in claiming.items() if kind in BANDS}


def _claims_again(inputs: Inputs, before: Inputs, value: Claims, change: Change) -> Claims:
    """Look again only at claims that were touched, and at those that meet one or met one."""
    touched, site = touched_ids(change, CLAIMING), inputs.value("land.site")
    if touched is None or site is not before.value("land.site"):
        return _claims(inputs)
    claiming = {kind: _claiming(inputs, kind) for kind in CLAIMING if len(touched[kind])}
    kinds, ids, old, new = _standing(site, value, claiming, touched)
    kept = np.flatnonzero(old >= 0)
    whole, boxes = np.empty(len(ids), object), np.empty((len(ids), 4))
    whole_m2, rests, areas = np.empty(len(ids)), np.empty(len(ids), object), np.empty(len(ids))
    for now, was in (
        (whole, value.whole),
        (boxes, value.boxes),
        (whole_m2, value.whole_m2),
        (rests, value.rests),
        (areas, value.areas),
    ):
        now[kept] = was[old[kept]]
    fresh = np.flatnonzero(old < 0)
    if len(fresh):
        whole[fresh] = new
        boxes[fresh], whole_m2[fresh] = shapely.bounds(new).reshape(-1, 4), shapely.area(new)
    gone = np.ones(len(value.ids), bool)
    gone[old[kept]] = False
    again = meeting(whole, boxes, np.concatenate([value.whole[gone], whole[fresh]]))
    again[fresh] = True
    places = np.flatnonzero(again)
    if len(places):
        # Who is stronger than another one, and lies far from all that are asked, is no matter.
        near = boxes_meet(boxes, boxes[places])
        near[places] = True
        some = np.flatnonzero(near)
        rests[places] = left_of(kinds[some], whole[some], np.searchsorted(some, places))
        areas[places] = shapely.area(rests[places])
    without = {**value.without_width, **_without_width(claiming)}
    return Claims(kinds, ids, whole, rests, whole_m2, areas, boxes, MappingProxyType(without))


def _standing(
    site: Any,  # noqa: ANN401
    value: Claims,
    claiming: Mapping[str, _Claiming],
    touched: Mapping[str, Ids],
) -> tuple[Places, Ids, Places, Shapes]:
    """Return the claims now, the place that each had before, and the ground of the others.

    Those that were touched have no place before (-1).
    """
    ids, old, new = [], [], [np.empty(0, object)]
    for kind in CLAIMING:
        span = value.span(kind)
        if kind not in claiming:
            ids.append(value.ids[span])
            old.append(np.arange(span.start, span.stop))
            continue
        mine = claiming[kind]
        stood = places_of(mine.ids, value.ids[span])
        stood[np.isin(mine.ids, touched[kind])] = -1
        new.append(mine.ground(site, stood < 0))
        ids.append(mine.ids)
        old.append(np.where(stood < 0, -1, stood + span.start))
    kinds = np.repeat(np.arange(len(CLAIMING)), [len(mine) for mine in ids])
    return kinds, np.concatenate(ids), np.concatenate(old), np.concatenate(new)


def meeting(shapes: Shapes, boxes: Numbers, moved: Shapes) -> NDArray[np.bool_]:
    """Return which shapes meet one of those that moved.

    Parameters
    ----------
    shapes, boxes
        Shapes with their bounds. [m]
    moved
        Those that moved; empty ones meet none.
    """
    meet = np.zeros(len(shapes), bool)
    moved = moved[~shapely.is_empty(moved)]
    if not len(moved) or not len(shapes):
        return meet
    near = np.flatnonzero(boxes_meet(boxes, shapely.bounds(moved)))
    if len(near):
        found = shapely.STRtree(shapes[near]).query(moved, predicate="intersects")[1]
        meet[near[found]] = True
    return meet


MEASURES = (
    Measure(
        "carbon.claims",
        "Ground that features claim",
        "m²",
        _claims,
        layers=MappingProxyType(
            {
                **dict.fromkeys(set(CLAIMING) - set(BANDS), ("geometry",)),
                **dict.fromkeys(BANDS, ("geometry", "width_m")),
            }
        ),
        measures=("land.site",),
        update=_claims_again,
    ),
)
