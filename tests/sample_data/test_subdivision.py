import numpy as np
import pytest
import shapely

from sample_data import subdivision

BLOCK = shapely.box(0, 0, 300, 200)


def test_axes_of_a_rectangle() -> None:
    unit, long, short = subdivision.axes(BLOCK)
    assert np.allclose(np.abs(unit), (1, 0))
    assert (long, short) == pytest.approx((300, 200))


def test_a_cut_leaves_the_wanted_area_and_overshoots_a_little() -> None:
    cut = subdivision.cut_at(BLOCK, np.array((1.0, 0.0)), 20_000)
    assert cut is not None
    assert cut.low.area == pytest.approx(20_000, abs=10)  # 100 m of 200 m depth
    assert cut.low.area + cut.high.area == pytest.approx(60_000)
    assert cut.line.length == pytest.approx(200 + 2 * subdivision.OVERSHOOT, abs=0.01)


def test_plots_have_about_the_wanted_area() -> None:
    lines: list[shapely.LineString] = []
    subdivision.plots(BLOCK, 10_000, np.random.default_rng(3), lines.append)
    noded = shapely.unary_union([BLOCK.exterior, *lines])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    assert len(faces) == 6
    assert shapely.area(faces).sum() == pytest.approx(60_000)
    assert shapely.area(faces).min() > 7_000
    assert shapely.area(faces).max() < 13_500


def test_a_block_of_one_plot_is_not_cut() -> None:
    lines: list[shapely.LineString] = []
    subdivision.plots(BLOCK, 50_000, np.random.default_rng(3), lines.append)
    assert lines == []


def test_a_site_lies_at_the_corner_beside_its_place() -> None:
    lines: list[shapely.LineString] = []
    found = subdivision.site(BLOCK, shapely.Point(310, 210), 8_000, lines.append)
    assert found is not None
    site, rest = found
    assert site.area == pytest.approx(8_000, abs=20)
    assert site.distance(shapely.Point(300, 200)) < 0.01
    assert sum(part.area for part in rest) == pytest.approx(52_000, abs=20)


def test_a_block_too_small_for_a_site_is_left_alone() -> None:
    lines: list[shapely.LineString] = []
    assert subdivision.site(BLOCK, shapely.Point(0, 0), 50_000, lines.append) is None
    assert lines == []
