"""Light and dark: readable, and icons that take their colour."""

import pytest
from PySide6.QtGui import QColor, QFont, QFontInfo
from PySide6.QtWidgets import QApplication

from resources import shipped
from widgets import theme


@pytest.fixture(autouse=True)
def _light_again(qapp):
    yield
    qapp.setStyleSheet("")
    theme._chosen.clear()


def luminance(colour):
    parts = [QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()]
    lit = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * lit[0] + 0.7152 * lit[1] + 0.0722 * lit[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_text_stands_out_as_the_accessibility_guideline_asks(colours):
    for ground in (colours.window, colours.base, colours.raised, colours.soft):
        assert contrast(colours.text, ground) >= 7
    for ground in (colours.window, colours.base, colours.raised):
        assert contrast(colours.muted, ground) >= 4.5
    assert contrast(colours.on_accent, colours.accent) >= 4.5


def test_contrast_finds_grey_on_grey_wanting():
    assert contrast("#777777", "#888888") < 1.5
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("name", theme.THEMES)
def test_a_theme_dresses_the_application(qapp: QApplication, name):
    theme.use_theme(qapp, name)
    assert qapp.palette().window().color().name() == theme.colours().window
    assert set(theme.CHINESE_FONTS) <= set(qapp.font().families())
    assert "$" not in qapp.styleSheet()


def test_letters_are_those_of_the_system_and_not_of_a_chinese_family(qapp: QApplication):
    own = QFontInfo(QFont("Sans Serif")).family()
    qapp.setFont(QFont("Sans Serif"))
    for _ in range(2):  # a second theme finds the font of the first
        theme.use_theme(qapp, "light")
        families = qapp.font().families()
        assert families[0] == own == QFontInfo(qapp.font()).family()
        assert len(families) == len(set(families))


@pytest.mark.usefixtures("qapp")
def test_an_icon_takes_the_colour_of_the_text():
    picture = theme.icon("save", "#ff0000").pixmap(32, 32).toImage()
    seen = {
        picture.pixelColor(x, y).name()
        for x in range(32)
        for y in range(32)
        if picture.pixelColor(x, y).alpha() > 250
    }
    assert seen == {"#ff0000"}


@pytest.mark.usefixtures("qapp")
def test_every_icon_can_be_drawn():
    for file in shipped("icons").iterdir():
        if file.name.endswith(".svg"):
            picture = theme.icon(file.name.removesuffix(".svg")).pixmap(24, 24).toImage()
            assert any(picture.pixelColor(x, y).alpha() for x in range(24) for y in range(24)), (
                file.name
            )


@pytest.mark.usefixtures("qapp")
def test_figures_get_one_width():
    assert theme.numeric_font(QFont()).featureValue(QFont.Tag("tnum")) == 1


def test_a_colour_may_be_translucent():
    assert theme.colour_of("#3f8f4f99").alpha() == 0x99
    assert theme.colour_of("#3f8f4f").name() == "#3f8f4f"
