"""What is written on features."""

import pytest

from layers.kinds import kinds
from layers.style import Labels, Style
from layers.template import TemplateError
from widgets.dialogs.style_labels import LabelsPage


@pytest.fixture
def page(computed, qtbot):
    found = LabelsPage(computed, "parcels")
    qtbot.addWidget(found)
    found.show_style(kinds()["parcels"].style)
    return found


def test_the_example_is_of_the_selected_feature(page, computed):
    page.template.setPlainText("{number}\n{area_ha:.1f} ha")
    assert page.example.text() == "A-01\n1.0 ha"
    computed.select({"parcels": [3]})
    page.template.setPlainText("{number}")
    assert page.example.text() == "A-03"
    page.template.setPlainText("{number")
    assert page.example.text() == "–"


def test_fields_can_be_put_in(page):
    page.template.clear()
    actions = page.insert.menu().actions()
    told = dict(reversed(action.text().split("\t")) for action in actions if action.text())
    assert told["{number}"] == "Parcel number"
    assert told["{land_use_title}"] == "Land use, in words"
    assert told["{measure:land.areas}"].startswith("Area")
    assert sum(action.isSeparator() for action in actions) == 3
    next(action for action in actions if action.text() == "Area [ha]\t{area_ha}").trigger()
    assert page.styled(Style()).labels.template == "{area_ha}"


def test_a_text_that_cannot_be_written_is_refused(page):
    for text in ("{number", "{no_such}", "{number:.2f}"):
        page.template.setPlainText(text)
        with pytest.raises(TemplateError):
            page.styled(Style())


def test_labels_come_back_as_they_were(page):
    labels = Labels("{far:.1f}", shown=False, height=3.5, colour="#ff0000", halo=0.0, nearest=500,
                    farthest=9_000)  # fmt: skip
    page.show_style(Style(labels=labels))
    assert page.styled(Style()).labels == labels
    assert not page.template.isEnabled()
