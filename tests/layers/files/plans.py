"""Plans for the tests of the plan file, and whether two are the same."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from layers.document import Document
from layers.edit import Edit, RowsDelta
from layers.files import project
from layers.kinds import kinds
from layers.layer import PANDAS_DTYPES, Layer
from layers.message import Message

CRS = "EPSG:4547"
ROOT = Path(__file__).parents[3]


def layer_of(kind: str, geometries, next_id=None, ids=None, **columns) -> Layer:
    """Return a layer of some shapes; columns that are not given are empty."""
    ids = np.arange(1, len(geometries) + 1) if ids is None else np.asarray(ids)
    values = {}
    for column in kinds()[kind].columns:
        given_values = columns.pop(column.id, [None] * len(ids))
        values[column.id] = pd.Series(given_values, dtype=PANDAS_DTYPES[column.dtype]).array
    for name, series in columns.items():
        values[name] = pd.Series(series).array
    frame = pd.DataFrame(values, index=pd.Index(ids.astype(np.int64), name="fid"))
    return Layer(kind, gpd.GeoDataFrame(frame, geometry=list(geometries), crs=CRS), next_id)


def plan(n: int = 6) -> Document:
    """Return a plan of squares in a row."""
    squares = shapely.box(
        500_000.1 + np.arange(n) * 10,
        np.full(n, 2_500_000.7),
        500_010.1 + np.arange(n) * 10,
        np.full(n, 2_500_010.7),
    )
    parcels = layer_of(
        "parcels",
        squares,
        land_use=(["M1", "R2", None] * n)[:n],
        far=([1.5, None, 0.1 + 0.2] * n)[:n],
        企业备注=pd.Series((["甲", None, "丙"] * n)[:n], dtype="str"),
    )
    return Document.new("试验园区", CRS, base_year=2025).with_layer(parcels)


def change(document: Document, ids: list[int], **values) -> Document:
    """Return a plan with other values in some rows of its parcels."""
    before = document.layer("parcels").rows(ids)[list(values)]
    after = before.copy()
    for name, value in values.items():
        after[name] = pd.Series([value] * len(after), index=after.index, dtype=before[name].dtype)
    return document.applied(Edit(Message("x"), (RowsDelta("parcels", before, after),)))


def reopened(document: Document, path: Path) -> Document:
    """Return what is opened after a save."""
    project.save(document, path)
    return project.load(path).document


def assert_same_layer(found: Layer, wanted: Layer) -> None:
    assert found.next_id == wanted.next_id
    assert found.columns == wanted.columns
    pd.testing.assert_index_equal(found.frame.index, wanted.frame.index)
    for name in wanted.columns:
        if name != "geometry":
            pd.testing.assert_series_equal(found.values(name), wanted.values(name))
    assert shapely.to_wkb(found.geometries).tolist() == shapely.to_wkb(wanted.geometries).tolist()


def assert_same(found: Document, wanted: Document) -> None:
    assert found.crs == wanted.crs
    assert dict(found.parameters) == dict(wanted.parameters)
    assert list(found.parameters) == list(wanted.parameters)
    assert dict(found.styles) == dict(wanted.styles)
    assert dict(found.properties) == dict(wanted.properties)
    for kind, layer in wanted.layers.items():
        assert_same_layer(found.layer(kind), layer)


def traces(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return what is in the files of a folder, and when each was written."""
    return {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.iterdir()}
