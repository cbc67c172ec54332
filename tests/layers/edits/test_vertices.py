import pytest
import shapely

from layers.edits.operations import run
from layers.edits.vertices import delete_vertex, insert_vertex, move_vertices
from layers.errors import InvalidEditError
from tests.layers.edits.test_split import plan_of, whole
from tests.strategies import EAST, NORTH, document, layer, squares


def at(x, y):
    return EAST + x, NORTH + y


def areas(plan):
    return shapely.area(plan.layer("parcels").geometries).tolist()


def test_a_vertex_moves_in_every_parcel_that_shares_it():
    plan = plan_of(squares(2, 2))
    after = plan.applied(move_vertices(plan, {at(100, 100): at(110, 120)}))
    assert whole(after)
    assert areas(after) == [11_500.0, 10_500.0, 9_500.0, 8_500.0]
    assert sum(areas(after)) == 40_000.0


def test_a_vertex_is_put_into_both_sides_of_a_border_and_taken_out_again():
    plan = plan_of(squares(2))
    put = plan.applied(insert_vertex(plan, at(100, 40)))
    assert [len(one.exterior.coords) for one in put.layer("parcels").geometries] == [6, 6]
    assert whole(put)
    taken = put.applied(delete_vertex(put, at(100, 40)))
    assert [len(one.exterior.coords) for one in taken.layer("parcels").geometries] == [5, 5]
    assert areas(taken) == areas(plan)


def test_the_first_vertex_of_a_ring_can_go():
    plan = plan_of(squares(1))
    for corner in ((100, 0), (0, 0), (0, 100), (100, 100)):
        after = plan.applied(delete_vertex(plan, at(*corner)))
        assert areas(after) == [5_000.0]
        assert at(*corner) not in list(after.layer("parcels").geometries[0].exterior.coords)


def test_lines_and_points_move_as_well():
    plan = document(
        layer("corridors", [shapely.LineString([at(0, 0), at(10, 0)])] * 2),
        layer("facilities", [shapely.Point(at(0, 0))]),
    )
    after = plan.applied(move_vertices(plan, {at(0, 0): at(0, 5)}, "corridors", [1]))
    assert [one.coords[0] for one in after.layer("corridors").geometries] == [at(0, 5), at(0, 0)]
    after = plan.applied(move_vertices(plan, {at(0, 0): at(1, 5)}, "facilities"))
    assert after.layer("facilities").geometries[0].coords[0] == at(1, 5)
    put = plan.applied(insert_vertex(plan, at(4, 0), "corridors", [2]))
    assert [len(one.coords) for one in put.layer("corridors").geometries] == [2, 3]
    with pytest.raises(InvalidEditError, match="less than two vertices"):
        delete_vertex(plan, at(0, 0), "corridors", [1])


@pytest.mark.parametrize(
    ("verb", "arguments", "says"),
    [
        (move_vertices, ({at(5, 5): at(6, 6)},), "no feature|No feature"),
        (move_vertices, ({at(100, 0): at(100, float("nan"))},), "coordinates are numbers"),
        (move_vertices, ({at(100, 0): at(-50, 50)},), "cross or touch itself|without ground"),
        (move_vertices, ({at(0, 0): at(150, 50)},), "cross or touch itself|overlap|without ground"),
        (insert_vertex, (at(50, 50),), "No border"),
        (insert_vertex, (at(100, 0.0004),), "has a vertex"),
        (delete_vertex, (at(100, 100),), "4 parcels meet in this vertex"),
        (delete_vertex, (at(1, 1),), "No feature"),
    ],
)
def test_what_would_not_stay_sound_is_refused(verb, arguments, says):
    plan = plan_of(squares(2, 2))
    with pytest.raises(InvalidEditError, match=says):
        verb(plan, *arguments)


def test_a_parcel_is_not_moved_over_one_that_does_not_share_the_vertex():
    gap = shapely.affinity.translate(squares(1)[0], 110, 0)
    plan = plan_of([squares(1)[0], gap])
    with pytest.raises(InvalidEditError, match="overlap"):
        move_vertices(plan, {at(100, 0): at(130, 20)})


def test_operations_name_vertices_to_a_centimetre():
    plan = plan_of(squares(2))
    lines = [
        '{"op":"move_vertex","from":[500100.004,3890100],"to":[500100,3890110]}',
        '{"op":"insert_vertex","at":[500100,3890050]}',
        '{"op":"delete_vertex","at":[500100,3890050]}',
        '{"op":"move_edge","start":[500000,3890000],"end":[500000,3890100],"distance":10}',
    ]
    outcome = run(plan, lines)
    assert outcome.done == 4
    assert areas(outcome.document)[1] == 10_500.0
