import os

import numpy as np
import pytest
import shapely

from layers.kind import Shape
from widgets.map import kept_levels
from widgets.map.ragged import Ragged


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_levels, "folder", lambda: tmp_path / "levels")
    return tmp_path / "levels"


def box(size):
    return Ragged.of(np.array([shapely.box(0, 0, size, 1)], object), Shape.POLYGON)


def test_what_was_kept_is_read_again():
    path = kept_levels.path_of(box(3))
    assert kept_levels.read(path, 5) is None
    kept_levels.write(path, np.arange(5, dtype=np.uint8))
    assert kept_levels.read(path, 5).tolist() == [0, 1, 2, 3, 4]


def test_other_shapes_have_another_file():
    assert kept_levels.path_of(box(3)) == kept_levels.path_of(box(3))
    assert kept_levels.path_of(box(3)) != kept_levels.path_of(box(4))


@pytest.mark.parametrize("harm", ["short", "changed", "foreign", "empty"])
def test_a_file_that_is_not_whole_counts_as_not_there(harm):
    path = kept_levels.path_of(box(3))
    kept_levels.write(path, np.arange(5, dtype=np.uint8))
    data = path.read_bytes()
    harmed = {
        "short": data[:-1],
        "changed": data[:-1] + b"x",
        "foreign": b"y" * len(data),
        "empty": b"",
    }
    path.write_bytes(harmed[harm])
    assert kept_levels.read(path, 5) is None


def test_the_folder_does_not_grow_beyond_its_bound(monkeypatch, place):
    monkeypatch.setattr(kept_levels, "LARGEST_BYTES", 2_500)
    paths = [kept_levels.path_of(box(size)) for size in (3, 4, 5)]
    for age, path in enumerate(paths):
        kept_levels.write(path, np.zeros(1_000, np.uint8))
        os.utime(path, (1_000 + age, 1_000 + age))
    kept_levels.write(kept_levels.path_of(box(6)), np.zeros(100, np.uint8))
    assert not paths[0].exists()
    assert paths[2].exists()
    assert sum(one.stat().st_size for one in place.iterdir()) <= 2_500


def test_a_place_that_cannot_be_written_is_no_error(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(kept_levels, "folder", lambda: tmp_path / "file" / "levels")
    kept_levels.write(kept_levels.path_of(box(3)), np.zeros(5, np.uint8))
    assert kept_levels.read(kept_levels.path_of(box(3)), 5) is None


@pytest.mark.parametrize("place", [0, 1, 5_000, 40_959, 40_960, 49_999])
def test_any_place_that_is_another_makes_another_file(place):
    xy = np.random.default_rng(1).uniform(0, 1_000, (50_000, 2)) + 39_500_000
    starts = np.array([0, 50_000])

    def file(xy):
        return kept_levels.path_of(Ragged.joined(Shape.LINE, xy, starts, np.array([0, 1])))

    moved = xy.copy()
    moved[place, 1] = np.nextafter(moved[place, 1], 0)
    assert file(xy) == file(xy.copy())
    assert file(xy) != file(moved)
    swapped = xy.copy()
    swapped[[place, 7_777]] = swapped[[7_777, place]]
    assert file(xy) != file(swapped)
    assert file(xy) != file(xy[:-1])
