"""Names along lines: lines that run on under one name, and where on them it is written."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, cast

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.kind import LayerKind
from layers.looks import widths_of
from widgets.map import wording
from widgets.map.label import Label
from widgets.map.scene import SceneLayer
from widgets.map.space import AGAIN_MM, Space, Wish, dress

RIBBON_MM: Final = 1.0
"""A road has its name where it is at least so wide. [mm]"""
BELT_MM: Final = 2.0
"""A corridor has its name where it is at least so wide: narrow ones run beside roads. [mm]"""
USUAL_WIDTH_M: Final = 12.0
"""Width of a line whose width is not known, for its name alone. [m]"""
LONGER: Final = 1.3
"""A line is at least so many times as long as its name. [-]"""
BENT: Final = 0.3
"""A name runs along a line that leaves its own straight line by less of its height. [-]"""
SHIFTS: Final = (0.0, 0.5, -0.5, 1.0, -1.0)
"""Places beside a bend that are tried, in lengths of the name."""
MOST_ROUTES: Final = 2_000


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


@dataclass(slots=True, eq=False)
class _Known:
    """What is kept with a layer: the text of each feature, and the lines of one text."""

    said: NDArray[np.object_]
    routes: dict[str, tuple[Route, ...]] = field(default_factory=dict[str, tuple[Route, ...]])


def along_lines(wish: Wish) -> Iterator[Label]:
    """Yield names on lines, all pieces of one name taken together, from the middle outwards."""
    layer, space = wish.layer, wish.space
    px_per_m = space.viewport.px_per_m
    face, look = space.face(layer), dress(layer)
    least = (BELT_MM if layer.style.fill else RIBBON_MM) * space.px_per_mm
    sparing = space.sparing and not wording.ranged(layer.style.labels)
    found = _routes(wish)
    found.sort(key=lambda named: (-named[1].width, -named[1].length, named[0]))
    for text, route in found:
        width = face.width(text)
        wide = route.width * px_per_m >= least
        if route.length * px_per_m < LONGER * width or not (wide or not sparing):
            continue
        name = width / px_per_m
        places = _places_along(route.length, name, space)
        points = shapely.line_interpolate_point(route.line, places)
        seen = space.holds(shapely.get_x(points), shapely.get_y(points))
        for place in places[seen].tolist():
            x, y, angle = _laid(route, place, name, BENT * face.height / px_per_m)
            yield Label(text, x, y, width, face.height, angle=angle, once=True, **look)


def _places_along(length: float, name: float, space: Space) -> NDArray[np.float64]:
    """Return how far along a line its names stand, the one nearest to its middle first. [m].

    On the screen their distance is a power of two in metres, so that zooming in adds names and
    moves none; a sheet has one scale and fills the line evenly.
    """
    mm = space.px_per_mm / space.viewport.px_per_m
    if not space.sparing:
        number = max(int(length / (space.again_mm * mm)), 1)
        places = (np.arange(number) + 0.5) * length / number
    else:
        step = 2.0 ** math.ceil(math.log2(AGAIN_MM * mm))
        number = math.floor((length - LONGER * name) / 2 / step)
        places = length / 2 + np.arange(-number, number + 1) * step
    return np.asarray(places[np.argsort(np.abs(places - length / 2), kind="stable")], np.float64)


def _laid(route: Route, place: float, name: float, most: float) -> tuple[float, float, float]:
    """Return the middle of a name on a line and how it is turned: along it where it is straight.

    Beside a bend a straighter piece close by is taken; without any the name lies level.

    Parameters
    ----------
    route
        The line.
    place
        How far along it. [m]
    name
        How long the name is. [m]
    most
        How far a straight line may leave its own chord. [m]
    """
    samples = np.linspace(-0.5, 0.5, 7) * name
    for shift in SHIFTS:
        middle = place + shift * name
        if not name / 2 <= middle <= route.length - name / 2:
            continue
        points = shapely.line_interpolate_point(route.line, middle + samples)
        xy = np.stack([shapely.get_x(points), shapely.get_y(points)], 1)
        chord = xy[-1] - xy[0]
        length = float(np.hypot(*chord))
        if length < 0.9 * name:
            continue
        away = xy - xy[0]
        leaving = np.abs(away[:, 0] * chord[1] - away[:, 1] * chord[0]) / length
        if leaving.max() <= most:
            x, y = xy[3].tolist()
            return x, y, _upright(math.degrees(math.atan2(chord[1], chord[0])))
    point = route.line.interpolate(place)
    return point.x, point.y, 0.0


def _upright(angle: float) -> float:
    """Return an angle so that what is written along it can be read: from -90 up to 90. [°].

    Examples
    --------
    >>> _upright(180.0), _upright(135.0), _upright(-90.0), _upright(30.0)
    (0.0, -45.0, 90.0, 30.0)
    """
    # What runs from south to north is read from the right, whichever way it was drawn.
    turned = (angle + 89.5) % 180 - 89.5
    return 0.0 if abs(turned) < 0.5 else turned


def _routes(wish: Wish) -> list[tuple[str, Route]]:
    """Return names and lines of what is near; kept with the layer, since they are dear."""
    scene, layer, template = wish.scene, wish.layer, wish.template
    ids = [chunk.ids[chunk.meeting(wish.space.bounds)] for chunk in layer.chunks]
    near = layer.places(np.unique(np.concatenate(ids)))
    if len(near) == 0:
        return []
    key = repr((template, wording.state(scene, layer)))
    known = cast("dict[str, _Known]", layer.routes)
    found = known.get(key)
    if found is None:
        # All texts, since a line runs on beyond what is near.
        texts = wording.texts(scene, layer, template, layer.source.ids)
        found = _Known(np.array([" ".join(text.split("\n")) for text in texts], object))
        known.clear()
        known[key] = found
    said, routes = found.said, found.routes
    if len(routes) > MOST_ROUTES:
        routes = found.routes = {}
    wanted = [text for text in dict.fromkeys(said[near].tolist()) if text][:MOST_ROUTES]
    merged = {text: routes[text] for text in wanted if text in routes}
    missing = [text for text in wanted if text not in merged]
    if missing:
        order = np.argsort(said, kind="stable")
        begins = np.searchsorted(said[order], np.array(missing, object), "left")
        ends = np.searchsorted(said[order], np.array(missing, object), "right")
        for text, begin, end in zip(missing, begins.tolist(), ends.tolist(), strict=True):
            merged[text] = routes[text] = _merged(layer, np.sort(order[begin:end]))
    return [(text, route) for text in wanted for route in merged[text]]


def _merged(layer: SceneLayer, places: NDArray[np.intp]) -> tuple[Route, ...]:
    """Return the lines that some features make together."""
    parts = shapely.get_parts(layer.source.shapes(places))
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
    merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(parts)))
    width = _usual_width(layer.kind, layer, places)
    return tuple(Route(line, float(line.length), width) for line in merged)


def _usual_width(kind: LayerKind, layer: SceneLayer, places: NDArray[np.intp]) -> float:
    """Return how wide lines usually are, by the column that says so. [m]."""
    column = layer.style.width_column or "width_m"
    known = widths_of(layer.source, column) if kind.column(column) is not None else None
    if known is None:
        return USUAL_WIDTH_M
    widths = known[places]
    widths = widths[np.isfinite(widths)]
    return float(np.median(widths)) if len(widths) else USUAL_WIDTH_M
