"""Each sort of problem is found, mended, and found no more; what is around stays whole."""

import pytest
import shapely

from layers.coverage.checks import CODES, check
from layers.coverage.matching import TOLERANCE
from layers.coverage.mending import MENDS
from layers.coverage.repairs import remedies, repair, repair_all, why_not
from layers.edits.draw import delete, draw
from layers.errors import CancelledError, InvalidEditError
from layers.progress import Progress
from tests.likeness import plan_print
from tests.strategies import EAST, NORTH, document, layer, squares

WHOLE = shapely.box(EAST, NORTH, EAST + 300, NORTH + 200)


def at(*places):
    return [(EAST + x, NORTH + y) for x, y in places]


def polygon(*places):
    return shapely.Polygon(at(*places))


def parcels(shapes, **values):
    return layer("parcels", shapes, **values)


def six(**changed):
    """Six squares of 100 m, some of them exchanged: `six(n3=...)`; None for left away."""
    shapes = squares(3, 2)
    for name, shape in changed.items():
        shapes[int(name[1:])] = shape
    return [shape for shape in shapes if shape is not None]


DAMAGE = {
    "invalid_shape": lambda: document(
        parcels([*squares(2), polygon((0, 150), (50, 200), (50, 150), (0, 200))])
    ),
    "duplicate": lambda: document(parcels([*squares(3), squares(2)[1]])),
    "repeated_vertex": lambda: document(
        parcels(
            [
                polygon((0, 0), (100, 0), (100, 50), (100, 50.0004), (100, 100), (0, 100)),
                polygon((100, 0), (200, 0), (200, 100), (100, 100), (100, 50.0004), (100, 50)),
            ]
        )
    ),
    "spike": lambda: document(
        parcels(
            [
                polygon(
                    (0, 0), (100, 0), (100, 50), (130, 50.02), (100, 50.04), (100, 100), (0, 100)
                ),
                polygon(
                    (100, 0),
                    (200, 0),
                    (200, 100),
                    (100, 100),
                    (100, 50.04),
                    (130, 50.02),
                    (100, 50),
                ),
            ]
        )
    ),
    "tiny_part": lambda: document(
        parcels(
            [
                shapely.MultiPolygon(
                    [squares(1)[0], polygon((200, 50), (200.5, 50), (200.5, 50.5), (200, 50.5))]
                ),
                squares(2)[1],
            ]
        )
    ),
    "unmatched": lambda: document(
        parcels(
            [squares(1)[0], polygon((100.0004, 0), (200, 0), (200, 100), (100, 100), (100, 30))]
        )
    ),
    "overlap": lambda: document(
        parcels([squares(1)[0], polygon((90, 0), (200, 0), (200, 100), (90, 100)), squares(3)[2]])
    ),
    "gap": lambda: document(parcels(six(n1=None) + squares(3, 1, north=NORTH - 100))),
    "narrow_gap": lambda: document(
        parcels(
            [
                polygon((0, 0), (100, 0), (100, 40), (99.8, 50), (100, 60), (100, 100), (0, 100)),
                polygon((100, 0), (200, 0), (200, 100), (100, 100), (100, 60), (100, 40)),
            ]
        )
    ),
    "unassigned": lambda: document(parcels(six(n1=None)), layer("boundary", [WHOLE])),
    "sliver": lambda: document(
        parcels(
            [
                squares(1)[0],
                polygon((100, 0), (100.4, 0), (100.4, 100), (100, 100)),
                polygon((100.4, 0), (200, 0), (200, 100), (100.4, 100)),
            ],
            population=[1.0, 2.0, 4.0],
        )
    ),
    "outside": lambda: document(
        parcels(squares(3, 2)),
        layer("boundary", [shapely.box(EAST, NORTH, EAST + 150, NORTH + 150)]),
    ),
    "road_short": lambda: document(
        layer(
            "roads",
            [
                shapely.LineString(at((0, 0), (100, 0))),
                shapely.LineString(at((40, 50), (50, 3))),
            ],
            width_m=[5.0, 5.0],
        )
    ),
}


def found(plan, code):
    return check(plan, codes=(code,))


def broken_edges(plan):
    shapes = plan.layer("parcels").geometries
    return shapely.union_all(shapely.coverage_invalid_edges(shapes, gap_width=TOLERANCE))


def test_every_code_has_a_repair_or_a_reason():
    assert set(MENDS) == set(DAMAGE)
    assert set(MENDS) <= set(CODES)
    for code in CODES:
        ways = [remedy.id for remedy in remedies(code)]
        assert ways == list(MENDS.get(code, ()))
        if not ways:
            assert str(why_not(code)).endswith((".", "say."))


@pytest.mark.parametrize(
    ("code", "how"), [(code, how) for code, ways in MENDS.items() for how in ways]
)
def test_what_is_mended_is_found_no_more_and_comes_back_by_undo(code, how):
    plan = DAMAGE[code]()
    before = plan_print(plan)
    problems = found(plan, code)
    assert problems
    edit = repair(plan, problems[0], how)
    assert edit
    mended = plan.applied(edit)
    assert len(found(mended, code)) < len(problems)
    if len(mended.layer("parcels")) and code != "invalid_shape":
        old = len(found(plan, "unmatched")) + len(found(plan, "overlap"))
        new = len(found(mended, "unmatched")) + len(found(mended, "overlap"))
        assert new <= old
        if code not in {"duplicate", "overlap"}:
            assert broken_edges(mended).length <= TOLERANCE
    assert plan_print(mended.applied(edit.inverted())) == before
    whole = repair_all(plan, code, problems[0].kind, how)
    after = plan.applied(whole)
    assert not found(after, code)
    assert plan_print(after.applied(whole.inverted())) == before


def test_a_gap_goes_to_the_neighbour_with_the_longest_border():
    plan = DAMAGE["gap"]()
    (problem,) = found(plan, "gap")
    assert problem.area_m2 == pytest.approx(10_000)
    wide = plan.applied(draw(plan, "parcels", polygon((300, 0), (300, 100), (400, 100), (400, 0))))
    assert len(problem.ids) == 8
    given_ = plan.applied(repair(plan, problem, "neighbour"))
    areas = given_.layer("parcels").areas
    assert max(areas) == pytest.approx(20_000)
    assert len(areas) == 8
    made = wide.applied(repair(wide, problem, "parcel"))
    assert made.layer("parcels").areas[-1] == pytest.approx(10_000)
    assert made.layer("parcels").values("land_use").isna().iloc[-1]


def test_an_overlap_is_cut_from_the_one_that_is_chosen():
    plan = DAMAGE["overlap"]()
    (problem,) = found(plan, "overlap")[:1]
    assert problem.ids == (1, 2)
    areas = {
        how: plan.applied(repair(plan, problem, how)).layer("parcels").areas[:2].round(6).tolist()
        for how in ("cut", "first", "second")
    }
    assert areas == {"cut": [10_000, 10_000], "first": [9_000, 11_000], "second": [10_000, 10_000]}


def test_a_parcel_within_another_one_is_cut_out_of_it_and_not_made_nothing():
    inner = polygon((20, 20), (40, 20), (40, 40), (20, 40))
    plan = document(parcels([squares(1)[0], inner]))
    (problem,) = found(plan, "overlap")
    cut = plan.applied(repair(plan, problem))
    assert cut.layer("parcels").areas.tolist() == pytest.approx([9_600, 400])
    with pytest.raises(InvalidEditError, match="without ground"):
        repair(plan, problem, "second")


def test_a_sliver_leaves_its_residents_to_the_neighbour():
    plan = DAMAGE["sliver"]()
    (problem,) = found(plan, "sliver")
    assert problem.ids == (2,)
    layer_ = plan.applied(repair(plan, problem)).layer("parcels")
    assert layer_.ids.tolist() == [1, 3]
    assert layer_.values("population").sum() == 7.0
    assert layer_.areas.sum() == pytest.approx(20_000)


def test_a_strip_along_the_red_line_is_told_as_a_narrow_gap():
    line = shapely.box(EAST, NORTH - 0.2, EAST + 300, NORTH + 200)
    plan = document(parcels(squares(3, 2)), layer("boundary", [line]))
    (problem,) = found(plan, "narrow_gap")
    assert problem.area_m2 == pytest.approx(60)
    assert set(problem.ids) == {1, 2, 3}
    mended = plan.applied(repair(plan, problem))
    # Each gets the part that lies before it.
    assert mended.layer("parcels").areas[:3] == pytest.approx([10_020] * 3, abs=0.1)
    assert mended.layer("parcels").areas.sum() == pytest.approx(60_060)
    assert not found(mended, "narrow_gap")


def test_what_lies_wholly_outside_is_deleted():
    plan = DAMAGE["outside"]()
    whole = plan.applied(repair_all(plan, "outside", "parcels"))
    assert whole.layer("parcels").areas.sum() == pytest.approx(150 * 150)
    assert whole.layer("parcels").ids.tolist() == [1, 2, 4, 5]


def test_a_crossing_ring_keeps_its_sound_parts():
    plan = DAMAGE["invalid_shape"]()
    (problem,) = found(plan, "invalid_shape")
    mended = plan.applied(repair(plan, problem)).layer("parcels")
    assert mended.geometries[2].is_valid
    assert mended.areas[2] == pytest.approx(2 * 50 * 25 / 2)


def test_a_road_is_led_on_in_its_direction():
    plan = DAMAGE["road_short"]()
    (problem,) = found(plan, "road_short")
    assert "3.00" in str(problem.text)
    line = plan.applied(repair(plan, problem)).layer("roads").geometries[1]
    assert shapely.get_num_points(line) == 2
    assert line.coords[-1] == pytest.approx((EAST + 50 + 10 * 3 / 47, NORTH))


def test_faults_of_features_without_neighbours_are_mended_as_well():
    roof = shapely.box(EAST, NORTH, EAST + 20, NORTH + 20)
    hole = shapely.box(EAST + 5, NORTH + 5, EAST + 5.5, NORTH + 5.5)
    notch = polygon((40, 0), (60, 0), (60, 10), (45, 10.02), (60, 10.04), (60, 20), (40, 20))
    twice = polygon((80, 0), (90, 0), (90, 0.0005), (90, 10), (80, 10))
    plan = document(layer("rooftops", [roof.difference(hole), notch, twice]))
    for code in ("tiny_part", "spike", "repeated_vertex"):
        assert len(found(plan, code)) == 1
        plan = plan.applied(repair_all(plan, code, "rooftops"))
        assert not found(plan, code)
    assert plan.layer("rooftops").areas.tolist() == pytest.approx([400, 400, 100], abs=0.01)


def test_a_way_that_is_none_and_a_problem_that_is_gone_are_refused_with_a_sentence():
    plan = DAMAGE["overlap"]()
    problem = found(plan, "overlap")[0]
    with pytest.raises(InvalidEditError, match="cut, first, second"):
        repair(plan, problem, "burn")
    gone = plan.applied(delete(plan, "parcels", [2]))
    with pytest.raises(InvalidEditError, match="not there any more"):
        repair(gone, problem)
    lone = document(parcels([polygon((0, 0), (0.2, 0), (0.2, 100), (0, 100))]))
    with pytest.raises(InvalidEditError, match="borders on no other"):
        repair_all(lone, "sliver", "parcels")
    with pytest.raises(InvalidEditError, match="for the planner to say"):
        repair_all(lone, "missing_number", "parcels")


def test_one_that_cannot_be_mended_keeps_none_of_the_others_from_it():
    lone = polygon((1000, 0), (1000.2, 0), (1000.2, 100), (1000, 100))
    before = DAMAGE["sliver"]().layer("parcels").geometries
    plan = document(parcels([lone, *before]))
    edit = repair_all(plan, "sliver", "parcels")
    assert plan.applied(edit).layer("parcels").ids.tolist() == [1, 2, 4]
    assert "1" in str(edit.title)


def test_repairs_can_be_stopped():
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        repair_all(DAMAGE["gap"](), "gap", "parcels", progress=progress)


def test_one_overlap_is_cut_though_the_same_parcel_lies_on_others_as_well():
    over = polygon((50, 20), (250, 20), (250, 80), (50, 80))
    plan = document(parcels([*squares(3), over]))
    problems = found(plan, "overlap")
    assert [one.ids for one in problems] == [(1, 4), (2, 4), (3, 4)]
    after = plan.applied(repair(plan, problems[1], "first"))
    assert [one.ids for one in found(after, "overlap")] == [(1, 4), (3, 4)]
    for one in found(after, "overlap"):
        after = after.applied(repair(after, one, "second"))
    assert broken_edges(after).length <= TOLERANCE
    assert after.layer("parcels").areas.sum() == pytest.approx(30_000)
