"""Texts on the screen."""

import pytest
from PySide6.QtGui import Qt, QTextDocument

from layers.kinds import kinds
from resources.translations import use_language
from widgets import words

NASTY = '<img src="//server/share/x.png"> far < 2 &amp; <b>bold</b>'


@pytest.mark.parametrize("text", [NASTY, "A-01", "a\nb", "far < 2", "R&D", "", "a > b"])
def test_a_hint_shows_a_text_as_it_stands(qapp, text):
    del qapp
    shown = words.hint(text)
    if Qt.mightBeRichText(shown):
        document = QTextDocument()
        document.setHtml(shown)
        assert "<img" not in shown
        assert document.toPlainText() == text
    else:
        assert shown == text


def test_a_year_of_the_calendar_has_no_unit_and_other_columns_have_theirs():
    greens, rooftops = kinds()["greens"], kinds()["rooftops"]
    assert words.column_head(greens.column("planted")) == "Planted in"
    assert words.column_head(rooftops.column("height_m")) == "Height [m]"


def test_a_base_map_has_its_chinese_name_in_the_chinese_window():
    tianditu, carto = "Tianditu map (天地图 矢量)", "CARTO Positron (pale)"
    assert words.source_title(tianditu) == tianditu
    use_language("zh")
    try:
        assert words.source_title(tianditu) == "天地图 矢量"
        assert words.source_title(carto) == carto
        assert words.source_title("OpenStreetMap") == "OpenStreetMap"
    finally:
        use_language("en")


def test_a_number_that_nobody_can_count_is_short():
    assert words.figures(1e308, 5) == "1e+308"
    assert words.figures(-3.14159e20, 3) == "−3.14e+20"
    assert words.figures(999e12).replace("\u2009", " ") == "999 000 000 000 000"
