"""Walking and cycling: densities, dead ends and detours that a person can check."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.analysis import measures
from layers.analysis.reasons import why
from layers.analysis.slow_network import detour
from layers.analysis.totals import totals
from tests.layers.analysis.parks import box, line
from tests.layers.analysis.test_joined_lines import net
from tests.strategies import document, layer

SITE = layer("boundary", [box(0, 0, 1000, 1000)])
RING = [
    line((0, 0), (1000, 0)),
    line((1000, 0), (1000, 1000)),
    line((1000, 1000), (0, 1000)),
    line((0, 1000), (0, 0)),
]


def roads(lines, classes=None):
    return layer("roads", lines, **{"class": classes or ["local"] * len(lines)})


def paths(lines, classes=None):
    return layer("paths", lines, **{"class": classes or ["walk"] * len(lines)})


def results(*layers):
    return measures().evaluate(document(*layers))


def slow(*layers):
    return totals(results(*layers), stamped=False)["slow"]


def test_densities_on_a_square_kilometre():
    found = slow(
        SITE,
        roads([line((0, 200), (1000, 200)), line((0, 400), (1000, 400))], ["local", "expressway"]),
        paths([line((0, 600), (2000, 600)), line((0, 800), (500, 800))], ["walk", "cycle"]),
    )
    assert found["path_length_m"] == pytest.approx(1500)
    assert found["walk_km_per_km2"] == pytest.approx(2.5)
    assert found["cycle_km_per_km2"] == pytest.approx(1.5)
    assert found["road_km_per_km2"] == pytest.approx(2.0)


def test_a_ring_with_a_spur_has_one_dead_end():
    found = slow(SITE, roads(RING), paths([line((500, 0), (500, 400))]))
    # Corners are no nodes, as only two ways meet there: the branch and its end are left.
    assert (found["nodes"], found["links"], found["components"]) == (2, 2, 1)
    assert found["dead_ends"] == 1
    assert found["largest_pct"] == 100


def test_what_hangs_together_is_measured_by_length():
    found = slow(SITE, paths([line((0, 0), (300, 0)), line((0, 500), (100, 500))]))
    assert found["components"] == 2
    assert found["largest_pct"] == pytest.approx(75)


def test_without_ways_all_is_missing_and_without_a_red_line_the_densities():
    assert set(slow(SITE).values()) == {None}
    found = slow(roads(RING))
    assert found["walk_km_per_km2"] is None
    assert found["walk_length_m"] == pytest.approx(4000)


def test_along_a_straight_way_there_is_no_detour():
    assert detour(net("LINESTRING (0 0, 300 0, 900 0)")).ratio == pytest.approx(1)


def test_round_a_corner_the_detour_is_that_of_two_sides():
    found = detour(net("LINESTRING (0 0, 300 0)", "LINESTRING (300 0, 300 400)"), near_m=450)
    assert (found.ratio, found.pairs, found.apart) == (pytest.approx(700 / 500), 2, 0)


def test_pairs_that_no_way_joins_are_counted_apart():
    found = detour(net("LINESTRING (0 0, 300 0)", "LINESTRING (0 250, 300 250)"))
    # Both ends of each line are joined; each has two others across, within 250 to 391 m.
    assert (found.ratio, found.pairs, found.apart) == (pytest.approx(1), 4, 8)
    answer = why(
        results(paths([line((0, 0), (300, 0)), line((0, 250), (300, 250))])), "slow.detour"
    )
    assert "Pairs between which no way leads: 8." in answer["left_out"]


@given(
    st.lists(st.tuples(*[st.integers(0, 9)] * 4), min_size=1, max_size=8),
    st.randoms(use_true_random=False),
)
def test_a_detour_is_at_least_straight_and_knows_no_order(tips, random):
    texts = [
        f"LINESTRING ({100 * a} {100 * b}, {100 * c} {100 * d})"
        for a, b, c, d in tips
        if (a, b) != (c, d)
    ]
    one = detour(net(*texts)) if texts else None
    if one is None:
        return
    other = detour(net(*random.sample(texts, len(texts))))
    # Where three ways nearly meet, places within a metre are one: some centimetres less or more.
    assert one.ratio >= 1 - 0.02
    assert other.pairs == one.pairs
    assert other.ratio == pytest.approx(one.ratio, rel=0.01)
    assert np.isfinite(one.ratio)
