"""Access to parks along ways: a grid of streets whose distances a person can add up."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.analysis import measures
from layers.analysis.links import both_ways, nearest
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from layers.analysis.walking import ways_of
from tests.layers.analysis.parks import box, line
from tests.strategies import EAST, NORTH, document, layer


def at(x, y):
    return shapely.Point(EAST + x, NORTH + y)


def plan_of(parcels, roads, *, gates=(), park=(0, 0, 100, 60), **columns):
    return document(
        layer("parcels", list(parcels), land_use=["R2"] * len(parcels), **columns),
        layer("greens", [box(*park)], role=["park"]),
        layer("roads", list(roads), width_m=[6.0] * len(roads)),
        layer("facilities", list(gates), type=["park_entrance"] * len(gates)),
    )


def results(plan):
    return measures().evaluate(plan)


def walk(plan):
    return totals(results(plan), stamped=False)["access"]["walk"]


def test_the_way_around_the_corner_is_longer_than_the_straight_line():
    # Gate at (100, 30); 300 m east, then 300 m north: 600 m, though 424 m as the crow flies.
    roads = [line((100, 30), (400, 30)), line((400, 30), (400, 330))]
    plan = plan_of([box(395, 325, 405, 335)], roads, gates=[at(100, 30)])
    beyond = results(plan).value("access.beyond").tolist()
    assert beyond == pytest.approx([600 - 500], abs=0.1)
    assert walk(plan)["housing_pct"] == 0.0
    straight = totals(results(plan), stamped=False)["access"]["park_500m_pct"]
    assert straight == pytest.approx(100.0)


def test_a_parcel_near_the_gate_is_served_from_the_middle_of_a_street():
    roads = [line((100, 30), (900, 30))]
    plan = plan_of([box(290, 60, 310, 80)], roads, gates=[at(100, 30)])
    # 40 m to the street, 200 m along it.
    assert results(plan).value("access.beyond").tolist() == pytest.approx([240 - 500], abs=0.1)
    assert walk(plan)["housing_pct"] == 100.0


def test_streets_that_cross_are_one_network_and_those_that_do_not_lead_nowhere():
    crossing = [line((100, 30), (900, 30)), line((300, -500), (300, 500))]
    parcel = box(295, 300, 305, 310)
    served = results(plan_of([parcel], crossing, gates=[at(100, 30)])).value("access.beyond")
    assert served.tolist() == pytest.approx([200 + 275 - 500], abs=0.2)
    apart = [line((100, 30), (280, 30)), line((300, 40), (300, 500))]
    plan = plan_of([parcel], apart, gates=[at(100, 30)])
    assert np.isnan(results(plan).value("access.beyond").to_numpy()).all()
    told = why(results(plan), "access.walk.housing_pct")["left_out"]
    assert any("no way to any park" in sentence for sentence in told)


def test_an_end_within_a_metre_of_a_street_is_joined_to_it():
    roads = [line((100, 30), (900, 30)), line((300, 30.8), (300, 500))]
    plan = plan_of([box(295, 300, 305, 310)], roads, gates=[at(100, 30)])
    assert results(plan).value("access.beyond").tolist() == pytest.approx([475 - 500], abs=0.2)


def test_a_park_without_a_gate_is_entered_from_the_streets_beside_it():
    roads = [line((120, -500), (120, 500))]
    plan = plan_of([box(115, 300, 125, 310)], roads)
    beyond = results(plan).value("access.beyond").iloc[0]
    assert -500 < beyond < 400 - 500
    assert walk(plan)["housing_pct"] == 100.0
    assert np.isnan(
        results(plan_of([box(115, 300, 125, 310)], [line((200, -500), (200, 500))])).value(
            "access.beyond"
        )
    ).all()


def test_without_ways_it_is_missing():
    found = totals(results(plan_of([box(115, 300, 125, 310)], [])), stamped=False)
    assert found["access"]["walk"]["housing_pct"] is None
    needs = {lack["needs"] for lack in found["missing"] if "walk" in lack["path"]}
    assert "greens whose role is park or square, and roads or paths" in needs


def test_a_slanting_street_is_cut_where_a_step_meets_it():
    lines = shapely.linestrings(
        [[(520_000, 4_100_000), (520_777, 4_100_333)], [(520_300, 4_099_000), (520_311, 4_102_000)]]
    )
    assert len(ways_of(lines).lines) == 4


places = st.tuples(st.integers(0, 8), st.integers(0, 8))


@given(st.lists(st.tuples(places, places).filter(lambda ends: ends[0] != ends[1]), min_size=1))
def test_ways_are_never_shorter_than_straight_lines_and_cutting_keeps_their_length(ends):
    lines = shapely.linestrings([[(100 * x, 100 * y) for x, y in pair] for pair in ends])
    ways = ways_of(lines)
    assert ways.lengths.sum() == pytest.approx(shapely.length(shapely.union_all(lines)), abs=0.1)
    found = nearest(both_ways(len(ways.places), ways.ends, ways.lengths), np.array([0]))
    straight = np.hypot(*(ways.places - ways.places[0]).T)
    assert (found >= straight - 0.02).all()


def test_the_order_of_streets_does_not_matter():
    roads = [line((100, 30), (900, 30)), line((300, -500), (300, 500)), line((0, 200), (600, 200))]
    parcels = [box(595, 195, 605, 205)]
    one = results(plan_of(parcels, roads, gates=[at(100, 30)])).value("access.beyond")
    other = results(plan_of(parcels, roads[::-1], gates=[at(100, 30)])).value("access.beyond")
    assert one.tolist() == pytest.approx(other.tolist())
