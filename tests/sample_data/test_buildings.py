import numpy as np
import pytest
import shapely

from sample_data.buildings import PATTERNS, buildings, pattern_of
from sample_data.landuse import Parcel


def parcel(code: str, wide: float, deep: float, turn_deg: float = 0.0) -> Parcel:
    shape = shapely.affinity.rotate(shapely.box(0, 0, wide, deep), turn_deg)
    return Parcel(shape, (0.0, 0.0), "plot", "A-01-01", code, None, "", None, None)


@pytest.mark.parametrize("turn_deg", [0.0, 17.0, 80.0])
def test_halls_fill_a_works_parcel_within_its_set_back(turn_deg: float) -> None:
    site = parcel("M1", 260, 180, turn_deg)
    found = buildings([site], np.random.default_rng(2))
    setback = PATTERNS["M1"].setback
    assert len(found) >= 3
    assert all(site.shape.buffer(-setback + 0.05).contains(roof.shape) for roof in found)
    share = sum(roof.shape.area for roof in found) / site.shape.area
    assert 0.35 < share < 0.7


def test_dwellings_face_south_whatever_the_longest_side() -> None:
    found = buildings([parcel("R2", 120, 320, 8.0)], np.random.default_rng(2))
    assert len(found) > 6
    for roof in found:
        west, south, east, north = roof.shape.bounds
        assert east - west > north - south


def test_nothing_is_built_on_streets_water_and_belts() -> None:
    codes = ("S1", "E1", "G2", "E2")
    assert [pattern_of(code) for code in codes] == [None] * 4
    assert buildings([parcel(code, 200, 200) for code in codes], np.random.default_rng(1)) == []


def test_a_parcel_smaller_than_its_set_back_stays_empty() -> None:
    assert buildings([parcel("R2", 15, 15)], np.random.default_rng(1)) == []
