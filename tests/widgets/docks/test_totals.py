"""The totals: the stored results as printed, each with its reasons."""

import pytest
from PySide6.QtCore import Qt

from layers.document import Document
from layers.edits.draw import delete
from layers.edits.parameters import set_parameter
from layers.edits.zone import zone
from layers.session import Session
from tests.small_plan import small_plan
from widgets import words
from widgets.bridge import Bridge
from widgets.docks.figures import PATH
from widgets.docks.totals import TotalsPanel
from widgets.docks.why import WhyPanel, named


@pytest.fixture
def panel(computed, qtbot):
    found = TotalsPanel(computed)
    qtbot.addWidget(found)
    return found


def table(panel, section):
    model = panel.section(section).model
    return [
        tuple(model.index(row, column).data() for column in range(model.columnCount() - 1))
        for row in range(model.rowCount())
    ]


def test_before_the_first_results_it_says_computing_and_no_zero(bridge, qtbot):
    panel = TotalsPanel(bridge)
    qtbot.addWidget(panel)
    assert {card.value.text() for card in panel.cards.values()} == {"computing…"}
    assert not any(card.value.isEnabled() for card in panel.cards.values())


def test_cards_stay_in_a_narrow_panel(panel, qtbot):
    panel.cards["site"].detail.setText("1 234 parcels, 1 234.00 ha unassigned")
    narrow = 60 + sum(panel.cards[name].value.sizeHint().width() + 40 for name in ("site", "sink"))
    panel.resize(narrow, 600)
    with qtbot.waitExposed(panel):
        panel.show()
    for card in panel.cards.values():
        assert card.mapTo(panel, card.rect().topRight()).x() < panel.viewport().width()


def test_the_balance_adds_up_as_printed(panel):
    # 4.5 ha red line: 2 ha M1 and 1 ha G1 are urban land, 1 ha has no code, 0.5 ha no parcel.
    assert table(panel, "land") == [
        ("M  Industrial", "2.00", "66.67", "44.45"),
        ("G  Green space and square", "1.00", "33.33", "22.22"),
        ("Urban construction land", "3.00", "100.00", ""),
        ("Without a land-use code", "1.00", "", "22.22"),
        ("Unassigned land", "0.50", "", "11.11"),
        ("Red line", "4.50", "", "100.00"),
    ]


def test_cards_show_the_stored_results(panel, computed):
    kwp = computed.results.value("solar.kwp")
    assert panel.cards["site"].value.text() == f"4.50{words.THIN}ha"
    assert panel.cards["capacity"].value.text().startswith(words.figures(kwp / 1000))


def test_an_edit_moves_the_totals(panel, computed, qtbot):
    computed.perform(zone(computed.document, [4], "M1"))
    qtbot.waitUntil(lambda: table(panel, "land")[0][:3] == ("M  Industrial", "3.00", "75.00"))


def test_a_factor_moves_the_totals(panel, computed, qtbot):
    before = panel.cards["sink"].value.text()
    computed.perform(
        set_parameter(computed.document, "sink.lawn", {"low": 1, "central": 2, "high": 3})
    )
    qtbot.waitUntil(lambda: panel.cards["sink"].value.text() != before)


def test_all_areas_follow_the_unit(panel, computed):
    computed.show_areas_in("mu")
    assert panel.section("land").heading.text() == "Land balance [亩, %]"
    assert table(panel, "land")[-1][1] == "67.5"
    assert panel.cards["site"].value.text() == f"67.5{words.THIN}亩"


def test_without_roofs_it_says_what_to_do(qtbot):
    bridge = Bridge(Session(small_plan(roofs=False)))
    qtbot.waitUntil(lambda: bridge.results is not None)
    panel = TotalsPanel(bridge)
    qtbot.addWidget(panel)
    assert panel.section("solar").empty.text() == "Import roofs to see their PV potential."
    assert panel.section("solar").tree.isHidden()
    assert panel.cards["capacity"].value.text() == words.MISSING
    assert panel.cards["avoided"].value.text() == words.MISSING
    assert "rooftops" in panel.missing.text()
    assert (
        dict(row[::2][:2] for row in table(panel, "carbon"))["Avoided if all roofs carry PV"] == "–"
    )
    bridge.close()


def test_without_a_red_line_the_card_names_the_parcels(qtbot):
    plan = small_plan()
    bounds = plan.layer("boundary").ids.tolist()
    bridge = Bridge(Session(plan.applied(delete(plan, "boundary", bounds)) if bounds else plan))
    qtbot.waitUntil(lambda: bridge.results is not None)
    panel = TotalsPanel(bridge)
    qtbot.addWidget(panel)
    assert panel.cards["site"].name.text() == "Parcels"
    assert panel.cards["site"].detail.text().endswith("parcels, no red line")
    asked = []
    panel.cards["site"].asked.connect(asked.append)
    qtbot.keyClick(panel.cards["site"], Qt.Key.Key_Return)
    assert asked == ["land.parcels_m2"]
    bridge.close()


def test_without_any_land_the_sink_is_a_dash(qtbot):
    bridge = Bridge(Session(Document.new("Park", "EPSG:4547", base_year=2025)))
    qtbot.waitUntil(lambda: bridge.results is not None)
    panel = TotalsPanel(bridge)
    qtbot.addWidget(panel)
    assert panel.cards["sink"].value.text() == words.MISSING
    assert panel.cards["sink"].detail.text() == ""
    bridge.close()


def test_planned_and_built_roofs_stand_below_the_potential(panel):
    rows = [row[0] for row in table(panel, "solar")]
    assert rows[-3:] == ["Capacity planned", "Capacity built", "Yield of what is built"]


def test_missing_inputs_are_a_dash(panel):
    names = {row[0]: row for row in table(panel, "carbon")}
    assert names["Emissions"][2] == "–"


def test_stale_figures_are_greyed(panel):
    view = panel.section("land")
    model = view.model
    from widgets.docks.section import Section

    rows = [model.row_at(model.index(row, 0)) for row in range(model.rowCount())]
    view.show_section(Section("land", "Land balance", ("a", "b", "c", "d"), rows), stale=True)
    assert view.heading.text() == "Land balance – computing…"
    assert model.index(0, 1).data(Qt.ItemDataRole.ForegroundRole) is not None


def test_every_number_answers_why(panel, computed, qtbot):
    why = WhyPanel(computed)
    qtbot.addWidget(why)
    paths = []
    for id_ in ("land", "carbon", "solar"):
        model = panel.section(id_).model
        pending = [model.index(row, 0) for row in range(model.rowCount())]
        while pending:
            index = pending.pop()
            pending += [model.index(row, 0, index) for row in range(model.rowCount(index))]
            if index.data(PATH):
                paths.append(index.data(PATH))
    assert len(paths) > 12
    for path in (*paths, *(card._path for card in panel.cards.values())):
        why.explain(path)
        assert path in why.text.toPlainText(), path
        assert "No number is called" not in why.text.toPlainText()


def test_why_shows_sources_and_follows_the_plan(computed, qtbot):
    why = WhyPanel(computed)
    qtbot.addWidget(why)
    with qtbot.waitSignal(computed.why_requested):
        computed.why_requested.emit("carbon.sink_t_per_a")
    before = why.text.toPlainText()
    assert "Inputs" in before
    assert "t CO₂/a" in before
    computed.perform(
        set_parameter(computed.document, "sink.lawn", {"low": 1, "central": 2, "high": 3})
    )
    qtbot.waitUntil(lambda: "edited" in why.text.toPlainText())
    assert why.text.toPlainText() != before


def test_enter_and_click_ask_why(panel, computed, qtbot):
    card = panel.cards["sink"]
    with qtbot.waitSignal(computed.why_requested) as told:
        qtbot.keyClick(card, Qt.Key.Key_Return)
    assert told.args == ["carbon.sink_t_per_a"]
    with qtbot.waitSignal(computed.why_requested):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    tree = panel.section("land").tree
    with qtbot.waitSignal(computed.why_requested) as told:
        tree.activated.emit(panel.section("land").model.index(0, 0))
    assert told.args == ["land.balance.M"]


def test_why_says_which_number_it_explains(computed, qtbot):
    why = WhyPanel(computed)
    qtbot.addWidget(why)
    why.explain("land.balance.M")
    text = why.text.toPlainText()
    assert text.startswith("Land balance · M Industrial")
    assert "Area 2.00 ha · share" in text
    assert "code" not in text.splitlines()[1]


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("land.norms.LB-M-share", "Land beside standards · M – share of urban construction land"),
        ("energy.electricity_kwh_per_a", "Demand · Electricity [GWh]"),
        ("solar.life_kwh", "Sun on roofs · Over 25 years [GWh]"),
        ("energy.ledger.buildings", "Emissions and sinks · Buildings"),
        ("indicators.NZCP-waste", "Targets · Use of industrial solid waste"),
        ("corridors.nodes", "Connectivity of corridors"),
    ],
)
def test_every_number_that_is_asked_has_a_name(computed, path, title):
    assert named(path, computed.results, "ha") == title


def test_no_number_is_broken_between_two_lines(computed, qtbot):
    why = WhyPanel(computed)
    qtbot.addWidget(why)
    why.explain("carbon.sink_t_per_a")
    text = why.text.toHtml()
    assert "t CO₂/a" not in text
    assert "CO₂/a" in text
    assert words.THIN not in text


def test_rows_are_as_high_in_every_table(panel):
    heights = {
        view.tree.sizeHintForRow(0) for view in panel._sections.values() if view.model.rowCount()
    }
    assert len(heights) == 1


def test_tonnes_are_read_downwards(panel):
    """Below 1,000 t with one decimal, above with none, and nothing with four figures behind."""
    for _, *cells, _ in table(panel, "carbon"):
        for text in filter(None, cells):
            whole, _, behind = text.partition(".")
            assert len(behind) <= 1 or text == "–", text
            assert not behind or len(whole.strip("−")) < 4
