import numpy as np
import shapely

from layers.analysis.overlay import (
    FEW,
    areas_inside,
    boxes_meet,
    clipped,
    lie_inside,
    places_of,
    polygons_only,
    segments,
    sound,
    touching,
    unions,
)

SITE = shapely.box(0, 0, 10, 10)
INSIDE, ACROSS, OUTSIDE = (
    shapely.box(1, 1, 3, 3),
    shapely.box(9, 4, 13, 6),
    shapely.box(20, 0, 21, 9),
)
SHAPES = np.array([INSIDE, ACROSS, OUTSIDE])


def test_sound_shapes_stay_and_others_are_made_valid(geometry):
    found = sound(np.array([geometry]))[0]
    assert found is not None
    assert found.is_valid
    if geometry is not None and geometry.is_valid:
        assert found is geometry


def test_points_and_lines_are_dropped_from_what_an_overlay_left():
    mixed = shapely.GeometryCollection(
        [shapely.Point(0, 0), INSIDE, shapely.LineString([(0, 0), (1, 1)])]
    )
    assert [one.area for one in polygons_only(np.array([mixed, ACROSS]))] == [4, 8]
    points = shapely.GeometryCollection([shapely.Point(0, 0)])
    assert polygons_only(np.array([points]))[0].is_empty


def test_only_what_meets_the_border_is_touching():
    border = shapely.boundary(SITE)
    assert touching(border, SHAPES).tolist() == [1]
    assert touching(shapely.LineString(), SHAPES).tolist() == []
    many = np.array([INSIDE] * FEW + [ACROSS])
    assert touching(border, many).tolist() == [FEW]


def test_lines_fall_into_pieces_of_two_points():
    found = segments(shapely.MultiLineString([[(0, 0), (1, 0), (1, 2)], [(5, 5), (6, 5)]]))
    assert shapely.length(found).tolist() == [1, 2, 1]


def test_areas_clips_and_inner_points_agree():
    areas = shapely.area(SHAPES)
    assert areas_inside(SITE, SHAPES, areas).tolist() == [4, 2, 0]
    assert shapely.area(clipped(SITE, SHAPES)).tolist() == [4, 2, 0]
    assert lie_inside(SITE, SHAPES).tolist() == [True, False, False]


def test_without_a_site_everything_is_inside():
    areas = shapely.area(SHAPES)
    assert areas_inside(None, SHAPES, areas) is areas
    assert clipped(None, SHAPES) is SHAPES
    assert lie_inside(None, SHAPES).all()


def test_a_site_with_a_hole_leaves_the_hole_out():
    ring = shapely.difference(SITE, shapely.box(2, 2, 8, 8))
    pond = np.array([shapely.box(3, 3, 4, 4), shapely.box(1, 3, 4, 4)])
    assert areas_inside(ring, pond, shapely.area(pond)).tolist() == [0, 1]


def test_shapes_are_joined_by_owner():
    boxes = np.array([shapely.box(x, 0, x + 2, 1) for x in (0, 10, 1)])
    owners, joined = unions(boxes, np.array([7, 3, 7]))
    assert owners.tolist() == [3, 7]
    assert shapely.area(joined).tolist() == [2, 3]


def test_boxes_meet_at_their_borders_too():
    boxes = np.array([[0.0, 0, 1, 1], [2, 0, 3, 1], [np.nan] * 4])
    assert boxes_meet(boxes, np.array([[1.0, 1, 1.5, 2]])).tolist() == [True, False, False]
    others = np.array([[1.0, 1, 1.5, 2], [2.5, 0, 9, 9], [20, 20, 21, 21]])
    assert boxes_meet(boxes, others).tolist() == [True, True, False]


def test_boxes_meet_many_others_as_they_meet_few():
    random = np.random.default_rng(5)
    corners = random.uniform(0, 1000, (600, 2))
    boxes = np.hstack([corners, corners + random.uniform(0, 30, (600, 2))])
    boxes[7] = np.nan
    others = boxes[: 2 * FEW] + 3.0
    few = np.any(
        [boxes_meet(boxes, others[start : start + 50]) for start in range(0, 2 * FEW, 50)], 0
    )
    assert 0 < few.sum() < len(boxes)
    assert np.array_equal(boxes_meet(boxes, others), few)


def test_places_of_ids_that_are_not_there_are_minus_one():
    assert places_of(np.array([5, 1, 9]), np.array([1, 5, 8])).tolist() == [1, 0, -1]
    assert places_of(np.array([5]), np.array([], np.int64)).tolist() == [-1]
