"""The headline of a number that has several parts, and the way on to what went into it."""

import pytest
from PySide6.QtCore import QUrl

from layers.analysis.totals import totals
from resources.translations import use_language
from widgets.docks.why import WhyPanel, _quantity
from widgets.docks.why import _sections as sections_of

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def panel(computed, qtbot):
    found = WhyPanel(computed)
    qtbot.addWidget(found)
    return found


def paths(rows):
    for row in rows:
        if row.path:
            yield row.path
        yield from paths(row.children)


def test_no_number_of_any_panel_is_told_as_raw_data(panel, computed):
    found = totals(computed.results, stamped=False)
    shown = sections_of(found, computed.results, "ha")
    asked = [path for section in shown for path in paths(section.rows)]
    assert len(asked) > 40
    assert "land.phases" not in asked
    for path in asked:
        panel.explain(path)
        headline = panel.text.toPlainText().splitlines()[1]
        assert not set("[]{}_") & set(headline), (path, headline)


def test_of_a_list_of_numbers_the_sum_is_told():
    assert _quantity([1500.0, 500.0], "kWh", "ha") == f"2{NBSP}000{NBSP}kWh"
    assert _quantity([{"id": "a"}, {"id": "b"}], "m²", "ha") == "2 rows"


def test_a_figure_beside_a_standard_has_its_unit_and_the_bounds_that_there_are():
    norm = {"id": "x", "value": 19.4729869, "low": 8.0, "high": None, "unit": "m²"}
    assert _quantity(norm, "", "ha") == f"19.473{NBSP}m² · ≥{NBSP}8{NBSP}m²"
    assert _quantity({**norm, "value": None, "low": None}, "", "ha") == "–"


def test_parts_are_named_in_words_and_what_is_counted_has_no_unit():
    found = {"floor_pct": 50.0, "share_pct": 0.0, "roofs": 2, "met": False}
    assert _quantity(found, "kWp", "ha") == f"Asked 50{NBSP}% · share 0{NBSP}% · Roofs 2"


def test_a_number_of_no_unit_has_no_dash_behind_it():
    assert _quantity(0.6, "-", "ha") == "0.6"


def test_yes_and_no_are_said_in_the_language_of_the_window():
    use_language("zh")
    try:
        assert _quantity(True, "", "ha") == "是"
    finally:
        use_language("en")


def test_what_went_into_a_number_can_be_asked_in_turn(panel, computed, qtbot):
    panel.explain("indicators.NZCP-core-small")
    html = panel.text.toHtml()
    assert 'href="energy.ledger.buildings.central"' in html
    assert "energy.ledger.buildings.central" not in panel.text.toPlainText()
    with qtbot.waitSignal(computed.why_requested) as told:
        panel.text.anchorClicked.emit(QUrl("energy.ledger.buildings.central"))
    assert told.args == ["energy.ledger.buildings.central"]
    assert panel.text.toPlainText().startswith("Emissions of buildings")
