import threading

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers import geometry, woven
from layers.edit import RowsDelta
from layers.geometry import Geometries
from layers.layer import Layer
from tests.layers.test_coordinates import HOLED, ONE_OF_SEVERAL, TWO, coordinates
from tests.strategies import CRS, coverages, squares


def layer_of(shapes):
    columns = pd.DataFrame(
        {"number": pd.Series([str(n) for n in range(len(shapes))], dtype="str").array},
        pd.Index(range(1, len(shapes) + 1), dtype=np.int64, name="fid"),
    )
    return Layer("parcels", columns, geometries=Geometries(coordinates(shapes), CRS))


def test_areas_are_those_of_shapely_whichever_way_the_rings_run():
    shapes = [TWO, HOLED, shapely.reverse(HOLED), shapely.reverse(TWO), *squares(2)]
    found = Geometries(coordinates(shapes), CRS)
    assert found.areas.tolist() == [196, 96, 96, 196, 10_000, 10_000]
    assert not found.made
    missing = Geometries(np.array([HOLED, None], object), CRS)
    assert np.array_equal(missing.areas, [96, np.nan], equal_nan=True)


def test_objects_are_made_when_asked_for_and_once_for_all_threads():
    found = Geometries(coordinates([TWO, HOLED]), CRS)
    assert len(found) == 2
    assert not found.made
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(found.objects)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found.made
    assert all(answer is answers[0] for answer in answers)
    with pytest.raises(ValueError, match="read-only"):
        found.objects[0] = None


def test_a_layer_makes_objects_only_for_what_needs_them():
    layer = layer_of([TWO, HOLED])
    rows = pd.DataFrame({"number": ["A"]}, pd.Index([2], dtype=np.int64, name="fid")).astype("str")
    after = layer.applied(RowsDelta("parcels", rows, rows))
    assert after.values("number").tolist() == ["0", "A"]
    assert (len(after), after.columns, after.counting_from(9).next_id) == (
        2,
        ("number", "geometry"),
        9,
    )
    assert after.coordinates is layer.coordinates
    assert not layer.held.made
    # An object is the same one in all layers that have it, so that a save finds what differs.
    assert after.geometries is layer.geometries


def test_another_shape_leaves_no_coordinates_of_the_old_ones():
    layer = layer_of([TWO, HOLED])
    rows = pd.DataFrame(layer.rows([2]))[["geometry"]]
    moved = rows.assign(geometry=[shapely.box(0, 0, 1, 1)])
    after = layer.applied(RowsDelta("parcels", rows, moved))
    assert after.coordinates is None
    assert shapely.area(after.geometries).tolist() == [196, 1]
    assert after.geometries[0] is layer.geometries[0]
    assert layer.coordinates is not None
    assert after.crs == layer.crs == CRS


@given(coverages(), st.data())
def test_some_are_made_without_the_others(shapes, data):
    found = Geometries(coordinates(shapes), CRS)
    places = data.draw(st.lists(st.integers(0, len(shapes) - 1), max_size=9))
    taken = found.taken(np.array(places, np.int64))
    assert [shapely.to_wkb(one) for one in taken] == [shapely.to_wkb(shapes[n]) for n in places]
    assert not found.made


def test_an_edit_makes_no_more_objects_than_it_needs():
    layer = layer_of([TWO, HOLED, ONE_OF_SEVERAL, *squares(3)])
    rows = pd.DataFrame(layer.rows([2, 5]))
    assert shapely.equals_exact(rows["geometry"].iloc[0], HOLED)
    moved = rows[["geometry"]].assign(geometry=[shapely.box(0, 0, 1, 1), None])
    after = layer.applied(RowsDelta("parcels", rows, moved))
    after = after.applied(RowsDelta("parcels", layer.rows([3]), rows.iloc[:0]))
    assert after.areas.tolist()[:3] == [196, 1, 10_000]
    assert after.bounds[1].tolist() == [0, 0, 1, 1]
    assert np.isnan(after.areas[3])
    some = after.shapes(np.array([4, 3, 1, 0]))
    assert [shapely.to_wkt(one) for one in some] == [
        shapely.to_wkt(one) for one in (squares(3)[2], None, shapely.box(0, 0, 1, 1), TWO)
    ]
    back = after.applied(RowsDelta("parcels", rows.iloc[:0], layer.rows([3])))
    back = back.applied(RowsDelta("parcels", moved, rows[["geometry"]]))
    assert not any(one.held.made for one in (layer, after, back))
    assert shapely.equals_exact(back.geometries, layer.geometries).all()
    assert back.geometries[0] is layer.geometries[0]
    with pytest.raises(ValueError, match="read-only"):
        back.geometries[0] = None


@given(coverages())
def test_bounds_and_areas_are_kept_up_with_edits(shapes):
    rows = layer_of(squares(12))
    assert np.array_equal(rows.bounds, shapely.bounds(squares(12)))
    frame = pd.DataFrame(rows.frame)
    added = frame.iloc[:1].set_axis(pd.Index([rows.next_id], name="fid"))
    added["geometry"] = [shapes[0]]
    moved = frame[["geometry"]].iloc[4:6].copy()
    moved["geometry"] = list(squares(3)[1:])
    first, last = frame.iloc[[2, 7]], frame.iloc[:0]
    deltas = [
        RowsDelta("parcels", first, added),
        RowsDelta("parcels", frame[["geometry"]].iloc[4:6], moved),
        RowsDelta("parcels", last, first),
        RowsDelta("parcels", frame.iloc[::2].drop(frame.index[4]), last),
    ]
    assert rows.areas.sum() > 0
    for delta in deltas:
        rows = rows.applied(delta)
        assert np.array_equal(rows.bounds, shapely.bounds(rows.geometries))
        assert np.array_equal(rows.areas, shapely.area(rows.geometries))
        assert rows.ids.tolist() == sorted(rows.ids.tolist())
    _, south, east, north = rows.bounds[3]
    assert 3 in rows.meeting((east, north, east + 1, north + 1))
    assert 3 not in rows.meeting((east + 0.1, south, east + 1, north))


@pytest.mark.parametrize("most", [0, 64])
def test_rows_come_and_go_in_their_places(monkeypatch, most):
    monkeypatch.setattr(woven, "MOST_PIECES", most)
    rows = layer_of(squares(9))
    frame = pd.DataFrame(rows.frame)
    without = rows.applied(RowsDelta("parcels", frame.iloc[[0, 3, 4, 8]], frame.iloc[:0]))
    assert without.ids.tolist() == [2, 3, 6, 7, 8]
    assert without.values("number").tolist() == ["1", "2", "5", "6", "7"]
    back = without.applied(RowsDelta("parcels", frame.iloc[:0], frame.iloc[[8, 0, 4, 3]]))
    assert back.frame.equals(rows.frame)
    assert len(rows.applied(RowsDelta("parcels", frame, frame.iloc[:0]))) == 0


@pytest.mark.parametrize("many", [2, 80])
def test_bounds_that_another_thread_asks_for_meanwhile_are_those_of_the_edit_too(monkeypatch, many):
    shapes, places = np.array(squares(100), object), np.arange(many) + 3
    before = Geometries(shapes, CRS)
    moved = shapely.transform(shapes[places], lambda xy: xy + 7.0)
    real = np.concatenate

    def meanwhile(*args, **values):
        assert len(before.bounds) == 100  # as the map does beside an edit
        return real(*args, **values)

    monkeypatch.setattr(np, "concatenate", meanwhile)
    exchanged = before.replaced(places, moved)
    before = Geometries(shapes, CRS)
    added = before.rearranged([(True, 0, 100), (False, 0, many)], moved)
    monkeypatch.undo()
    for after in (exchanged, added):
        assert np.array_equal(after.bounds, shapely.bounds(after.objects))
        box = after.bounds[-1].tolist()
        assert len(after) - 1 in after.meeting(tuple(box))


@pytest.mark.parametrize("block", [1, 4, 64])
def test_boxes_are_found_in_blocks_as_one_by_one(monkeypatch, block):
    monkeypatch.setattr(geometry, "BLOCK", block)
    shapes = np.array([*squares(30, 9), None, *squares(7, east=9_000, north=50)], object)
    found = Geometries(shapes, CRS)
    bounds = shapely.bounds(shapes)
    random = np.random.default_rng(4)
    for number in range(60):
        if number % 20 == 19:
            found = found.replaced(np.array([5, 60]), np.array(squares(2, east=number), object))
            bounds = shapely.bounds(found.objects)
        corner = shapely.get_coordinates(shapes[random.integers(200)])[0]
        west, south = corner + random.uniform(-150, 150, 2)
        east, north = (west, south) + random.choice([0.0, 90.0, 4_000.0]) * random.random(2)
        meets = (bounds[:, 0] <= east) & (bounds[:, 2] >= west)
        meets &= (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
        assert found.meeting((west, south, east, north)).tolist() == np.flatnonzero(meets).tolist()


def test_what_is_asked_for_again_is_at_hand(monkeypatch):
    monkeypatch.setattr(geometry, "MOST_AT_HAND", 3)
    found = Geometries(coordinates(squares(9)), CRS)
    places = np.array([4, 2, 4])
    first = found.taken(places)
    assert first[0] is first[2]
    assert found.taken(places[:2])[0] is first[0]
    after = found.rearranged([(True, 1, 9)], np.array([], object))
    assert after.taken(places - 1)[1] is first[1]
    found.taken(np.array([5, 6]))
    found.taken(np.array([7, 8]))  # too many to keep the first ones
    assert found.taken(places)[0] is not first[0]
    every = found.taken(np.arange(9))
    assert shapely.equals_identical(every, np.array(squares(9), object)).all()
