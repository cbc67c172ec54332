"""Fetching from a server in this process: good, slow, failing, wrong, huge and moved tiles."""

import os
import time

import pytest

from layers.tiles.cache import TileCache
from layers.tiles.grid import Tile
from layers.tiles.sources import own_source
from tests.widgets.map.tile_server import TileServer
from widgets.map import tile_fetching
from widgets.map.tile_fetching import MOST_AT_ONCE, MOST_TRIES, TileFetcher, Wanted, pinned
from widgets.map.tile_memory import Key, TileMemory

KEYS = [Key(0, Tile(10, x, 7)) for x in range(12)]


@pytest.fixture
def server():
    found = TileServer()
    yield found
    found.close()


@pytest.fixture
def fetcher(qtbot, tmp_path, monkeypatch):
    del qtbot
    monkeypatch.setattr(tile_fetching, "FIRST_PAUSE_S", 0.05)
    monkeypatch.setattr(tile_fetching, "TIMEOUT_MS", 3_000)
    found = TileFetcher(TileCache(tmp_path / "tiles"), "GreenPlat/test")
    yield found
    found.close()


def begin(fetcher, url, keys=KEYS, *, key="", grey=False):
    memory = TileMemory(wake=fetcher.wake)
    memory.want(keys)
    fetcher.fetch_for(Wanted(own_source(url), key, grey, memory))
    return memory


def there(memory, keys=KEYS):
    return all(memory.look(key) is not None for key in keys)


def test_tiles_come_politely(fetcher, server, qtbot):
    came = []
    fetcher.arrived.connect(came.append)
    memory = begin(fetcher, server.url("slow"))
    qtbot.waitUntil(lambda: there(memory))
    assert sorted(came) == sorted(KEYS)
    assert server.most_at_once <= MOST_AT_ONCE
    assert server.agents == {"GreenPlat/test"}
    assert len(server.asked) == len(KEYS)
    colour = memory.look(KEYS[3]).pixelColor(100, 100)
    assert (colour.red(), colour.green(), colour.blue()) == (111, 7 * 53 % 256, 120)
    assert fetcher.idle
    assert fetcher.state == ""


def test_what_is_on_disk_is_not_asked_for_again(fetcher, server, qtbot):
    memory = begin(fetcher, server.url())
    qtbot.waitUntil(lambda: there(memory))
    server.asked.clear()
    memory = begin(fetcher, server.url())
    qtbot.waitUntil(lambda: there(memory))
    assert server.asked == []


def test_what_has_ended_is_shown_and_asked_for_again(fetcher, server, qtbot):
    memory = begin(fetcher, server.url(), KEYS[:1])
    qtbot.waitUntil(lambda: there(memory, KEYS[:1]))
    qtbot.waitUntil(lambda: fetcher.idle)
    (path,) = fetcher.cache.folder.rglob("*.tile")
    os.utime(path, (time.time(), time.time() - 60))
    server.down = True
    memory = begin(fetcher, server.url(), KEYS[:1])
    qtbot.waitUntil(lambda: there(memory, KEYS[:1]) and fetcher.state == "busy")
    server.down = False
    qtbot.waitUntil(lambda: fetcher.idle and fetcher.state == "", timeout=10_000)
    assert path.stat().st_mtime > time.time()


def test_the_newest_come_first_and_what_is_out_of_view_is_dropped(fetcher, server, qtbot):
    memory = begin(fetcher, server.url("held"))
    qtbot.waitUntil(lambda: len(server.asked) == MOST_AT_ONCE)
    old = [path.split("/")[3] for path in server.asked]
    newest = Key(0, Tile(10, 99, 7))
    memory.want([newest])
    qtbot.waitUntil(lambda: newest in fetcher._lacking)
    server.release.set()
    qtbot.waitUntil(lambda: fetcher.idle)
    # Those that are asked for together reach the server in any order.
    following = server.asked[MOST_AT_ONCE : 2 * MOST_AT_ONCE]
    assert any(path.endswith("/10/99/7") for path in following)

    server.release.clear()
    server.asked.clear()
    far = [Key(0, Tile(11, x, 7)) for x in range(9)]
    memory.want(far)
    qtbot.waitUntil(lambda: len(server.asked) == MOST_AT_ONCE)
    near = Key(0, Tile(12, 1, 1))
    fetcher.in_view = lambda key: key == near
    fetcher.pinned = frozenset(far[:1])
    memory.want([near])
    qtbot.waitUntil(lambda: near in fetcher._flying)
    server.release.set()
    qtbot.waitUntil(lambda: fetcher.idle)
    assert memory.look(near) is not None
    assert memory.look(far[0]) is not None
    assert memory.look(far[5]) is None
    assert len(server.asked) <= MOST_AT_ONCE + 2
    assert len(old) == MOST_AT_ONCE


@pytest.mark.parametrize(
    ("how", "state"), [("failing", "busy"), ("refusing", "refused"), ("wrong", "strange")]
)
def test_failing_servers_are_left_alone(fetcher, server, qtbot, how, state):
    memory = begin(fetcher, server.url(how))
    qtbot.waitUntil(lambda: fetcher.state == state)
    qtbot.wait(700)
    # After 0.05, 0.1, 0.2, 0.4 s: a few each time, and not one request after the other.
    assert len(server.asked) <= 5 * MOST_AT_ONCE + MOST_TRIES
    assert not there(memory, KEYS[:1])
    assert fetcher.cache.size() == 0


def test_without_a_network_nothing_is_said(fetcher, server, qtbot, capfd, caplog):
    url = server.url() + "?k={key}"
    server.close()
    memory = begin(fetcher, url, key="s3cret")
    qtbot.waitUntil(lambda: fetcher.state == "offline", timeout=10_000)
    qtbot.wait(200)
    out, error = capfd.readouterr()
    assert (out, error, caplog.text) == ("", "", "")
    assert not there(memory, KEYS[:1])


def test_a_missing_tile_is_stood_in_for_by_a_larger_one(fetcher, server, qtbot):
    deep = Key(0, Tile(14, 5_000, 3_000))
    memory = begin(fetcher, server.url("deep"), [deep])
    large = Key(0, Tile(12, 1_250, 750))
    qtbot.waitUntil(lambda: there(memory, [large]))
    assert memory.lacks(deep)
    assert [path.split("/")[2] for path in server.asked] == ["14", "13", "12"]
    assert fetcher.state == ""


def test_where_nothing_is_it_ends(fetcher, server, qtbot):
    memory = begin(fetcher, server.url("missing"), KEYS[:1])
    qtbot.waitUntil(lambda: len(server.asked) == 11 and fetcher.idle)
    assert memory.lacks(Key(0, Tile(0, 0, 0)))


def test_huge_answers_are_broken_off(fetcher, server, qtbot):
    memory = begin(fetcher, server.url("huge"), KEYS[:1])
    qtbot.waitUntil(lambda: fetcher.state == "strange", timeout=10_000)
    assert memory.lacks(KEYS[0])
    assert fetcher.cache.size() == 0


def test_it_follows_where_a_tile_has_moved(fetcher, server, qtbot):
    memory = begin(fetcher, server.url("elsewhere"), KEYS[:2])
    qtbot.waitUntil(lambda: there(memory, KEYS[:2]))


def test_a_server_that_sends_drop_by_drop_is_given_up(fetcher, server, qtbot, monkeypatch):
    monkeypatch.setattr(tile_fetching, "LONGEST_MS", 300)
    memory = begin(fetcher, server.url("drops"), KEYS[:1])
    qtbot.waitUntil(lambda: fetcher.state == "busy")
    assert not there(memory, KEYS[:1])


@pytest.mark.parametrize("how", ["packed", "cut", "vector"])
def test_what_only_looks_like_a_tile_is_not_kept(fetcher, server, qtbot, how):
    memory = begin(fetcher, server.url(how), KEYS[:1])
    qtbot.waitUntil(lambda: fetcher.state != "")
    assert not there(memory, KEYS[:1])
    assert fetcher.cache.size() == 0


@pytest.mark.parametrize("how", ["round", "tofile"])
def test_it_does_not_follow_everywhere(fetcher, server, qtbot, how):
    memory = begin(fetcher, server.url(how), KEYS[:1])
    qtbot.waitUntil(lambda: fetcher.state != "")
    assert not there(memory, KEYS[:1])
    assert fetcher.cache.size() == 0


def test_a_spoilt_file_on_disk_is_fetched_again(fetcher, server, qtbot):
    url = own_source(server.url()).urls[0]
    fetcher.cache.write(fetcher.cache.name(url), KEYS[0].tile, b"not a picture")
    memory = begin(fetcher, server.url(), KEYS[:1])
    qtbot.waitUntil(lambda: there(memory, KEYS[:1]))
    assert len(server.asked) == 1


def test_keys_go_to_the_server_and_not_to_disk(fetcher, server, qtbot):
    memory = begin(fetcher, server.url() + "?k={key}", KEYS[:1], key="s3cret")
    qtbot.waitUntil(lambda: there(memory, KEYS[:1]))
    assert server.asked[0].endswith("?k=s3cret")
    assert not any("s3cret" in str(path) for path in fetcher.cache.folder.rglob("*"))


def test_grey_ones(fetcher, server, qtbot):
    memory = begin(fetcher, server.url(), KEYS[:1], grey=True)
    qtbot.waitUntil(lambda: there(memory, KEYS[:1]))
    colour = memory.look(KEYS[0]).pixelColor(9, 9)
    assert colour.red() == colour.green() == colour.blue()


def test_closed_while_tiles_are_on_their_way(fetcher, server, qtbot):
    memory = begin(fetcher, server.url("held"))
    qtbot.waitUntil(lambda: len(server.asked) == MOST_AT_ONCE)
    fetcher.fetch_for(None)
    memory.want(KEYS)
    fetcher.close()
    server.release.set()
    qtbot.wait(50)
    assert fetcher.idle
    assert len(server.asked) == MOST_AT_ONCE


def test_all_that_can_stand_in_is_pinned():
    found = pinned([Key(0, Tile(3, 5, 2)), Key(0, Tile(3, 4, 2))])
    assert found == {
        Key(0, tile)
        for tile in (Tile(3, 5, 2), Tile(3, 4, 2), Tile(2, 2, 1), Tile(1, 1, 0), Tile(0, 0, 0))
    }
