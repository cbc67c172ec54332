"""Roads that do not hang together: road land apart from the rest, centre lines that end free."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from layers.coverage.ground import Ground
from layers.coverage.matching import TOLERANCE, groups
from layers.coverage.problem import Problem, problem_at, written
from layers.document import Document
from layers.layer import Layer
from layers.message import Message
from layers.prepared import prepared

ROAD_CODES: Final[Mapping[str, str]] = {"GB50137-2011": "S1", "MNR2023": "1207"}
"""Code of urban road land in each code set; classes below it begin with it."""

MEETING_M: Final = 0.01
"""A centre line that ends within this of another one meets it. [m]"""

SHORT_M: Final = 5.0
"""A centre line that ends within this of another one was meant to meet it: less than half the
width of a local street. [m]"""

EDGE_M: Final = 20.0
"""A centre line that ends within this of the red line goes on outside: half the width of an
arterial road, whose middle is often the red line. [m]"""


def road_land(document: Document, layer: Layer) -> NDArray[np.bool_]:
    """Return which features of a layer are planned as road land."""
    if "land_use" not in layer.columns:
        return np.zeros(len(layer), bool)
    values: pd.Series = layer.values("land_use")
    code = ROAD_CODES.get(document.codes.id)
    if code is None:  # the plan's own set
        roads = {f"{id_}:{one}" for id_, one in ROAD_CODES.items()}
        codes = document.codes
        return values.isin([one for one in codes.classes if codes.lies_in(one, roads)]).to_numpy()
    return values.str.startswith(code).fillna(value=False).to_numpy(bool)


def roads_apart(ground: Ground) -> Iterator[Problem]:
    """Yield road land that shares no border with the largest piece of road land.

    What reaches the red line is passed over: it goes on outside.
    """
    layer = ground.layer
    is_road = road_land(ground.document, layer)
    places = ground.polygonal[is_road[ground.polygonal]]
    if len(places) < 2:
        return
    roads = ground.polygons[places]
    first, second = shapely.STRtree(roads).query(roads, predicate="dwithin", distance=TOLERANCE)
    other = first < second
    first, second = first[other], second[other]
    borders = shapely.length(shapely.intersection(roads[first], roads[second]))
    # A common corner lets nobody through.
    joined = borders > TOLERANCE
    pairs = np.stack([first[joined], second[joined]])
    cluster = groups(np.concatenate([pairs, pairs[::-1]], axis=1), len(places))
    areas = np.bincount(cluster, weights=shapely.area(roads))
    through = np.zeros(len(areas), bool)
    through[np.argmax(areas)] = True
    if ground.red_line is not None:
        edge = prepared(shapely.boundary(ground.red_line))
        reaching = shapely.dwithin(edge, roads, TOLERANCE) | shapely.intersects(edge, roads)
        through[cluster[reaching]] = True
    order = np.argsort(cluster, kind="stable")
    starts = np.searchsorted(cluster[order], np.arange(len(areas) + 1))
    for number in np.flatnonzero(~through):
        members = order[starts[number] : starts[number + 1]]
        text = Message.of(
            "Road land {id} of {area} m² is connected to no other road land.",
            id=ground.name(int(places[members[0]])),
            area=written(float(areas[number])),
        )
        at = tuple(int(place) for place in places[members])
        shape = (
            roads[members[0]]
            if len(members) == 1
            else shapely.multipolygons(shapely.get_parts(roads[members]))
        )
        yield problem_at("road_apart", layer, at, shape, text, area_m2=float(areas[number]))


def road_ends(ground: Ground) -> Iterator[Problem]:
    """Yield ends of centre lines that stop short of another one, and ends that are free."""
    layer = ground.layer
    if layer.kind != "roads":
        return
    parts, of_part = shapely.get_parts(ground.shapes, return_index=True)
    lines = np.isin(
        shapely.get_type_id(parts),
        (shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING),
    )
    parts, of_part = (
        parts[lines & ~shapely.is_empty(parts)],
        of_part[lines & ~shapely.is_empty(parts)],
    )
    open_ = np.flatnonzero(~shapely.is_closed(parts))
    if not len(open_):
        return
    ends = np.concatenate([shapely.get_point(parts[open_], 0), shapely.get_point(parts[open_], -1)])
    owner = np.concatenate([open_, open_])
    end, line = shapely.STRtree(parts).query(ends, predicate="dwithin", distance=SHORT_M)
    foreign = owner[end] != line
    end, line = end[foreign], line[foreign]
    nearest = np.full(len(ends), np.inf)
    np.minimum.at(nearest, end, shapely.distance(ends[end], parts[line]))
    beyond = np.zeros(len(ends), bool)
    if ground.red_line is not None:
        beyond = shapely.dwithin(shapely.boundary(ground.red_line), ends, EDGE_M)
        beyond |= ~shapely.intersects(ground.red_line, ends)
    for number in np.flatnonzero((nearest > MEETING_M) & ~(beyond & np.isinf(nearest))):
        place = int(of_part[owner[number]])
        if np.isfinite(nearest[number]):
            text = Message.of(
                "The centre line of road {id} ends {distance} m short of another one.",
                id=_road(layer, place),
                distance=f"{nearest[number]:.2f}",
            )
            yield problem_at("road_short", layer, (place,), ends[number], text)
        else:
            text = Message.of(
                "The centre line of road {id} ends without meeting another one.",
                id=_road(layer, place),
            )
            yield problem_at("road_end", layer, (place,), ends[number], text)


def _road(layer: Layer, place: int) -> str:
    """Return what a road is called, else its feature id."""
    name = layer.values("name").iloc[place]
    return str(name) if pd.notna(name) and str(name).strip() else str(layer.ids[place])
