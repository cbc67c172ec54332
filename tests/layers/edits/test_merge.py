import pytest
import shapely

from layers.edits.merge import Merged, merge, merged_values
from layers.errors import InvalidEditError
from tests.layers.edits.test_split import plan_of, whole
from tests.strategies import EAST, NORTH, squares


def test_the_largest_gives_its_values_and_what_is_counted_is_summed():
    left, right = squares(2)
    wide = shapely.union(right, shapely.box(EAST + 200, NORTH, EAST + 250, NORTH + 100))
    plan = plan_of(
        [left, wide],
        number=["A-1", "A-2"],
        land_use=["M1", "B1"],
        population=[10.5, 7.0],
        workers=[None, 3.0],
        far=[1.0, None],
    )
    after = plan.applied(merge(plan, [1, 2]))
    row = after.layer("parcels").frame.loc[3]
    assert after.layer("parcels").ids.tolist() == [3]
    assert (row["number"], row["land_use"], row["population"], row["workers"]) == (
        "A-2",
        "B1",
        17.5,
        3.0,
    )
    assert row["far"] != row["far"]
    assert row.geometry.area == 25_000.0
    assert whole(after)


def test_rules_and_typed_values_go_before_what_is_usual():
    plan = plan_of(squares(2), number=["A", "B"], land_use=["M1", "B1"], far=[1.0, 2.0])
    edit = merge(plan, [1, 2], 2, {"land_use": "blank", "far": "sum"}, {"number": "C"})
    row = plan.applied(edit).layer("parcels").frame.loc[3]
    assert row["number"] == "C"
    assert row["far"] == 3.0
    assert row["land_use"] is None or row["land_use"] != row["land_use"]


def test_a_ratio_can_have_the_mean_by_area():
    left, right = squares(2)
    wide = shapely.union(right, shapely.box(EAST + 200, NORTH, EAST + 250, NORTH + 100))
    plan = plan_of([left, wide], far=[1.0, 2.0], green_pct=[20.0, None])
    row = plan.applied(merge(plan, [1, 2], rules={"far": "mean", "green_pct": "mean"}))
    kept = row.layer("parcels").frame.loc[3]
    assert kept["far"] == 1.6  # (1 · 1.0 + 1.5 · 2.0) / 2.5
    assert kept["green_pct"] != kept["green_pct"]  # of one of them it is not known


def test_what_becomes_of_each_column_is_said_before():
    plan = plan_of(squares(2), number=["A", "A"], population=[4.0, 5.0], land_use=["M1", "B1"])
    found = {one.column: one for one in merged_values(plan, [2, 1])}
    assert found["number"] == Merged("number", "largest", "A", differs=False)
    assert found["population"] == Merged("population", "sum", 9.0, differs=True)
    assert found["land_use"] == Merged("land_use", "largest", "M1", differs=True)
    assert found["process_kwh"] == Merged("process_kwh", "sum", None, differs=False)


def test_a_sliver_between_them_is_filled_and_a_pond_stays():
    left = squares(1)[0].difference(shapely.box(EAST + 90, NORTH + 10, EAST + 100, NORTH + 20))
    sliver = shapely.Polygon(
        [(EAST + 100, NORTH + 40), (EAST + 100.02, NORTH + 50), (EAST + 100, NORTH + 60)]
    )
    right = squares(2)[1].difference(sliver)
    plan = plan_of([left, right])
    shape = plan.applied(merge(plan, [1, 2])).layer("parcels").geometries[0]
    assert len(shape.interiors) == 1
    assert shape.area == pytest.approx(20_000 - 100, abs=1e-6)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (([1, 3],), "Parcels A and C do not touch along a border"),
        (([1, 5],), "do not touch"),  # a corner is no border
        (([1],), "two parcels or more"),
        (([1, 99],), "no feature 99"),
        (([1, 2], 3), "the id of one of the parcels; 3 is neither"),
        (([1, 2], "smallest"), "smallest is neither"),
        (([1, 2], "largest", {"far": "middle"}), "rule middle"),
        (([1, 2], "largest", {"gone": "sum"}), "column gone"),
        (([1, 2], "largest", {"number": "sum"}), "neither sum nor mean"),
        (([1, 2], "largest", None, {"far": "high"}), "must be a number"),
    ],
)
def test_what_cannot_be_merged_is_refused_with_the_reason(arguments, says):
    plan = plan_of(squares(3, 2), number=["A", "B", "C", "D", "E", "F"])
    with pytest.raises(InvalidEditError, match=says):
        merge(plan, *arguments)


def test_parts_of_one_parcel_may_lie_apart():
    several = shapely.MultiPolygon(
        [squares(1)[0], shapely.box(EAST + 500, NORTH, EAST + 510, NORTH + 9)]
    )
    plan = plan_of([several, squares(2)[1]])
    shape = plan.applied(merge(plan, [1, 2])).layer("parcels").geometries[0]
    assert shape.area == 20_090.0
    assert len(shape.geoms) == 2
