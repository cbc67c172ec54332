import os
import time

import pytest

from layers.tiles.cache import LEAST_S, MOST_AGE_S, MOST_CONTENT, MOST_S, Kept, TileCache
from layers.tiles.grid import Tile

TILE = Tile(3, 4, 5)
URL = "https://h/{z}/{x}/{y}?k={key}"


@pytest.fixture
def cache(tmp_path):
    return TileCache(tmp_path / "tiles", most_bytes=1_000)


def test_a_tile_is_kept_and_ends(cache):
    name = cache.name(URL)
    assert cache.read(name, TILE) is None
    cache.write(name, TILE, b"content", 5_000)
    found = cache.read(name, TILE)
    assert found is not None
    assert (found.content, found.fresh) == (b"content", True)
    assert cache.size() == 7
    path = next(cache.folder.rglob("*.tile"))
    os.utime(path, (time.time(), time.time() - 10))
    found = cache.read(name, TILE)
    assert found is not None
    assert not found.fresh
    os.utime(path, (time.time(), time.time() - MOST_AGE_S - 10))
    assert cache.read(name, TILE) is None


@pytest.mark.parametrize(("asked", "held"), [(0, LEAST_S), (1e12, MOST_S)])
def test_how_long_it_holds_is_bounded(cache, asked, held):
    cache.write("a", TILE, b"content", asked)
    path = next(cache.folder.rglob("*.tile"))
    assert path.stat().st_mtime - time.time() == pytest.approx(held, abs=60)


def test_the_least_used_go_first(cache):
    for x in range(9):
        cache.write("a", Tile(9, x, 0), bytes(100))
        path = next(cache.folder.rglob(f"{x}/0.tile"))
        ends = path.stat().st_mtime
        os.utime(path, (1_000.0 + x, ends))
    cache.read("a", Tile(9, 0, 0))  # used just now
    cache.write("a", Tile(9, 9, 0), bytes(100))
    cache.write("a", Tile(9, 10, 0), bytes(100))
    assert cache.size() <= 800
    assert cache.read("a", Tile(9, 0, 0)) is not None
    assert cache.read("a", Tile(9, 1, 0)) is None
    assert cache.read("a", Tile(9, 10, 0)) is not None


def test_clearing(cache):
    cache.write("a", TILE, b"content")
    cache.clear()
    assert cache.size() == 0
    assert cache.read("a", TILE) is None
    cache.write("a", TILE, b"content")
    cache.drop("a", TILE)
    assert cache.read("a", TILE) is None


def test_a_disk_that_refuses_is_no_reason_to_stop(tmp_path):
    tmp_path.joinpath("file").write_text("in the way")
    cache = TileCache(tmp_path / "file")
    cache.write("a", TILE, b"content")
    assert cache.read("a", TILE) is None
    assert cache.size() == 0
    cache.clear()


def test_names_hold_no_address():
    assert TileCache.name(URL) != TileCache.name(URL + "2")
    assert TileCache.name(URL).isalnum()


def test_what_can_be_read_alone_is_read(cache, monkeypatch):
    cache.write("a", TILE, b"content", 5_000)

    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(os, "utime", refuse)
    assert cache.read("a", TILE) == Kept(b"content", fresh=True)


def test_a_file_of_another_sort_in_the_folder_is_no_tile(cache):
    cache.write("a", TILE, b"content", 5_000)
    path = next(cache.folder.rglob("*.tile"))
    with path.open("r+b") as file:
        file.truncate(MOST_CONTENT + 1)
    assert cache.read("a", TILE) is None
    path.unlink()
    path.mkdir()
    assert cache.read("a", TILE) is None
    cache.write("a", TILE, b"content")
    assert cache.size() == 0


def test_what_holds_for_ever_is_asked_for_again(cache):
    cache.write("a", TILE, b"content")
    path = next(cache.folder.rglob("*.tile"))
    os.utime(path, (time.time(), time.time() + 10 * MOST_S))
    assert cache.read("a", TILE) == Kept(b"content", fresh=False)
