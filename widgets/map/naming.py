"""Which names a layer would have on the map, and where: decided in the plan, not on the picture.

A name's place depends on the scale alone, so that names keep still while the map is moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.kind import Shape
from widgets.map import fitting, wording
from widgets.map.chunk import Chunk
from widgets.map.label import Face, Label
from widgets.map.ragged import Floats, Indices
from widgets.map.routes import along_lines
from widgets.map.scene import Scene, SceneLayer
from widgets.map.space import Space, Wish, dress, outlined

POINTS_FROM: Final = 12_000.0
"""Denominator of the smallest scale at which points have names."""
PARCEL_MM: Final = 16.0
"""Parcels have their numbers where one is usually at least so large. [mm]"""
WINDING: Final = 2.5
"""A water or green that its name does not fit into is at least so many times as long. [-]"""
MOST_TRIED: Final = 3_000
MOST_POLES: Final = 600
"""So many areas without room in their middle are searched for some, the largest ones."""
MOST_STAYING: Final = 200
"""So many selected features keep their names."""


def wanted(scene: Scene, layer: SceneLayer, space: Space) -> Iterator[Label]:
    """Yield the names that a layer would have if it were alone, the most important first."""
    grain = layer.grain * space.viewport.px_per_m / space.px_per_mm
    template = wording.template_of(layer, grain)
    if template is None or not _written(layer, space, grain):
        return
    if layer.kind.shape is Shape.LINE:
        yield from along_lines(Wish(scene, layer, template, space))
    elif layer.kind.shape is Shape.POINT:
        yield from _beside_points(Wish(scene, layer, template, space))
    elif outlined(layer):
        yield from _below_borders(Wish(scene, layer, template, space))
    else:
        yield from _in_areas(Wish(scene, layer, template, space))


def staying(scene: Scene, layer: SceneLayer, space: Space) -> Iterator[Label]:
    """Yield the names of selected features; they need no room."""
    ids = space.selection.get(layer.kind.id, np.empty(0, np.int64))[:MOST_STAYING]
    grain = layer.grain * space.viewport.px_per_m / space.px_per_mm
    template = wording.template_of(layer, grain)
    if len(ids) == 0 or template is None or layer.kind.shape is Shape.LINE:
        return
    face, look = space.face(layer), dress(layer)
    points = layer.kind.shape is Shape.POINT
    for chunk in layer.chunks:
        rows = chunk.positions(ids)
        named = _worded(Wish(scene, layer, template, space), chunk, rows)
        if points or outlined(layer):
            places = fitting.centroids(chunk.ragged.taken(named.rows))
            lines = named.counts
        else:
            places, lines = _fitted(named, face, space)
        for number, lines_here in enumerate(lines.tolist()):
            x, y = places[number].tolist()
            text, width, height = named.label(number, max(lines_here, 1), face)
            shift = _beside(layer, space) + width / 2 if points else 0.0
            yield Label(text, x, y, width, height, shift=shift, **look)


def _written(layer: SceneLayer, space: Space, grain: float) -> bool:
    """Return whether a layer has names at this scale."""
    labels, denominator = layer.style.labels, space.viewport.denominator
    if not labels.nearest <= denominator <= labels.farthest:
        return False
    if not space.sparing or wording.ranged(labels):
        return True
    if layer.kind.shape is Shape.POINT:
        return denominator <= POINTS_FROM
    return not (layer.kind.coverage and grain < PARCEL_MM)


# ---- texts and their sizes --------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Named:
    """Features of a chunk that have a text, the largest first.

    ``widths`` holds for each feature how wide its first line is, its first two, and so on; what
    has fewer lines has the same width on.
    """

    chunk: Chunk
    rows: Indices
    texts: list[str]
    counts: NDArray[np.int64]
    widths: Floats

    def label(self, number: int, lines: int, face: Face) -> tuple[str, float, float]:
        """Return the first lines of a text, their width and their height. [px]."""
        lines = min(lines, int(self.counts[number]))
        text = "\n".join(self.texts[number].split("\n")[:lines])
        return text, float(self.widths[number, lines - 1]), lines * face.height


def _worded(wish: Wish, chunk: Chunk, rows: Indices) -> _Named:
    """Return the texts of some features, those without any left out."""
    face = wish.space.face(wish.layer)
    texts = wording.texts(wish.scene, wish.layer, wish.template, chunk.ids[rows])
    kept = [number for number, text in enumerate(texts) if text]
    texts = [texts[number] for number in kept]
    lines = [text.split("\n") for text in texts]
    counts = np.array([len(one) for one in lines], np.int64)
    most = int(counts.max()) if len(counts) else 1
    single = [face.widths([one[min(n, len(one) - 1)] for one in lines]) for n in range(most)]
    widths = np.maximum.accumulate(np.stack(single, 1), axis=1)
    return _Named(chunk, rows[np.array(kept, np.int64)], texts, counts, widths)


def _named(wish: Wish, chunk: Chunk, share: float) -> _Named:
    """Return what is at least so many times as large as the first line of its text."""
    space = wish.space
    face = space.face(wish.layer)
    rows = chunk.meeting(space.bounds)
    west, south, east, north = chunk.ragged.bounds[:, rows] * space.viewport.px_per_m
    sizes = np.maximum(east - west, north - south)
    large = sizes >= share * face.height
    rows, sizes = rows[large], sizes[large]
    if wish.space.sparing:
        told = wording.spoken_for(wish.layer, chunk.ids[rows])
        rows, sizes = rows[~told], sizes[~told]
    rows = rows[np.argsort(-sizes, kind="stable")[:MOST_TRIED]]
    return _worded(wish, chunk, rows)


# ---- points and borders -----------------------------------------------------------------------


def _beside(layer: SceneLayer, space: Space) -> float:
    return layer.style.size * space.px_per_mm * 0.7


def _beside_points(wish: Wish) -> Iterator[Label]:
    layer, space = wish.layer, wish.space
    face, look = space.face(layer), dress(layer)
    for chunk in layer.chunks:
        named = _named(wish, chunk, 0.0)
        west, south, east, north = chunk.ragged.bounds[:, named.rows]
        middles = np.stack([(west + east) / 2, (south + north) / 2], 1)
        for number, (x, y) in enumerate(middles.tolist()):
            text, width, height = named.label(number, int(named.counts[number]), face)
            shift = _beside(layer, space) + width / 2
            yield Label(text, x, y, width, height, shift, **look)


def _below_borders(wish: Wish) -> Iterator[Label]:
    """Yield names below the northern border, where they cover nothing of what is inside."""
    layer, space = wish.layer, wish.space
    face, look = space.face(layer), dress(layer)
    for chunk in layer.chunks:
        named = _named(wish, chunk, 2.0)
        places = _northern(chunk.ragged.taken(named.rows).geometries())
        west, _, east, _ = chunk.ragged.bounds[:, named.rows] * space.viewport.px_per_m
        for number, (x, y) in enumerate(places.tolist()):
            text, width, height = named.label(number, int(named.counts[number]), face)
            if 2 * width <= east[number] - west[number]:
                drop = height / 2 + 1.1 * face.height
                yield Label(text, x, y, width, height, drop=drop, **look)


def _northern(areas: NDArray[np.object_]) -> Floats:
    """Return of each area the place on its border above its middle, as (n, 2)."""
    west, south, east, north = shapely.bounds(areas).T
    middle = (west + east) / 2
    up = np.stack([np.stack([middle, south - 1], 1), np.stack([middle, north + 1], 1)], axis=1)
    crossed = shapely.bounds(shapely.intersection(areas, shapely.linestrings(up)))
    # Of an area that its own middle misses, as a ring open below does not, the bounds serve.
    return np.stack([middle, np.where(np.isfinite(crossed[:, 3]), crossed[:, 3], north)], 1)


# ---- areas ------------------------------------------------------------------------------------


def _in_areas(wish: Wish) -> Iterator[Label]:
    """Yield names that fit into their areas; of water and green the long ones may be narrower."""
    layer, space = wish.layer, wish.space
    face, look = space.face(layer), dress(layer)
    named_alone = not layer.kind.coverage and wording.declared(layer)
    for chunk in layer.chunks:
        named = _named(wish, chunk, 1.0)
        if len(named.rows) == 0:
            continue
        places, lines = _fitted(named, face, space)
        if named_alone:
            west, south, east, north = chunk.ragged.bounds[:, named.rows] * space.viewport.px_per_m
            long = np.hypot(east - west, north - south) >= WINDING * named.widths[:, 0]
            lines = np.where((lines == 0) & long, 1, lines)
        for number in np.flatnonzero(lines).tolist():
            x, y = places[number].tolist()
            text, width, height = named.label(number, int(lines[number]), face)
            yield Label(text, x, y, width, height, once=named_alone, **look)


def _fitted(named: _Named, face: Face, space: Space) -> tuple[Floats, NDArray[np.int64]]:
    """Return where texts stand in their areas, and how many of their lines have room there.

    All lines are tried in the middle and where most room is, then one line less, and so on.
    """
    ragged = named.chunk.ragged.taken(named.rows)
    px_per_m = space.viewport.px_per_m
    places, lines = fitting.centroids(ragged), np.zeros(len(named.rows), np.int64)
    west, south, east, north = ragged.bounds
    poles: Floats | None = None
    for count in range(named.widths.shape[1], 0, -1):
        across = named.widths[:, count - 1] / px_per_m / 2
        up = np.minimum(named.counts, count) * face.height / px_per_m / 2
        small = (2 * across <= east - west) & (2 * up <= north - south)
        asked = np.flatnonzero((lines == 0) & small & (named.counts >= count))
        if len(asked) == 0:
            continue
        some = ragged.taken(asked)
        good = fitting.fit(some, places[asked], across[asked], up[asked])
        lines[asked[good]] = np.minimum(named.counts[asked[good]], count)
        asked = asked[~good][:MOST_POLES]
        if len(asked) == 0:
            continue
        if poles is None:
            poles = np.full((len(named.rows), 2), np.nan)
        unknown = asked[np.isnan(poles[asked, 0])]
        poles[unknown] = fitting.poles_of(named.chunk, named.rows[unknown])
        good = fitting.fit(ragged.taken(asked), poles[asked], across[asked], up[asked])
        kept = asked[good]
        places[kept], lines[kept] = poles[kept], np.minimum(named.counts[kept], count)
    if poles is not None:
        lost = (lines == 0) & ~np.isnan(poles[:, 0])
        places[lost] = poles[lost]
    return places, lines
