"""Lines, hatches, markers and scales."""

from math import inf

import pytest

from layers.kinds import kinds
from layers.style import Style
from widgets.dialogs.style_symbol import DASHES, SymbolPage


@pytest.mark.parametrize("kind", ["boundary", "roads", "corridors", "facilities", "phases"])
def test_a_style_comes_back_as_it_was(bridge, qtbot, kind):
    page = SymbolPage(bridge, kind)
    qtbot.addWidget(page)
    for style in (kinds()[kind].style, Style(dash=(7.0, 1.0), unit="px", marker="diamond")):
        page.show_style(style)
        assert page.styled(style) == style


def test_what_is_chosen_is_told(bridge, qtbot):
    page = SymbolPage(bridge, "corridors")
    qtbot.addWidget(page)
    page.show_style(kinds()["corridors"].style)
    with qtbot.waitSignal(page.changed):
        page.dash.setCurrentIndex(1)
    with qtbot.waitSignal(page.changed):
        page.no_stroke.click()
    page.unit.setCurrentIndex(2)
    page.ribbon.setCurrentIndex(0)
    page.opacity.setValue(40)
    style = page.styled(Style())
    assert (style.dash, style.stroke, style.unit) == (DASHES[1], "", "m")
    assert (style.width_column, style.opacity) == ("", 0.4)
    assert (style.nearest, style.farthest) == (0.0, inf)
