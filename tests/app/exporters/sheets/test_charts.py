"""Charts beside the map of a sheet."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.exporters.sheets.blocks import Notes, TitleBlock, Type
from app.exporters.sheets.board import Board, families
from app.exporters.sheets.charts import ChartBlock, chart_blocks
from app.exporters.sheets.declared import sheet, sheets
from app.exporters.sheets.layout import arranged, layout
from app.exporters.sheets.legend import Legend
from app.exporters.wording import Wording
from layers.analysis import measures
from tests.app.exporters.boards import TYPE, texts, words
from tests.small_plan import small_plan
from widgets.chart import Chart, Series
from widgets.charts import charts


@pytest.fixture(scope="module")
def results():
    return measures().evaluate(small_plan())


@pytest.fixture
def board(qapp):
    assert qapp is not None
    image = QImage(2000, 2000, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    yield Board(painter, 10.0, families("en"))
    painter.end()


def wording(results, language="en"):
    return Wording(language, results.document.codes, results.document.parameters)


def test_sheets_ask_for_charts_that_are_there():
    asked = {id_ for one in sheets().values() for id_ in one.charts}
    assert "balance" in asked
    assert asked <= set(charts())


def test_a_chart_speaks_the_language_of_the_sheet(results):
    (english,) = chart_blocks(results, sheet("land_use"), wording(results))
    (chinese,) = chart_blocks(results, sheet("land_use"), wording(results, "zh"))
    assert "M Industrial" in english.chart.categories
    assert "M 工业用地" in chinese.chart.categories


def test_a_chart_that_the_plan_has_not_is_no_block():
    bare = measures().evaluate(small_plan(roofs=False))
    assert not list(
        chart_blocks(bare, replace(sheet("solar"), charts=("pv_months",)), wording(bare))
    )


def test_a_chart_is_drawn_in_its_place_alone(board, results):
    (block,) = chart_blocks(results, sheet("land_use"), wording(results))
    type_ = Type(2.5, 1.4)
    image = board.painter.device()
    image.fill(0xFFFFFFFF)
    place = QRectF(20, 20, 90, block.height(board, 90, type_))
    block.draw(board, place, type_)
    inked = [
        (x, y)
        for x in range(0, 2000, 5)
        for y in range(0, 2000, 5)
        if image.pixelColor(x, y).lightness() < 250
    ]
    assert len(inked) > 200
    assert min(x for x, _ in inked) >= 195
    assert max(x for x, _ in inked) <= 1105
    assert max(y for _, y in inked) <= place.bottom() * 10 + 5


def test_a_chart_makes_room_for_texts(board, results):
    (block,) = chart_blocks(results, sheet("land_use"), wording(results))
    assert isinstance(block, ChartBlock)
    places = layout("A4")
    last = TitleBlock("Plan", "Sheet", (("Scale", "1:5000"),))
    few = [Legend("Legend", "ha", (), (), "{n}"), Notes("Notes", ("One.",))]
    many = [*few, Notes("More", ("A line of a note.",) * 45)]
    with_room, _ = arranged(board, places, [*few, block], last)
    without, _ = arranged(board, places, [*many, block], last)
    assert block in [one for one, _ in with_room]
    assert block not in [one for one, _ in without]
    assert len(without) == len(many) + 1


def test_a_chart_writes_its_numbers_as_the_tables_beside_it():
    chart = Chart("bars", "Chart", (Series("", (12345.0,)),), categories=("One",), notes=())
    block = ChartBlock(chart, "en")
    found = words(texts(lambda board: block.draw(board, QRectF(2, 2, 80, 60), TYPE), 90, 70))
    assert "12,345" in found
    assert not [one for one in found if "\u2009" in one]


def test_a_chart_stands_beside_texts_that_are_hardly_smaller(board, results):
    (block,) = chart_blocks(results, sheet("land_use"), wording(results))
    places, last = layout("A1"), TitleBlock("Plan", "Sheet", (("Scale", "1:5000"),))
    sizes = set()
    for count in range(40, 120, 2):
        notes = Notes("Notes", ("A line of a note.",) * count)
        found, type_ = arranged(board, places, [notes, block], last)
        if block in [one for one, _ in found]:
            sizes.add(type_.size / places.size)
    assert sizes == {1.0, 0.85}
