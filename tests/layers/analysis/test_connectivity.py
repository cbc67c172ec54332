"""Connectivity of patches: the test vectors, hand-made networks, and laws that hold for all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.analysis.connectivity import (
    Web,
    connectivity,
    direct,
    sum_by_probability,
    sum_by_steps,
)


def web(areas, links, patches=None):
    """A network from areas in hectares, and links as (from, to, metres)."""
    ends = np.array([(one, other) for one, other, _ in links], np.intp).reshape(-1, 2)
    lengths = np.array([metres for _, _, metres in links], float)
    sizes = np.array(areas, float) * 1e4
    found = np.ones(len(areas), bool) if patches is None else np.array(patches, bool)
    return Web(sizes, found, ends, lengths)


CHAIN = web([12, 5, 8, 3], [(0, 1, 300), (1, 2, 400), (2, 3, 900)])


def test_the_worked_example_of_four_patches():
    found = connectivity(CHAIN, 100e4, 500)
    assert found.iic == pytest.approx(0.0406, abs=5e-5)
    assert found.pc == pytest.approx(0.046644, abs=5e-7)
    assert found.ec_pc_m2 == pytest.approx(21.59723e4, rel=1e-6)
    assert found.ec_iic_m2 == pytest.approx(20.14944e4, rel=1e-6)
    assert found.mesh_m2 == pytest.approx(2.42e4)


def test_without_a_red_line_there_is_an_equivalent_but_no_share_of_the_park():
    found = connectivity(CHAIN, None, 500)
    assert (found.iic, found.pc, found.mesh_m2) == (None, None, None)
    assert found.ec_pc_m2 == pytest.approx(21.59723e4, rel=1e-6)


def test_a_junction_is_no_step_between_patches():
    """Three patches of 1 ha around a junction: each is one step from each other, 3 + 6 · 1/2."""
    star = web([1, 1, 1, 0], [(0, 3, 100), (1, 3, 100), (2, 3, 100)], [1, 1, 1, 0])
    assert sum_by_steps(star, 500) == pytest.approx(6e8)
    # 200 m between all of them: 3 + 6 · 2^(−0.4)
    assert sum_by_probability(star, 500) == pytest.approx((3 + 6 * 2**-0.4) * 1e8)


def test_a_patch_between_two_is_a_step():
    steps, places = direct(web([1, 1, 1], [(0, 1, 100), (1, 2, 100)]), 500)
    assert places.tolist() == [0, 1, 2]
    assert (steps.tails.tolist(), steps.heads.tolist()) == ([0, 1, 1, 2], [1, 0, 2, 1])


def test_a_step_that_is_too_long_is_none():
    assert sum_by_steps(web([1, 1], [(0, 1, 501)]), 500) == pytest.approx(2e8)
    assert sum_by_steps(web([1, 1], [(0, 1, 500)]), 500) == pytest.approx(3e8)


@st.composite
def webs(draw):
    count = draw(st.integers(2, 9))
    places = st.integers(0, count - 1)
    links = draw(st.lists(st.tuples(places, places, st.floats(1, 2000)), max_size=14))
    patches = [True, *draw(st.lists(st.booleans(), min_size=count - 1, max_size=count - 1))]
    sizes = draw(st.lists(st.floats(0.1, 20), min_size=count, max_size=count))
    areas = [size * patch for size, patch in zip(sizes, patches, strict=True)]
    return web(areas, links, patches), links


@given(webs(), st.randoms(use_true_random=False))
def test_the_order_of_nodes_and_links_does_not_matter(drawn, random):
    one, _ = drawn
    order = np.array(random.sample(range(len(one.areas)), len(one.areas)))
    links = np.array(random.sample(range(len(one.ends)), len(one.ends)), np.intp)
    other = Web(
        one.areas[order], one.patches[order], np.argsort(order)[one.ends[links]], one.lengths[links]
    )
    assert sum_by_probability(other, 500) == pytest.approx(sum_by_probability(one, 500))
    assert sum_by_steps(other, 500) == pytest.approx(sum_by_steps(one, 500))


@given(webs(), st.integers(0, 8), st.integers(0, 8), st.floats(1, 2000))
def test_a_new_link_takes_no_connectivity_away(drawn, one, other, metres):
    before, links = drawn
    count = len(before.areas)
    after = web(before.areas / 1e4, [*links, (one % count, other % count, metres)], before.patches)
    assert sum_by_probability(after, 500) >= sum_by_probability(before, 500) * (1 - 1e-12)
    assert sum_by_steps(after, 500) >= sum_by_steps(before, 500) * (1 - 1e-12)


@given(webs())
def test_the_equivalent_patch_lies_between_lone_patches_and_one_whole(drawn):
    one, _ = drawn
    found = connectivity(one, None, 500).ec_pc_m2
    assert np.sqrt((one.areas**2).sum()) <= found * (1 + 1e-12)
    assert found <= one.areas.sum() * (1 + 1e-12)
