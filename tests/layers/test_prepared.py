"""What is prepared belongs to the thread that asks."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from layers.analysis import measures
from layers.coverage.checks import check
from layers.edits.split import split
from layers.edits.trim import trim
from layers.prepared import contains_xy, prepared
from tests.small_plan import X, Y, small_plan


def test_a_shape_stays_as_it_was():
    site = shapely.box(0, 0, 2, 2)
    own = prepared(site)
    assert shapely.is_prepared(own)
    assert own.equals_exact(site, 0)
    assert prepared(own) is own
    assert contains_xy(site, [1, 3], [1, 1]).tolist() == [True, False]
    assert not shapely.is_prepared(site)


def test_shapes_of_an_array_and_what_is_missing():
    shapes = np.array([shapely.box(0, 0, 1, 1), None, shapely.Point(1, 2, 3)])
    own = prepared(shapes)
    assert shapely.is_prepared(own).tolist() == [True, False, True]
    assert own[2].z == 3
    assert not shapely.is_prepared(shapes).any()
    assert prepared(None) is None


def test_nothing_of_a_plan_or_of_its_results_is_prepared():
    plan = small_plan()
    results = measures().evaluate(plan)
    check(plan)
    line = shapely.LineString([(X - 10, Y + 50), (X + 210, Y + 50)])
    split(plan, line, [1, 2])
    trim(plan, "parcels")
    kept = [results.value(name) for name in measures().measures]
    shapes = [value for value in kept if isinstance(value, BaseGeometry)]
    assert shapes
    shapes += [shape for layer in plan.layers.values() for shape in layer.geometries]
    assert not any(shapely.is_prepared(shape) for shape in shapes)
