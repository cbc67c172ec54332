"""Which names a layer would have on the map, and where: decided in the plan, not on the picture.

A name's place depends on the scale alone, so that names keep still while the map is moved.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, cast

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF

from layers.kind import LayerKind, Shape
from widgets.map import symbols
from widgets.map.ragged import Indices
from widgets.map.scene import Chunk, SceneLayer
from widgets.map.viewport import Bounds, MapX, MapY, Viewport

TEXT_COLOUR: Final = "#26282b"
AGAIN_MM: Final = 92.0
"""The same name stands at least so far away. [mm]"""
PAPER_AGAIN_MM: Final = 150.0
"""On a sheet the same name stands so far away along its line, if nothing else is said. [mm]"""
POINTS_FROM: Final = 12_000.0
"""Denominator of the smallest scale at which points have names."""
RIBBON_MM: Final = 1.0
"""A road has its name where it is at least so wide. [mm]"""
BELT_MM: Final = 2.0
"""A corridor has its name where it is at least so wide: narrow ones run beside roads. [mm]"""
USUAL_WIDTH_M: Final = 12.0
"""Width of a line whose width is not known, for its name alone. [m]"""
PARCEL_MM: Final = 16.0
"""Parcels have their numbers where one is usually at least so large. [mm]"""
LONGER: Final = 1.3
"""A line is at least so many times as long as its name. [-]"""
WINDING: Final = 2.5
"""A water or green that its name does not fit into is at least so many times as long. [-]"""
MOST_TRIED: Final = 3_000


@dataclass(frozen=True, slots=True)
class Label:
    """A name and its place.

    Parameters
    ----------
    text
        What is written.
    x, y
        Place in the plan whose pixel is the middle of the name. [m]
    width, height
        Its size. [px]
    shift
        How far its middle is moved to the right, beside a marker. [px]
    drop
        How far its middle is moved down, below a border. [px]
    colour
        Its colour, ``#rrggbb``.
    """

    text: str
    x: float
    y: float
    width: float
    height: float
    shift: float = 0.0
    drop: float = 0.0
    colour: str = TEXT_COLOUR

    def rectangle(self, viewport: Viewport) -> QRectF:
        """Return where it is on the picture."""
        x, y = viewport.pixel(MapX(self.x), MapY(self.y))
        left, top = x + self.shift - self.width / 2, y + self.drop - self.height / 2
        return QRectF(left, top, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Room:
    """For what names are looked for.

    Parameters
    ----------
    viewport
        The picture.
    bounds
        Where names may be: the picture and some ground around it. [m]
    metrics
        Of the names' font.
    sparing
        Whether small scales show main names only, as on the screen; a sheet chooses its kinds.
    again_mm
        On a sheet, how far away the same name stands along its line. [mm]
    """

    viewport: Viewport
    bounds: Bounds
    metrics: QFontMetricsF
    sparing: bool
    again_mm: float = PAPER_AGAIN_MM

    @property
    def px_per_mm(self) -> float:
        """Pixels of one millimetre on paper."""
        return self.viewport.px_per_mm

    def widths(self, texts: list[str]) -> NDArray[np.float64]:
        """Return how long names are when written. [px]."""
        advance = self.metrics.horizontalAdvance
        return np.array([advance(text) if text else 0.0 for text in texts])


def outlined(layer: SceneLayer) -> bool:
    """Return whether a kind of areas is drawn as borders alone, as phases are."""
    style = layer.style
    return layer.kind.shape is Shape.POLYGON and not (style.fill or style.by or style.hatch)


def rank(layer: SceneLayer) -> int:
    """Return how much a kind's names matter: borders first, then water and green, roads, parcels.

    Decided by how a kind is declared, so that another kind has its place at once.
    """
    kind = layer.kind
    if kind.shape is Shape.POINT:
        return 4
    if kind.coverage:
        return 3
    if outlined(layer):
        return 0
    return 1 if kind.shape is Shape.POLYGON or layer.style.fill else 2


def wanted(layer: SceneLayer, room: Room) -> Iterator[Label]:
    """Yield the names that a layer would have if it were alone, the most important first."""
    if layer.kind.label not in layer.source.columns:
        return
    if layer.kind.shape is Shape.LINE:
        yield from _along_lines(layer, room)
    elif layer.kind.shape is Shape.POINT:
        if not room.sparing or room.viewport.denominator <= POINTS_FROM:
            yield from _beside_points(layer, room)
    elif outlined(layer):
        yield from _below_borders(layer, room)
    else:
        grain = layer.grain * room.viewport.px_per_m
        if not (room.sparing and layer.kind.coverage and grain < PARCEL_MM * room.px_per_mm):
            yield from _in_areas(layer, room)


def _colour(layer: SceneLayer) -> str:
    """Return the colour of a layer's names: darkened from what is drawn, for the main ones."""
    if rank(layer) > 1 or not layer.style.stroke:
        return TEXT_COLOUR
    return _darkened(layer.style.stroke)


def _darkened(stroke: str) -> str:
    colour = symbols.colour(stroke)
    return QColor.fromHsl(colour.hslHue(), colour.hslSaturation(), 70).name()


# ---- areas and points -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Named:
    """Features of a chunk that have a name and may have room for it, the largest first."""

    chunk: Chunk
    rows: Indices
    texts: list[str]
    widths: NDArray[np.float64]


def _named(layer: SceneLayer, chunk: Chunk, room: Room, share: float) -> _Named:
    """Return what is at least so many times as large as its name."""
    rows = chunk.meeting(room.bounds)
    west, south, east, north = chunk.ragged.bounds[:, rows] * room.viewport.px_per_m
    sizes = np.maximum(east - west, north - south)
    large = sizes >= share * room.metrics.height()
    rows, sizes = rows[large], sizes[large]
    rows = rows[np.argsort(-sizes, kind="stable")[:MOST_TRIED]]
    names = layer.source.values(layer.kind.label).iloc[layer.source.positions(chunk.ids[rows])]
    texts = [name if isinstance(name, str) else "" for name in names]
    widths = room.widths(texts)
    west, south, east, north = chunk.ragged.bounds[:, rows] * room.viewport.px_per_m
    kept = np.flatnonzero((widths > 0) & (np.maximum(east - west, north - south) >= share * widths))
    return _Named(chunk, rows[kept], [texts[n] for n in kept.tolist()], widths[kept])


def _beside_points(layer: SceneLayer, room: Room) -> Iterator[Label]:
    beside = layer.style.size * room.px_per_mm * 0.7
    for chunk in layer.chunks:
        named = _named(layer, chunk, room, 0.0)
        places = anchors(chunk, named.rows, shapely.point_on_surface)
        for text, width, (x, y) in zip(named.texts, named.widths.tolist(), places, strict=True):
            yield Label(text, x, y, width, room.metrics.height(), beside + width / 2)


def _below_borders(layer: SceneLayer, room: Room) -> Iterator[Label]:
    """Yield names below the northern border, where they cover nothing of what is inside."""
    height = room.metrics.height()
    for chunk in layer.chunks:
        named = _named(layer, chunk, room, 2.0)
        places = anchors(chunk, named.rows, _northern)
        for text, width, (x, y) in zip(named.texts, named.widths.tolist(), places, strict=True):
            yield Label(text, x, y, width, height, drop=1.6 * height, colour=_colour(layer))


def _northern(areas: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return of each area the place on its border above its middle."""
    west, south, east, north = shapely.bounds(areas).T
    middle = (west + east) / 2
    up = np.stack([np.stack([middle, south - 1], 1), np.stack([middle, north + 1], 1)], axis=1)
    crossed = shapely.bounds(shapely.intersection(areas, shapely.linestrings(up)))
    # Of an area that its own middle misses, as a ring open below does not, the bounds serve.
    highest = np.where(np.isfinite(crossed[:, 3]), crossed[:, 3], north)
    return np.asarray(shapely.points(middle, highest), object)


def _in_areas(layer: SceneLayer, room: Room) -> Iterator[Label]:
    """Yield names that fit into their areas; of water and green the long ones may be narrower."""
    height, coverage = room.metrics.height(), layer.kind.coverage
    colour = _colour(layer)
    for chunk in layer.chunks:
        named = _named(layer, chunk, room, 1.0)
        if len(named.rows) == 0:
            continue
        places = anchors(chunk, named.rows, shapely.point_on_surface)
        fits = _inside(named, np.array(places), height, room.viewport.px_per_m)
        if not coverage:
            west, south, east, north = chunk.ragged.bounds[:, named.rows] * room.viewport.px_per_m
            fits |= np.hypot(east - west, north - south) >= WINDING * named.widths
        for number in np.flatnonzero(fits).tolist():
            x, y = places[number]
            width = float(named.widths[number])
            yield Label(named.texts[number], x, y, width, height, colour=colour)


def _inside(
    named: _Named, places: NDArray[np.float64], height: float, px_per_m: float
) -> NDArray[np.bool_]:
    """Return which names lie in their areas with all of their box."""
    across, up = named.widths / px_per_m / 2, height / px_per_m / 2
    x, y = places.T
    west, south, east, north = named.chunk.ragged.bounds[:, named.rows]
    fits = (x - across >= west) & (x + across <= east) & (y - up >= south) & (y + up <= north)
    near = np.flatnonzero(fits)
    areas = named.chunk.ragged.taken(named.rows[near]).geometries()
    x, y, across = x[near], y[near], across[near]
    fits[near] = shapely.contains(areas, shapely.box(x - across, y - up, x + across, y + up))
    return fits


def anchors(
    chunk: Chunk,
    rows: Indices,
    place: Callable[[NDArray[np.object_]], object],
) -> list[tuple[float, float]]:
    """Return the places of some features' names; kept with the chunk, since they are dear."""
    known = chunk.anchors
    missing = np.array([row for row in rows.tolist() if row not in known], np.int64)
    if len(missing):
        points = np.asarray(place(chunk.ragged.taken(missing).geometries()), object)
        places = zip(shapely.get_x(points).tolist(), shapely.get_y(points).tolist(), strict=True)
        known.update(zip(missing.tolist(), places, strict=True))
    return [known[row] for row in rows.tolist()]


# ---- lines ----------------------------------------------------------------------------------


def _along_lines(layer: SceneLayer, room: Room) -> Iterator[Label]:
    """Yield names on lines, all pieces of one name taken together, from the middle outwards."""
    px_per_m, height = room.viewport.px_per_m, room.metrics.height()
    colour = _colour(layer)
    least = (BELT_MM if layer.style.fill else RIBBON_MM) * room.px_per_mm
    texts = _texts_in(layer, room.bounds)
    routes = [(text, route) for text in texts for route in _routes(layer, text)]
    routes.sort(key=lambda named: (-named[1].width, -named[1].length, named[0]))
    for text, route in routes:
        width = float(room.widths([text])[0])
        wide = route.width * px_per_m >= least
        if route.length * px_per_m < LONGER * width or not (wide or not room.sparing):
            continue
        for place in _places_along(route.length, width / px_per_m, room):
            point = shapely.line_interpolate_point(route.line, place)
            yield Label(text, point.x, point.y, width, height, colour=colour)


def _places_along(length: float, name: float, room: Room) -> list[float]:
    """Return how far along a line its names stand, the one nearest to its middle first. [m].

    On the screen their distance is a power of two in metres, so that zooming in adds names and
    moves none; a sheet has one scale and fills the line evenly.
    """
    mm = room.px_per_mm / room.viewport.px_per_m
    if not room.sparing:
        number = max(int(length / (room.again_mm * mm)), 1)
        places = [(place + 0.5) * length / number for place in range(number)]
    else:
        step = 2.0 ** math.ceil(math.log2(AGAIN_MM * mm))
        number = math.floor((length - LONGER * name) / 2 / step)
        places = [length / 2 + place * step for place in range(-number, number + 1)]
    return sorted(places, key=lambda place: abs(place - length / 2))


def _texts_in(layer: SceneLayer, bounds: Bounds) -> list[str]:
    """Return the names of what meets some bounds, each once."""
    ids = [chunk.ids[chunk.meeting(bounds)] for chunk in layer.chunks]
    places = layer.places(np.unique(np.concatenate(ids)))
    found = pd.unique(layer.source.values(layer.kind.label).iloc[places])
    return [text for text in found if isinstance(text, str) and text]


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """A line that runs on through all its pieces of one name.

    Parameters
    ----------
    line
        The line.
    length, width
        Its length, and how wide it usually is. [m]
    """

    line: shapely.LineString
    length: float
    width: float


def _routes(layer: SceneLayer, text: str) -> list[Route]:
    """Return the lines that run on under one name; kept with the layer, since they are dear."""
    known = cast("dict[str, list[Route]]", layer.routes)
    if text not in known:
        names = layer.source.values(layer.kind.label)
        places = np.flatnonzero((names == text).fillna(value=False).to_numpy(bool))
        parts = shapely.get_parts(layer.source.geometries[places])
        parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
        merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(parts)))
        width = _usual_width(layer.kind, layer, places)
        known[text] = [Route(line, float(line.length), width) for line in merged]
    return known[text]


def _usual_width(kind: LayerKind, layer: SceneLayer, places: NDArray[np.intp]) -> float:
    """Return how wide lines usually are, by the column that says so. [m]."""
    column = layer.style.width_column or "width_m"
    if kind.column(column) is None or column not in layer.source.columns:
        return USUAL_WIDTH_M
    widths = layer.source.values(column).iloc[places].dropna()
    return float(widths.median()) if len(widths) else USUAL_WIDTH_M
