import math

import pytest

from sample_data.programme import SITES, ZONES, cluster_at, zone_at


@pytest.mark.parametrize(
    ("u", "v", "zone"),
    [
        (0, 0, "core"), (1500, -1200, "home"), (-2000, 1300, "heavy"), (-2500, 0, "logistics"),
        (850, 200, "lake"), (1500, -300, "campus"), (-1400, 0, "works"), (0, -2300, "field"),
        (2240, 2040, "field"),
    ],
)  # fmt: skip
def test_zones_lie_where_a_planner_put_them(u: float, v: float, zone: str) -> None:
    assert zone_at(u, v) == zone


def test_every_place_has_a_known_zone_and_cluster() -> None:
    for u in range(-2900, 2900, 50):
        for v in range(-2500, 2500, 50):
            assert zone_at(u, v) in ZONES
            assert cluster_at(u, v) in {"A", "B", "C", "D"}


def test_weights_of_uses_add_up_and_sites_have_an_area() -> None:
    for zone in ZONES.values():
        assert math.isclose(sum(weight for _, weight in zone.uses), 1.0)
    assert all(area > 0 for *_, area in SITES)
