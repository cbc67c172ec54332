"""What the totals show of the green network, and of walking and cycling."""

import pytest

from layers.analysis import measures
from layers.analysis.totals import totals
from tests.layers.analysis.parks import box, line
from tests.strategies import document, layer
from widgets.docks.network_section import green_areas, green_figures, slow

pytestmark = pytest.mark.usefixtures("qapp")
PLAN = document(
    layer("boundary", [box(0, 0, 1000, 1000)]),
    layer("greens", [box(0, 0, 100, 100), box(600, 0, 700, 100)]),
    layer("corridors", [line((100, 50), (600, 50))], width_m=[2.0]),
    layer("paths", [line((0, 500), (1000, 500))]),
)


def found(plan):
    return totals(measures().evaluate(plan), stamped=False)


def test_small_indices_are_shown_in_thousandths():
    # ΣΣ = 2 + 2 · 1/2 = 3 ha² over 100² ha².
    figures = {path: value for _, value, _, path in green_figures(found(PLAN))}
    assert figures["corridors.pc"] == pytest.approx(0.3)
    assert figures["corridors.narrow"] == 1


def test_the_equivalent_patch_is_an_area():
    rows = {row.path: row.cells for row in green_areas(found(PLAN), "ha")}
    assert rows["corridors.ec_pc_m2"][1].startswith("1.7")
    assert rows["corridors.mesh_m2"][1].startswith("0.0")


def test_densities_stand_beside_what_is_usual():
    section = slow(found(PLAN), PLAN, "ha")
    rows = {row.path: row.cells for row in section.rows}
    assert rows["slow.walk_km_per_km2"][:2] == ("Walking network (usual: 6–10)", "1")
    assert rows["slow.road_km_per_km2"][0] == "Roads (usual: ≥ 4)"
    assert rows["slow.dead_ends"][1] == "2"


def test_without_ways_it_says_what_to_do():
    section = slow(found(document()), document(), "ha")
    assert section.rows == []
    assert "paths or roads" in section.empty
