"""Charts write numbers and colours as the place does in which they stand."""

import pytest
from PySide6.QtGui import QFont

from resources.translations import THIN
from widgets.plots.dress import PAPER, Dress

pytestmark = pytest.mark.usefixtures("qapp")

TEXT = f"1{THIN}234{THIN}567 m, 12{THIN}m and 3{THIN}4"


def test_thousands_are_parted_as_the_place_does_it_and_units_are_not():
    assert Dress(PAPER, QFont()).written(TEXT) == TEXT
    found = Dress(PAPER, QFont(), thousands=",").written(TEXT)
    assert found == f"1,234,567 m, 12{THIN}m and 3{THIN}4"


def test_room_is_that_of_what_is_written():
    font = QFont()
    font.setPixelSize(20)
    wide = Dress(PAPER, font, thousands="WWW")
    assert wide.width(f"1{THIN}234") > 1.5 * Dress(PAPER, font).width(f"1{THIN}234")


def test_colours_have_names():
    dress = Dress(PAPER, QFont())
    assert dress.colour("accent").name() == PAPER["accent"]
    assert dress.colour("#102030", 0.5).alphaF() == pytest.approx(0.5, abs=0.01)
