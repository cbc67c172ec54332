"""Neighbours are the chain: nearness, adjacency and completeness that a person can check."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.analysis import measures
from layers.analysis.chains import nearness
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from layers.edit import Change
from layers.edits.attributes import set_values
from layers.edits.draw import delete
from layers.edits.parameters import set_parameter
from layers.factor_tables.chains import edges, nodes
from layers.message import Message
from tests.layers.analysis.parks import box
from tests.strategies import document, layer


def row_of(*nodes_, gap=0, **columns):
    """Parcels of 1 ha in a row, some metres apart."""
    shapes = [box(n * (100 + gap), 0, n * (100 + gap) + 100, 100) for n in range(len(nodes_))]
    values = {"land_use": ["M1"] * len(nodes_)} | columns
    return document(layer("parcels", shapes, chain_node=list(nodes_), **values))


def results(plan):
    return measures().evaluate(plan)


def chains(plan):
    return totals(results(plan), stamped=False)["chains"]


def test_nearness_of_the_worked_example():
    found = nearness(np.array([200.0, 500.0, 1_000.0, 2_000.0]), np.full(4, 500.0))
    assert found.tolist() == pytest.approx([1, 1, 0.36788, 0.04979], abs=5e-6)


@given(st.floats(0, 1e5), st.floats(0, 1e5), st.floats(1, 1e4))
def test_what_is_farther_is_never_nearer(one, other, preferred):
    near, far = sorted((one, other))
    first, second = nearness(np.array([near, far]), np.full(2, preferred))
    assert 0.0 <= second <= first <= 1.0


def test_neighbours_in_a_chain_have_full_adjacency():
    # battery_structure → battery_cell: 1.0, at most 500 m.
    found = chains(row_of("battery_structure", "battery_cell"))
    assert found["adjacency"] == 1.0
    assert (found["links"], found["nodes"], found["parcels"]) == (2, 2, 2)


def test_distance_is_from_border_to_border():
    found = results(row_of("battery_structure", "battery_cell", gap=1_000))
    np.testing.assert_allclose(found.value("chains.links").distances, [1_000.0, 1_000.0])
    assert found.value("chains.adjacency") == pytest.approx(math.exp(-(1_000 - 500) / 500))


def test_the_nearest_of_several_partners_counts():
    plan = row_of("battery_structure", None, "battery_cell", "battery_cell", gap=100)
    found = results(plan).value("chains.links")
    mine = found.parcels == 1
    assert found.partners[mine].tolist() == [3]
    assert found.distances[mine].tolist() == [300.0]


def test_adjacency_is_weighted_by_edges():
    # e_motor – battery_pack 0.6 and nev – battery_pack 0.9, both at most 1,500 m.
    plan = row_of("e_motor", "battery_pack", "nev", gap=3_000)
    found = results(plan).value("chains.parcels")
    assert found.loc[2] == pytest.approx(math.exp(-1.0))
    assert found.loc[1] == pytest.approx(math.exp(-1.0))


def test_parcels_without_a_partner_have_none():
    plan = row_of("battery_structure", "uav", None)
    assert results(plan).value("chains.parcels").isna().all()
    assert chains(plan)["adjacency"] is None


def test_completeness_is_the_weight_of_whole_edges_over_that_of_begun_ones():
    begun = [edge for edge in edges() if {edge.giver, edge.taker} & {"api", "formulation"}]
    plan = row_of("api", "formulation")
    weights = {edge.id: plan.parameters[f"chain.{edge.id}"].central for edge in begun}
    whole = [edge.id for edge in begun if {edge.giver, edge.taker} == {"api", "formulation"}]
    assert len(whole) == 1
    expected = weights[whole[0]] / sum(weights.values())
    assert chains(plan)["completeness"] == pytest.approx(expected)


def test_a_nuisance_forbids_a_link():
    # Active ingredients (class 3) beside formulation (bio, class 1): the link counts for nothing.
    found = chains(row_of("api", "formulation"))
    assert (found["adjacency"], found["vetoed"], found["conflicts"]) == (0.0, 2, 1)
    apart = chains(row_of("api", "formulation", gap=60))
    assert (apart["adjacency"], apart["vetoed"], apart["conflicts"]) == (1.0, 0, 0)


def test_why_names_what_is_not_in_the_park():
    told = why(results(row_of("battery_structure", "battery_cell")), "chains.completeness")
    assert any("Battery pack" in sentence for sentence in told["left_out"])
    assert {term["confidence"] for term in told["inputs"]} == {"assumption"}


def test_why_names_what_is_not_in_the_park_in_the_reader_s_language():
    asked = []

    def speak(sentence):
        asked.append(sentence)
        return str(sentence)

    why(results(row_of("battery_structure", "battery_cell")), "chains.completeness", speak=speak)
    names = next(one.values["nodes"] for one in asked if one.text.startswith("Not in the park"))
    assert isinstance(names, Message)
    assert "Battery pack" in str(names)


def test_a_weight_of_the_users_own_counts_at_once():
    plan = row_of("e_motor", "battery_pack", "nev", gap=1_400)
    edge = next(edge for edge in edges() if edge.taker == "e_motor")
    before = results(plan)
    after = plan.applied(set_parameter(plan, f"reach.{edge.id}", 700.0))
    assert results(after).value("chains.adjacency") < before.value("chains.adjacency")


@pytest.mark.parametrize(
    "verb",
    [
        lambda plan: delete(plan, "parcels", [1]),
        lambda plan: delete(plan, "parcels", [3]),
        lambda plan: set_values(plan, "parcels", [3], {"chain_node": "battery_cell"}),
        lambda plan: set_values(plan, "parcels", [2], {"chain_node": None}),
        lambda plan: set_values(plan, "parcels", [2], {"land_use": "M3"}),
    ],
)
def test_kept_links_are_fresh_ones(verb):
    plan = row_of("battery_structure", "battery_cell", None, "battery_pack", gap=10)
    kept_before, edit = results(plan), verb(plan)
    after = plan.applied(edit)
    kept = measures().evaluate(after, kept_before, Change.of(edit))
    assert totals(kept, stamped=False)["chains"] == chains(after)


def test_every_edge_joins_two_nodes_of_the_table():
    known = nodes()
    for edge in edges():
        assert edge.giver in known
        assert edge.taker in known
        assert edge.giver != edge.taker
