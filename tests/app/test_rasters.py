"""Rasters in the window: dropped, in the layer tree, switched off with the plan knowing of it."""

from app.actions import rasters as commands
from app.rasters import Rasters
from tests.rasters import checks, write


def rows(desk):
    return {row.id: row for row in desk.documents.bridge.ground if row.id.startswith("raster:")}


def test_a_dropped_raster_gets_a_row_and_lies_below(opened, qtbot, tmp_path):
    window, bridge = opened.window, opened.documents.bridge
    assert isinstance(window.maps.rasters, Rasters)
    window.take_files([write(tmp_path / "Ortho.tif", checks())])
    qtbot.waitUntil(lambda: "raster:ortho" in rows(opened))
    stage = window.maps.main.stage
    qtbot.waitUntil(lambda: "raster:ortho" in [one.id for one in stage.scene.underlays])
    assert str(tmp_path) in rows(opened)["raster:ortho"].tooltip
    bridge.show_kind("raster:ortho", visible=False)
    assert not bridge.document.rasters["ortho"].visible
    bridge.undo()
    assert "raster:ortho" not in bridge.hidden
    bridge.undo()
    assert rows(opened) == {}


def test_a_missing_file_is_said_in_its_row_and_found_again(opened, qtbot, tmp_path, monkeypatch):
    path = write(tmp_path / "ortho.tif", checks())
    window = opened.window
    window.take_files([path])
    qtbot.waitUntil(lambda: "raster:ortho" in rows(opened))
    moved = path.rename(tmp_path / "moved.tif")
    bridge = opened.documents.bridge
    bridge.undo()
    bridge.redo()
    qtbot.waitUntil(lambda: rows(opened)["raster:ortho"].dimmed)
    assert rows(opened)["raster:ortho"].title == "ortho (missing)"
    monkeypatch.setattr("app.rasters.ask_files", lambda *_, **__: [moved])
    window.maps.rasters.find("ortho")
    qtbot.waitUntil(lambda: not rows(opened)["raster:ortho"].dimmed)
    assert bridge.document.rasters["ortho"].path == str(moved)


def test_the_menu_has_the_command(opened):
    (command,) = commands.actions(opened.window)
    assert command.id in opened.window.commands
    assert command.menu == "layer"
    assert command.when()
