from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.map.viewport import FINEST, MapX, MapY, PixelX, PixelY, Viewport

coordinates = st.floats(-5e7, 5e7)
scales = st.floats(1e-4, 100.0)
sizes = st.floats(50, 5000)
viewports = st.builds(
    lambda x, y, scale, width, height: Viewport(MapX(x), MapY(y), scale, width, height),
    coordinates,
    coordinates,
    scales,
    sizes,
    sizes,
)
pixels = st.tuples(st.floats(-100, 5000), st.floats(-100, 5000))


@given(viewports, pixels)
def test_a_pixel_and_the_place_that_it_shows_lead_to_one_another(viewport, pixel):
    back = viewport.pixel(*viewport.place(PixelX(pixel[0]), PixelY(pixel[1])))
    # Metres of eight digits hold about 1e-8 m.
    assert back == pytest.approx(pixel, abs=1e-6 * max(viewport.px_per_m, 1.0))


@given(viewports, pixels, st.floats(0.1, 10))
def test_zooming_holds_the_place_under_the_pointer(viewport, pixel, factor):
    across, down = PixelX(pixel[0]), PixelY(pixel[1])
    x, y = viewport.place(across, down)
    zoomed = viewport.zoomed(across, down, factor)
    assert zoomed.place(across, down) == pytest.approx((x, y), abs=1e-6)


@given(viewports, st.floats(-500, 500), st.floats(-500, 500))
def test_panning_draws_the_place_along_with_the_pointer(viewport, across, down):
    x, y = viewport.place(PixelX(10), PixelY(20))
    there = viewport.panned(across, down).pixel(x, y)
    assert there == pytest.approx((10 + across, 20 + down), abs=1e-4)


@given(viewports, coordinates, coordinates, st.floats(0.1, 1e5), st.floats(0.1, 1e5))
def test_what_is_fitted_lies_inside_the_picture(viewport, west, south, wide, high):
    fitted = viewport.fitted((west, south, west + wide, south + high))
    mine = fitted.bounds
    slack = 1e-6
    assert mine[0] - slack <= west
    assert mine[1] - slack <= south
    assert mine[2] + slack >= west + wide
    assert mine[3] + slack >= south + high


def test_one_pixel_of_a_96_dpi_screen_at_1_to_1000():
    # 96 px are 25.4 mm, so 1 px is 0.26458 mm and 0.26458 m at 1:1000.
    viewport = Viewport.at_scale((0.0, 0.0), 1000, (100, 100))
    assert 1 / viewport.px_per_m == pytest.approx(0.2645833)
    assert viewport.denominator == pytest.approx(1000)
    assert viewport.scaled_to(5000).denominator == pytest.approx(5000)


def test_the_scale_stays_when_counted_in_device_pixels():
    viewport = Viewport(MapX(0.0), MapY(0.0), 0.5, 301, 200, dpr=1.5)
    device = viewport.in_device_pixels()
    assert (device.width, device.height, device.dpr) == (452, 300, 1.0)
    assert device.px_per_m == 0.75
    assert device.denominator == pytest.approx(viewport.denominator)
    assert device.px_per_mm == pytest.approx(viewport.px_per_mm * 1.5)


def test_north_is_above_and_east_to_the_right():
    viewport = Viewport(MapX(1000.0), MapY(2000.0), 2.0, 100, 80)
    assert viewport.pixel(MapX(1000.0), MapY(2000.0)) == (50, 40)
    assert viewport.pixel(MapX(1010.0), MapY(2005.0)) == (70, 30)
    assert viewport.pixels(np.array([[1010.0, 2005.0]])).tolist() == [[70, 30]]


def test_a_single_point_is_shown_at_1_to_1000():
    viewport = Viewport(MapX(0.0), MapY(0.0), 1.0, 100, 80).fitted((5.0, 6.0, 5.0, 6.0))
    assert (viewport.x, viewport.y) == (5.0, 6.0)
    assert viewport.denominator == pytest.approx(1000)


def test_zooming_ends_somewhere():
    viewport = Viewport(MapX(0.0), MapY(0.0), 1.0, 100, 80)
    for factor, scale in ((1e30, 1.0), (1e-30, 1e8)):  # as far as scales are typed
        zoomed = viewport.zoomed(PixelX(0), PixelY(0), factor)
        assert zoomed.denominator == pytest.approx(scale)


def test_pieces_have_each_place_to_the_bit_where_the_whole_has_it():
    west, north, k = 39_512_345.678, 3_891_234.567, 7.3
    random = np.random.default_rng(3)
    xy = np.stack([west + random.uniform(0, 400, 500), north - random.uniform(0, 300, 500)], 1)
    whole = Viewport(MapX(west + 200 / k), MapY(north - 150 / k), k, 400, 300)
    whole = replace(whole, counted=(west, north, 0, 0))
    piece = Viewport(MapX(west + 350 / k), MapY(north - 200 / k), k, 100, 100)
    piece = replace(piece, counted=(west, north, 300, 150))
    np.testing.assert_array_equal(piece.pixels(xy), whole.pixels(xy) - (300, 150))
    exact = replace(piece, counted=None).pixels(xy)
    np.testing.assert_allclose(piece.pixels(xy), exact, atol=0.5 / FINEST + 1e-6)
    np.testing.assert_array_equal(piece.pixels(xy) * FINEST, np.rint(piece.pixels(xy) * FINEST))
    assert piece.panned(1.0, 0.0).counted is None
    assert piece.zoomed(0.0, 0.0, 2.0).counted is None
