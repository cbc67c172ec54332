"""A plan that a person can check in the head: four parcels of 1 ha, two roofs, one park."""

import geopandas as gpd
import pandas as pd
import shapely

from layers.document import Document
from layers.edit import Edit, LayerDelta
from layers.kinds import kinds
from layers.layer import PANDAS_DTYPES, Layer, empty_frame
from layers.message import Message

CRS = "EPSG:4547"
X, Y = 500_000.0, 2_560_000.0


def layer(kind, shapes, **columns):
    """Return a layer with ids from 1 on."""
    declared = kinds()[kind]
    frame = empty_frame(declared, CRS)
    rows = {
        column.id: pd.Series(
            columns.get(column.id, [None] * len(shapes)), dtype=PANDAS_DTYPES[column.dtype]
        )
        for column in declared.columns
    }
    geometry = gpd.GeoSeries(shapes, crs=CRS)
    found = gpd.GeoDataFrame(rows, geometry=geometry, crs=CRS)[list(frame.columns)]
    found.index = pd.RangeIndex(1, len(shapes) + 1, name="fid").astype("int64")
    return Layer(kind, found)


def box(column, row, size=100.0):
    return shapely.box(
        X + column * 100, Y + row * 100, X + column * 100 + size, Y + row * 100 + size
    )


def small_plan(*, roofs=True, name="Small"):
    """Return four parcels of 100 m x 100 m in a red line of 4.5 ha."""
    plan = Document.new(name, CRS, base_year=2025)
    plan = plan.with_layer(
        layer(
            "parcels",
            [box(0, 0), box(1, 0), box(0, 1), box(1, 1)],
            number=["A-01", "A-02", "A-03", "A-04"],
            land_use=["M1", "M1", "G1", None],
            far=[1.0, 2.0, None, None],
        )
    )
    plan = plan.with_layer(layer("boundary", [shapely.box(X, Y, X + 225, Y + 200)], name=["Site"]))
    plan = plan.with_layer(layer("greens", [box(0, 1)], name=["Park"], cover=["lawn"]))
    if roofs:
        plan = plan.with_layer(
            layer("rooftops", [box(0, 0, 50), box(1, 0, 40)], roof_type=["flat", "metal"])
        )
    return plan


def exchange(document, found):
    """Return the edit that puts parcels in place of the document's, as an import does."""
    delta = LayerDelta("parcels", document.layer("parcels"), found)
    return Edit(Message("Import"), (delta,))
