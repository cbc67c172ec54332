import pytest
import shapely

from layers.analysis import measures
from layers.analysis.phases import phase_before, phase_names, restricted
from layers.analysis.totals import totals
from layers.errors import PlanError
from tests.strategies import EAST, NORTH, document, layer, squares


def box(west, east):
    return shapely.box(EAST + west, NORTH, EAST + east, NORTH + 100)


def plan(*phases, names=("one", "two"), red_line=(0, 400)):
    return document(
        layer("boundary", [box(*red_line)], status=["official"]),
        layer("phases", [box(*one) for one in phases], name=list(names), order=[1, 2]),
        layer("parcels", squares(4), land_use=["M1", "M2", "G1", "R2"]),
        layer("rooftops", [one.buffer(-10) for one in squares(4)]),
    )


def land(found):
    return totals(measures().evaluate(found), stamped=False)["land"]


def test_phases_apart_count_alone():
    two = restricted(plan((0, 200), (200, 400)), "two")
    assert two.layer("parcels").ids.tolist() == [3, 4]
    assert two.layer("rooftops").ids.tolist() == [3, 4]
    assert land(two)["by_code"] == {"G1": 10_000, "R2": 10_000}
    assert land(two)["site_m2"] == 20_000


def test_nested_phases_count_as_the_whole_area_up_to_them():
    nested = plan((0, 200), (0, 400))
    assert land(restricted(nested, "one"))["parcels_m2"] == 20_000
    assert land(restricted(nested, "two"))["parcels_m2"] == 40_000


def test_a_parcel_belongs_to_the_phase_of_its_inner_point_as_a_whole():
    found = land(restricted(plan((0, 170), (170, 400)), "one"))
    assert found["parcels_m2"] == pytest.approx(20_000)
    assert found["site_m2"] == pytest.approx(20_000)
    assert land(restricted(plan((0, 120), (120, 400)), "one"))["site_m2"] == pytest.approx(10_000)


def test_a_phase_ends_at_the_red_line():
    found = land(restricted(plan((0, 200), (200, 400), red_line=(0, 300)), "two"))
    assert found["site_m2"] == pytest.approx(10_000)
    assert found["parcels_m2"] == pytest.approx(10_000)


def test_a_phase_is_found_by_its_order_too():
    assert restricted(plan((0, 200), (200, 400)), "2").layer("parcels").ids.tolist() == [3, 4]


def test_a_phase_knows_the_one_that_it_contains():
    assert phase_before(plan((0, 200), (0, 400)), "two") == "one"
    assert phase_before(plan((0, 200), (0, 400)), "one") is None
    assert phase_before(plan((0, 200), (200, 400)), "two") is None


def test_the_plan_stays_as_it_was():
    whole = plan((0, 200), (200, 400))
    restricted(whole, "one")
    assert len(whole.layer("parcels")) == 4


def test_an_unknown_phase_names_those_there_are():
    with pytest.raises(PlanError, match=r"No phase is called three\. The plan has: one, two\."):
        restricted(plan((0, 200), (200, 400)), "three")
    with pytest.raises(PlanError, match="has no phases"):
        restricted(document(), "one")
    assert phase_names(plan((0, 200), (200, 400))) == ("one", "two")
