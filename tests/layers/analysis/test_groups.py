import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.analysis import groups, measures
from layers.analysis.overlaps import overlapping_pairs
from layers.analysis.totals import totals
from layers.geometry import Geometries
from layers.layer import Layer
from tests.bench.coverage import generated
from tests.layers.test_geometry import coordinates
from tests.strategies import CRS, document, documents, layer


def boxes_of(seed, count):
    random = np.random.default_rng(seed)
    west_south = random.uniform(0, 1_000, (count, 2))
    sizes = random.lognormal(2, 1.5, (count, 2))
    boxes = np.hstack([west_south, west_south + sizes])
    boxes[random.random(count) < 0.05] = np.nan
    return boxes


@given(st.integers(0, 99), st.integers(0, 300), st.integers(1, 40))
def test_each_feature_that_is_somewhere_is_in_one_group(seed, count, most):
    boxes = boxes_of(seed, count)
    found = groups.groups(boxes, most)
    assert all(0 < len(group) <= most and (np.diff(group) > 0).all() for group in found)
    there = np.flatnonzero(~np.isnan(boxes[:, 0]))
    assert np.sort(np.concatenate([np.empty(0, int), *found])).tolist() == there.tolist()


def test_a_group_is_small_beside_the_whole_however_large_some_features_are():
    west, south = (axis.ravel() * 10.0 for axis in np.mgrid[:40, :40])
    small = np.stack([west, south, west + 10, south + 10], axis=1)
    river = np.array([[0.0, 195.0, 400.0, 205.0]])
    boxes = np.concatenate([small, river])
    whole = groups.around(np.arange(len(boxes)), boxes)
    assert whole == (0, 0, 400, 400)
    for group in groups.groups(boxes, 100):
        west, south, east, north = groups.around(group, boxes)
        assert len(group) == 1 or (east - west) * (north - south) <= 160_000 / 8


@given(st.integers(0, 99), st.integers(1, 40))
def test_no_neighbour_of_a_group_is_missing(seed, most):
    boxes = boxes_of(seed, 200)
    shapes = shapely.box(*boxes.T)
    shapes[np.isnan(boxes[:, 0])] = None
    owned = []
    for near, own in groups.with_neighbours(boxes, most):
        owned += near[own].tolist()
        meeting = shapely.STRtree(shapes).query(shapes[near[own]], predicate="intersects")[1]
        assert np.isin(meeting, near).all()
        assert (np.diff(near) > 0).all()
    assert sorted(owned) == np.flatnonzero(~np.isnan(boxes[:, 0])).tolist()


@pytest.mark.parametrize("most", [1, 4])
@given(documents())
def test_results_are_the_same_however_small_the_groups(most, plan):
    whole = measures().evaluate(plan)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "MOST", most)
        found = measures().evaluate(plan)
    for id_ in ("land.areas", "land.inside"):
        assert whole.value(id_).equals(found.value(id_)), id_
    pairs, others = (one.value("land.overlaps").pairs for one in (whole, found))
    assert np.array_equal(pairs, others)
    one, other = whole.value("carbon.covers"), found.value("carbon.covers")
    assert (one.bare_m2, one.total_m2) == (other.bare_m2, other.total_m2)
    assert np.array_equal(one.inside(), other.inside())
    assert np.array_equal(one.rest(), other.rest())
    for name in ("claims", "parcels", "areas"):
        assert np.array_equal(getattr(one.pieces, name), getattr(other.pieces, name)), name
    assert totals(whole) == totals(found)


@pytest.mark.parametrize("seed", range(3))
def test_a_plan_read_as_coordinates_has_the_same_results_and_no_objects(monkeypatch, seed):
    monkeypatch.setattr(groups, "MOST", 40)
    shapes = generated(400, seed, cached=False)
    random = np.random.default_rng(seed)
    for row in random.choice(400, 5, replace=False):  # some lie over their neighbours
        shapes[row] = shapely.transform(shapes[row], lambda xy: xy + np.array([3.0, 2.0]))
    site = shapely.box(*shapely.total_bounds(shapes[:200])).buffer(-40.0)
    roofs = shapely.buffer(shapely.centroid(shapes[random.choice(400, 30)]), 15.0)
    plan = document(
        layer("boundary", [site]),
        layer("parcels", shapes, land_use=["M1"] * 400),
        layer("rooftops", list(roofs)),
    )
    made = plan.layer("parcels")
    columns = made.frame.drop(columns="geometry")
    read = Layer("parcels", columns, geometries=Geometries(coordinates(shapes), CRS))
    again = measures().evaluate(plan.with_layer(read))
    results = measures().evaluate(plan)
    assert len(results.value("land.overlaps").pairs) > 0
    assert np.array_equal(
        results.value("land.overlaps").pairs, overlapping_pairs(np.array(shapes), made.ids)
    )
    assert totals(again) == totals(results)
    assert read.held.made is False
