"""What paper can show: how finely places stand on it, and which lines and how much detail."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from layers.kind import Shape
from layers.style import Style
from widgets.map import symbols, thinning
from widgets.map.ragged import Floats, Indices, Ragged, spans
from widgets.map.reach import outline_px
from widgets.map.scene import SceneLayer
from widgets.map.thinning import Flags, beginnings
from widgets.map.viewport import Bounds, Viewport

GRID_MM: Final = 0.005
"""Places on a page are rounded to this: nobody sees it, and a file has half the size. [mm]"""
COARSE_MM: Final = 0.05
"""Of layers with very many places, borders are drawn to this. [mm]"""
MOST_PLACES: Final = 6_000_000
"""Places of a layer on a page that are drawn in full detail: some 200,000 parcels."""
FREE: Final = 4.0
"""Areas have outlines where they are usually so many times as large as those are wide. [-]"""
HATCHED: Final = 0.5
"""Areas have a hatch where they are usually so many times as large as its lines are apart. [-]"""
HATCH_SHARE: Final = 0.15
"""How much of a hatched area's colour is the hatch's, where it is too small for lines. [-]"""
OPAQUE: Final = 255


def in_grid(viewport: Viewport) -> tuple[Viewport, float]:
    """Return the same page counted in steps of the grid, and how many of them a unit has."""
    steps = 1 / (GRID_MM * viewport.px_per_mm)
    return (
        replace(
            viewport,
            px_per_m=viewport.px_per_m * steps,
            width=viewport.width * steps,
            height=viewport.height * steps,
            dpi=viewport.dpi * steps,
            counted=None,
        ),
        steps,
    )


def grain_mm(layer: SceneLayer, viewport: Viewport) -> float:
    """Return how large a feature of a layer usually is on paper. [mm]."""
    return layer.grain * viewport.px_per_m / viewport.px_per_mm


def is_outlined(layer: SceneLayer, viewport: Viewport) -> bool:
    """Return whether a layer has outlines: lines must leave most of the colours to be seen."""
    filled = any(look.fill for look in layer.looks)
    if layer.kind.shape is not Shape.POLYGON or not filled:
        return bool(layer.style.stroke)
    wide = outline_px(layer.style, viewport) / viewport.px_per_mm
    return bool(layer.style.stroke) and grain_mm(layer, viewport) >= FREE * wide


def is_hatched(layer: SceneLayer, viewport: Viewport) -> bool:
    """Return whether hatches are drawn as lines: of small areas they could not be told."""
    return grain_mm(layer, viewport) >= HATCHED * symbols.HATCH_MM


def is_coarse(layer: SceneLayer, viewport: Viewport) -> bool:
    """Return whether a layer has so many places on a page that its borders are generalised."""
    return sum(_places(layer, viewport.bounds)) > MOST_PLACES


def _places(layer: SceneLayer, bounds: Bounds) -> list[int]:
    """Return how many places each chunk of areas has inside some bounds."""
    found = [
        (chunk.ragged.vertices, chunk.meeting(bounds))
        for chunk in layer.chunks
        if chunk.ragged.shape is Shape.POLYGON
    ]
    return [int((vertices[rows + 1] - vertices[rows]).sum()) for vertices, rows in found]


def plain_fill(fill: str, style: Style) -> bool:
    """Return whether nothing is seen through a fill, so that its edge may lie over another's."""
    return bool(fill) and style.opacity >= 1.0 and symbols.colour(fill).alpha() == OPAQUE


def tinted(fill: str, hatch: str) -> str:
    """Return the colour of a hatched area seen from far.

    Examples
    --------
    >>> tinted("#ffffff", "#000000")
    '#d9d9d9'
    """
    ground, line = symbols.colour(fill or "#ffffff"), symbols.colour(hatch)
    parts = [
        round(one + (other - one) * HATCH_SHARE)
        for one, other in (
            (ground.red(), line.red()),
            (ground.green(), line.green()),
            (ground.blue(), line.blue()),
        )
    ]
    return "#{:02x}{:02x}{:02x}".format(*parts)


def coarsened(xy: Floats, rings: Indices, step: float) -> tuple[Floats, Indices]:
    """Return closed rings on a coarser grid, without the places that this makes needless.

    A place is moved alike in all rings that have it, so that neighbours still fit; rings that
    are left without an area are gone.

    Parameters
    ----------
    xy
        (n, 2), places; the last one of a ring is its first.
    rings
        (r + 1,), where each ring begins.
    step
        Of the grid, in the same unit.
    """
    on_grid = np.rint(xy / step)
    # First what falls together, then what lies on a straight line between others.
    on_grid, rings = _left(on_grid, rings, _told(on_grid, rings))
    on_grid, rings = _left(on_grid, rings, _turning(on_grid, rings))
    return on_grid * step, rings


def _told(xy: Floats, rings: Indices) -> Flags:
    """Return the places that differ from the one before; the first of a ring always stays."""
    kept = np.ones(len(xy), bool)
    kept[1:] = (xy[1:] != xy[:-1]).any(axis=1)
    kept[rings[:-1]] = True
    return kept


def _turning(xy: Floats, rings: Indices) -> Flags:
    """Return the places at which a ring turns, and its first and last."""
    kept = np.ones(len(xy), bool)
    before, after = xy[1:-1] - xy[:-2], xy[2:] - xy[1:-1]
    kept[1:-1] = before[:, 0] * after[:, 1] != before[:, 1] * after[:, 0]
    kept[rings[:-1]] = kept[rings[1:] - 1] = True
    return kept


def _left(xy: Floats, rings: Indices, kept: Flags) -> tuple[Floats, Indices]:
    """Return the places that are kept, of rings that have at least three sides then."""
    if len(xy) == 0:
        return xy, rings[:1]
    counts = np.add.reduceat(kept, rings[:-1], dtype=np.int64)
    kept = kept & np.repeat(counts > 3, np.diff(rings))
    return xy[kept], np.append(0, np.cumsum(counts[counts > 3]))


def once(ragged: Ragged) -> tuple[Floats, Indices]:
    """Return the borders of areas, or lines, as lines of which no piece is there twice.

    Parameters
    ----------
    ragged
        Shapes on a page, their places in whole steps of the grid.
    """
    begins = np.flatnonzero(beginnings(ragged))
    keys = thinning.mixed(thinning.place_keys(ragged.xy.astype(np.int64)))
    sides = keys[begins] + keys[begins + 1]
    own = np.zeros(len(ragged.xy), bool)
    own[begins[np.unique(sides, return_index=True)[1]]] = True
    # A line goes on while one piece after the other is its own.
    starts = np.flatnonzero(own & ~np.append(False, own[:-1]))
    ends = np.flatnonzero(own & ~np.append(own[1:], False))
    counts = ends - starts + 2
    return ragged.xy[spans(starts, counts)], np.append(0, np.cumsum(counts))
