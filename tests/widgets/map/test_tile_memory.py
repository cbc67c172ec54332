import pytest
from PySide6.QtGui import QColor, QImage

from layers.tiles.grid import Tile
from tests.widgets.map.tile_server import encoded, tile_png
from widgets.map.tile_memory import MOST_CONTENT, MOST_WANTED, Key, TileMemory, decoded, greyed


def image(colour="#336699", size=256):
    found = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    found.fill(QColor(colour))
    return found


def key(x, z=9):
    return Key(0, Tile(z, x, 0))


def test_those_used_last_stay():
    memory = TileMemory(most_bytes=3 * 256 * 256 * 4)
    for x in range(3):
        memory.put(key(x), image())
    memory.look(key(0))
    memory.put(key(3), image())
    assert [memory.look(key(x)) is not None for x in range(4)] == [True, False, True, True]
    assert memory.used_bytes == 3 * 256 * 256 * 4
    memory.put(key(3), image())
    assert memory.used_bytes == 3 * 256 * 256 * 4


def test_wants_wake_once_and_the_newest_come_last():
    woken = []
    memory = TileMemory(wake=lambda: woken.append(1))
    memory.want([key(1), key(2)])  # 1 matters most
    memory.want([key(3)])
    memory.put(key(9), image())
    memory.want([key(9)])
    assert woken == [1]
    assert memory.taken_wants() == [key(2), key(1), key(3)]
    memory.want([key(9)])
    assert woken == [1]
    memory.want([key(4)])
    assert woken == [1, 1]


def test_wants_are_bounded():
    memory = TileMemory()
    memory.want([key(x) for x in range(MOST_WANTED + 50)])
    found = memory.taken_wants()
    assert len(found) == MOST_WANTED
    assert found[-1] == key(0)


def test_in_the_place_of_a_tile_that_does_not_exist_the_larger_one_is_wanted():
    memory = TileMemory()
    memory.miss(key(5))
    memory.miss(Key(0, Tile(8, 2, 0)))
    assert memory.lacks(key(5))
    memory.want([key(5)])
    assert memory.taken_wants() == [Key(0, Tile(7, 1, 0))]
    for z in range(10):
        memory.miss(Key(0, Tile(z, 5 >> (9 - z), 0)))
    memory.want([key(5)])
    assert memory.taken_wants() == []


@pytest.mark.parametrize("format_", ["PNG", "JPG", "WEBP"])
def test_pictures_are_unpacked(format_):
    found = decoded(encoded(image(), format_))
    assert found is not None
    assert found.format() == QImage.Format.Format_ARGB32_Premultiplied
    assert abs(found.pixelColor(9, 9).blue() - 0x99) < 6


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>log in</html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        b"\x89PNG\r\n\x1a\n" + bytes(500),
        tile_png(1, 1, 1)[:60],
        tile_png(1, 1, 1, size=1_100),  # more than a tile has
        encoded(image(), "BMP"),
        b"\x89PNG\r\n\x1a\n" + bytes(MOST_CONTENT),
    ],
)
def test_what_cannot_be_trusted_is_none(content):
    assert decoded(content) is None


def test_grey_keeps_what_is_transparent():
    found = image("#20c080")
    found.setPixelColor(0, 0, QColor(0, 0, 0, 0))
    found = greyed(found)
    assert found.pixelColor(0, 0).alpha() == 0
    colour = found.pixelColor(9, 9)
    assert colour.alpha() == 255
    assert colour.red() == colour.green() == colour.blue()
