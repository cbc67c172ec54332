import numpy as np
import pytest
import shapely

from tests.bench import coverage


@pytest.fixture(scope="module")
def parcels():
    return coverage.generated(1_000, 3, cached=False)


def test_as_many_as_asked_for_and_all_of_them_valid(parcels):
    assert len(parcels) == 1_000
    assert shapely.is_valid(parcels).all()


def test_neighbours_share_their_vertices_and_nothing_overlaps(parcels):
    assert shapely.coverage_is_valid(parcels)
    union = shapely.union_all(parcels).area
    assert abs(shapely.area(parcels).sum() - union) < 1e-3


def test_a_parcel_has_about_33_places_and_one_in_fifty_has_a_hole(parcels):
    assert 31 < shapely.get_num_coordinates(parcels).mean() < 35
    assert shapely.get_num_interior_rings(parcels).sum() == 20
    # 20 holes: 10 filled by a parcel of their own, 10 are ponds in the union.
    assert shapely.get_num_interior_rings(shapely.union_all(parcels)) == 10


def test_eastings_have_eight_digits_and_places_are_whole_millimetres(parcels):
    xy = shapely.get_coordinates(parcels)
    assert (np.floor(np.log10(xy[:, 0])) == 7).all()
    assert np.abs(xy * 1000 - np.round(xy * 1000)).max() < 1e-4


def test_sizes_differ_as_in_a_town(parcels):
    small, large = np.percentile(shapely.area(parcels), [5, 95])
    assert large / small > 3


def test_the_same_seed_gives_the_same_and_the_cache_too(tmp_path, monkeypatch):
    monkeypatch.setattr(coverage, "cache_folder", lambda: tmp_path)
    first = coverage.generated(200, 1)
    assert [path.name for path in tmp_path.iterdir()] == [f"coverage-{coverage.VERSION}-200-1.npz"]
    assert shapely.equals_exact(first, coverage.generated(200, 1)).all()
    assert shapely.equals_exact(first, coverage.generated(200, 1, cached=False)).all()
    assert not shapely.equals_exact(first, coverage.generated(200, 2)).all()
