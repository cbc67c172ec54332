"""Which field fills which column: by name, by alias, cut off by a shapefile, or by its codes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from layers.codes import code_set
from layers.errors import ImportDataError
from layers.files import fields
from layers.files.vectors import Source
from layers.kind import Column
from layers.kinds import kinds

CODES = code_set("GB50137-2011")


def source(**columns):
    found = {name: pd.Series(values) for name, values in columns.items()}
    count = len(next(iter(found.values())))
    return Source("a.shp", "a", found, np.full(count, None), None, "UTF-8")


def filled(found, kind="parcels", **given):
    return fields.filled(found, kinds()[kind], given, CODES)


def held(found, column):
    return found.values[column]  # noqa: PD011 - columns by name, not a frame


def texts(found):
    return " ".join(map(str, found.doubtful))


@pytest.mark.parametrize(
    ("cut", "column"),
    [
        ("density_ma", "density_max_pct"),
        ("DENSITY_PC", "density_pct"),
        ("coefficien", "coefficient_min_pct"),
        ("green_min_", "green_min_pct"),
        ("process_kw", "process_kwh"),
        ("建筑密度上", "density_max_pct"),
        ("建筑系", "coefficient_min_pct"),
    ],
)
def test_a_name_cut_at_ten_bytes_is_completed_and_told(cut, column):
    found = filled(source(land_use=["M1"], **{cut: [40.0]}))
    assert found.fields[column] == cut
    assert held(found, column).tolist() == [40.0]
    assert f"were completed: {cut} → {column}" in texts(found)


def test_whole_names_are_not_told():
    found = filled(source(land_use=["M1"], density_max_pct=[40.0], far=[1.5]))
    assert found.fields == {
        "land_use": "land_use", "far": "far", "density_max_pct": "density_max_pct",
    }  # fmt: skip
    assert found.doubtful == ()


def test_a_cut_name_of_two_columns_fills_neither_and_asks():
    columns = (Column("population_day", "Day"), Column("population_night", "Night"))
    kind = replace(kinds()["water"], columns=columns)
    found = fields.filled(source(population=["9"]), kind, {}, CODES)
    assert found.fields == {}
    assert held(found, "population").tolist() == ["9"]
    assert "population is cut off; it may fill population_day, population_night" in texts(found)
    settled = fields.filled(source(population=["9"]), kind, {"population_night": ""}, CODES)
    assert settled.fields == {"population_day": "population"}


def test_a_prefix_that_is_not_cut_is_another_field():
    found = filled(source(land_use=["M1"], density_m=[40.0], density_max=[50.0]))
    assert found.fields == {"land_use": "land_use", "density_max_pct": "density_max"}
    assert held(found, "density_m").tolist() == [40.0]


def test_a_cut_name_takes_no_field_that_another_column_has_by_its_whole_name():
    found = filled(source(land_use=["M1"], 容积率=[1.5]))
    assert found.fields == {"land_use": "land_use", "far": "容积率"}
    assert found.doubtful == ()


def test_an_empty_name_leaves_the_column_empty():
    found = filled(source(land_use=["M1"], 用地代码=["R2"]), land_use="")
    assert "land_use" not in found.fields
    assert held(found, "land_use").isna().all()
    assert held(found, "land_use_2").tolist() == ["M1"]
    assert held(found, "用地代码").tolist() == ["R2"]


def test_a_field_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(ImportDataError, match=r"no field DLBM for land_use\. It has: owner"):
        filled(source(owner=["a"]), land_use="DLBM")
    with pytest.raises(ImportDataError, match="have no column colour"):
        filled(source(owner=["a"]), colour="owner")


def test_choices_are_taken_by_key_or_title_in_any_case_and_by_their_chinese():
    found = filled(source(roof_type=["FLAT", "Metal", "平屋面", "thatched"]), "rooftops")
    assert held(found, "roof_type").tolist() == ["flat", "metal", "flat", "thatched"]
    assert "1 value of roof_type is not among those of roof_type" in texts(found)


def test_numbers_out_of_range_are_kept_and_doubted():
    found = filled(source(land_use=["M1", "M1"], green_pct=[30.0, 130.0]))
    assert held(found, "green_pct").tolist() == [30.0, 130.0]
    assert "1 value of green_pct lies outside 0" in texts(found)


@pytest.mark.parametrize(
    ("field", "column"),
    [
        ("现状代码", "land_use_existing"),
        ("XZDM", "land_use_existing"),
        ("现状用地代", "land_use_existing"),
        ("容积率下", "far_min"),
        ("容积率上限", "far_max"),
        ("最大建筑密", "density_max_pct"),
        ("绿地率下限", "green_min_pct"),
        ("JZXG", "height_max_m"),
        ("建筑面积", "floor_area_m2"),
        ("层高超8米", "high_floor_area_m2"),
        ("建筑基底面", "footprint_m2"),
        ("floor_area", "floor_area_m2"),
        ("coef_max_p", "coef_max_pct"),
    ],
)
def test_columns_are_found_by_the_names_of_land_offices(field, column):
    value = "R2" if column.startswith("land_use") else 1.5
    found = filled(source(规划用地代=["M1"], 建筑密=[9.0], **{field: [value]}))
    assert found.fields == {"land_use": "规划用地代", column: field}
    several = "density_pct, density_min_pct, density_max_pct"
    assert several in texts(found) or column == "density_max_pct"
