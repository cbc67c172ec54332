import threading

import numpy as np
import pytest
from pyproj import Transformer

from layers.progress import Progress
from layers.session import Session
from layers.tiles.cache import TileCache
from layers.tiles.choice import Choice
from layers.tiles.grid import Tile
from layers.tiles.placing import Placing
from tests.small_plan import X, Y, small_plan
from tests.widgets.map.tile_server import TileServer
from widgets.bridge import Bridge
from widgets.map.base_map import BaseMap, bounds_of
from widgets.map.canvas import MapCanvas
from widgets.map.stage import Stage
from widgets.map.tile_memory import Key
from widgets.map.tiles import ID
from widgets.map.viewport import Viewport


@pytest.fixture
def server():
    found = TileServer()
    yield found
    found.close()


@pytest.fixture
def canvas(qtbot):
    bridge = Bridge(Session(small_plan()))
    found = MapCanvas(Stage(bridge))
    qtbot.addWidget(found)
    found.resize(500, 400)
    found.show()
    yield found
    found.close_down()
    bridge.close()


@pytest.fixture
def base_map(canvas, tmp_path):
    found = BaseMap(canvas.stage, TileCache(tmp_path / "tiles"), "GreenPlat/test")
    yield found
    found.close()


def choice(server, how="good", **more):
    return Choice(source="own", shown=True, url=server.url(how), attribution="© Us", **more)


def test_tiles_come_below_the_plan(canvas, base_map, server, qtbot):
    qtbot.waitUntil(lambda: canvas.complete)
    outside = canvas.grab().toImage().pixelColor(8, 200)
    base_map.use(choice(server))
    qtbot.waitUntil(lambda: len(server.asked) > 0 and base_map.fetcher.idle)
    qtbot.waitUntil(lambda: canvas.grab().toImage().pixelColor(8, 200) != outside)
    # The colour says which tile it is, and it is the right one.
    x, y = canvas.viewport.place(8, 200)
    placing = Placing.of(canvas.bridge.document.crs)
    u, v = placing.unit(np.array([x]), np.array([y]))
    z = int(server.asked[0].split("/")[2])
    tile = Tile(z, int(u[0] * 2**z), int(v[0] * 2**z))
    colour = canvas.grab().toImage().pixelColor(8, 200)
    assert (colour.red(), colour.green()) == (tile.x * 37 % 256, tile.y * 53 % 256)


def test_only_what_is_seen_is_fetched(canvas, base_map, server, qtbot):
    base_map.use(choice(server, "held"))
    qtbot.waitUntil(lambda: len(server.asked) > 0)
    flying = set(base_map.fetcher._flying)
    assert flying
    canvas.show_viewport(canvas.viewport.centred(X + 50_000, Y))
    qtbot.waitUntil(lambda: len(base_map.fetcher._flying) > 0)
    qtbot.waitUntil(lambda: not flying & set(base_map.fetcher._flying))
    qtbot.waitUntil(lambda: len(base_map.fetcher._flying) > 0)
    server.release.set()
    qtbot.waitUntil(lambda: base_map.fetcher.idle)


def test_hidden_or_off_it_asks_for_nothing(canvas, base_map, server, qtbot):
    base_map.use(Choice(source="own", shown=False, url=server.url()))
    qtbot.waitUntil(lambda: canvas.complete)
    canvas.zoom_by(2.0)
    qtbot.waitUntil(lambda: canvas.complete)
    qtbot.wait(100)
    assert server.asked == []
    base_map.use(Choice())
    assert canvas.scene.underlays == ()
    canvas.bridge.show_kind(ID, visible=True)
    qtbot.wait(50)
    assert server.asked == []


def test_without_a_network_the_map_works_and_a_hint_says_so(canvas, base_map, server, qtbot):
    said = []
    base_map.changed.connect(lambda: said.append(base_map.told))
    wanted = choice(server)
    server.close()
    base_map.use(wanted)
    qtbot.waitUntil(lambda: base_map.told != "", timeout=10_000)
    assert "No connection" in said[-1]
    canvas.zoom_by(2.0)
    qtbot.waitUntil(lambda: canvas.complete)


def test_a_plan_without_a_place_has_a_reason(canvas, base_map, server, monkeypatch, qtbot):
    # The measures, which read the plan beside the window, are not meant by this.
    qtbot.waitUntil(lambda: canvas.bridge.results is not None)
    site = 'LOCAL_CS["site",UNIT["metre",1]]'
    monkeypatch.setattr(type(canvas.bridge.document), "crs", site, raising=False)
    base_map.use(choice(server))
    assert "tied to the ground" in base_map.told
    assert canvas.scene.underlays == ()


def test_the_box_of_a_tile_is_around_all_of_it():
    placing = Placing.of("EPSG:4526", shifted=True)
    x, y = Transformer.from_crs("EPSG:4326", "EPSG:4526", always_xy=True).transform(113.2, 23.1)
    u, v = placing.unit(np.array([x]), np.array([y]))
    tile = Tile(15, int(u[0] * 2**15), int(v[0] * 2**15))
    west, south, east, north = bounds_of(placing, Key(0, tile))
    assert west <= x <= east
    assert south <= y <= north
    assert 900 < east - west < 1_400


def on_paper(base_map, view, progress=None):
    """Call it beside the window's thread, as exports do."""
    found = []
    thread = threading.Thread(
        target=lambda: found.append(base_map.for_paper(view, progress or Progress()))
    )
    thread.start()
    return thread, found


def page():
    return Viewport.at_scale((X + 100, Y + 100), 2_000, (8_000, 6_000), dpi=1_270)


def test_paper_waits_for_its_tiles(canvas, base_map, server, qtbot):
    del canvas
    base_map.use(choice(server, "slow"))
    thread, found = on_paper(base_map, page())
    qtbot.waitUntil(lambda: not thread.is_alive(), timeout=15_000)
    (below,) = found
    keys = below.keys(below.aim(page()))
    assert all(below.memory.look(key) is not None for key in keys)
    assert below.credit == "© Us"
    assert base_map.fetcher.pinned == frozenset()


@pytest.mark.parametrize("how", ["missing", "failing"])
def test_paper_does_not_wait_for_ever(canvas, base_map, server, qtbot, how):
    del canvas
    base_map.use(choice(server, how))
    thread, found = on_paper(base_map, page())
    qtbot.waitUntil(lambda: not thread.is_alive(), timeout=15_000)
    assert found[0] is not None


def test_paper_without_a_base_map(canvas, base_map):
    del canvas
    assert base_map.for_paper(page(), Progress()) is None
