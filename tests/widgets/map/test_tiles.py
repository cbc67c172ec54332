"""Tiles are drawn where they belong: against the exact way, and as pixels."""

import numpy as np
import pytest
from pyproj import Transformer
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from layers.tiles.grid import Tile
from layers.tiles.placing import Placing
from layers.tiles.sources import Source
from widgets.map import tiles
from widgets.map.tile_memory import Key, TileMemory
from widgets.map.tiles import MOST_TILES, TileUnderlay
from widgets.map.viewport import MapX, MapY, Viewport

SOURCE = Source("x.y", "x", ("https://h/{z}/{x}/{y}",), "© X", max_zoom=19)
# Eight-digit eastings among them.
PLACES = [("EPSG:4526", 113.2, 23.1), ("EPSG:4528", 121.4, 31.2), ("EPSG:4547", 115.2, 45.0)]


def viewport(crs, lon, lat, px_per_m, size=(900, 600), dpi=96.0):
    x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(lon, lat)
    return Viewport(MapX(x), MapY(y), px_per_m, *size, dpi=dpi)


def underlay(crs, *, shifted=False, source=SOURCE, **more):
    return TileUnderlay(source, Placing.of(crs, shifted=shifted), TileMemory(), **more)


def drawn(below, view):
    image = QImage(int(view.width), int(view.height), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    below.draw(painter, view, bool)
    painter.end()
    return image


def plain(colour):
    image = QImage(256, 256, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(colour))
    return image


def fill(below, view, colour=None):
    aim = below.aim(view)
    for key in below.keys(aim):
        tile = key.tile
        below.memory.put(key, plain(colour or QColor(255 * (tile.x % 2), 255 * (tile.y % 2), 128)))
    return aim


@pytest.mark.parametrize("shifted", [False, True])
@pytest.mark.parametrize("px_per_m", [15.0, 1.5, 0.1, 0.004])
@pytest.mark.parametrize(("crs", "lon", "lat"), PLACES)
def test_transformations_are_right_to_half_a_pixel(crs, lon, lat, px_per_m, shifted):
    below = underlay(crs, shifted=shifted)
    aim = below.aim(viewport(crs, lon, lat, px_per_m))
    side = float(256 << aim.z)
    worst = 0.0
    for part in aim.cells[:: max(len(aim.cells) // 30, 1)]:
        origin = np.floor(part.corners[0] * side)
        there = tiles._transform(part, part.corners * side - origin)
        for a, d in [(0, 0), (1, 0), (0, 1), (1, 1), (0.5, 0.5), (0.3, 0.9)]:
            across = part.left + a * (part.right - part.left)
            down = part.top + d * (part.bottom - part.top)
            u, v = below.placing.unit(*aim.frame.places(np.array([across]), np.array([down])))
            pixel = np.array([u[0], v[0]]) * side - origin
            found = there.map(QPointF(*pixel.tolist()))
            worst = max(worst, np.hypot(found.x() - across, found.y() - down))
    assert worst < 0.3


@pytest.mark.parametrize("shifted", [False, True])
@pytest.mark.parametrize(("crs", "lon", "lat"), PLACES)
def test_the_picture_has_each_tile_in_its_place(crs, lon, lat, shifted):
    view = viewport(crs, lon, lat, 0.7)
    below = underlay(crs, shifted=shifted)
    aim = fill(below, view)
    image = drawn(below, view)
    across, down = (grid.ravel() for grid in np.meshgrid(np.arange(900), np.arange(600)))
    u, v = below.placing.unit(*aim.frame.places(across + 0.5, down + 0.5))
    x, y = u * 2**aim.z, v * 2**aim.z
    # Within a pixel of an edge colours are mixed.
    clear = (np.abs(x - np.round(x)) > 1 / 150) & (np.abs(y - np.round(y)) > 1 / 150)
    red, green = (np.floor(x) % 2 * 255).astype(int), (np.floor(y) % 2 * 255).astype(int)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(-1, 4)
    wrong = (pixels[:, 2] != red) | (pixels[:, 1] != green)
    assert clear.mean() > 0.9
    assert not wrong[clear].any()
    assert wrong[~clear].any()


def test_shifted_tiles_come_to_lie_some_hundred_metres_beside():
    view = viewport(*PLACES[0], 1.0)
    images = []
    for shifted in (False, True):
        below = underlay("EPSG:4526", shifted=shifted)
        fill(below, view)
        images.append(drawn(below, view))
    assert images[0] != images[1]


def test_missing_tiles_are_noted_and_larger_ones_stand_in():
    view = viewport(*PLACES[0], 1.0)
    below = underlay("EPSG:4526")
    aim = below.aim(view)
    assert drawn(below, view) == drawn(underlay("EPSG:4526"), view)  # nothing: white
    assert set(below.memory.taken_wants()) == set(below.keys(aim))
    for key in below.keys(aim):
        tile = key.tile
        below.memory.put(Key(0, Tile(tile.z - 3, tile.x >> 3, tile.y >> 3)), plain("#ff0000"))
    assert drawn(below, view).pixelColor(450, 300) == QColor("#ff0000")
    for key in below.keys(aim):
        for child in key.tile.children:
            below.memory.put(Key(0, child), plain("#0000ff"))
    assert drawn(below, view).pixelColor(450, 300) == QColor("#0000ff")


def test_beyond_the_largest_zoom_tiles_are_enlarged():
    below = underlay("EPSG:4526")
    view = viewport(*PLACES[0], 400.0)
    aim = fill(below, view, QColor("#00aa00"))
    assert aim.z == 19
    assert len(aim.span) <= 4
    assert drawn(below, view).pixelColor(450, 300) == QColor("#00aa00")


def test_a_source_without_small_zooms_shows_nothing_far_away():
    below = underlay("EPSG:4526", source=Source("x.y", "x", SOURCE.urls, min_zoom=15))
    assert below.aim(viewport(*PLACES[0], 0.0005)) is None


def test_paper_takes_as_many_tiles_as_can_be_read():
    below = underlay("EPSG:4526")
    screen = below.aim(viewport(*PLACES[0], 1.0, dpi=96.0))
    page = below.aim(viewport(*PLACES[0], 10.0, size=(20_000, 14_000), dpi=1_270.0))
    assert page.z <= screen.z + 1
    assert len(page.span) <= MOST_TILES
    assert page.frame.width < 4_000


def test_opacity_and_several_addresses():
    source = Source("x.y", "x", (*SOURCE.urls, "https://h/names/{z}/{x}/{y}"), "© X", max_zoom=19)
    below = underlay("EPSG:4526", source=source, opacity=0.5)
    view = viewport(*PLACES[0], 1.0)
    for key in below.keys(below.aim(view)):
        below.memory.put(key, plain("#000000" if key.layer == 0 else "#ff000000"))
    names = plain("#00000000")
    for key in below.keys(below.aim(view)):
        if key.layer == 1:
            below.memory.put(key, names)
    assert drawn(below, view).pixelColor(450, 300).red() in {127, 128}


def test_cancelled_it_ends_early():
    below = underlay("EPSG:4526")
    view = viewport(*PLACES[0], 1.0)
    fill(below, view)
    image = QImage(900, 600, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    below.draw(painter, view, lambda: True)
    painter.end()
    assert image.pixelColor(450, 300) == QColor("white")
