"""Polygons read in whole arrays are those that shapely reads, or none at all."""

import struct
import threading

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.coordinates import Coordinates
from layers.files.wkb import NotPlainError, Polygons, may_be_deep
from tests.conftest import GEOMETRIES
from tests.strategies import coverages

LIMIT = 1e8
FEW, MANY = 1_000_000, 100_000_000
HOLED = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
TWO = shapely.MultiPolygon([shapely.box(20, 0, 30, 10), HOLED])
MIXED = [HOLED, TWO, shapely.box(1, 1, 2, 2), shapely.MultiPolygon([HOLED]), TWO, HOLED]


def cells(values, per_chunk=100):
    parts = [values[start : start + per_chunk] for start in range(0, len(values), per_chunk)]
    return pa.chunked_array([pa.array(part, pa.binary()) for part in parts], pa.binary())


def polygons(column, most_bytes=0):
    """The polygons of a column, None where one of them is not plain."""
    most_bytes = most_bytes or sum(chunk.nbytes for chunk in column.chunks)
    try:
        with Polygons(most_bytes, LIMIT) as found:
            for chunk in column.chunks:
                found.add(chunk)
            return found.coordinates()
    except NotPlainError:
        return None


def written(shapes, byte_order=1):
    return [shapely.to_wkb(one, byte_order=byte_order) for one in shapes]


@pytest.mark.parametrize("per_chunk", [1, 2, 4, 100])
def test_polygons_and_several_polygons_with_holes_in_any_order(per_chunk):
    found = polygons(cells(written(MIXED), per_chunk))
    assert found is not None
    assert written(found.objects()) == written(MIXED)
    assert found.several.tolist() == [False, True, False, True, True, False]
    assert not found.xy.flags.writeable


@given(coverages(), st.integers(1, 7))
def test_a_coverage_is_the_same_to_the_bit(shapes, per_chunk):
    found = polygons(cells(written(shapes), per_chunk))
    assert found is not None
    assert written(found.objects()) == written(shapes)


def test_a_part_of_a_longer_column():
    sliced = cells(written(MIXED)).slice(1, 3)
    found = polygons(sliced)
    assert found is not None
    assert written(found.objects()) == written(MIXED[1:4])


@pytest.mark.parametrize("name", GEOMETRIES)
def test_what_is_not_plain_gives_nothing_and_the_rest_what_shapely_gives(name):
    geometry = GEOMETRIES[name]
    found = polygons(cells([*written([HOLED]), *written([geometry])]))
    plain = (
        geometry is not None
        and geometry.geom_type in {"Polygon", "MultiPolygon"}
        and not geometry.is_empty
        and not geometry.has_z
        and np.isfinite(shapely.get_coordinates(geometry)).all()
    )
    assert (found is not None) == plain
    if found is not None:
        assert written(found.objects()) == written([HOLED, geometry])


SQUARE = written([shapely.box(0, 0, 1, 1)])[0]


@pytest.mark.parametrize(
    "odd",
    [
        SQUARE[:-1],
        SQUARE + b"\0",
        SQUARE[:12],
        b"",
        written([HOLED], byte_order=0)[0],
        SQUARE.replace(struct.pack("<I", 5), struct.pack("<I", 2**32 - 1)),
        SQUARE[:9] + struct.pack("<I", 0),
        SQUARE[:-16] + struct.pack("<2d", 0.5, 0.5),
        SQUARE[:9] + struct.pack("<I6d", 3, 0, 0, 1, 1, 0, 0),
        SQUARE[:5] + struct.pack("<I", 0) + SQUARE[9:],
        struct.pack("<BII", 1, 6, 0),
        struct.pack("<BII", 1, 6, 0) + SQUARE,
        struct.pack("<BII", 1, 6, 2) + SQUARE,
        struct.pack("<BII", 1, 6, 1) + struct.pack("<BI4d", 1, 2, 0, 0, 1, 1),
        struct.pack("<BII", 1, 1003, 1) + SQUARE[9:],
        written([shapely.box(0, 0, 2 * LIMIT, 1)])[0],
    ],
)
def test_damaged_polygons_give_nothing(odd):
    assert polygons(cells([SQUARE, SQUARE])) is not None
    assert polygons(cells([SQUARE, odd, SQUARE])) is None


def test_nothing_and_what_is_missing_give_nothing():
    assert polygons(pa.chunked_array([], pa.binary())) is None
    assert polygons(cells([SQUARE, None])) is None


@settings(max_examples=300)
@given(st.data())
def test_any_byte_may_be_any_other(data):
    whole = bytearray(b"".join(written([TWO])))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    found = polygons(cells([bytes(whole)]))
    if found is not None:
        assert written(found.objects()) == [bytes(whole)]


def test_a_feature_of_very_many_rings_is_left_to_shapely():
    many = shapely.MultiPolygon([shapely.box(n, 0, n + 0.5, 1) for n in range(6_000)])
    assert polygons(cells(written([many]))) is None


def test_more_than_the_file_can_hold_is_refused():
    with Polygons(len(SQUARE), LIMIT) as found:
        found.add(cells([SQUARE]).chunk(0))
        with pytest.raises(NotPlainError):
            found.add(cells([SQUARE]).chunk(0))


@pytest.mark.parametrize("most_bytes", [FEW, MANY])
def test_areas_and_bounds_are_known_and_those_that_the_places_give(most_bytes):
    found = polygons(cells(written(MIXED), 2), most_bytes)
    assert found is not None
    assert {"bounds", "doubled"} <= set(vars(found))
    anew = Coordinates(found.xy, found.rings, found.polygons, found.features, found.several)
    assert np.array_equal(found.bounds, anew.bounds)
    assert np.array_equal(found.doubled, anew.doubled)


def test_many_columns_are_in_their_order_whoever_is_done_first():
    shapes = [shapely.box(n, 0, n + 1, 1) for n in range(200)]
    found = polygons(cells(written(shapes), 3), MANY)
    assert found is not None
    assert written(found.objects()) == written(shapes)


@pytest.mark.parametrize("most_bytes", [FEW, MANY])
@pytest.mark.parametrize("place", [0, 70, 199])
def test_a_ring_that_is_not_closed_is_noticed_wherever_it_lies(place, most_bytes):
    values = written([shapely.box(n, 0, n + 1, 1) for n in range(200)])
    open_ring = bytearray(values[place])
    open_ring[-1] ^= 1
    values[place] = bytes(open_ring)
    assert polygons(cells(values, 3), most_bytes) is None


def working():
    return [one.name for one in threading.enumerate() if one.name.startswith("polygons")]


def test_nobody_works_on_when_it_is_left():
    with Polygons(MANY, LIMIT) as found:
        for _ in range(5):
            found.add(cells(written(MIXED)).chunk(0))
        assert working()
    assert not working()


@pytest.mark.parametrize("number", [4, 7, 12, 1_007, 3_006, 0x80000007, 0x20000006])
@pytest.mark.parametrize("order", ["<", ">"])
def test_geometries_deep_in_one_another_are_noticed(number, order):
    one = struct.pack(f"{order}BII", order == "<", number, 1)
    assert may_be_deep(one * 200 + SQUARE)
    assert not may_be_deep(one * 50 + SQUARE)


def test_many_parts_beside_one_another_are_not_deep():
    many = shapely.MultiPolygon([shapely.box(n, 0, n + 0.5, 1) for n in range(6_000)])
    assert not may_be_deep(written([many])[0])
    assert not may_be_deep(written([many], byte_order=0)[0])
