import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.kind import Shape
from tests.bench.coverage import generated
from tests.conftest import GEOMETRIES
from widgets.map import ragged as ragged_arrays
from widgets.map.ragged import Ragged, spans

HOLED = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
TWO = shapely.MultiPolygon([shapely.box(20, 0, 30, 10), shapely.box(40, 0, 50, 10)])
TWO_HOLED = shapely.MultiPolygon([HOLED, shapely.box(20, 20, 21, 21)])


def array(*geometries):
    found = np.empty(len(geometries), object)
    found[:] = geometries
    return found


def signed_areas(ragged):
    """Area of each ring, the schoolbook way."""
    found = []
    for start, stop in zip(ragged.rings[:-1], ragged.rings[1:], strict=True):
        x, y = (ragged.xy[start:stop] - ragged.xy[start]).T
        found.append(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2))
    return found


def test_areas_of_a_hole_and_of_two_parts_are_those_of_shapely():
    ragged = Ragged.of(array(HOLED, None, TWO, shapely.Polygon(), TWO_HOLED), Shape.POLYGON)
    # 100 - 4; nothing; 100 + 100; nothing; 100 - 4 + 1.
    assert signed_areas(ragged) == [100, -4, 100, 100, 100, -4, 1]
    assert ragged.features.tolist() == [0, 2, 2, 4, 4, 7]
    assert shapely.area(ragged.geometries()).tolist() == [96, 0, 200, 0, 97]


@pytest.mark.parametrize("turned", [False, True])
def test_shells_are_turned_one_way_and_holes_the_other(turned):
    geometry = shapely.orient_polygons(TWO_HOLED, exterior_cw=turned)
    assert signed_areas(Ragged.of(array(geometry), Shape.POLYGON)) == [100, -4, 1]


@pytest.mark.parametrize("block", [1, 40, 16_000])
def test_many_rings_are_turned_block_by_block(monkeypatch, block):
    monkeypatch.setattr(ragged_arrays, "TURNED", block)
    parcels = generated(100, 2, cached=False)
    parcels[::3] = shapely.reverse(parcels[::3])
    found = Ragged.of(parcels, Shape.POLYGON)
    wanted = Ragged.of(shapely.orient_polygons(parcels), Shape.POLYGON)
    assert np.array_equal(found.xy, wanted.xy)
    assert not np.array_equal(found.xy, shapely.get_coordinates(parcels))


def test_rings_are_turned_at_eight_digits_as_well():
    moved = shapely.transform(HOLED, lambda xy: xy * 0.01 + (39_512_345.678, 3_891_234.567))
    areas = signed_areas(Ragged.of(array(shapely.reverse(moved)), Shape.POLYGON))
    assert areas == pytest.approx([0.01, -0.0004], rel=1e-4)


@given(st.integers(0, 50))
def test_there_and_back_for_a_coverage(seed):
    parcels = generated(100, seed, cached=False)
    back = Ragged.of(parcels, Shape.POLYGON).geometries()
    assert shapely.equals(back, parcels).all()


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("name", GEOMETRIES)
def test_what_is_of_another_shape_is_empty(shape, name):
    geometry = GEOMETRIES[name]
    ragged = Ragged.of(array(geometry, geometry), shape)
    words = {Shape.POLYGON: "olygon", Shape.LINE: "Line", Shape.POINT: "oint"}
    parts = shapely.get_parts(array(geometry)) if geometry is not None else []
    fits = any(words[shape] in part.geom_type and np.isfinite(part.bounds).all() for part in parts)
    assert len(ragged) == 2
    assert (len(ragged.xy) > 0) == fits


def test_nothing_at_all():
    for shape in Shape:
        ragged = Ragged.of(array(), shape)
        assert (len(ragged), ragged.extent) == (0, None)
        assert ragged.meeting((0, 0, 1, 1)).tolist() == []


def test_bounds_and_what_meets_a_box():
    ragged = Ragged.of(array(HOLED, None, TWO), Shape.POLYGON)
    assert ragged.bounds[:, 0].tolist() == [0, 0, 10, 10]
    assert ragged.bounds[:, 2].tolist() == [20, 0, 50, 10]
    assert ragged.extent == (0, 0, 50, 10)
    assert ragged.meeting((11, 0, 19, 10)).tolist() == []
    assert ragged.meeting((9, 0, 21, 10)).tolist() == [0, 2]
    # The bounds of the two parts meet, though the parts do not.
    assert ragged.meeting((32, 0, 38, 10)).tolist() == [2]


def test_asked_by_blocks_the_answer_is_the_same(monkeypatch):
    random = np.random.default_rng(4)
    west, south = random.uniform(0, 100, (2, 700))
    ragged = Ragged.of(shapely.box(west, south, west + 3, south + 2), Shape.POLYGON)
    ordered = ragged.taken(np.argsort(west))
    gone = ordered.taken(np.arange(0))
    boxes = [(x, y, x + wide, y + wide) for x, y in ((5, 5), (50, 20)) for wide in (0.0, 4.0, 90.0)]
    for one in (ragged, ordered, gone):
        plain = [one.meeting(box).tolist() for box in boxes]
        with monkeypatch.context() as patch:
            patch.setattr("widgets.map.ragged.BLOCKED", 1)
            assert [one.meeting(box).tolist() for box in boxes] == plain
    assert len(ordered._near((50.0, 20.0, 51.0, 24.0))) < 300
    assert ordered._near((0.0, 0.0, 90.0, 90.0)) is None


def test_taken_in_another_order_and_put_together_again():
    ragged = Ragged.of(array(HOLED, None, TWO), Shape.POLYGON)
    taken = ragged.taken(np.array([2, 0]))
    assert shapely.equals(taken.geometries(), array(TWO, HOLED)).all()
    joined = Ragged.concatenated([taken, ragged])
    assert shapely.area(joined.geometries()).tolist() == [200, 96, 96, 0, 200]
    assert joined.bounds[:, 4].tolist() == [20, 0, 50, 10]


@given(st.lists(st.integers(0, 4), max_size=12))
def test_whichever_are_taken_their_places_are_known(rows):
    whole = Ragged.of(array(HOLED, None, TWO, shapely.Polygon(), TWO_HOLED), Shape.POLYGON)
    part, places = whole.parted(np.array(rows, np.int64))
    assert (part.xy == whole.xy[places]).all()
    assert shapely.equals(part.geometries(), whole.geometries()[np.array(rows, int)]).all()
    assert (part.bounds == whole.bounds[:, rows]).all()


def test_lines_and_points_keep_their_parts():
    lines = Ragged.of(array(shapely.LineString([(0, 0), (3, 4)]), GEOMETRIES["lines"]), Shape.LINE)
    assert lines.features.tolist() == [0, 1, 3]
    assert shapely.length(lines.geometries()).tolist() == [5, 2]
    points = Ragged.of(array(shapely.Point(1, 2), None, GEOMETRIES["points"]), Shape.POINT)
    assert points.features.tolist() == [0, 1, 1, 3]
    assert points.xy.tolist() == [[1, 2], [0, 0], [1, 1]]


def test_heights_are_left_out():
    ragged = Ragged.of(array(GEOMETRIES["polygon with height"]), Shape.POLYGON)
    assert ragged.xy.shape == (4, 2)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5)), max_size=8))
def test_spans_are_ranges_one_after_another(pairs):
    starts = np.array([start for start, _ in pairs], np.int64)
    counts = np.array([count for _, count in pairs], np.int64)
    expected = [n for start, count in pairs for n in range(start, start + count)]
    assert spans(starts, counts).tolist() == expected
