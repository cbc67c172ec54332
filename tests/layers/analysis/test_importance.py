"""What a network loses without one of its parts: by hand, and by taking each away."""

import numpy as np
import pytest
from hypothesis import given

from layers.analysis import importance as module
from layers.analysis.connectivity import Web, sum_by_probability
from layers.analysis.importance import importance
from tests.layers.analysis.test_connectivity import web, webs


def each(one):
    return importance(one, np.arange(len(one.ends)), len(one.ends), 500.0)


def without_node(one, node):
    kept = ~(one.ends == node).any(axis=1)
    areas = one.areas.copy()
    areas[node] = 0.0
    return Web(areas, one.patches, one.ends[kept], one.lengths[kept])


def test_the_middle_of_a_chain_is_missed_most():
    """1 ha each, 500 m apart: ΣΣ = 3 + 4/2 + 2/4 = 5.5; without the middle 2, without an end 3."""
    found = each(web([1, 1, 1], [(0, 1, 500), (1, 2, 500)]))
    assert found.nodes == pytest.approx(100 * np.array([2.5, 3.5, 2.5]) / 5.5)
    # Without a link 1 + 3 are left.
    assert found.bundles == pytest.approx(100 * np.array([1.5, 1.5]) / 5.5)


def test_where_another_way_leads_round_a_link_is_missed_less():
    ring = each(web([1, 1, 1], [(0, 1, 500), (1, 2, 500), (2, 0, 500)]))
    chain = each(web([1, 1, 1], [(0, 1, 500), (1, 2, 500)]))
    # ΣΣ = 3 + 6/2 = 6; without a link 5.5.
    assert ring.bundles == pytest.approx(np.full(3, 100 * 0.5 / 6))
    assert ring.bundles.max() < chain.bundles.min()


@given(webs())
def test_taking_something_away_loses_what_was_said(drawn):
    one, _ = drawn
    total, found = sum_by_probability(one, 500.0), each(one)
    for node in np.flatnonzero(one.patches).tolist():
        left = sum_by_probability(without_node(one, node), 500.0)
        assert found.nodes[node] == pytest.approx(100 * (total - left) / total, abs=1e-6)
    for link in range(len(one.ends)):
        kept = np.arange(len(one.ends)) != link
        left = sum_by_probability(
            Web(one.areas, one.patches, one.ends[kept], one.lengths[kept]), 500.0
        )
        assert found.bundles[link] == pytest.approx(100 * (total - left) / total, abs=1e-6)
    assert np.isnan(found.nodes[~one.patches]).all()


def test_links_of_one_corridor_are_taken_away_together():
    one = web([1, 1, 1], [(0, 1, 500), (1, 2, 500)])
    found = importance(one, np.array([1, 1]), 2, 500.0)
    assert found.bundles == pytest.approx([0.0, 100 * 2.5 / 5.5])


def test_in_too_large_a_part_none_is_ranked_but_lone_patches_are(monkeypatch):
    monkeypatch.setattr(module, "MOST_RANKED", 2)
    found = each(web([1, 1, 1, 1], [(0, 1, 500), (1, 2, 500)]))
    assert np.isnan(found.nodes).tolist() == [True, True, True, False]
    assert found.nodes[3] == pytest.approx(100 / 6.5)
    assert np.isnan(found.bundles).all()


def test_of_nothing_nothing_is_missed():
    none = Web(np.empty(0), np.empty(0, bool), np.empty((0, 2), np.intp), np.empty(0))
    assert len(each(none).nodes) == 0
