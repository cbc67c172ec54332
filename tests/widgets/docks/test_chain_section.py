"""What the totals show of industry chains."""

from layers.analysis import measures
from layers.analysis.totals import totals
from tests.strategies import document, layer, squares
from widgets.docks.chain_section import chains


def section(plan):
    return chains(totals(measures().evaluate(plan), stamped=False), plan, "ha")


def test_neighbours_and_conflicts_are_told(qapp):
    del qapp
    nodes = ["battery_structure", "battery_cell"]
    found = section(document(layer("parcels", squares(2), land_use=["M1"] * 2, chain_node=nodes)))
    cells = {row.path: row.cells[1] for row in found.rows}
    assert cells["chains.adjacency"] == "1"
    assert cells["chains.parcels"] == "2"
    assert cells["chains.conflicts"] == "0"


def test_without_nodes_it_says_what_to_do(qapp):
    del qapp
    found = section(document(layer("parcels", squares(2))))
    assert found.rows == []
    assert "node" in found.empty
