"""Small plans for the tests of what leaves the plan."""

import geopandas as gpd
import pandas as pd
import shapely
from shapely import LineString, Point, box

from layers.analysis import measures
from layers.document import Document
from layers.kind import Shape
from layers.kinds import kinds
from layers.layer import Layer, empty_frame
from layers.measure import Results

CRS = "EPSG:4547"
EAST, NORTH = 532_000.0, 2_546_000.0
ONE = {
    Shape.POLYGON: box(EAST, NORTH, EAST + 100, NORTH + 50),
    Shape.LINE: LineString([(EAST, NORTH), (EAST + 300, NORTH)]),
    Shape.POINT: Point(EAST + 10, NORTH + 20),
}


def empty_plan(name="Park"):
    return Document.new(name, CRS, base_year=2025)


def with_rows(document, kind, geometries, **columns):
    """Return the plan with a layer of these rows; ids count from 1."""
    frame = empty_frame(kinds()[kind], document.crs)
    count = len(geometries)
    values = {
        name: pd.Series(columns.pop(name, [None] * count), dtype=frame[name].dtype)
        for name in frame.columns
        if name != "geometry"
    }
    values |= {name: pd.Series(given) for name, given in columns.items()}
    rows = gpd.GeoDataFrame(values, geometry=list(geometries), crs=document.crs)
    rows.index = pd.Index(range(1, count + 1), dtype="int64", name="fid")
    return document.with_layer(Layer(kind, rows))


def one_of(kind):
    """Return a plan with one feature of a kind, its columns all missing."""
    return with_rows(empty_plan(), kind, [ONE[kinds()[kind].shape]])


def park(name="滨江零碳园区"):
    """Return a plan of 1000 m by 600 m: six parcels of 10 ha in two rows, all kinds present.

    M1 30 ha, B1 10 ha, G1 10 ha, and one parcel of 8 ha without a code; the red line is 60 ha, so
    that 2 ha of it are in no parcel.
    """
    plan = empty_plan(name)
    cells = [
        box(EAST + x * 1000 / 3, NORTH + y * 300, EAST + (x + 1) * 1000 / 3, NORTH + (y + 1) * 300)
        for y in (0, 1)
        for x in (0, 1, 2)
    ]
    cells[5] = shapely.intersection(cells[5], box(EAST, NORTH, EAST + 1000, NORTH + 540))
    plan = with_rows(
        plan,
        "parcels",
        cells,
        number=["A-01", "A-02", "A-03", "A-04", "A-05", "A-06"],
        land_use=["M1", "M1", "M1", "B1", "G1", None],
        far=[1.5, 2.0, None, 2.5, None, None],
        enterprise=["电池工厂", None, None, None, None, None],
        备注=["甲", None, "=1+1", "@x", "+1", "-1"],
    )
    site = box(EAST, NORTH, EAST + 1000, NORTH + 600)
    plan = with_rows(plan, "boundary", [site], name=["红线"], status=["provisional"])
    plan = with_rows(
        plan,
        "greens",
        [box(EAST + 400, NORTH + 350, EAST + 600, NORTH + 500)],
        name=["中心公园"],
        cover=["tree_urban"],
    )
    plan = with_rows(
        plan,
        "rooftops",
        [box(EAST + 50 + 150 * i, NORTH + 50, EAST + 150 + 150 * i, NORTH + 120) for i in range(3)],
        height_m=[12.0, 18.0, 9.0],
        roof_type=["flat", "metal", None],
    )
    line = LineString([(EAST, NORTH + 300), (EAST + 1000, NORTH + 300)])
    plan = with_rows(plan, "roads", [line], name=["创新大道"], width_m=[24.0])
    line = LineString([(EAST + 20, NORTH), (EAST + 20, NORTH + 600)])
    plan = with_rows(plan, "corridors", [line], name=["绿廊"], width_m=[30.0], cover=["shrub"])
    water = box(EAST + 700, NORTH + 350, EAST + 800, NORTH + 400)
    plan = with_rows(plan, "water", [water], name=["湖"])
    spot = Point(EAST + 900, NORTH + 100)
    return with_rows(plan, "facilities", [spot], name=["变电站"], type=["substation"])


def results_of(document) -> Results:
    return measures().evaluate(document)
