import argparse

import pytest

from app.sources import KindFile, add_file_options, sources_of, spread_fields


def parsed(*words):
    parser = argparse.ArgumentParser(exit_on_error=False)
    for kind in ("parcels", "roads"):
        parser.add_argument(f"--{kind}", action=KindFile)
    add_file_options(parser)
    parser.add_argument("plan", nargs="?")
    return parser.parse_args(spread_fields(words))


def test_options_belong_to_the_kind_named_before_them():
    found = sources_of(
        parsed(
            "--parcels",
            "a.shp",
            "--encoding",
            "gb18030",
            "--field",
            "land_use=DLBM",
            "far=RJL",
            "--roads",
            "b.dxf",
            "--layer",
            "AXIS",
            "--crs",
            "EPSG:4547",
            "--field",
            "width_m=W",
        )
    )
    assert list(found) == ["parcels", "roads"]
    assert (found["parcels"].encoding, found["roads"].encoding) == ("gb18030", None)
    assert found["parcels"].fields == {"land_use": "DLBM", "far": "RJL"}
    assert found["roads"].fields == {"width_m": "W"}
    assert (found["roads"].layer, found["roads"].crs) == ("AXIS", "EPSG:4547")


def test_before_any_kind_they_belong_to_the_parcels():
    found = sources_of(parsed("--crs", "EPSG:4547", "--roads", "b.shp", "--parcels", "a.shp"))
    assert found["parcels"].crs == "EPSG:4547"
    assert str(found["parcels"].path) == "a.shp"


def test_a_field_name_may_hold_equals_signs_and_chinese():
    found = sources_of(parsed("--parcels", "a", "--field", "land_use=用地=代码"))
    assert found["parcels"].fields == {"land_use": "用地=代码"}


def test_a_path_behind_fields_is_a_path():
    options = parsed("--parcels", "a", "--field", "far=RJL", "plan.gpkg")
    assert options.plan == "plan.gpkg"


def test_a_field_without_a_name_leaves_its_column_empty():
    found = sources_of(parsed("--parcels", "a", "--field", "land_use=", "far=RJL"))
    assert found["parcels"].fields == {"land_use": "", "far": "RJL"}


def test_a_field_without_a_column_is_refused():
    with pytest.raises(argparse.ArgumentError, match="land_use=DLBM"):
        parsed("--parcels", "a", "--field", "=DLBM")
