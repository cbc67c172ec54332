import numpy as np
import pytest
import shapely

from layers.analysis import measures
from layers.analysis.claims import CLAIMING, left_of, ranks_of
from layers.edit import Change
from layers.edits.draw import draw
from tests.layers.analysis.parks import areas, box, carbon, line, park
from tests.likeness import difference
from tests.strategies import layer


def test_water_goes_before_greens_corridors_roads_and_roofs():
    whole = box(0, 0, 100, 100)
    plan = park(
        layer("water", [box(0, 0, 100, 20)]),
        layer("greens", [box(0, 0, 100, 40)], cover=["tree_urban"]),
        layer("corridors", [line((0, 30), (100, 30))], width_m=[60.0], cover=["shrub"]),
        layer("roads", [line((0, 40), (100, 40))], width_m=[80.0]),
        layer("rooftops", [whole], green_roof=["ext"]),
        green_pct=0.0,
    )
    found = areas(plan)
    assert found["water"] == pytest.approx(2_000)
    assert found["tree_urban"] == pytest.approx(2_000)
    assert found["shrub"] == pytest.approx(2_000)
    assert found["sealed"] == pytest.approx(2_000)
    assert found["greenroof_ext"] == pytest.approx(2_000)
    assert carbon(plan)["counted_once_m2"] == pytest.approx(2000 + 4000 + 6000 + 8000 + 10000 - 1e4)


def test_of_two_greens_on_the_same_ground_the_smaller_counts():
    big, small = box(0, 0, 100, 100), box(20, 20, 30, 30)
    for greens, covers in (([big, small], ["lawn", "shrub"]), ([small, big], ["shrub", "lawn"])):
        found = areas(park(layer("greens", greens, cover=covers)))
        assert found["shrub"] == pytest.approx(100)
        assert found["lawn"] == pytest.approx(9_900)


def test_of_two_greens_on_the_very_same_ground_the_older_counts():
    greens = [box(0, 0, 50, 100), box(0, 0, 50, 100)]
    plan = park(layer("greens", greens, cover=["shrub", "lawn"]), green_pct=0.0)
    assert areas(plan)["shrub"] == pytest.approx(5_000)
    assert "lawn" not in areas(plan)


def test_a_corridor_is_cut_at_the_red_line():
    plan = park(layer("corridors", [line((-50, 50), (50, 50))], width_m=[10.0], cover=["shrub"]))
    assert areas(plan)["shrub"] == pytest.approx(500)


def test_claims_stand_by_kind_and_then_by_id():
    plan = park(
        layer("rooftops", [box(0, 0, 10, 10)]),
        layer("greens", [box(20, 0, 30, 10), box(40, 0, 50, 10)]),
        layer("roads", [line((0, 50), (9, 50)), line((0, 60), (9, 60))], width_m=[None, 4.0]),
    )
    claims = measures().evaluate(plan).value("carbon.covers").claims
    assert [CLAIMING[place] for place in claims.kinds] == ["greens", "greens", "roads", "rooftops"]
    assert claims.ids.tolist() == [1, 2, 2, 1]
    assert claims.span("greens") == slice(0, 2)
    assert claims.span("water") == slice(0, 0)
    assert claims.span("rooftops") == slice(3, 4)


def test_the_smaller_of_a_kind_ranks_first_and_the_kind_before_it():
    whole = np.array([box(0, 0, 90, 90), box(0, 0, 5, 5), box(0, 0, 50, 50)])
    assert ranks_of(np.array([1, 1, 0]), whole).tolist() == [2, 1, 0]


def test_what_stronger_claims_leave():
    whole = np.array([box(0, 0, 10, 10), box(5, 0, 20, 10), box(50, 0, 60, 10)])
    left = left_of(np.array([0, 1, 1]), whole, np.arange(3))
    assert shapely.area(left).tolist() == [100, 100, 100]
    assert left[2] is whole[2]
    assert left_of(np.array([0, 1, 1]), whole, np.array([], np.intp)).tolist() == []


def test_claims_far_from_what_was_drawn_stay_the_very_same():
    greens = [box(0, 0, 20, 20), box(10, 0, 40, 20), box(60, 0, 90, 20)]
    plan = park(
        layer("greens", greens, cover=["lawn"] * 3),
        layer("roads", [line((70, 50), (90, 50))], width_m=[6.0]),
    )
    before = measures().evaluate(plan)
    edit = draw(plan, "water", box(15, 5, 30, 15), {})
    after = measures().evaluate(plan.applied(edit), before, Change.of(edit))
    old, new = (results.value("carbon.claims") for results in (before, after))
    assert new.areas.tolist() == pytest.approx([150, 350, 300, 600, 120])
    assert [rest is new.rests[1 + place] for place, rest in enumerate(old.rests)] == [
        False,
        False,
        True,
        True,
    ]
    assert new.counted_once_m2 == pytest.approx(200 + 50 + 100)
    fresh = measures().evaluate(plan.applied(edit)).value("carbon.claims")
    assert not difference(new, fresh)
