"""Signs of what is snapped to."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter

from resources.translations import use_language
from tests.widgets.map.pictures import pixels
from widgets.map import snap_signs
from widgets.map.snap_choice import SORTS
from widgets.map.snapping import Snap
from widgets.map.viewport import MapX, MapY, Viewport

VIEWPORT = Viewport(MapX(0.0), MapY(0.0), 1.0, 200, 120)


def picture(draw):
    image = QImage(200, 120, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return pixels(image)


def sign(sort, x=0.0, y=0.0, edge=None):
    return picture(lambda painter: snap_signs.draw(painter, Snap(x, y, sort, edge=edge), VIEWPORT))


def test_each_sort_has_a_symbol_and_a_word_of_its_own():
    seen = {sort: sign(sort).tobytes() for sort in SORTS}
    assert len(set(seen.values())) == len(SORTS)
    assert len({snap_signs.word(sort) for sort in SORTS}) == len(SORTS)
    assert all(not snap_signs.symbol(sort).isEmpty() for sort in SORTS)


@pytest.mark.parametrize("corner", [(-100, 60), (99, 59), (99, -59), (-100, -59)])
def test_the_word_stays_on_the_map(corner):
    def letters(x, y):
        # The symbol and the word, less what the symbol alone has.
        drawn = (sign("perpendicular", x, y) != 255).any(axis=2)
        return drawn.sum()

    # Of the symbol three quarters may lie outside, of the letters in the middle none do.
    assert letters(*corner) > letters(0.0, 0.0) - 170


def test_an_edge_that_is_gone_on_from_is_shown_up_to_the_place():
    edge = ((MapX(-90.0), MapY(0.0)), (MapX(-50.0), MapY(0.0)))
    with_edge = sign("extension", 40.0, 0.0, edge)
    plain = sign("extension", 40.0, 0.0)
    row = (with_edge != plain).any(axis=2)[58:62]
    assert row[:, 60:120].sum() > 20  # dashes from the end of the edge
    assert row[:, :48].sum() == 0  # not along the edge itself


def test_where_too_much_lies_it_is_said():
    use_language("en")
    drawn = picture(lambda painter: snap_signs.draw_crowded(painter, QPointF(10.0, 60.0), VIEWPORT))
    assert (drawn != 255).any(axis=2).sum() > 300
