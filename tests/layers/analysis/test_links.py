"""Nodes and links: parts that hang together, and the shortest paths."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.analysis import links as networks
from layers.analysis.links import Joint, both_ways, distances, nearest, one_way, parts_of

ENDS = np.array([[0, 1], [1, 0], [1, 2], [2, 2]])
LENGTHS = np.array([9.0, 4.0, 0.0, 1.0])


def test_of_parallel_links_the_shortest_counts_and_one_of_no_length_is_one():
    assert distances(both_ways(3, ENDS, LENGTHS), np.array([0])).tolist() == [[0, 4, 4]]


def test_one_way_leads_nowhere_back():
    assert distances(one_way(3, ENDS, LENGTHS), np.array([2])).tolist() == [[np.inf, np.inf, 0]]


def test_parts_are_numbered_by_their_first_node():
    assert parts_of(5, np.array([[4, 1], [3, 2]])).tolist() == [0, 1, 2, 2, 1]
    assert parts_of(0, np.empty((0, 2), np.intp)).tolist() == []


def test_without_a_source_nothing_is_near():
    links = both_ways(3, ENDS, LENGTHS)
    assert nearest(links, np.empty(0, np.intp)).tolist() == [np.inf] * 3


nodes = st.integers(0, 6)


@given(
    st.lists(st.tuples(nodes, nodes, st.floats(0, 1000)), max_size=12),
    st.lists(nodes, min_size=1, max_size=4),
)
def test_the_nearest_source_is_the_nearest_of_all_and_in_the_same_part(joined, sources):
    ends = np.array([pair for *pair, _ in joined], np.intp).reshape(-1, 2)
    links = both_ways(7, ends, np.array([metres for *_, metres in joined], float))
    found = nearest(links, np.array(sources))
    assert found.tolist() == distances(links, np.array(sources)).min(axis=0).tolist()
    parts = parts_of(7, ends)
    assert np.isfinite(found).tolist() == np.isin(parts, parts[sources]).tolist()


@given(st.integers(0, 99), st.integers(2, 60), st.integers(1, 120))
def test_few_links_have_the_paths_and_parts_that_scipy_finds(seed, count, many):
    from scipy.sparse import coo_array, csgraph

    random = np.random.default_rng(seed)
    ends = random.integers(0, count, (many, 2))
    lengths = random.choice([0.0, 1.0, 2.5, random.uniform(0, 1e4)], many)
    sources = random.integers(0, count, 5)
    graph = coo_array((np.ones(many), (ends[:, 0], ends[:, 1])), (count, count))
    _, labels = csgraph.connected_components(graph, directed=False)
    parts = parts_of(count, ends)
    assert ((labels[:, None] == labels) == (parts[:, None] == parts)).all()
    assert parts[0] == 0
    assert np.unique(parts).tolist() == list(range(labels.max() + 1))
    for links in (both_ways(count, ends, lengths), one_way(count, ends, lengths)):
        few, near = distances(links, sources), nearest(links, sources)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(networks, "FEW", -1)
            assert distances(links, sources).tolist() == few.tolist()
            assert nearest(links, sources).tolist() == near.tolist()


def test_the_first_links_are_measured_without_scipy():
    code = """
import sys
import numpy as np
from layers.analysis.links import both_ways, distances, nearest, parts_of

ends = np.array([[0, 1], [1, 2]])
parts_of(3, ends)
distances(both_ways(3, ends, np.ones(2)), np.arange(3))
nearest(both_ways(3, ends, np.ones(2)), np.arange(1))
assert not any(name.startswith("scipy.sparse") for name in sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_many_links_need_is_imported_before_there_are_many():
    code = """
import sys
import threading
import numpy as np
from layers.analysis.links import FEW, both_ways, distances

ends = np.stack([np.arange(80), np.arange(80) + 1], axis=1)
links = both_ways(81, ends, np.ones(80))
assert FEW / 2 < len(links.lengths) <= FEW
assert distances(links, np.array([0]))[0, 80] == 80
for thread in threading.enumerate():
    if thread is not threading.main_thread():
        thread.join()
assert "scipy.sparse.csgraph" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_links_of_a_long_row_are_one_part():
    order = np.random.default_rng(1).permutation(2_000)
    assert not parts_of(2_000, np.stack([order[:-1], order[1:]], axis=1)).any()


@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=40))
def test_parts_made_one_are_those_that_links_join(pairs):
    joint = Joint(20)
    merged = [joint.merge(*pair) for pair in pairs]
    parts = parts_of(20, np.array(pairs, np.intp).reshape(-1, 2))
    assert np.unique(joint.roots, return_inverse=True)[1].tolist() == parts.tolist()
    assert joint.count == parts.max() + 1 == 20 - sum(merged)
