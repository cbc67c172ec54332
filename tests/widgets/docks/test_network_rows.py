"""Rows of the green network, made from results alone."""

import numpy as np
import pytest

from layers.analysis import measures
from tests.layers.analysis.parks import box, line
from tests.strategies import document, layer
from widgets.docks.network_rows import LISTINGS, corridor_rows, gap_rows, patch_rows

PLAN = document(
    layer("greens", [box(0, 0, 100, 100), box(300, 0, 400, 100)]),
    layer("corridors", [line((100, 50), (300, 50))]),
    layer("roads", [line((200, -50), (200, 150))], width_m=[40.0]),
)


def test_roads_that_break_corridors_warn():
    (row,) = gap_rows(measures().evaluate(PLAN), "ha")
    assert row.warns
    assert row.texts[0] == "Wide road across a corridor"
    assert row.bounds[2] - row.bounds[0] == pytest.approx(2 * 60)


def test_greens_of_one_patch_are_one_row():
    plan = document(layer("greens", [box(0, 0, 10, 10), box(10, 0, 20, 10)], name=["A", "A"]))
    (row,) = patch_rows(measures().evaluate(plan), "m2")
    assert row.texts[0] == "A"
    assert row.features["greens"].tolist() == [1, 2]
    assert np.isfinite(row.bounds).all()


def test_all_listings_of_an_empty_plan_are_empty():
    results = measures().evaluate(document())
    assert [one.rows(results, "ha") for one in LISTINGS] == [[], [], [], []]
    assert all(len(one.heads()) == 3 and one.title() for one in LISTINGS)


def test_a_gap_tells_the_names_of_the_road_and_the_corridor():
    plan = document(
        layer("greens", [box(0, 0, 100, 100), box(300, 0, 400, 100)]),
        layer("corridors", [line((100, 50), (300, 50))], name=["Brook"]),
        layer("roads", [line((200, -50), (200, 150))], width_m=[40.0], name=["Ring road"]),
    )
    (row,) = gap_rows(measures().evaluate(plan), "ha")
    assert row.texts[0] == "Ring road across Brook"


def test_what_has_no_name_is_called_by_its_sort_and_number():
    plan = document(
        layer("greens", [box(0, 0, 100, 100)], role=["park"]),
        layer("corridors", [line((100, 50), (300, 50))], type=["greenway"]),
    )
    results = measures().evaluate(plan)
    assert [row.texts[0] for row in patch_rows(results, "ha")] == ["Park no. 1"]
    assert [row.texts[0] for row in corridor_rows(results, "ha")] == ["Greenway no. 1"]
