"""Every table model keeps Qt's rules, before and after edits."""

import pytest

from layers.edits.draw import delete
from layers.edits.zone import zone
from widgets.docks import panels
from widgets.docks.factors import FactorModel, FoundFactors
from widgets.docks.history import HistoryModel
from widgets.docks.legend import LegendModel
from widgets.docks.palette import LandUseModel
from widgets.docks.rows import RowsModel
from widgets.docks.totals import TotalsPanel


def models(bridge):
    found = FoundFactors()
    factors = FactorModel(bridge, found)
    found.setSourceModel(factors)
    return {
        "rows": RowsModel(bridge),
        "legend": LegendModel(bridge),
        "factors": factors,
        "found factors": found,
        "history": HistoryModel(bridge),
        "land uses": LandUseModel(bridge.document.codes),
    }


@pytest.mark.parametrize(
    "name", ["rows", "legend", "factors", "found factors", "history", "land uses"]
)
def test_models_keep_the_rules(bridge, qtmodeltester, name):
    found = models(bridge)
    qtmodeltester.check(found[name])


def test_models_keep_the_rules_while_the_plan_changes(bridge, qtmodeltester):
    rows, legend, history = RowsModel(bridge), LegendModel(bridge), HistoryModel(bridge)
    for model in (rows, legend, history):
        qtmodeltester.check(model)
    for edit in (
        lambda plan: zone(plan, [1, 4], "B1"),
        lambda plan: delete(plan, "parcels", [2]),
        lambda plan: zone(plan, [1], None),
    ):
        bridge.perform(edit(bridge.document))
        rows.show_document()
        legend.show_document(frozenset({"parcels"}))
        history.show_history()
        for model in (rows, legend, history):
            qtmodeltester.check(model)


def test_figures_keep_the_rules(computed, qtbot, qtmodeltester):
    panel = TotalsPanel(computed)
    qtbot.addWidget(panel)
    for id_ in ("land", "carbon", "solar"):
        qtmodeltester.check(panel.section(id_).model)


@pytest.mark.parametrize("panel", panels(), ids=lambda panel: panel.id)
def test_every_panel_can_be_made_and_shown(computed, qtbot, panel):
    widget = panel.make(computed)
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    assert panel.title()
    assert not widget.grab().isNull()
