"""Lines and dots over the plan, on the screen and on paper by the same call."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from layers.kind import Shape
from tests.strategies import EAST, NORTH, small_plan
from widgets.map.marks import Dots, Lines, Marks, draw_sign
from widgets.map.painter import paint
from widgets.map.ragged import Ragged
from widgets.map.scene import Scene
from widgets.map.viewport import MapX, MapY, Viewport

pytestmark = pytest.mark.usefixtures("qapp")
VIEW = Viewport(MapX(EAST + 150), MapY(NORTH + 100), 1.0, 300, 200)


def marks(*, crossed=False):
    course = shapely.linestrings([[(EAST, NORTH + 100), (EAST + 300, NORTH + 100)]])
    line = Lines(Ragged.of(np.asarray(course, object), Shape.LINE), "#c62828", 1.0)
    places = np.array([[EAST + 150.0, NORTH + 150.0], [EAST + 9e6, NORTH]])
    return Marks("test", (line,), (Dots(places, np.array([3.0, 3.0]), "#14713d", crossed),))


def painted(one, hidden=()):
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    scene = Scene.of(small_plan())
    paint(painter, replace(scene, underlays=(one,)), VIEW, hidden=hidden)
    painter.end()
    return image


def test_lines_and_dots_lie_over_the_parcels():
    image = painted(marks())
    assert image.pixelColor(150, 100).name() == "#c62828"
    assert image.pixelColor(150, 50).name() == "#14713d"


def test_what_is_hidden_is_not_drawn():
    assert painted(marks(), hidden=("overlay:test",)).pixelColor(150, 100).name() != "#c62828"


def test_a_cross_has_nothing_beside_its_arms():
    image = painted(marks(crossed=True))
    assert image.pixelColor(150, 50).name() == "#14713d"
    assert image.pixelColor(150, 55).name() != "#14713d"


def test_bounds_are_around_all_marks():
    assert marks().bounds == (EAST, NORTH, EAST + 9e6, NORTH + 150)
    assert Marks("none").bounds is None


def test_a_legend_is_told_what_is_there_and_has_a_title():
    line, dots = marks().lines[0], marks().dots[0]
    gone = replace(dots, xy=np.empty((0, 2)), sizes_mm=np.empty(0), title="Gone")
    named = Marks("test", (replace(line, title="Way"), line), (gone, replace(dots, title="Stop")))
    assert [one.title for one in named.told] == ["Way", "Stop"]


def signed(mark, mm=10):
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    draw_sign(painter, mark, QRectF(0, 0, 40, 30), mm)
    painter.end()
    return image


def test_a_sign_is_a_line_across_its_place_or_a_dot_in_its_middle():
    line, dots = marks().lines[0], marks().dots[0]
    assert signed(line).pixelColor(20, 15).name() == "#c62828"
    assert signed(line).pixelColor(20, 22).name() == "#ffffff"
    assert signed(dots).pixelColor(20, 25).name() == "#14713d"
    assert signed(dots).pixelColor(2, 15).name() == "#ffffff"
    # A dot larger than its place is as large as that allows.
    assert signed(dots, 100).pixelColor(1, 15).name() == "#ffffff"
    assert signed(replace(dots, crossed=True)).pixelColor(20, 25).name() == "#ffffff"


def test_faint_lines_step_back_where_a_whole_park_is_seen_but_keep_their_colour():
    solid = replace(marks(), dots=())
    faint = replace(solid, lines=(replace(solid.lines[0], faint=True),))
    near, far = (VIEW.scaled_to(one) for one in (5_000, 40_000))

    def across(one, viewport):
        image = QImage(300, 200, QImage.Format.Format_RGB32)
        image.fill(QColor("#404040"))
        painter = QPainter(image)
        one.draw(painter, viewport, lambda: False)
        painter.end()
        return [image.pixelColor(150, y) for y in range(80, 120)]

    def lightened(pixels):
        return sum(pixel.blue() - 0x40 for pixel in pixels if pixel.blue() > 0x40)

    def reddest(pixels):
        return max(pixel.red() - pixel.green() for pixel in pixels)

    assert across(faint, near) == across(solid, near)
    assert 0 < lightened(across(faint, far)) < 0.8 * lightened(across(solid, far))
    assert reddest(across(faint, far)) > 0.9 * reddest(across(solid, far))
