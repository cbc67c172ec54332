"""Surfaces of heights: level ground, and how much is known around a place."""

import numpy as np
import pytest

from layers.shading import surface as surfaces
from layers.shading.surface import Surface, flat_surface


def test_level_ground_lies_below_all_roofs():
    boxes = np.array([[500_010.3, 4_000_020.0, 500_030.0, 4_000_044.7], [500_000.0, 3_999_990.0,
                      500_001.0, 3_999_991.0], [np.nan] * 4])  # fmt: skip
    found = flat_surface(boxes)
    rows, columns = found.heights.shape
    assert found.cell_m == surfaces.FINE_M
    assert found.west < 500_000.0
    assert found.north > 4_000_044.7
    assert found.west + columns > 500_030.0
    assert found.north - rows < 3_999_990.0
    assert not found.heights.any()


def test_cells_of_large_ground_are_coarser():
    assert flat_surface(np.array([[0.0, 0, 5_000, 5_000]])).cell_m == surfaces.COARSE_M
    huge = flat_surface(np.array([[0.0, 0, 90_000, 90_000]]))
    assert huge.heights.size <= 1.01 * surfaces.MOST_CELLS


def test_the_known_share_counts_what_lies_beyond_the_surface_as_unknown():
    heights = np.zeros((100, 100), np.float32)
    whole = Surface(heights, 0.0, 200.0, 2.0)
    middle = np.array([[96.0, 96.0, 104.0, 104.0]])
    assert whole.known_share(middle, 20.0) == pytest.approx(1.0)
    corner = np.array([[0.0, 0.0, 0.0, 0.0]])
    # Counted in blocks of eight cells: a quarter of what is around lies on the surface.
    assert whole.known_share(corner, 64.0) == pytest.approx(0.25, abs=0.05)
    heights[:, 50:] = np.nan
    assert whole.known_share(middle, 80.0) == pytest.approx(0.5, abs=0.06)
    assert whole.known_share(np.array([[900.0, 900, 910, 910]]), 20.0) == 0.0
