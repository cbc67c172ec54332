"""Tiles that are kept: as many as fit, those used last."""

import numpy as np
import pytest

from layers.files.raster_tiles import Kept, Spread, Tile, spread_of


def tile(number):
    return Tile(np.full((1, 10, 10), number, np.uint8), None)


def test_what_was_used_longest_ago_goes_first():
    kept = Kept(250)
    for number in (1, 2):
        kept.put(number, tile(number))
    assert kept.get(1) is not None
    kept.put(3, tile(3))
    assert (kept.get(1) is None, kept.get(2) is None, kept.get(3) is None) == (False, True, False)
    kept.put(3, tile(4))
    assert kept.get(1) is not None


def test_a_spread_is_that_of_numbers_alone():
    found = spread_of(np.array([np.nan, *range(101), np.inf]))
    assert (found.least, found.greatest, found.mean, found.low, found.high) == (0, 100, 50, 2, 98)
    assert found.deviation == pytest.approx(np.sqrt((101**2 - 1) / 12))
    assert spread_of(np.empty(0)) == Spread(0.0, 1.0, 0.5, 0.5, 0.0, 1.0)
