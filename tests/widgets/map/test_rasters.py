"""Rasters below the map: drawn to the pixel, and come into the picture when they are read."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from layers.edits.rasters import add_raster, remove_raster, set_raster
from layers.errors import ExportError
from layers.files import raster_overviews
from layers.files.raster_place import Placed
from layers.files.rasters import RasterFile
from layers.raster import Raster, RasterStyle
from layers.session import Session
from tests.rasters import checks, write
from tests.small_plan import CRS, X, Y, small_plan
from widgets.bridge import Bridge
from widgets.map.canvas import MapCanvas
from widgets.map.painter import paint
from widgets.map.raster_shelf import RasterShelf
from widgets.map.rasters import RasterUnderlay, underlays_for_paper
from widgets.map.scene import Scene
from widgets.map.stage import Stage
from widgets.map.viewport import MapX, MapY, Viewport


def painted(underlay, viewport):
    image = QImage(int(viewport.width), int(viewport.height), QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    underlay.draw(painter, viewport, bool)
    painter.end()
    return image


def colour(image, x, y):
    return image.pixelColor(x, y).getRgb()[:3]


@pytest.fixture
def red_square(tmp_path):
    """A white raster of 1 m pixels that is red just where the first parcel is."""
    values = np.full((3, 200, 200), 255, np.uint8)
    values[1:, 100:, :100] = 0
    return write(tmp_path / "red.tif", values)


@pytest.mark.parametrize("px_per_m", [0.5, 1.0, 3.0, 7.3])
def test_a_raster_lies_under_a_parcel_to_the_pixel(qapp, red_square, px_per_m):
    """What is red of the raster is what the parcel's own fill covers, at any zoom."""
    del qapp
    size = int(300 * px_per_m)
    viewport = Viewport(MapX(X + 101.3), MapY(Y + 99.1), px_per_m, size, size)
    file = RasterFile(red_square)
    raster = Raster("r", "imagery", str(red_square))
    below = painted(RasterUnderlay(raster, Placed(file, CRS)), viewport)
    plan = small_plan(roofs=False)
    plan = plan.with_layer(type(plan.layer("parcels"))("parcels", plan.layer("parcels").rows([1])))
    scene = Scene.of(plan)
    over = QImage(size, size, QImage.Format.Format_RGB32)
    over.fill(QColor("#ffffff"))
    painter = QPainter(over)
    hidden = [kind for kind in scene.layers if kind != "parcels"]
    paint(painter, scene, viewport, hidden=hidden)
    painter.end()
    fill = colour(over, *(round(v) for v in viewport.pixel(MapX(X + 50), MapY(Y + 50))))
    rows, columns = np.mgrid[0:size, 0:size]
    x = viewport.x + (columns + 0.5 - size / 2) / px_per_m
    y = viewport.y - (rows + 0.5 - size / 2) / px_per_m
    inside = (x > X) & (x < X + 100) & (y > Y) & (y < Y + 100)
    seen = pixels(below)
    red = (seen == (255, 0, 0)).all(axis=2)
    np.testing.assert_array_equal(red, inside)
    filled = (pixels(over) == fill).all(axis=2)
    assert not (filled & ~red).any()
    file.close()


def pixels(image):
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return lines[:, : 3 * image.width()].reshape(image.height(), -1, 3).copy()


def test_opacity_and_scales_hold(qapp, red_square):
    del qapp
    placed = Placed(RasterFile(red_square), CRS)
    viewport = Viewport(MapX(X + 50), MapY(Y + 50), 1.0, 40, 40)
    half = Raster("r", "imagery", "", style=RasterStyle(opacity=0.5))
    assert colour(painted(RasterUnderlay(half, placed), viewport), 20, 20) in {
        (255, 127, 127), (255, 128, 128),
    }  # fmt: skip
    far = replace(half, style=RasterStyle(nearest=viewport.denominator + 1))
    assert colour(painted(RasterUnderlay(far, placed), viewport), 20, 20) == (255, 255, 255)
    placed.file.close()


def test_on_paper_it_has_the_resolution_of_paper_and_lies_right(qapp, red_square):
    del qapp
    plan = replace(small_plan(), rasters={"r": Raster("r", "imagery", str(red_square))})
    (underlay,) = underlays_for_paper(plan)
    viewport = Viewport.at_scale((X + 100.0, Y + 100.0), 1000, (1270 * 4, 1270 * 3), 1270)
    image = painted(underlay, viewport)
    red = (pixels(image) == (255, 0, 0)).all(axis=2)
    rows, columns = np.nonzero(red)
    left, bottom = viewport.pixel(MapX(X), MapY(Y))
    right, top = viewport.pixel(MapX(X + 100), MapY(Y + 100))
    found = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    assert found == pytest.approx((max(left, 0), top, right, min(bottom, 3810)), abs=4.3)


def test_paper_wants_all_that_is_visible(qapp, tmp_path):
    del qapp
    gone = Raster("r", "imagery", str(tmp_path / "gone.tif"), "Ortho")
    with pytest.raises(ExportError, match=r"The raster Ortho cannot be drawn: There is no file"):
        underlays_for_paper(replace(small_plan(), rasters={"r": gone}))
    hidden = replace(gone, visible=False)
    assert underlays_for_paper(replace(small_plan(), rasters={"r": hidden})) == ()


# ---- the shelf ----------------------------------------------------------------------------------


@pytest.fixture
def shelf(qtbot):
    del qtbot
    bridge = Bridge(Session(small_plan()))
    stage = Stage(bridge, bridge)
    found = RasterShelf(stage, stage)
    found.stage = stage
    yield found
    found.close()
    bridge.close()


def ids(shelf):
    return [one.id for one in shelf.stage.scene.underlays]


def test_the_map_shows_a_raster_once_it_is_read_and_not_after_undo(shelf, qtbot, red_square):
    bridge = shelf.stage.bridge
    canvas = MapCanvas(shelf.stage)
    qtbot.addWidget(canvas)
    canvas.resize(300, 300)
    canvas.show()
    for kind in bridge.document.layers:
        bridge.show_kind(kind, visible=False)
    canvas.show_viewport(Viewport(MapX(X + 50), MapY(Y + 50), 1.0, 300, 300))
    bridge.perform(add_raster(bridge.document, Raster("", "imagery", str(red_square), "Red")))

    def middle():
        return canvas.grab().toImage().pixelColor(150, 150).getRgb()[:3]

    qtbot.waitUntil(lambda: ids(shelf) == ["raster:red"])
    qtbot.waitUntil(lambda: middle() == (255, 0, 0))
    bridge.undo()
    assert ids(shelf) == []
    qtbot.waitUntil(lambda: middle() != (255, 0, 0))
    bridge.redo()
    qtbot.waitUntil(lambda: middle() == (255, 0, 0))
    canvas.close_down()


def test_an_edit_on_the_windows_thread_never_reads(shelf, qtbot, red_square, monkeypatch):
    bridge = shelf.stage.bridge
    bridge.perform(add_raster(bridge.document, Raster("", "imagery", str(red_square), "Red")))
    qtbot.waitUntil(lambda: ids(shelf) == ["raster:red"])
    (underlay,) = shelf.stage.scene.underlays
    file = underlay.placed.file
    threads = []
    real = file.tile

    def tile(*args):
        import threading

        threads.append(threading.current_thread() is threading.main_thread())
        return real(*args)

    monkeypatch.setattr(file, "tile", tile)
    viewport = Viewport(MapX(X + 50), MapY(Y + 50), 1.0, 40, 40)
    assert colour(painted(underlay, viewport), 20, 20) == (255, 255, 255)
    qtbot.waitUntil(lambda: colour(painted(underlay, viewport), 20, 20) == (255, 0, 0))
    assert threads
    assert not any(threads)


def test_a_raster_that_is_opened_while_others_are_closed_stays(shelf, red_square):
    file = RasterFile(red_square)
    shelf._placed.update({(name, ""): Placed(file, CRS) for name in "abc"})

    class Used(set):
        def __contains__(self, source):
            shelf._placed["new", ""] = Placed(file, CRS)  # as the thread that opens files does
            return super().__contains__(source)

    shelf._forget(Used({("b", "")}))
    assert list(shelf._placed) == [("b", ""), ("new", "")]


def test_a_missing_or_damaged_file_is_a_sentence_and_the_map_works(shelf, qtbot, tmp_path):
    bridge = shelf.stage.bridge
    damaged = write(tmp_path / "b.tif", checks(), tiled=True, blockxsize=64, blockysize=64)
    damaged.write_bytes(damaged.read_bytes()[:9000])
    (tmp_path / "c.tif").write_text("<VRTDataset/>")
    for name in ("gone.tif", "b.tif", "c.tif"):
        raster = Raster("", "imagery", str(tmp_path / name), name)
        bridge.perform(add_raster(bridge.document, raster))

    def state(key):
        return shelf.state(bridge.document.rasters[key])

    qtbot.waitUntil(lambda: all(state(key).problem for key in ("gone_tif", "c_tif")))
    assert "There is no file" in str(state("gone_tif").problem)
    assert "begins like no file" in str(state("c_tif").problem)
    qtbot.waitUntil(lambda: "raster:b_tif" in ids(shelf) or state("b_tif").problem is not None)
    if "raster:b_tif" in ids(shelf):
        viewport = Viewport(MapX(X + 50), MapY(Y + 50), 1.0, 40, 40)
        painted(shelf.stage.scene.underlays[0], viewport)
    qtbot.waitUntil(lambda: state("b_tif").problem is not None)
    assert ids(shelf) == []
    write(tmp_path / "gone.tif", checks())
    shelf.try_again()
    qtbot.waitUntil(lambda: "raster:gone_tif" in ids(shelf))


def test_a_raster_whose_levels_cannot_be_kept_is_shown_from_near(
    shelf, qtbot, tmp_path, monkeypatch
):
    blocked = tmp_path / "cache"
    blocked.write_text("no folder")
    monkeypatch.setattr(raster_overviews, "folder", lambda: blocked)
    monkeypatch.setattr(raster_overviews, "WANTED_ABOVE", 100)
    bridge = shelf.stage.bridge
    path = write(tmp_path / "a.tif", checks())
    bridge.perform(add_raster(bridge.document, Raster("", "imagery", str(path), "A")))
    raster = bridge.document.rasters["a"]
    qtbot.waitUntil(lambda: shelf.state(raster).problem is not None)
    qtbot.waitUntil(lambda: shelf.state(raster).preparing is None)
    assert "cannot be read" in str(shelf.state(raster).problem)
    # Its levels may be refused before it is laid below the map.
    qtbot.waitUntil(lambda: ids(shelf) == ["raster:a"])
    blocked.unlink()
    shelf.try_again()
    qtbot.waitUntil(lambda: ids(shelf) == ["raster:a"] and shelf.state(raster).problem is None)
    qtbot.waitUntil(lambda: len(list(blocked.glob("*.tif"))) == 1)


def test_style_and_order_follow_the_plan(shelf, qtbot, red_square):
    bridge = shelf.stage.bridge
    for title in ("a", "b"):
        raster = Raster("", "imagery", str(red_square), title)
        bridge.perform(add_raster(bridge.document, raster))
    qtbot.waitUntil(lambda: ids(shelf) == ["raster:a", "raster:b"])
    bridge.perform(set_raster(bridge.document, "a", {"opacity": 0.3, "visible": False}))
    assert shelf.stage.scene.underlays[0].raster.style.opacity == 0.3
    assert "raster:a" in bridge.hidden
    bridge.perform(remove_raster(bridge.document, "b"))
    assert ids(shelf) == ["raster:a"]
    bridge.undo()
    assert ids(shelf) == ["raster:a", "raster:b"]
