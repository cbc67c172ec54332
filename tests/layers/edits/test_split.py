import math

import pytest
import shapely

from layers.edits.split import split, split_by_layer
from layers.errors import InvalidEditError
from tests.strategies import EAST, NORTH, document, layer, squares


def line(*places):
    return shapely.LineString([(EAST + x, NORTH + y) for x, y in places])


def plan_of(shapes, **values):
    return document(layer("parcels", shapes, **values))


def whole(plan):
    """The coverage stays whole: shared vertices, no gap of a millimetre."""
    shapes = plan.layer("parcels").geometries
    return shapely.coverage_is_valid(shapes, gap_width=0.001) and shapely.is_valid(shapes).all()


def test_a_line_makes_two_parcels_with_the_values_of_the_one():
    plan = plan_of(squares(2), number=["A-1", "A-2"], land_use=["M1", "B1"], population=[10.0, 7.0])
    edit = split(plan, line((30, -10), (30, 110)), [1])
    parcels = plan.applied(edit).layer("parcels")
    assert parcels.ids.tolist() == [2, 3, 4]
    assert shapely.area(parcels.geometries).tolist() == [10_000.0, 7_000.0, 3_000.0]
    assert parcels.values("number").tolist() == ["A-2", "A-1a", "A-1b"]
    assert parcels.values("land_use").tolist() == ["B1", "M1", "M1"]
    assert parcels.values("population").tolist() == [7.0, 7.0, 3.0]
    assert str(edit.title) == "Split parcel A-1 into 2"
    assert plan.layer("parcels").ids.tolist() == [1, 2]


def test_neighbours_get_the_vertices_of_the_cut():
    plan = plan_of(squares(1, 3))
    edit = split(plan, line((40, 90), (40, 210)), [2])
    after = plan.applied(edit)
    assert whole(after)
    corners = {(40.0, 100.0), (40.0, 200.0)}
    for id_, corner in ((1, (40.0, 100.0)), (3, (40.0, 200.0))):
        shape = after.layer("parcels").rows([id_]).geometry.iloc[0]
        found = {(x - EAST, y - NORTH) for x, y in shape.exterior.coords}
        assert found & corners == {corner}
        assert shape.area == 10_000.0


def test_a_line_goes_through_many_parcels_and_misses_what_it_does_not_cross():
    plan = plan_of(squares(3))
    after = plan.applied(split(plan, line((-10, 60), (150, 60))))
    assert len(after.layer("parcels")) == 4
    assert after.layer("parcels").ids.tolist() == [2, 3, 4, 5]
    assert whole(after)


def test_a_line_within_a_millimetre_of_a_corner_takes_the_corner():
    plan = plan_of(squares(2, 2))
    after = plan.applied(split(plan, line((-10, -10.0005), (210, 209.9995))))
    assert len(after.layer("parcels")) == 6
    assert whole(after)
    corners = set(map(tuple, shapely.get_coordinates(after.layer("parcels").geometries)))
    assert len(corners) == 9


def test_a_line_through_a_hole_cuts_around_it():
    ring = squares(1)[0].difference(shapely.box(EAST + 40, NORTH + 40, EAST + 60, NORTH + 60))
    plan = plan_of([ring, shapely.box(EAST + 40, NORTH + 40, EAST + 60, NORTH + 60)])
    after = plan.applied(split(plan, line((50, -5), (50, 105))))
    assert shapely.area(after.layer("parcels").geometries).tolist() == [4800, 4800, 200, 200]
    assert whole(after)


def test_a_part_that_is_not_cut_stays_with_the_nearest_piece():
    several = shapely.MultiPolygon(
        [squares(1)[0], shapely.box(EAST, NORTH + 150, EAST + 9, NORTH + 160)]
    )
    plan = plan_of([several])
    shapes = plan.applied(split(plan, line((50, -5), (50, 105)))).layer("parcels").geometries
    assert sorted(shapely.area(shapes).tolist()) == [5000.0, 5090.0]
    assert sorted(shape.geom_type for shape in shapes) == ["MultiPolygon", "Polygon"]


def test_a_concave_parcel_falls_into_as_many_parts_as_the_line_makes():
    comb = squares(1)[0].difference(shapely.box(EAST + 40, NORTH + 30, EAST + 60, NORTH + 100))
    plan = plan_of([comb], population=[100.0])
    parcels = plan.applied(split(plan, line((-5, 50), (105, 50)))).layer("parcels")
    assert shapely.area(parcels.geometries).tolist() == [4600.0, 2000.0, 2000.0]
    assert parcels.values("population").tolist() == [54.0, 23.0, 23.0]


def test_outlines_of_another_layer_split():
    plan = document(
        layer("parcels", squares(2)),
        layer("greens", [shapely.box(EAST + 50, NORTH - 10, EAST + 150, NORTH + 110)]),
    )
    after = plan.applied(split_by_layer(plan, "greens"))
    assert shapely.area(after.layer("parcels").geometries).tolist() == [5000.0] * 4
    assert whole(after)
    with pytest.raises(InvalidEditError, match="no lines to split by"):
        split_by_layer(plan, "facilities")


def test_a_cut_that_ends_within_a_parcel_cuts_nothing_there():
    plan = plan_of(squares(2))
    assert not split(plan, line((50, -10), (50, 60)))
    assert not split(plan, line((500, -10), (500, 60)))


@pytest.mark.parametrize(
    ("wkt", "ids", "says"),
    [
        ("LINESTRING (500050 3889990, 500050 3890050)", [1], "does not cross #1 entirely"),
        ("LINESTRING (500050 3889990, 500050 3890150)", [1, 2], "does not cross #2 entirely"),
        ("LINESTRING (500050 3889990, 500050 3890150)", [9], "no feature 9"),
        ("POINT (500050 3889990)", None, "A line is wanted"),
        ("LINESTRING (0 0, 10 10, 10 0, 0 10)", None, "crosses itself"),
        ("LINESTRING (1 1, 1 1)", None, "no length"),
        ("LINESTRING (1 1, nan 1)", None, "no length"),
        ("LINESTRING (1", None, "must be WKT"),
    ],
)
def test_what_cannot_cut_is_refused_with_a_sentence(wkt, ids, says):
    plan = plan_of(squares(2))
    with pytest.raises(InvalidEditError, match=says):
        split(plan, wkt, ids)


def test_areas_at_coordinates_of_eight_digits_stay():
    shapes = [shapely.affinity.translate(one, 39_000_000.123, 0.456) for one in squares(3, 3)]
    plan = plan_of(shapes)
    before = math.fsum(shapely.area(shapes))
    for angle in range(0, 180, 7):
        x, y = 39_500_150.0 + angle / 7, NORTH + 150.0
        way = (300 * math.cos(math.radians(angle)), 300 * math.sin(math.radians(angle)))
        cut = shapely.LineString([(x - way[0], y - way[1]), (x + way[0], y + way[1])])
        plan = plan.applied(split(plan, cut))
        assert whole(plan)
    parcels = plan.layer("parcels")
    assert len(parcels) > 100
    assert abs(math.fsum(shapely.area(parcels.geometries)) - before) < 0.001
