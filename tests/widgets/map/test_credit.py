from dataclasses import replace

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter

from tests.small_plan import small_plan
from widgets.map.credit import credit_of, draw_credit
from widgets.map.scene import Scene
from widgets.map.viewport import MapX, MapY, Viewport


class Below:
    bounds = None

    def __init__(self, id_, credit=None):
        self.id = id_
        if credit is not None:
            self.credit = credit

    def draw(self, painter, viewport, cancelled):
        pass


def test_all_that_is_shown_is_named_once():
    below = (Below("a", "© A"), Below("b"), Below("c", "© C"), Below("d", "© A"), Below("e", ""))
    scene = replace(Scene.of(small_plan()), underlays=below)
    assert credit_of(scene, ()) == "© A  ·  © C"
    assert credit_of(scene, {"a", "d"}) == "© C"
    assert credit_of(replace(scene, underlays=()), ()) == ""


def dark(text, width=400):
    image = QImage(width, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    draw_credit(painter, Viewport(MapX(0.0), MapY(0.0), 1.0, width, 300), text)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(300, width, 4)
    return (pixels != pixels[0, 0]).any(axis=2)


def test_it_stands_in_the_corner_and_leaves_the_rest():
    assert not dark("").any()
    changed = dark("© OpenStreetMap contributors")
    assert changed[-4, -4]
    assert not changed[:250].any()
    assert not changed[:, :150].any()


def test_a_long_one_takes_several_lines():
    short, long = dark("© A"), dark("© somebody with a long name, " * 8)
    assert long.any(axis=1).sum() > 2 * short.any(axis=1).sum()
    assert not long[:, :140].any()
