"""Light on heights, against numbers worked out by hand."""

import numpy as np
import pytest

from widgets.map.hillshade import gradient, shade


def test_a_plane_of_known_slope_and_aspect():
    """Rise 0.3 to the east and 0.4 to the north: slope atan 0.5, downhill towards 216.87°.

    Lit from 315° at 45°: normal (-0.3, -0.4, 1) / sqrt(1.25), light (-0.5, 0.5, sqrt 0.5);
    their product is (0.15 - 0.2 + 0.70711) / 1.11803 = 0.58773. The usual formula gives the same:
    cos 45 cos 26.565 + sin 45 sin 26.565 cos(315 - 216.870) = 0.63246 - 0.04472 = 0.58773.
    """
    rows, columns = np.mgrid[0:5, 0:6]
    right, down = gradient(0.6 * columns - 0.8 * rows)  # pixels of 2 m, north above
    np.testing.assert_allclose(right, 0.6)
    np.testing.assert_allclose(down, -0.8)
    light = shade(right / 2, -down / 2, 315.0, 45.0)
    assert light.shape == (3, 4)
    np.testing.assert_allclose(light, 0.58773, atol=5e-6)


def test_level_ground_and_the_dark_side():
    assert shade(np.array(0.0), np.array(0.0), 10.0, 30.0) == pytest.approx(0.5)
    assert shade(np.array(2.0), np.array(0.0), 90.0, 45.0) == 0.0


def test_a_hole_does_not_spread():
    heights = np.zeros((5, 5))
    heights[2, 2] = np.nan
    right, _ = gradient(heights)
    np.testing.assert_array_equal(right, np.zeros((3, 3)))
