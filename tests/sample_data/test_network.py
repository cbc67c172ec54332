import numpy as np
import pytest
import shapely
from shapely import LineString

from sample_data import network
from sample_data.network import Street

MAIN = Street("主路", "arterial", 40.0, LineString(((-100, 0), (100, 0))))
SIDE = Street("支路", "local", 16.0, LineString(((0, -100), (0, 0))))


def test_kerbs_are_round_where_a_side_street_joins() -> None:
    land = network.road_land([MAIN, SIDE])
    square = MAIN.land().union(SIDE.land())
    radius = network.KERB_M["local"]
    # two corners, each filled with a square less a quarter of a circle
    assert land.area - square.area == pytest.approx(2 * radius**2 * (1 - np.pi / 4), rel=0.1)


def test_the_side_street_is_parted_from_the_junction_beyond_its_kerbs() -> None:
    (cut,) = network.mouths([MAIN, SIDE])
    assert cut.length == pytest.approx(16 + 4)
    # half the main street, the kerb's radius and 2 m: 20 + 10 + 2
    assert -cut.centroid.y == pytest.approx(32, abs=0.1)


def test_ends_that_overshoot_a_junction_are_left_out() -> None:
    side = Street("支路", "local", 16.0, LineString(((0, -100), (0, 1))))
    found = network.pieces([MAIN, side], shapely.box(-80, -80, 80, 80))
    assert sorted(round(line.length) for _, line in found) == [80, 80, 80]
    assert [street.name for street, _ in found].count("支路") == 1


def test_the_ring_is_closed_and_minor_streets_stop_at_the_river() -> None:
    net = network.streets()
    ring = next(street for street in net if street.name == "环城路")
    assert ring.course.is_ring
    river = network.river_strip().buffer(-5.0)
    crossing = {street.name for street in net if street.course.crosses(river)}
    assert crossing == {
        "环城路", "零碳北路", "生态大道", "零碳南路", "科创路", "绿能路", "光伏路",
    }  # fmt: skip
