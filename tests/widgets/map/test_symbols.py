"""Colours, hatches, dashes and markers."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from tests.widgets.map.pictures import pixels
from widgets.map import symbols

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(
    ("text", "found"),
    [("#102030", (16, 32, 48, 255)), ("#10203080", (16, 32, 48, 128)), ("#00000000", (0, 0, 0, 0))],
)
def test_colours_have_their_opacity_at_the_end(text, found):
    assert symbols.colour(text).getRgb() == found


def filled(pattern, px_per_mm=8.0, size=68):
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.fillRect(image.rect(), symbols.hatch("#000000", px_per_mm, pattern))
    painter.end()
    return pixels(image)[:, :, 0]


@pytest.mark.parametrize("pattern", ["diagonal", "cross", "dots"])
def test_hatches_repeat_without_a_seam_and_leave_ground_free(pattern):
    found = filled(pattern)
    size = symbols.hatch_size(8.0)
    assert size == 17  # 2.1 mm of 8 px
    assert (found[:size, :size] == found[size : 2 * size, size : 2 * size]).all()
    covered = (255 - found[: 4 * size, : 4 * size]).mean() / 255
    assert 0.1 < covered < 0.5


def test_crossed_lines_cover_more_than_diagonals_and_dots_stand_as_on_a_five():
    assert filled("cross").mean() < filled("diagonal").mean()
    found = filled("dots")
    assert found[0, 0] < 40
    assert found[8, 8] < 40
    assert found[0, 8] == 255
    assert found[8, 0] == 255


def test_a_hatch_is_never_finer_than_can_be_seen():
    assert symbols.hatch_size(0.1) == 4


@pytest.mark.parametrize(
    ("dash", "found"),
    [
        ((3.0, 2.0), (3.0, 2.0)),
        ((4.0,), (4.0, 4.0)),
        ((1.0, 2.0, 3.0), (1.0, 2.0, 3.0, 1.0, 2.0, 3.0)),
        ((-5.0, 2.0), (0.0, 2.0)),
        ((0.0, 0.0), (1.0, 0.0)),
    ],
)
def test_dashes_come_in_pairs_and_are_never_negative(dash, found):
    assert symbols.dash_pattern(dash) == found


@pytest.mark.parametrize("name", ["circle", "square", "triangle", "diamond", "unheard of"])
def test_markers_stand_around_their_place_in_their_size(name):
    assert symbols.marker(name, 10.0).boundingRect() == QRectF(-5, -5, 10, 10)
    assert symbols.marker(name, 10.0).contains(QRectF(-0.5, -0.5, 1, 1))
    assert QColor(symbols.colour("#ffffff")).isValid()
