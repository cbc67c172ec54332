"""Importing: which field is which, and into a plan that is there."""

from __future__ import annotations

import pandas as pd
import pytest
import shapely

from layers.document import Document
from layers.errors import ImportDataError
from layers.files import importing, project
from layers.files.importing import Options
from tests.layers.files.sources import CRS, file, new, squares, texts


def test_fields_are_found_by_name_alias_and_short_name_and_the_rest_travels_along(tmp_path):
    path = file(
        tmp_path / "a.gpkg",
        squares(2),
        fields={
            "用地性质": ["M1", "R2"],
            "RJL": [1.5, 2.0],
            "LAND_USE_EXISTING": ["M2", "E2"],
            "Density": [30, None],
            "owner": ["甲", None],
            "Rank": [1, 2],
        },
    )
    document, report = new(path)
    layer = document.layer("parcels")
    assert layer.values("land_use").tolist() == ["M1", "R2"]
    assert layer.values("far").tolist() == [1.5, 2.0]
    assert layer.values("land_use_existing").tolist() == ["M2", "E2"]
    assert layer.values("density_pct").dropna().to_dict() == {1: 30.0}
    assert layer.columns[-3:] == ("owner", "Rank", "geometry")
    assert str(layer.values("Rank").dtype) == "Int64"
    assert dict(report.fields) == {
        "land_use": "用地性质",
        "land_use_existing": "LAND_USE_EXISTING",
        "far": "RJL",
        "density_pct": "Density",
    }
    assert (report.read, report.kept, report.crs, report.encoding) == (2, 2, CRS, "UTF-8")
    assert layer.ids.tolist() == [1, 2]
    assert document.crs == CRS
    assert document.name == "试验"


def test_a_field_of_the_user_wins_and_a_wrong_one_is_answered_with_those_there_are(tmp_path):
    path = file(
        tmp_path / "a.gpkg", squares(2), fields={"land_use": ["M1", "M1"], "plan": ["R2", "B1"]}
    )
    document, report = new(path, fields={"land_use": "PLAN"})
    assert document.layer("parcels").values("land_use").tolist() == ["R2", "B1"]
    assert report.fields["land_use"] == "plan"
    # The field of the same name stays, under one that does not clash.
    assert document.layer("parcels").values("land_use_2").tolist() == ["M1", "M1"]
    with pytest.raises(
        ImportDataError, match=r"no field DLBM for land_use. It has: land_use, plan"
    ):
        new(path, fields={"land_use": "DLBM"})
    with pytest.raises(ImportDataError, match=r"no column colour. They have: number, land_use"):
        new(path, fields={"colour": "plan"})


def test_the_one_field_of_known_codes_is_taken_and_said(tmp_path):
    path = file(
        tmp_path / "a.gpkg",
        squares(5),
        fields={"Layer": ["M1", "R2", "U23", "B1", "G1"], "owner": ["甲"] * 5},
    )
    document, report = new(path)
    assert report.fields["land_use"] == "Layer"
    assert "taken from the field Layer: 80 %" in texts(report.doubtful)
    assert "not in GB50137-2011 and was kept: U23" in texts(report.doubtful)
    assert document.layer("parcels").values("land_use")[3] == "U23"


def test_without_any_known_code_the_fields_are_named(tmp_path):
    path = file(
        tmp_path / "a.gpkg", squares(3), fields={"code": ["x1", "x2", "x3"], "owner": list("abc")}
    )
    with pytest.raises(ImportDataError, match=r"text fields: code, owner.*leave the") as refused:
        new(path)
    assert "--" not in str(refused.value)
    assert "--field land_use=FIELD" in refused.value.option
    assert new(path, fields={"land_use": ""})[0].layer("parcels").values("land_use").isna().all()
    kept, report = new(path, fields={"land_use": "code"})
    assert kept.layer("parcels").values("land_use").tolist() == ["x1", "x2", "x3"]
    assert "3 codes of code are not in" in texts(report.doubtful)


def test_two_fields_of_known_codes_are_not_chosen_between(tmp_path):
    path = file(
        tmp_path / "a.gpkg", squares(2), fields={"before": ["M1", "R2"], "after": ["R2", "B1"]}
    )
    with pytest.raises(ImportDataError, match=r"Fields with known codes: before, after"):
        new(path)


def test_parcels_without_any_texts_come_in_without_a_land_use(tmp_path):
    document, report = new(file(tmp_path / "a.gpkg", squares(2)))
    assert document.layer("parcels").values("land_use").isna().all()
    assert "no land-use codes" in texts(report.doubtful)


def test_codes_are_written_as_the_code_set_has_them(tmp_path):
    path = file(
        tmp_path / "a.gpkg", squares(4), fields={"land_use": [" m1 ", "Ｒ２", "一类工业用地", "R2"]}
    )
    document, report = new(path)
    assert document.layer("parcels").values("land_use").tolist() == ["M1", "R2", "M1", "R2"]
    assert "一类工业用地 → M1" in texts(report.doubtful)


def test_zeros_that_numbers_have_lost_come_back_for_the_land_and_sea_codes(tmp_path):
    path = file(tmp_path / "a.gpkg", squares(2), fields={"land_use": [701, 1001]})
    document, _ = new(path, set_id="MNR2023")
    assert document.layer("parcels").values("land_use").tolist() == ["0701", "1001"]


def test_values_that_are_no_numbers_are_listed_and_kept_beside(tmp_path):
    path = file(
        tmp_path / "a.gpkg",
        squares(3),
        fields={
            "height": ["12.5", "约20米", None],
            "levels": [3.0, 2.5, None],
            "tilt": [10.0, 95.0, 0.0],
        },
    )
    document, report = new(path, "rooftops")
    layer = document.layer("rooftops")
    assert layer.values("height_m").dropna().tolist() == [12.5]
    assert layer.values("height").tolist()[:2] == ["12.5", "约20米"]
    assert layer.values("floors").dropna().tolist() == [3]
    assert "1 value of height is no number for height_m (约20米)" in texts(report.doubtful)
    assert "1 value of tilt lies outside 0 to 90 °" in texts(report.doubtful)
    assert layer.values("tilt_deg").tolist() == [10.0, 95.0, 0.0]


def test_shares_in_a_column_of_percent_are_doubted(tmp_path):
    path = file(
        tmp_path / "a.gpkg", squares(2), fields={"land_use": ["M1", "M1"], "绿地率": [0.2, 0.35]}
    )
    assert "lie between 0 and 1; green_pct is in percent" in texts(new(path)[1].doubtful)


def test_fields_that_the_plan_file_needs_itself_get_another_name(tmp_path):
    path = file(
        tmp_path / "a.geojson",
        squares(1),
        driver="GeoJSON",
        fields={"fid": [7], "Geom": ["x"], "NAME": ["水"]},
    )
    document, _ = new(path, "water")
    assert document.layer("water").columns == ("name", "type", "fid_2", "Geom_2", "geometry")
    project.save(document, tmp_path / "plan.gpkg")


def started(tmp_path) -> Document:
    return new(
        file(
            tmp_path / "start.gpkg",
            squares(3),
            fields={"land_use": ["M1"] * 3, "owner": list("abc")},
        )
    )[0]


def test_import_appends_with_new_ids_and_can_be_undone(tmp_path):
    document = started(tmp_path)
    path = file(
        tmp_path / "more.gpkg",
        squares(2, x=600_000.0),
        fields={"land_use": ["R2", "B1"], "owner": [1, 2], "new": [True, False]},
    )
    edit, report = importing.import_file(document, Options(path, "parcels"))
    layer = document.applied(edit).layer("parcels")
    assert layer.ids.tolist() == [1, 2, 3, 4, 5]
    assert layer.values("land_use").tolist() == ["M1", "M1", "M1", "R2", "B1"]
    assert layer.values("owner").tolist() == ["a", "b", "c", "1", "2"]
    assert layer.values("new").isna().tolist() == [True, True, True, False, False]
    assert layer.columns[-1] == "geometry"
    assert str(edit.title) == "Import 2 features from more.gpkg"
    assert report.kept == 2
    back = document.applied(edit).applied(edit.inverted())
    assert back.layer("parcels").ids.tolist() == [1, 2, 3]
    assert document.layer("parcels").ids.tolist() == [1, 2, 3]


def test_import_can_replace_and_ids_are_not_used_twice(tmp_path):
    document = started(tmp_path)
    path = file(tmp_path / "more.gpkg", squares(2), fields={"land_use": ["R2", "B1"]})
    edit, _ = importing.import_file(document, Options(path, "parcels"), replace=True)
    layer = document.applied(edit).layer("parcels")
    assert layer.ids.tolist() == [4, 5]
    assert "owner" not in layer.columns


def test_new_parcels_and_those_of_the_plan_share_their_vertices(tmp_path):
    # The plan ends at x = 500 030. Two parcels of 5 m join there, 0.4 mm apart from it.
    document = started(tmp_path)
    project.save(document, tmp_path / "plan.gpkg")
    east = 500_030.0004
    more = [
        shapely.box(east, 2_500_000.0, east + 10, 2_500_005.0),
        shapely.box(east, 2_500_005.0, east + 10, 2_500_010.0),
    ]
    path = file(tmp_path / "more.gpkg", more, fields={"land_use": ["R2", "B1"]})
    edit, report = importing.import_file(document, Options(path, "parcels"))
    after = document.applied(edit)
    shapes = after.layer("parcels").geometries
    assert shapely.coverage_is_valid(shapes)
    # The plan's parcel keeps its corners and gets the one vertex between the new ones.
    corners = {tuple(corner) for corner in shapely.get_coordinates(shapes[2]).tolist()}
    old = shapely.get_coordinates(document.layer("parcels").geometries[2]).tolist()
    assert corners - {tuple(corner) for corner in old} == {(east, 2_500_005.0)}
    assert shapely.get_num_coordinates(shapes).tolist() == [5, 5, 6, 5, 5]
    assert [500_030.0, 2_500_000.0] in shapely.get_coordinates(shapes[3]).tolist()
    assert "3 features were matched" in texts(report.repaired)
    assert "1 of them was in the plan already" in texts(report.repaired)
    assert report.kept == 2
    # Parcels farther off are the same objects, and undoing gives the border back as it was.
    assert shapes[0] is document.layer("parcels").geometries[0]
    back = after.applied(edit.inverted()).layer("parcels").geometries
    assert shapely.get_num_coordinates(back).tolist() == [5, 5, 5]
    project.save(after, tmp_path / "plan.gpkg", base=document)
    read = project.load(tmp_path / "plan.gpkg").document.layer("parcels").geometries
    assert shapely.equals_identical(read, shapes).all()


def test_replacing_matches_nothing_with_what_goes(tmp_path):
    document = started(tmp_path)
    more = [shapely.box(500_030.0004, 2_500_000.0, 500_040.0, 2_500_010.0)]
    path = file(tmp_path / "more.gpkg", more, fields={"land_use": ["R2"]})
    edit, report = importing.import_file(document, Options(path, "parcels"), replace=True)
    (shape,) = document.applied(edit).layer("parcels").geometries
    assert shape.bounds[0] == 500_030.0004
    assert report.repaired == ()


def test_what_was_imported_survives_saving_and_is_read_the_same(tmp_path):
    document = started(tmp_path)
    project.save(document, tmp_path / "plan.gpkg")
    found = project.load(tmp_path / "plan.gpkg").document.layer("parcels")
    for name in found.columns:
        if name != "geometry":
            pd.testing.assert_series_equal(
                found.values(name), document.layer("parcels").values(name)
            )
    assert new(tmp_path / "plan.gpkg", "parcels")[1].read == 3


@pytest.mark.parametrize(
    ("area_m2", "said"), [(4.15e-07, "less than 0.01 m²"), (0.0123456, "0.0123 m²")]
)
def test_an_area_that_nobody_measures_is_told_as_such(area_m2, said):
    assert str(importing._area(area_m2)) == said
