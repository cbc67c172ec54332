"""The sample park as a plan, and on disk with the raw files that it could have been made from."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import geopandas as gpd
import pandas as pd

from layers.document import Document
from layers.files import project
from layers.kind import LayerKind
from layers.kinds import kinds
from layers.layer import PANDAS_DTYPES, Layer
from sample_data import SamplePark, build, write_inputs

FILE_NAME = "zero_carbon_valley.gpkg"


def sample_document(park: SamplePark | None = None) -> Document:
    """Return the sample park as a plan; its frames are built where none are given."""
    park = build() if park is None else park
    document = Document.new(park.name, park.crs, base_year=park.base_year)
    layers = dict(document.layers)
    for id_, frame in park.frames.items():
        layers[id_] = Layer(id_, _conformed(frame, kinds()[id_]))
    return Document(
        document.crs,
        MappingProxyType(layers),
        document.parameters,
        properties=MappingProxyType({"name": park.name, "name_en": park.name_en}),
    )


def _conformed(frame: gpd.GeoDataFrame, kind: LayerKind) -> gpd.GeoDataFrame:
    columns = {
        column.id: pd.Series(frame.get(column.id), frame.index, dtype=object).astype(
            PANDAS_DTYPES[column.dtype]
        )
        for column in kind.columns
    }
    conformed = gpd.GeoDataFrame(columns, geometry=frame.geometry, crs=frame.crs)
    conformed.index = pd.Index(frame.index.to_numpy("int64"), name="fid")
    return gpd.GeoDataFrame(conformed.sort_index())


def write_sample(folder: Path) -> list[Path]:
    """Write the sample plan and its raw input files into a folder and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    park = build()
    plan = folder / FILE_NAME
    project.save(sample_document(park), plan)
    inputs = write_inputs(park, folder / "inputs")
    return [plan, *inputs.values()]
