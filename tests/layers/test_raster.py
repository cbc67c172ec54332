"""Rasters as words: what a file says of them, and what makes no sense there."""

from dataclasses import fields, replace
from math import inf, nan

import pytest

from layers.raster import RAMPS, ROLES, Raster, RasterStyle, below_to_above

STYLED = RasterStyle(
    bands=(3, 2, 1),
    stretch="manual",
    lowest=-5.0,
    highest=90.5,
    ramp="viridis",
    gamma=1.4,
    opacity=0.6,
    hillshade=True,
    azimuth=300.0,
    altitude=30.0,
    exaggeration=2.0,
    nearest=500.0,
    farthest=50_000.0,
)


def test_a_raster_is_read_as_it_was_written():
    raster = Raster("dsm", "dsm", "/a/b.tif", "Roofs", "EPSG:4547", STYLED, False, 7)
    assert all(getattr(STYLED, one.name) != one.default for one in fields(STYLED))
    assert Raster.read("dsm", "/a/b.tif", raster.plain()) == raster
    assert "/a" not in str(raster.plain())
    usual = Raster("x", "imagery", "x.tif")
    assert Raster.read("x", "x.tif", usual.plain()) == usual


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("bands", [1, 2]),
        ("bands", ["red"]),
        ("stretch", "wide"),
        ("ramp", "rainbow"),
        ("gamma", 0),
        ("opacity", 1.5),
        ("azimuth", -1),
        ("altitude", 0),
        ("exaggeration", "high"),
        ("farthest", -1),
        ("lowest", None),
        pytest.param("gamma", 10**400, id="gamma-huge"),
        ("bands", [10**400]),
        ("stretch", ["none"]),
    ],
)
def test_what_makes_no_sense_is_as_usual(field, value):
    read = Raster.read("x", "x.tif", {"style": {field: value, "opacity_": 1}})
    assert read.style == RasterStyle()


def test_bounds_by_hand_that_are_the_wrong_way_round_are_none():
    read = Raster.read("x", "x", {"style": {"stretch": "manual", "lowest": 5, "highest": 2}})
    assert (read.style.stretch, read.style.problem()) == ("auto", "")
    assert Raster.read("x", "x", {"style": 3, "role": "map", "place": "up"}) == Raster(
        "x", "imagery", "x"
    )


@pytest.mark.parametrize(
    "values",
    [
        {"role": ["dsm"], "place": 10**400, "crs": {"a": 1}, "style": [1]},
        {"role": {}, "place": -(10**9), "crs": "x" * 100_000, "title": None},
    ],
)
def test_a_hostile_file_makes_a_usual_raster(values):
    assert Raster.read("x", "x.tif", values) == Raster("x", "imagery", "x.tif")
    assert len(Raster.read("x", "x.tif", {"title": "x" * 10**6}).title) == 200


@pytest.mark.parametrize("bad", [nan, inf, -inf])
def test_numbers_that_are_none_are_noticed(bad):
    assert replace(RasterStyle(), lowest=bad).problem() == "lowest"
    assert replace(RasterStyle(), gamma=bad).problem() == "gamma"


def test_order_and_usual_ramps():
    rasters = {key: Raster(key, "dsm", "", place=place) for key, place in (("a", 3), ("b", 1))}
    assert [one.key for one in below_to_above(rasters)] == ["b", "a"]
    assert all(Raster("x", role, "").ramp in RAMPS for role in ROLES)
    assert Raster("x", "dsm", "").heights
    assert not Raster("x", "irradiance", "").heights
