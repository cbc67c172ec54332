"""The formula against worked points of the open libraries named in its module."""

import numpy as np
import pytest

from layers.tiles import gcj02

# WGS 84 and GCJ-02 as longitude, latitude. The first from the tests of wandergis/coordtransform,
# the others from those of googollee/eviltransform (Shanghai, Shenzhen, Beijing).
PUBLISHED = [
    ((116.404, 39.915), (116.41024449916938, 39.91640428150164)),
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
]


@pytest.mark.parametrize(("wgs", "gcj"), PUBLISHED)
def test_published_points_are_met(wgs, gcj):
    assert np.allclose(gcj02.to_gcj02(*wgs), gcj, rtol=0, atol=1e-12)
    assert np.allclose(gcj02.to_wgs84(*gcj), wgs, rtol=0, atol=1e-12)


def test_the_way_back_is_exact_all_over_china():
    places = np.random.default_rng(7).uniform([73.5, 3.0], [135.0, 54.0], (5_000, 2)).T
    there = gcj02.to_gcj02(*places)
    assert np.abs(np.array(there) - places).max() > 1e-3  # it does move them
    assert np.abs(np.array(gcj02.to_wgs84(*there)) - places).max() < 1e-9


@pytest.mark.parametrize("place", [(-0.1276, 51.5072), (139.69, 35.69), (151.2, -33.9)])
def test_outside_nothing_is_shifted(place):
    assert gcj02.to_gcj02(*place) == place
    assert gcj02.to_wgs84(*place) == place


def test_the_shift_is_some_hundred_metres():
    lon, lat = gcj02.to_gcj02(117.2, 31.8)
    east = (float(lon) - 117.2) * 111_320 * np.cos(np.radians(31.8))
    north = (float(lat) - 31.8) * 110_900
    assert 100 < np.hypot(east, north) < 800
