"""Colours of values: stretches, gamma, ramps and light."""

import numpy as np
import pytest

from layers.files.raster_tiles import Spread
from layers.raster import RAMPS, Raster, RasterStyle
from widgets.map import raster_colours

SPREAD = Spread(0.0, 100.0, 50.0, 10.0, 5.0, 95.0)


@pytest.mark.parametrize(
    ("stretch", "dtype", "wanted"),
    [
        ("none", "u1", (0, 255)),
        ("none", "u2", (0, 65535)),
        ("none", "f4", (0, 100)),
        ("minmax", "f4", (0, 100)),
        ("percentile", "f4", (5, 95)),
        ("deviation", "f4", (30, 70)),
        ("manual", "f4", (-3, 7)),
    ],
)
def test_bounds_of_each_stretch(stretch, dtype, wanted):
    style = RasterStyle(stretch=stretch, lowest=-3.0, highest=7.0)
    assert raster_colours.bounds(style, stretch, SPREAD, np.dtype(dtype)) == wanted


def test_bytes_of_imagery_are_left_as_they_are():
    raster = Raster("r", "imagery", "")
    assert raster_colours.stretch_of(raster, np.dtype("u1")) == "none"
    assert not raster_colours.needs_spread(raster, np.dtype("u1"))
    assert raster_colours.stretch_of(raster, np.dtype("u2")) == "percentile"
    values = np.arange(256, dtype=np.uint8)
    np.testing.assert_array_equal(raster_colours.steps(values, 0.0, 255.0, 1.0), values)


def test_gamma_lightens_and_ramps_end_where_they_say():
    assert raster_colours.steps(np.array([0.25]), 0.0, 1.0, 2.0).tolist() == [128]
    for name, colours in RAMPS.items():
        found = raster_colours.ramp(name)
        ends = ["#{:02x}{:02x}{:02x}".format(*found[at].tolist()) for at in (0, -1)]
        assert ends == [colours[0], colours[-1]]


def test_level_ground_keeps_its_colour():
    colours = np.full((1, 3, 3), 100, np.uint8)
    light = np.array([[0.5, 0.25, 1.0]])
    assert raster_colours.shaded(colours, light, 0.5)[0, :, 0].tolist() == [100, 50, 160]
