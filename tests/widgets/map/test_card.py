"""Cards on the map: where they lie, and what is seen of them."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from widgets.map import card
from widgets.map.viewport import MapX, MapY, Viewport

VIEW = Viewport(MapX(0.0), MapY(0.0), 1.0, 400, 300)
LINES = ["Length 12.3 m", "Area 45 m²", "on the ellipsoid 12.31 m"]


@pytest.mark.parametrize("place", [(10, 10), (390, 10), (10, 290), (390, 290), (200, 150)])
def test_a_card_lies_on_the_map_and_beside_its_place(qapp, place):
    assert qapp is not None
    box = card.box_of(LINES, QPointF(*place), VIEW)
    assert 0 <= box.left() <= box.right() <= 400
    assert 0 <= box.top() <= box.bottom() <= 300
    assert not box.contains(QPointF(*place))


def test_a_card_is_light_with_dark_letters_and_nothing_without_lines(qapp):
    assert qapp is not None
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(0xFF102030)
    painter = QPainter(image)
    card.draw(painter, [], QPointF(100, 100), VIEW)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(300, 400)
    assert len(np.unique(pixels)) == 1
    card.draw(painter, LINES, QPointF(100, 100), VIEW, muted=1)
    painter.end()
    box = card.box_of(LINES, QPointF(100, 100), VIEW).toRect().adjusted(3, 3, -3, -3)
    inside = pixels[box.top() : box.bottom(), box.left() : box.right()]
    light = (inside & 0xFF) > 0xE0
    assert light.mean() > 0.6
    assert ((inside & 0xFF) < 0x50).any()
