"""Polygons read in whole arrays are those that shapely reads, or none at all."""

import struct

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.files.wkb import NotPlainError, Polygons
from tests.conftest import GEOMETRIES
from tests.strategies import coverages

LIMIT = 1e8
HOLED = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
TWO = shapely.MultiPolygon([shapely.box(20, 0, 30, 10), HOLED])
MIXED = [HOLED, TWO, shapely.box(1, 1, 2, 2), shapely.MultiPolygon([HOLED]), TWO, HOLED]


def cells(values, per_chunk=100):
    parts = [values[start : start + per_chunk] for start in range(0, len(values), per_chunk)]
    return pa.chunked_array([pa.array(part, pa.binary()) for part in parts], pa.binary())


def polygons(column):
    """The polygons of a column, None where one of them is not plain."""
    found = Polygons(sum(chunk.nbytes for chunk in column.chunks), LIMIT)
    try:
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
    found = Polygons(len(SQUARE), LIMIT)
    found.add(cells([SQUARE]).chunk(0))
    with pytest.raises(NotPlainError):
        found.add(cells([SQUARE]).chunk(0))
