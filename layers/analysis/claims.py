"""Who lays claim to ground, and who goes before whom.

Water goes before green land, that before corridors, roads and roofs. Within a kind the smaller
feature goes before the larger, as on a map where the small lies on top, so that no order of rows
matters; only of two on the very same ground the older one keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely

from layers.analysis.overlay import (
    Ids,
    Numbers,
    Places,
    Shapes,
    clipped,
    polygons_only,
    sound,
    unions,
)
from layers.measure import Inputs

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
    """

    kinds: Places
    ids: Ids
    whole: Shapes
    rests: Shapes

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


def claimed(inputs: Inputs, kind: str) -> tuple[Ids, Shapes, Numbers | None]:
    """Return the features of a kind that claim ground; lines with their widths."""
    ids, shapes = inputs.ids(kind), inputs.geometries(kind)
    if kind not in BANDS:
        return ids, shapes, None
    widths = inputs.numbers(kind, "width_m")
    known = widths > 0
    return ids[known], shapes[known], widths[known]


def ground_of(site: Any, shapes: Shapes, widths: Numbers | None) -> Shapes:  # noqa: ANN401
    """Return what features claim inside the site; lines are given with their widths [m]."""
    if widths is not None:
        return clipped(site, sound(bands(shapes, widths)))
    return clipped(site, polygons_only(sound(shapes)))


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
