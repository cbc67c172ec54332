"""North arrow and scale bar: as long on the sheet as its metres are."""

import pytest
from PySide6.QtCore import QRectF

from app.exporters.sheets.compass import Compass, round_length
from tests.app.exporters.boards import PER_MM, TYPE, measured, picture, texts, words

pytestmark = pytest.mark.usefixtures("qapp")

PLACE = QRectF(0, 0, 100, 20)


@pytest.mark.parametrize(
    ("most", "length"),
    [(19.0, 10.0), (20.0, 20.0), (49.9, 20.0), (730.0, 500.0), (1000.0, 1000.0), (0.3, 1.0)],
)
def test_a_length_is_round(most, length):
    assert round_length(most) == length


def bar_mm(image):
    """Return how long the bar is: the longest dark run of its upper line. [mm]"""
    longest = 0
    for y in range(image.height()):
        run = 0
        for x in range(image.width()):
            run = run + 1 if image.pixelColor(x, y).lightness() < 128 else 0
            longest = max(longest, run)
    return longest / PER_MM


@pytest.mark.parametrize(
    ("denominator", "metres"), [(5000.0, 200.0), (1250.0, 50.0), (12_500.0, 500.0)]
)
def test_the_bar_is_as_long_as_its_metres(denominator, metres):
    # 78.75 mm of room less 15 % take 66.9 mm: 334 m at 1:5000, so 200 m, which are 40 mm.
    compass = Compass("N", f"1:{denominator:g}", denominator)
    found = words(texts(lambda board: compass.draw(board, PLACE, TYPE), 100, 20))
    assert f"{metres:g} m" in found
    assert f"{metres / 2:g}" in found
    image = picture(lambda board: compass.draw(board, PLACE, TYPE), 100, 20)
    assert bar_mm(image) == pytest.approx(metres * 1000 / denominator, abs=0.3)


def test_north_and_the_scale_are_written():
    compass = Compass("北", "1:5000", 5000.0)
    found = words(texts(lambda board: compass.draw(board, PLACE, TYPE), 100, 20))
    assert {"北", "1:5000", "0"} <= set(found)


def test_the_arrow_points_up_and_only_its_right_half_is_dark():
    image = picture(lambda board: Compass("N", "", 5000.0).draw(board, PLACE, TYPE), 100, 20)
    # The middle is at 5 mm, the point at 4 mm and the base at 15 mm from above.
    assert image.pixelColor(round(5.8 * PER_MM), 11 * PER_MM).lightness() < 64
    assert image.pixelColor(round(4.2 * PER_MM), 11 * PER_MM).lightness() == 255
    assert image.pixelColor(5 * PER_MM, round(15.3 * PER_MM)).lightness() == 255


def test_it_takes_seven_sizes_of_type():
    compass = Compass("N", "1:5000", 5000.0)
    assert measured(lambda board: compass.height(board, 100.0, TYPE)) == 18.0
