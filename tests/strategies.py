"""Random plans: coverages of parcels, and something of every kind."""

from dataclasses import replace
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from hypothesis import strategies as st

from layers.document import Document
from layers.kind import Shape
from layers.kinds import kinds
from layers.layer import PANDAS_DTYPES, Layer
from layers.mixed import SHARES

CRS = "EPSG:4547"
EAST, NORTH = 500_000.0, 3_890_000.0
"""Corner of all random plans. [m]"""
BASE_YEAR = 2025


def squares(columns, rows=1, side=100.0, east=EAST, north=NORTH):
    """Squares in rows from the corner, for numbers that a person can check."""
    return [
        shapely.box(
            east + column * side,
            north + row * side,
            east + (column + 1) * side,
            north + (row + 1) * side,
        )
        for row in range(rows)
        for column in range(columns)
    ]


def layer(kind, shapes, **values):
    """A layer with these shapes, ids from 1, and lists of values by column."""
    index = pd.RangeIndex(1, len(shapes) + 1).astype(np.int64).rename("fid")
    columns = {
        column.id: pd.Series(
            values.pop(column.id, [None] * len(shapes)),
            index=index,
            dtype=PANDAS_DTYPES[column.dtype],
        )
        for column in kinds()[kind].columns
    }
    for name, found in values.items():
        columns[name] = pd.Series(found, index=index)
    geometry = gpd.GeoSeries(list(shapes), index=index, crs=CRS)
    frame = gpd.GeoDataFrame(columns, geometry=geometry, crs=CRS)
    frame.index = pd.Index(index.to_numpy(), dtype=np.int64, name="fid")
    return Layer(kind, frame)


@cache
def _empty():
    return Document.new("", CRS, base_year=BASE_YEAR)


def document(*layers, name="Plan"):
    """A plan with these layers."""
    plan = replace(_empty(), properties={"name": name})
    for one in layers:
        plan = plan.with_layer(one)
    return plan


def small_plan():
    """Six squares of 1 ha, three of them zoned, with a red line, roofs and a corridor."""
    red_line = shapely.box(EAST, NORTH, EAST + 300, NORTH + 200)
    roofs = [found.buffer(-20, join_style="mitre") for found in squares(2)]
    line = shapely.LineString([(EAST, NORTH + 100), (EAST + 300, NORTH + 100)])
    return document(
        layer("boundary", [red_line], name=["Park"]),
        layer(
            "parcels",
            squares(3, 2),
            number=["A1", "A2", "A3", "B1", "B2", "B3"],
            land_use=["M1", "M2", None, None, "G1", None],
            owner=["ab", "cd", "ef", None, "gh", "ij"],
        ),
        layer("rooftops", roofs, height_m=[12.0, None], roof_type=["flat", "metal"]),
        layer("corridors", [line], width_m=[20.0], cover=["tree_urban"]),
    )


# ---- random -------------------------------------------------------------------------------------


@st.composite
def coverages(draw, most=12):
    """Polygons that share their borders to the bit: jittered grids and Voronoi cells."""
    seed = draw(st.integers(0, 2**32 - 1))
    random = np.random.default_rng(seed)
    if draw(st.booleans()):
        columns, rows = draw(st.integers(1, 4)), draw(st.integers(1, most // 4))
        return jittered(columns, rows, random)
    count = draw(st.integers(2, most))
    points = random.uniform(0, 500, (count, 2)) + np.array([EAST, NORTH])
    frame = shapely.box(EAST, NORTH, EAST + 500, NORTH + 500)
    cells = shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=frame)
    cut = [shapely.intersection(cell, frame) for cell in shapely.get_parts(cells)]
    return [cell for cell in cut if cell.geom_type == "Polygon" and cell.area > 0.01]


def jittered(columns, rows, random, side=80.0):
    """A grid whose corners were moved by up to a quarter of a side."""
    corners = np.stack(
        np.meshgrid(np.arange(columns + 1.0), np.arange(rows + 1.0), indexing="ij"), axis=-1
    )
    corners = (corners + random.uniform(-0.25, 0.25, corners.shape)) * side + (EAST, NORTH)
    return [
        shapely.Polygon(
            [
                corners[column, row],
                corners[column + 1, row],
                corners[column + 1, row + 1],
                corners[column, row + 1],
            ]
        )
        for column in range(columns)
        for row in range(rows)
    ]


def shapes(kind):
    """Valid shapes of a kind near the corner."""
    place = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(
        lambda found: (EAST + found[0], NORTH + found[1])
    )
    size = st.integers(1, 120)
    match kinds()[kind].shape:
        case Shape.POINT:
            return place.map(shapely.Point)
        case Shape.LINE:
            return st.tuples(place, size, st.integers(-60, 60)).map(
                lambda found: shapely.LineString(
                    [found[0], (found[0][0] + found[1], found[0][1] + found[2])]
                )
            )
        case Shape.POLYGON:
            return st.tuples(place, size, size).map(
                lambda found: shapely.box(*found[0], found[0][0] + found[1], found[0][1] + found[2])
            )


def values_of(column, plan):
    """Values that a declared column takes, missing included."""
    if column.choices:
        return st.none() | st.sampled_from(list(column.choices))
    if column.table == "land_use":
        return st.none() | land_uses(plan)
    if column.table:
        return st.none() | st.sampled_from(list(plan.known(column.table)))
    low = -1e6 if column.low is None else column.low
    high = 1e6 if column.high is None else column.high
    match column.dtype:
        case "text":
            return st.none() | st.sampled_from(["A-01", "园区", "  x", "=1+1", "é" * 20])
        case "integer":
            return st.none() | st.integers(int(low), int(high))
        case "number":
            return st.none() | st.floats(low, high, allow_nan=False)


@st.composite
def land_uses(draw, plan):
    """Codes of the plan's code set, some of them two or three on one parcel."""
    known = st.sampled_from(list(plan.codes.classes))
    if draw(st.integers(0, 3)):
        return draw(known)
    return "/".join(draw(st.lists(known, min_size=2, max_size=3, unique=True)))


def rows_of(kind, plan):
    """Values for some columns of a kind."""
    return st.fixed_dictionaries(
        {},
        # What shares a parcel takes hangs on its use.
        optional={
            one.id: values_of(one, plan) for one in kinds()[kind].columns if one.id != SHARES
        },
    )


@st.composite
def documents(draw):
    """Plans with a random coverage of parcels, a red line, and something of every kind."""
    plan = document(name=draw(st.sampled_from(["Plan", "零碳园区"])))
    for kind in kinds():
        if kind == "parcels":
            found = draw(coverages())
        elif kind == "boundary":
            found = [shapely.box(EAST - 50, NORTH - 50, EAST + 600, NORTH + 600)]
        else:
            found = draw(st.lists(shapes(kind), max_size=3))
        if not found:
            continue
        rows = [draw(rows_of(kind, plan)) for _ in found]
        if kind == "parcels":
            given = st.sampled_from([None, "70/30", "50/30/20", "33.3/33.3/33.4", "40/20", "x"])
            rows = [{**row, SHARES: draw(given)} for row in rows]
        columns = {
            column.id: [row.get(column.id) for row in rows] for column in kinds()[kind].columns
        }
        plan = plan.with_layer(layer(kind, found, **columns))
    return plan
