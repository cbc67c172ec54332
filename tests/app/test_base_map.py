"""The base map of the window: off at first, remembered, with a key that nobody else sees."""

import json
from dataclasses import replace
from types import MappingProxyType

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QCoreApplication, QEvent

from app.base_map import BaseMaps, tile_folder
from app.exporter import Options
from app.settings import Settings
from layers.files import project
from layers.tiles.choice import Choice
from tests.widgets.map.tile_server import TileServer
from widgets.map.tiles import ID


@pytest.fixture
def server():
    found = TileServer()
    yield found
    found.close()


def maps_of(window):
    return next(child for child in window.children() if isinstance(child, BaseMaps))


@pytest.fixture
def window(opened):
    return opened.window


def own(server, how="good", **more):
    return Choice(source="own", shown=True, url=server.url(how), **more)


def test_nothing_is_fetched_before_one_is_chosen(window, server, qtbot):
    maps = maps_of(window)
    assert not maps.visible
    assert ID not in [one.id for one in window.canvas.scene.underlays]
    maps.use(own(server))
    qtbot.waitUntil(lambda: len(server.asked) > 0)
    qtbot.waitUntil(lambda: maps.shown.fetcher.idle)
    assert maps.visible
    assert window.canvas.scene.underlays[0].id == ID
    (row,) = [row for row in window.bridge.ground if row.id == ID]
    assert "127.0.0.1" in row.title


def test_switched_off_it_asks_for_nothing_and_is_remembered(window, server, qtbot):
    maps = maps_of(window)
    maps.use(own(server))
    qtbot.waitUntil(lambda: len(server.asked) > 0 and maps.shown.fetcher.idle)
    window.run("layer.base_map_shown")
    assert not maps.visible
    assert not maps.choice.shown
    asked = len(server.asked)
    window.canvas.zoom_by(0.1)
    qtbot.waitUntil(lambda: window.canvas.complete)
    qtbot.wait(300)
    assert len(server.asked) == asked
    window.run("layer.base_map_shown")
    assert maps.choice.shown
    qtbot.waitUntil(lambda: len(server.asked) > asked)


def test_the_choice_is_kept_with_the_user_and_not_in_the_plan(window, server, tmp_path):
    maps = maps_of(window)
    maps.use(own(server, keys=MappingProxyType({"own": "s3cret"})))
    assert Choice.read(Settings.load().base_map).key == "s3cret"
    path = tmp_path / "plan.gpkg"
    project.save(window.bridge.document, path)
    assert b"s3cret" not in path.read_bytes()


def test_another_window_has_it_too(opened, window, server, qtbot):
    maps_of(window).use(own(server))
    opened.rebuild(language="zh")
    opened.window.show()
    maps = maps_of(opened.window)
    assert maps.visible
    qtbot.waitUntil(lambda: len(server.asked) > 0)
    opened.rebuild(language="en")


def test_a_base_map_of_a_window_that_went_follows_nothing_any_more(opened, window, server):
    maps_of(window).use(own(server))
    gone = maps_of(window)
    opened.rebuild(language="zh")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    opened.documents.bridge.activate("rooftops")
    assert gone.shown is None
    opened.rebuild(language="en")


def test_tiles_lie_beside_the_settings_where_those_were_moved(monkeypatch, tmp_path):
    monkeypatch.setenv("GREENPLAT_CONFIG", str(tmp_path))
    assert tile_folder().is_relative_to(tmp_path)
    monkeypatch.delenv("GREENPLAT_CONFIG")
    assert "cache" in str(tile_folder()).casefold()


def test_settings_of_another_sort_are_no_choice():
    assert Choice.read(Settings.of({"base_map": [1]}).base_map) == Choice()
    kept = Choice(source="Gaode.Normal").plain()
    assert json.loads(json.dumps(Settings.of({"base_map": kept}).base_map)) == kept


def test_a_sheet_has_it_with_who_made_it(window, server, qtbot, tmp_path):
    maps = maps_of(window)
    maps.use(own(server, attribution="© Us and others"))
    path = tmp_path / "sheet.pdf"
    options = replace(Options(), ground=window.ground)
    window.documents.export(path, options)
    qtbot.waitUntil(path.exists, timeout=20_000)
    qtbot.waitUntil(lambda: not window.documents.jobs.running)
    page = PdfReader(path).pages[0]
    text = " ".join(page.extract_text().split())
    assert "© Us and others" in text
    assert len(page.images) == 1
    window.run("layer.base_map_shown")
    path.unlink()
    window.documents.export(path, options)
    qtbot.waitUntil(path.exists, timeout=20_000)
    qtbot.waitUntil(lambda: not window.documents.jobs.running)
    assert "© Us" not in PdfReader(path).pages[0].extract_text()
