"""Charts as they are drawn: the same on dots, as SVG, and in part."""

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QImage, QPainter

from layers.errors import ExportError, ProjectFileError
from tests.widgets.plots import plotted
from widgets.chart import Series
from widgets.plots import files, pencil, places
from widgets.plots.axes import Window
from widgets.plots.dress import PAPER, Dress, of_theme
from widgets.plots.picture import Picture


@pytest.fixture(autouse=True)
def _application(qapp):
    assert qapp is not None


def dress(size=12):
    font = QFont()
    font.setPixelSize(size)
    return Dress(PAPER, font)


def painted(picture, size=(400, 300), window=None):
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    picture.draw(painter, QRectF(10, 10, size[0] - 20, size[1] - 20), window)
    painter.end()
    return image


def inked(image, place):
    return sum(
        image.pixelColor(x, y).lightness() < 245
        for x in range(int(place.left()), int(place.right()), 2)
        for y in range(int(place.top()), int(place.bottom()), 2)
    )


@pytest.mark.parametrize("chart", plotted.ALL, ids=lambda chart: chart.kind)
def test_every_kind_is_drawn_within_its_place(chart):
    picture = Picture(chart, dress())
    image = painted(picture)
    assert inked(image, picture.places(QRectF(10, 10, 380, 280)).inner) > 20
    assert inked(image, QRectF(0, 0, 400, 8)) == 0
    assert inked(image, QRectF(0, 0, 8, 300)) == 0
    assert 40 < picture.height(380) < 2000


def test_places_and_numbers_are_one_another():
    for chart in (plotted.LINES, plotted.TORNADO):
        picture = Picture(chart, dress())
        inner = picture.places(QRectF(0, 0, 400, 300)).inner
        marks = next(mark for mark in picture.drawn.marks if mark.shape == "line")
        (at, *_) = picture.placed(marks.points, inner, picture.whole)
        assert picture.along(at, inner, picture.whole) == pytest.approx(marks.points[0, 0])


def test_a_radar_is_read_by_its_spokes():
    picture = Picture(plotted.RADAR, dress())
    inner = picture.places(QRectF(0, 0, 400, 300)).inner
    above = QPointF(inner.center().x(), inner.top())
    assert picture.along(above, inner, picture.whole) == 0.0
    assert picture.along(QPointF(inner.right(), inner.center().y()), inner, picture.whole) == 1.0


@pytest.mark.parametrize("count", [4, 7, 13])
def test_long_names_around_a_radar_are_broken_and_not_cut_off(count):
    names = ("Roof PV of new factories and public institutions",) * count
    chart = replace(plotted.RADAR, categories=names, series=(Series("", (1.0,) * count),))
    picture = Picture(chart, dress())
    image = painted(picture, (470, 400))
    assert inked(image, QRectF(0, 0, 470, 8)) == 0
    assert inked(image, QRectF(0, 0, 8, 400)) == 0
    assert inked(image, QRectF(462, 0, 8, 400)) == 0
    # The name at the top stands between those of its neighbours.
    inner = picture.places(QRectF(10, 10, 450, 380)).inner
    top = QPointF(inner.center().x(), inner.top())
    assert picture._room(top, 0, inner, QRectF(10, 10, 450, 380)) < inner.width() + 8


def test_a_part_of_a_chart_is_clipped():
    picture = Picture(plotted.LINES, dress())
    part = painted(picture, window=Window(2.0, 3.0, *picture.drawn.y))
    assert part != painted(picture)
    inner = picture.places(QRectF(10, 10, 380, 280)).inner
    assert inked(part, QRectF(0, inner.top(), 8, inner.height())) == 0


def test_long_names_are_broken_and_the_legend_takes_rows():
    wide = places.legend_rows(Picture(plotted.AREA, dress()).drawn, dress(), 1000.0)
    narrow = places.legend_rows(Picture(plotted.AREA, dress()).drawn, dress(), 60.0)
    assert (len(wide), len(narrow)) == (1, 3)
    one = pencil.paragraph_height(dress(), "a few words", 500)
    assert pencil.paragraph_height(dress(), "a few words " * 20, 100) > 3 * one


def test_colours_of_the_theme_have_the_names_of_paper():
    assert set(of_theme()) == set(PAPER)


def test_svg_has_lines_and_texts(tmp_path):
    files.write(plotted.BARS, tmp_path / "bars.svg")
    text = (tmp_path / "bars.svg").read_text("utf-8")
    assert "Alpha" in text
    assert "A note about it." in text
    assert "<image" not in text
    assert re.search(r'width="160(\.\d+)?mm"', text)


def test_png_is_sharp_and_white_around(tmp_path):
    files.write(plotted.BARS, tmp_path / "bars.png")
    image = QImage(str(tmp_path / "bars.png"))
    assert image.width() == pytest.approx(160 / 25.4 * 300, abs=2)
    assert image.dotsPerMeterX() == pytest.approx(300 / 0.0254, abs=1)
    assert image.pixelColor(2, 2).lightness() == 255


def test_other_endings_and_folders_that_are_not_there_are_refused(tmp_path):
    with pytest.raises(ExportError, match="another ending"):
        files.write(plotted.BARS, tmp_path / "bars.gif")
    with pytest.raises(ProjectFileError, match="not there"):
        files.write(plotted.BARS, tmp_path / "no" / "bars.png")
