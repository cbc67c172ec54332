import numpy as np
import pytest
import shapely

from sample_data.greenery import greens
from sample_data.landuse import Parcel


def parcel(code: str) -> Parcel:
    shape = shapely.box(-1500, 0, -1300, 150)
    return Parcel(shape, (-1400.0, 0.0), "plot", "A-01-01", code, None, "", None, None)


def test_a_park_has_a_meadow_among_trees_and_is_all_green() -> None:
    found = greens([parcel("G1")], [], np.random.default_rng(1))
    assert sorted(green.cover for green in found) == ["lawn", "tree_urban"]
    assert sum(green.shape.area for green in found) == pytest.approx(30_000)
    assert len({green.name for green in found}) == 1
    assert bool(shapely.coverage_is_valid([green.shape for green in found]))


def test_belts_are_whole_parcels_and_works_have_no_drawn_gardens() -> None:
    (belt,) = greens([parcel("G2")], [], np.random.default_rng(1))
    assert (belt.role, belt.shape.area) == ("protective", 30_000)
    assert greens([parcel("M1")], [], np.random.default_rng(1)) == []
