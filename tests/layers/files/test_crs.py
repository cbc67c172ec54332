"""Reference systems: which one a file is in, and which one a plan takes."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pyproj import CRS

from layers.errors import ImportDataError
from layers.files import crs
from layers.files.crs import Box

HUIZHOU = Box(532_189.1, 2_545_681.5, 533_924.2, 2_547_982.4)
PREFIXED = Box(38_532_189.1, 2_545_681.5, 38_533_924.2, 2_547_982.4)
DEGREES = Box(114.30, 23.00, 114.32, 23.02)


def value_of(system: CRS, name: str) -> float:
    assert system.coordinate_operation is not None
    return next(p.value for p in system.coordinate_operation.params if p.name == name)


@pytest.mark.parametrize(
    ("found", "box", "sentence"),
    [
        (None, HUIZHOU, "does not say its reference system.*EPSG:4534 to EPSG:4554"),
        (None, PREFIXED, "zone number 38 .* EPSG:4526"),
        (None, DEGREES, "EPSG:4490"),
        ("EPSG:4326", HUIZHOU, "in degrees, but its coordinates are metres.*EPSG:4534"),
        ("EPSG:4547", DEGREES, "in metres, but its coordinates are degrees.*EPSG:4490"),
        ("EPSG:4526", HUIZHOU, "eastings lie about 38500000, but they lie about 533057"),
        ("EPSG:4547", PREFIXED, "eastings lie about 500000.*EPSG:4526"),
        ("EPSG:99999", HUIZHOU, "EPSG:99999 is no known reference system"),
        ("nonsense", HUIZHOU, "nonsense is no known reference system"),
    ],
)
def test_a_missing_or_contradicting_system_is_named_with_candidates(found, box, sentence):
    with pytest.raises(ImportDataError, match=sentence):
        crs.source_crs(found, None, box, "land.shp")


def test_what_the_user_says_wins_over_the_file():
    assert crs.source_crs("EPSG:4326", "EPSG:4547", HUIZHOU, "x").to_epsg() == 4547


@pytest.mark.parametrize(
    ("prefix", "code"), [(25, 4513), (39, 4527), (45, 4533), (13, 4491), (23, 4501)]
)
def test_zone_numbers_point_to_the_systems_whose_false_easting_begins_with_them(prefix, code):
    assert f"EPSG:{code}" in str(
        crs.candidates(Box(prefix * 1e6 + 4e5, 3e6, prefix * 1e6 + 5e5, 3e6))
    )
    system = CRS.from_epsg(code)
    assert int(value_of(system, "False easting") // 1e6) == prefix


@pytest.mark.parametrize(
    ("longitude", "latitude", "code"),
    [
        (75, 40, 4534),
        (114.4, 23, 4547),
        (120, 30, 4549),
        (121.49, 31.2, 4549),
        (121.52, 31.2, 4550),
        (135, 48, 4554),
        (8.5, 47.2, 32632),
        (-70.6, -33.4, 32719),
    ],
)
def test_the_zone_of_a_place_has_its_meridian_within_a_degree_and_a_half(longitude, latitude, code):
    assert crs.zone(longitude, latitude) == code
    if code < 10_000:
        assert abs(value_of(CRS.from_epsg(code), "Longitude of natural origin") - longitude) <= 1.5


def test_a_plan_takes_projected_metric_systems_and_never_the_web_map():
    assert crs.is_plan_crs(CRS.from_epsg(4547))
    assert crs.is_plan_crs(CRS.from_epsg(32650))
    assert not crs.is_plan_crs(CRS.from_epsg(3857))
    assert not crs.is_plan_crs(CRS.from_epsg(4490))
    assert not crs.is_plan_crs(CRS.from_epsg(2263))  # feet
    mars = CRS.from_epsg(4547).to_wkt().replace("6378137", "3396190")
    assert not crs.is_plan_crs(CRS.from_wkt(mars))  # from where no way leads to degrees
    web = Box(12_730_000.0, 2_630_000.0, 12_731_000.0, 2_631_000.0)
    assert crs.plan_crs(CRS.from_epsg(3857), web).to_epsg() == 4547


def test_a_system_in_the_words_of_esri_is_recognised():
    text = CRS.from_epsg(4547).to_wkt("WKT1_ESRI")
    assert crs.named(crs.parsed(text)) == "EPSG:4547"


def test_coordinates_are_east_and_north_whatever_epsg_says_of_the_order():
    points = shapely.points([[114.0, 23.0]])
    found = crs.transformed(points, CRS.from_epsg(4490), CRS.from_epsg(4547))
    # On the central meridian the easting is 500,000 m; 23° north are about 2,544,600 m.
    assert shapely.get_coordinates(found)[0] == pytest.approx([500_000.0, 2_544_600], abs=100)
    assert crs.transformed(points, CRS.from_epsg(4490), CRS.from_epsg(4490)) is points


def test_coordinates_outside_a_system_are_an_error():
    far = np.array([shapely.Point(1e12, 1e12)])
    with pytest.raises(ImportDataError, match=r"lie outside"):
        crs.transformed(far, CRS.from_epsg(4547), CRS.from_epsg(4326))
