"""The figures that exports print: names of coordinate systems and rows of the land balance."""

import pytest

from app.exporters import figures
from app.exporters.wording import Wording
from layers.codes import code_set
from layers.document import Document
from tests.app.exporters.plans import results_of
from tests.small_plan import CRS, box, layer


@pytest.mark.parametrize(
    ("crs", "chinese"),
    [
        ("EPSG:4527", "2000国家大地坐标系，高斯-克吕格投影3°带，中央子午线117°（EPSG:4527）"),
        ("EPSG:4508", "2000国家大地坐标系，高斯-克吕格投影6°带，中央子午线111°（EPSG:4508）"),
        ("EPSG:2362", "1980西安坐标系，高斯-克吕格投影3°带，中央子午线114°（EPSG:2362）"),
        ("EPSG:32650", "WGS 84坐标系，通用横轴墨卡托投影（UTM），中央子午线117°（EPSG:32650）"),
        ("EPSG:2154", "RGF93 v1 / Lambert-93 (EPSG:2154)"),
    ],
)
def test_chinese_drawings_name_the_coordinate_system_in_chinese(crs, chinese):
    assert figures.crs_name(crs, Wording("zh", code_set("GB50137-2011"), {})) == chinese


def test_english_drawings_name_it_as_the_register_does():
    english = Wording("en", code_set("GB50137-2011"), {})
    name = "CGCS2000 / 3-degree Gauss-Kruger CM 114E (EPSG:4547)"
    assert figures.crs_name("EPSG:4547", english) == name


def test_land_of_a_class_itself_is_told_from_the_class():
    parcels = layer("parcels", [box(0, 0), box(1, 0)], land_use=["A3", "A35"])
    plan = Document.new("Two", CRS, base_year=2025).with_layer(parcels)
    for language, ending in (("zh", "（未细分）"), ("en", " (not subdivided)")):
        wording = Wording(language, plan.codes, plan.parameters)
        lines = figures.balance(plan, results_of(plan), wording)
        whole, own = [line for line in lines if line.code == "A3"]
        assert (whole.area_ha, own.area_ha) == (2.0, 1.0)
        assert own.title == whole.title + ending


def test_settings_are_shown_by_name():
    plan = Document.new("None", CRS, base_year=2025)
    wording = Wording("en", plan.codes, plan.parameters)
    assert wording.setting("plan.attached_cover", "lawn") == "Managed lawn"
    assert wording.setting("plan.base_year", 2025) == 2025
