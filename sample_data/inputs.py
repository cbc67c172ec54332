"""The raw files beside the plan, in the forms in which planners are handed them."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from ezdxf.enums import TextEntityAlignment
from ezdxf.filemanagement import new as new_drawing
from ezdxf.layouts.layout import Modelspace
from geopandas import GeoDataFrame
from shapely import Polygon

from sample_data import terrain
from sample_data.park import SamplePark

PARCEL_FIELDS = {
    "number": "地块编号",
    "land_use": "用地代码",
    "land_use_existing": "现状代码",
    "far": "容积率",
    "far_min": "容积率下限",
    "far_max": "容积率上限",
    "density_max_pct": "建筑密度上",
    "green_pct": "绿地率",
    "height_max_m": "限高",
    "enterprise": "企业名称",
}
"""Field names of the cadastral file; a dbf holds ten bytes, five Chinese characters at most."""

_GEOPACKAGE_KINDS = ("phases", "roads", "paths", "corridors", "water", "facilities")

_COLOURS = {
    "R": 2, "A": 6, "B": 1, "M": 34, "W": 202, "S": 8, "U": 144, "G": 3, "E": 4, "H": 40,
}  # fmt: skip
"""Colour numbers of the drawing by main class."""

_CLASS_NAMES = {
    "R": "居住用地", "A": "公共服务用地", "B": "商业服务用地", "M": "工业用地",
    "W": "物流仓储用地", "S": "道路交通用地", "U": "公用设施用地", "G": "绿地与广场",
    "E": "非建设用地", "H": "建设用地",
}  # fmt: skip


def write_inputs(park: SamplePark, folder: Path) -> dict[str, Path]:
    """Write the raw files of the park into a folder and return their paths by subject."""
    folder.mkdir(parents=True, exist_ok=True)
    frames = park.frames
    grid = terrain.grid_over(frames["boundary"])
    ground = terrain.ground(grid, frames["water"])
    surface = terrain.surface(ground, grid, frames["rooftops"], frames["greens"])
    return {
        "boundary": _boundary(frames["boundary"], folder / "红线.shp"),
        "parcels": _cadastre(frames["parcels"], folder / "地块_gbk.shp"),
        "greens": _geojson(frames["greens"], folder / "greens_wgs84.geojson"),
        "rooftops": _geojson(frames["rooftops"], folder / "rooftops_wgs84.geojson"),
        "layers": _geopackage(frames, folder / "roads_corridors_water.gpkg"),
        "drawing": _drawing(park, folder / "用地规划图.dxf"),
        "terrain": terrain.write(ground, grid, folder / "terrain_2m.tif"),
        "dsm": terrain.write(surface, grid, folder / "dsm_2m.tif"),
    }


def _renamed(frame: GeoDataFrame, fields: Mapping[str, str]) -> GeoDataFrame:
    """Return the named columns under the names that they have in the file."""
    columns = {title: frame[column] for column, title in fields.items()}
    return GeoDataFrame(columns, geometry=frame.geometry, crs=frame.crs)


def _boundary(frame: GeoDataFrame, path: Path) -> Path:
    named = _renamed(frame, {"name": "名称", "status": "状态"})
    pyogrio.write_dataframe(named, path, driver="ESRI Shapefile", encoding="UTF-8")
    return path


def _cadastre(parcels: GeoDataFrame, path: Path) -> Path:
    """Write the parcels as the land office hands them out: dbf in GBK, nothing that says so."""
    named = _renamed(parcels, PARCEL_FIELDS)
    pyogrio.write_dataframe(named, path, driver="ESRI Shapefile", encoding="GBK")
    path.with_suffix(".cpg").unlink(missing_ok=True)
    with path.with_suffix(".dbf").open("r+b") as table:
        table.seek(29)
        table.write(b"\x00")  # the language byte: old programs leave it empty
    return path


def _geojson(frame: GeoDataFrame, path: Path) -> Path:
    degrees = frame.to_crs("EPSG:4326")
    pyogrio.write_dataframe(
        degrees, path, driver="GeoJSON", layer_options={"RFC7946": "YES", "COORDINATE_PRECISION": 9}
    )
    return path


def _geopackage(frames: Mapping[str, GeoDataFrame], path: Path) -> Path:
    path.unlink(missing_ok=True)
    for kind in _GEOPACKAGE_KINDS:
        pyogrio.write_dataframe(frames[kind], path, layer=kind, driver="GPKG")
    return path


def _drawing(park: SamplePark, path: Path) -> Path:
    """Write the red line and the parcels as closed polylines by class, with their numbers."""
    drawing = new_drawing("R2010")
    drawing.header["$INSUNITS"] = 6
    drawing.styles.add("汉字", font="simsun.ttc")
    sheet = drawing.modelspace()
    drawing.layers.add("规划红线", color=1, lineweight=70)
    drawing.layers.add("地块编号", color=7)
    for shape in park.frames["boundary"].geometry:
        _outline(sheet, shape, "规划红线")
    parcels = park.frames["parcels"]
    for letter, name in _CLASS_NAMES.items():
        if parcels["land_use"].str.startswith(letter).any():
            drawing.layers.add(f"{letter}_{name}", color=_COLOURS[letter])
    inner = shapely.get_coordinates(shapely.point_on_surface(parcels.geometry.to_numpy()))
    rows = zip(parcels["number"], parcels["land_use"], parcels.geometry, inner, strict=True)
    for number, code, shape, at in rows:
        layer = f"{code[0]}_{_CLASS_NAMES[code[0]]}"
        _outline(sheet, shape, layer)
        _label(sheet, (number, code), (float(at[0]), float(at[1])))
    drawing.saveas(path)
    return path


def _outline(sheet: Modelspace, shape: Polygon, layer: str) -> None:
    for ring in (shape.exterior, *shape.interiors):
        points = np.asarray(ring.coords)[:-1, :2].tolist()
        sheet.add_lwpolyline(points, close=True, dxfattribs={"layer": layer})


def _label(sheet: Modelspace, texts: tuple[str, str], at: tuple[float, float]) -> None:
    for row, text in enumerate(texts):
        entity = sheet.add_text(text, height=9.0, dxfattribs={"layer": "地块编号", "style": "汉字"})
        place_at = (at[0], at[1] - 13.0 * row)
        entity.set_placement(place_at, align=TextEntityAlignment.MIDDLE_CENTER)
