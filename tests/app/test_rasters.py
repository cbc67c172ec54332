"""Rasters in the window: dropped, in the layer tree, switched off with the plan knowing of it."""

from rasterio.transform import from_origin

from app.actions import rasters as commands
from app.rasters import Rasters, away_m
from tests.rasters import checks, write
from tests.small_plan import X, Y


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


def test_a_raster_without_a_system_is_asked_for_one(opened, qtbot, tmp_path, monkeypatch):
    asked = []

    def answer(dialog):
        asked.append((dialog.problem.text.text(), dialog.chosen))
        return dialog.DialogCode.Accepted

    monkeypatch.setattr("app.rasters.RasterSystemDialog.exec", answer)
    window = opened.window
    window.take_files([write(tmp_path / "silent.tif", checks(), crs=None)])
    qtbot.waitUntil(lambda: "raster:silent" in rows(opened))
    ((problem, chosen),) = asked
    assert problem.startswith("silent.tif does not say its reference system")
    assert chosen == opened.documents.bridge.document.crs
    assert opened.documents.bridge.document.rasters["silent"].crs == chosen


def test_where_a_new_raster_is_to_be_seen_is_said(opened, qtbot, tmp_path):
    window, seen = opened.window, []
    opened.documents.bridge.ground_revealed.connect(seen.append)
    window.take_files([write(tmp_path / "here.tif", checks())])
    qtbot.waitUntil(lambda: "raster:here" in rows(opened))
    assert "here lies below the plan" in window.notice.text.text()
    assert not window.notice.warns
    far = from_origin(X + 50_000, Y, 1.0, 1.0)
    window.take_files([write(tmp_path / "far.tif", checks(), transform=far)])
    qtbot.waitUntil(lambda: "raster:far" in rows(opened))
    assert window.notice.warns
    assert "km away from the plan" in window.notice.text.text()
    assert seen == ["raster:here", "raster:far"]


def test_distances_between_boxes():
    assert away_m((0, 0, 1, 1), (4, 5, 6, 7)) == 5
    assert away_m((0, 0, 2, 2), (1, 1, 3, 3)) == 0
