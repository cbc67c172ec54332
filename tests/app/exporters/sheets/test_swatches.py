"""The legend shows what the map shows: patches, lines, hatches and markers in their colours."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from app.exporters.sheets.swatches import Swatch, draw_swatch
from layers.kind import Shape
from layers.looks import Look
from layers.style import Style
from tests.app.exporters.boards import PER_MM, colour, picture
from widgets.map.marks import Dots, Lines
from widgets.map.ragged import Ragged

pytestmark = pytest.mark.usefixtures("qapp")

PLACE = QRectF(2, 2, 10, 4)


def drawn(shape, style, fill="", hatch="", weight=1.0, pattern="diagonal"):
    swatch = Swatch(shape, style, Look(None, fill, hatch, known=True, pattern=pattern))
    return picture(lambda board: draw_swatch(board, PLACE, swatch), 14, 8, weight)


def count(image, name):
    return sum(
        image.pixelColor(x, y).name() == name
        for x in range(image.width())
        for y in range(image.height())
    )


def test_an_area_is_a_patch_with_its_outline():
    image = drawn(Shape.POLYGON, Style(stroke="#0000ff", width=0.5), "#ff0000")
    assert colour(image, 7, 4) == "#ff0000"
    assert colour(image, 7, 2) == "#0000ff"
    assert colour(image, 7, 7) == "#ffffff"


def test_without_a_stroke_there_is_no_outline():
    image = drawn(Shape.POLYGON, Style(stroke=""), "#ff0000")
    assert count(image, "#ff0000") == pytest.approx(10 * 4 * PER_MM**2, rel=0.02)


def test_a_line_is_a_line_in_the_middle_of_its_width():
    image = drawn(Shape.LINE, Style(stroke="#0000ff", width=0.5))
    assert colour(image, 7, 4) == "#0000ff"
    assert colour(image, 7, 3.5) == "#ffffff"
    assert count(image, "#0000ff") == pytest.approx(10 * 0.5 * PER_MM**2, rel=0.1)


def test_lines_are_heavier_on_large_paper():
    style = Style(stroke="#0000ff", width=0.5)
    heavy = count(drawn(Shape.LINE, style, weight=2.0), "#0000ff")
    assert heavy == pytest.approx(2 * count(drawn(Shape.LINE, style), "#0000ff"), rel=0.1)


def test_a_dashed_line_has_gaps():
    style = Style(stroke="#0000ff", width=0.5, dash=(4.0, 4.0))
    whole = count(drawn(Shape.LINE, Style(stroke="#0000ff", width=0.5)), "#0000ff")
    assert 0.3 * whole < count(drawn(Shape.LINE, style), "#0000ff") < 0.8 * whole


def test_a_line_with_a_width_on_the_ground_is_a_band():
    image = drawn(Shape.LINE, Style(stroke="#0000ff", width=0.2, width_column="width_m"), "#ff0000")
    assert colour(image, 3, 4) == "#ff0000"
    assert colour(image, 11, 4) == "#ff0000"


def test_a_point_is_its_marker():
    image = drawn(Shape.POINT, Style(stroke="", size=3.0), "#ff0000")
    assert colour(image, 7, 4) == "#ff0000"
    assert colour(image, 3, 4) == "#ffffff"


def test_a_hatch_is_lines_inside_the_patch():
    plain = drawn(Shape.POLYGON, Style(stroke=""), "#ffff00")
    hatched = drawn(Shape.POLYGON, Style(stroke=""), "#ffff00", "#000000")
    assert count(plain, "#000000") == 0
    assert count(hatched, "#000000") > 0
    outside = [(x, y) for x in (0.5, 13.5) for y in (1.0, 4.0, 7.0)]
    assert all(colour(hatched, x, y) == "#ffffff" for x, y in outside)


def test_crossed_lines_and_dots_are_told_apart_from_lines():
    black = {
        pattern: drawn(Shape.POLYGON, Style(stroke=""), "#ffff00", "#000000", pattern=pattern)
        for pattern in ("diagonal", "cross", "dots")
    }
    lines, cross, dots = (count(image, "#000000") for image in black.values())
    assert lines * 1.5 < cross < lines * 2.1
    assert 0 < dots < lines


def test_a_dashed_border_is_a_piece_of_it_and_an_undashed_one_a_box():
    border = Style(stroke="#0000ff", width=0.5, dash=(4.0, 1.0))
    assert colour(drawn(Shape.POLYGON, border), 3, 4) == "#0000ff"
    assert colour(drawn(Shape.POLYGON, border), 7, 2) == "#ffffff"
    box = drawn(Shape.POLYGON, Style(stroke="#0000ff", width=0.5))
    assert (colour(box, 7, 4), colour(box, 7, 2)) == ("#ffffff", "#0000ff")


def test_a_raster_is_its_colours_from_the_least_value_on():
    ramp = ("#ff0000", "#00ff00", "#0000ff")
    swatch = Swatch(Shape.POLYGON, Style(), Look(None, ""), ramp)
    image = picture(lambda board: draw_swatch(board, PLACE, swatch), 14, 8)
    for x, expected in ((2.3, (255, 0, 0)), (7, (0, 255, 0)), (11.7, (0, 0, 255))):
        found = image.pixelColor(round(x * PER_MM), 4 * PER_MM)
        assert (found.red(), found.green(), found.blue()) == pytest.approx(expected, abs=25)
    assert colour(image, 13, 4) == "#ffffff"


def test_what_is_drawn_over_the_plan_has_its_line_or_dot():
    nothing = Ragged.of(np.empty(0, object), Shape.LINE)
    line = Lines(nothing, "#c62828", 1.0)
    dot = Dots(np.zeros((1, 2)), np.array([3.0]), "#14713d")
    for sign, wanted, weight in ((line, "#c62828", 1.0), (dot, "#14713d", 2.0)):
        swatch = Swatch(Shape.LINE, Style(), Look(None, ""), sign=sign)
        image = picture(lambda board, one=swatch: draw_swatch(board, PLACE, one), 14, 8, weight)
        assert colour(image, 7, 4) == wanted
        assert colour(image, 7, 7) == "#ffffff"
