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
from layers.files.wkb import NotPlainError, Polygons, is_deep
from tests.conftest import GEOMETRIES
from tests.strategies import coverages

LIMIT = 1e8
HEAVY = [
    shapely.Point(1, 2, 3),
    shapely.LineString([(0, 0), (1, 1)]),
    shapely.force_3d(shapely.box(0, 0, 1, 1)),
    shapely.MultiPoint([(0, 0), (1, 1)]),
    shapely.Point(),
]
"""Geometries of each sort that is no collection, and what they are made of."""
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


@pytest.mark.parametrize("number", [4, 7, 12, 1_007, 3_006, 65_007, 0x80000007, 0x00010006])
@pytest.mark.parametrize(("order", "sign"), [("<", 1), (">", 0), ("<", 2), ("<", 255)])
def test_geometries_deep_in_one_another_are_noticed(number, order, sign):
    one = struct.pack(f"{order}BII", sign, number, 1)
    assert is_deep(one * 200 + SQUARE)
    assert not is_deep(one * 50 + SQUARE)
    assert is_deep(struct.pack(f"{order}BIII", sign, number | 0x20000000, 4547, 1) * 200)


def test_an_order_of_bytes_that_is_none_is_the_one_before():
    one = struct.pack(">BII", 0, 7, 1) + struct.pack(">BII", 9, 7, 1) * 200
    assert is_deep(one + SQUARE)


@pytest.mark.parametrize("first", HEAVY)
def test_what_lies_before_hides_nothing_deep(first):
    deep = struct.pack("<BII", 1, 7, 1) * 200
    assert is_deep(struct.pack("<BII", 1, 7, 2) + shapely.to_wkb(first) + deep + SQUARE)


def test_what_ends_early_or_is_unknown_is_not_deep():
    assert not is_deep(struct.pack("<BII", 1, 3, 2**32 - 1) + bytes(2_000))
    assert not is_deep(struct.pack("<BII", 1, 7, 2**32 - 1) + bytes(2_000))
    assert not is_deep(struct.pack("<BII", 1, 99, 1) + bytes(2_000))


def test_a_long_border_whose_coordinates_look_like_types_is_not_deep():
    border = [(524_292.0, 2_546_000.0 + n) for n in range(300)]
    assert not is_deep(shapely.to_wkb(shapely.Polygon([*border, (524_200.0, 2_546_000.0)])))


def test_many_parts_beside_one_another_are_not_deep():
    many = shapely.MultiPolygon([shapely.box(n, 0, n + 0.5, 1) for n in range(6_000)])
    assert not is_deep(written([many])[0])
    assert not is_deep(written([many], byte_order=0)[0])
