import pytest
import shapely
from hypothesis import given

from layers.coverage.checks import check
from layers.coverage.network_checks import road_land
from layers.edits.code_set import convert_codes
from layers.edits.draw import draw
from layers.edits.own_codes import own_codes
from layers.errors import CancelledError
from layers.indicators import INDICATORS
from layers.kinds import kinds
from layers.progress import Progress
from tests.conftest import GEOMETRIES
from tests.strategies import EAST, NORTH, document, documents, layer, small_plan, squares


def found(plan, code):
    return [problem for problem in check(plan) if problem.code == code]


def clean():
    return document(layer("parcels", squares(2), number=["A", "B"], land_use=["M1", "G1"]))


def test_a_clean_plan_has_no_problems():
    assert check(clean()) == []
    assert check(document()) == []


def test_an_overlap_names_both_parcels_its_place_and_its_area():
    over = shapely.box(EAST + 90, NORTH + 50, EAST + 150, NORTH + 150)
    plan = clean()
    plan = plan.applied(draw(plan, "parcels", over, {"land_use": "M1"}))
    first, second = found(plan, "overlap")
    assert (first.ids, first.area_m2) == ((1, 3), 10.0 * 50.0)
    assert (second.ids, second.area_m2) == ((2, 3), 50.0 * 50.0)
    assert EAST + 90 < first.x < EAST + 100
    assert NORTH + 50 < first.y < NORTH + 100
    assert "500.00" in str(first.text)


def test_a_parcel_drawn_inside_another_one_overlaps_it():
    plan = clean()
    plan = plan.applied(
        draw(plan, "parcels", shapely.box(EAST + 10, NORTH + 10, EAST + 20, NORTH + 20))
    )
    assert [(one.ids, one.area_m2) for one in found(plan, "overlap")] == [((1, 3), 100.0)]


def test_neighbours_that_share_a_border_do_not_overlap_even_with_a_vertex_too_many():
    left = shapely.Polygon(
        [
            (EAST, NORTH),
            (EAST + 100, NORTH),
            (EAST + 100, NORTH + 30),
            (EAST + 100, NORTH + 100),
            (EAST, NORTH + 100),
        ]
    )
    plan = document(layer("parcels", [left, squares(2)[1]], land_use=["M1", "M1"]))
    assert found(plan, "overlap") == []


def test_ground_outside_the_red_line_is_listed_with_its_area():
    line = shapely.box(EAST, NORTH, EAST + 150, NORTH + 100)
    plan = clean().with_layer(layer("boundary", [line]))
    (problem,) = found(plan, "outside")
    assert (problem.ids, problem.area_m2) == ((2,), 50.0 * 100.0)
    assert problem.x > EAST + 150
    assert "Red line" in str(problem.text)


def test_without_a_red_line_nothing_is_outside():
    assert found(clean(), "outside") == []


def test_parcels_without_a_use_are_one_problem_with_their_area():
    (problem,) = found(small_plan(), "missing_land_use")
    assert problem.ids == (3, 4, 6)
    assert problem.area_m2 == 3 * 100.0 * 100.0


def test_each_unknown_code_is_one_problem():
    plan = document(
        layer(
            "parcels",
            squares(4),
            land_use=["M1", "Q", "X9", "Q"],
            land_use_existing=[None, "Q", None, None],
        )
    )
    listed = [
        (problem.ids, str(problem.text).split(" is no ")[0])
        for problem in found(plan, "unknown_code")
    ]
    assert listed == [
        ((2, 4), "Land use: Q"),
        ((3,), "Land use: X9"),
        ((2,), "Existing land use: Q"),
    ]


def test_values_out_of_range_and_unknown_choices_are_listed():
    plan = document(
        layer("parcels", squares(3), land_use=["M1"] * 3, far=[2.0, 31.0, None]),
        layer("rooftops", squares(2), floors=[3, -1], roof_type=["round", "flat"]),
        layer("greens", squares(1), cover=["moss"]),
    )
    assert [(one.kind, one.ids) for one in found(plan, "out_of_range")] == [
        ("parcels", (2,)),
        ("rooftops", (2,)),
    ]
    assert {(one.kind, one.ids) for one in found(plan, "unknown_value")} == {
        ("greens", (1,)),
        ("rooftops", (1,)),
    }


def test_a_lower_limit_above_the_upper_one_is_listed():
    plan = document(
        layer("parcels", squares(2), land_use=["M1"] * 2, far_min=[1.0, 3.0], far_max=[2.0, 2.0])
    )
    (problem,) = found(plan, "limits_crossed")
    assert problem.ids == (2,)
    assert "FAR, lower limit is above FAR, upper limit" in str(problem.text)


def test_every_indicator_has_limits_that_can_cross():
    crossed = {one.low: [9.0] for one in INDICATORS} | {one.high: [3.0] for one in INDICATORS}
    plan = document(layer("parcels", squares(1), land_use=["M1"], **crossed))
    assert len(found(plan, "limits_crossed")) == len(INDICATORS)


def test_lines_without_width_are_listed():
    line = shapely.LineString([(EAST, NORTH), (EAST + 10, NORTH)])
    plan = document(layer("roads", [line, line.buffer(1).exterior], width_m=[None, 5.0]))
    (problem,) = found(plan, "missing_width")
    assert (problem.kind, problem.ids, problem.area_m2) == ("roads", (1,), None)


def test_the_same_shape_twice_is_listed_whatever_corner_it_begins_at():
    square = squares(1)[0]
    turned = shapely.Polygon(
        [*list(square.exterior.coords)[2:-1], *list(square.exterior.coords)[:2]]
    )
    plan = document(layer("rooftops", [square, squares(2)[1], turned]))
    (problem,) = found(plan, "duplicate")
    assert (problem.ids, problem.area_m2) == ((1, 3), 10_000.0)


def test_a_shape_that_crosses_itself_is_listed_and_the_rest_is_checked_all_the_same():
    bow = shapely.Polygon(
        [
            (EAST, NORTH),
            (EAST + 20, NORTH + 20),
            (EAST + 20, NORTH),
            (EAST, NORTH + 20),
        ]
    )
    plan = document(layer("parcels", [bow, *squares(1)], land_use=["M1", "M1"]))
    (problem,) = found(plan, "invalid_shape")
    assert problem.ids == (1,)
    assert [one.ids for one in found(plan, "overlap")] == [(1, 2)]


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("name", GEOMETRIES)
def test_no_shape_in_a_file_breaks_the_check(kind, name):
    plan = document(layer(kind, [GEOMETRIES[name], GEOMETRIES["polygon"]]))
    plan = plan.with_layer(layer("boundary", [GEOMETRIES[name], GEOMETRIES["polygon"]]))
    for problem in check(plan):
        assert problem.kind in plan.layers
        assert problem.ids
        assert problem.area_m2 is None or problem.area_m2 > 0
        assert "{" not in str(problem.text)


@given(documents())
def test_a_random_coverage_has_no_overlaps(plan):
    assert found(plan, "overlap") == []


def test_the_check_can_be_stopped():
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        check(small_plan(), progress)


def test_mixed_use_is_known_by_its_codes_and_listed_where_its_shares_are_missing():
    plan = document(
        layer(
            "parcels",
            squares(5),
            land_use=["M1/B2", "M1/B2", "M1/B2", "M1/Z9", "M1"],
            land_use_shares=["70/30", "70/20", None, "50/50", None],
            land_use_existing=["M1/G1", None, None, None, None],
        )
    )
    (unknown,) = found(plan, "unknown_code")
    assert unknown.ids == (4,)
    (missing,) = found(plan, "missing_shares")
    assert missing.ids == (2, 3)
    assert "2 parcels of mixed use M1/B2" in str(missing.text)


def test_road_land_of_a_plans_own_set_is_what_counts_as_such():
    plan = document(layer("parcels", squares(3), land_use=["S1", "M1", "S42"]))
    rows = [
        {"code": "V", "name": "Road", "counts_as": "S1"},
        {"code": "I", "name": "Industry", "counts_as": "M1"},
    ]
    plan = plan.applied(own_codes(plan, "Own", rows))
    plan = plan.applied(convert_codes(plan, "own"))
    assert road_land(plan, plan.layer("parcels")).tolist() == [True, False, False]
