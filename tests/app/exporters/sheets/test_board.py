"""Texts stay in their places, and are broken where a reader would break them."""

import pytest
from PySide6.QtCore import QRectF

from app.exporters.sheets.board import CHINESE, LATIN, RIGHT, families
from tests.app.exporters.boards import measured, texts

pytestmark = pytest.mark.usefixtures("qapp")


def broken(text, width):
    return measured(lambda board: board.broken(text, width, 2.5))


def test_an_opening_bracket_is_never_the_last_of_a_line():
    text = (
        "坐标系：2000国家大地坐标系，高斯-克吕格投影3°带，中央子午线117°（EPSG:4548）；X 为北方向。"
    )
    for width in range(20, 90):
        lines = broken(text, width)
        assert not [line for line in lines if line[-1] in "（(" or line[0] in "，。；：）"]
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_unit_in_brackets_stays_in_one_piece():
    assert ["[kWh m a]" in line for line in broken("Yield [kWh m a]", 20)][-1]


def test_a_word_too_long_for_its_line_is_broken_behind_a_stroke():
    assert broken("class 2 (multi/high-rise)", 20) == ["class 2 (multi/", "high-rise)"]
    assert broken("class 2 (multi/high-rise)", 40) == ["class 2 (multi/high-rise)"]
    assert broken("Sink [t CO₂/a]", 5)[-1] == "[t CO₂/a]"


def test_what_is_too_long_ends_in_dots_inside_its_place():
    ((text, x, _),) = texts(lambda board: board.text(QRectF(5, 5, 20, 5), "W" * 40, 3.0))
    assert text.endswith("…")
    assert x == pytest.approx(5.0)
    ((text, x, _),) = texts(lambda board: board.text(QRectF(5, 5, 20, 5), "12", 3.0, RIGHT))
    assert 15 < x < 25


def test_families_of_the_sheets_language_come_first():
    chinese = families("zh", elsewhere=True)
    assert min(map(chinese.index, CHINESE)) < min(map(chinese.index, LATIN))
    assert set(families("en", elsewhere=True)) == {*CHINESE, *LATIN}
