"""Counts of networks, by hand and from the test vectors."""

import pytest

from layers.analysis.topology import Topology


def test_the_worked_example_of_ten_nodes_and_fourteen_links():
    found = Topology(10, 14, 1)
    assert found.circuits == 5
    assert found.alpha == pytest.approx(0.33333, abs=5e-6)
    assert found.beta == pytest.approx(1.4)
    assert found.gamma == pytest.approx(0.58333, abs=5e-6)


def test_a_tree_has_no_circuit_and_a_triangle_all_that_fit():
    assert Topology(5, 4, 1).alpha == 0
    assert (Topology(3, 3, 1).alpha, Topology(3, 3, 1).gamma) == (1, 1)


def test_too_few_nodes_have_no_share_of_what_fits_in():
    assert Topology(2, 1, 1).alpha is None
    assert Topology(2, 1, 1).gamma is None
    assert Topology(0, 0, 0).beta is None
