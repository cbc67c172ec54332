"""Every table model keeps Qt's rules, before and after edits."""

import numpy as np
import pytest

from layers.edits.draw import delete
from layers.edits.zone import zone
from widgets.docks import panels
from widgets.docks.factors import FactorModel, FoundFactors
from widgets.docks.figures import FiguresModel, Row
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


def test_models_keep_the_rules_while_the_plan_changes(computed, qtbot, qtmodeltester):
    bridge = computed
    rows, legend, history = RowsModel(bridge), LegendModel(bridge), HistoryModel(bridge)
    for model in (rows, legend, history):
        qtmodeltester.check(model)
    for edit in (
        lambda plan: zone(plan, [1, 4], "B1"),
        lambda plan: delete(plan, "parcels", [2]),
        lambda plan: zone(plan, [1], None),
    ):
        before = bridge.results
        bridge.perform(edit(bridge.document))
        qtbot.waitUntil(lambda before=before: bridge.results is not before)
        rows.show_document()
        legend.show_document()
        legend.show_results(frozenset({"legend.parcels"}))
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


def test_the_table_is_told_of_the_changed_cells_alone(bridge):
    model, told = RowsModel(bridge), []
    model.dataChanged.connect(
        lambda first, last: told.append((first.row(), last.row(), first.column(), last.column()))
    )
    bridge.perform(zone(bridge.document, [2, 4], "B1"))
    assert not model.show_document(np.array([2, 4]))
    assert told == [(1, 1, 2, 2), (3, 3, 2, 2)]
    assert model.index(3, 2).data() == "B1  Commerce"
    bridge.undo()
    told.clear()
    assert not model.show_document()
    assert told == [(0, 3, 2, 2)]
    bridge.perform(delete(bridge.document, "parcels", [1]))
    assert model.show_document(np.array([1]))
    assert model.rowCount() == 3


@pytest.mark.usefixtures("qapp")
def test_a_name_that_holds_a_figure_leaves_what_is_open_as_it_is():
    model, resets, told = FiguresModel(("Cover", "Central")), [], []
    model.modelReset.connect(lambda: resets.append(1))
    model.dataChanged.connect(lambda first, _: told.append(first.data()))
    model.show_rows([Row(("Lawn 1 ha", "5"), "carbon.lawn")], ("Cover", "Central"), stale=False)
    model.show_rows([Row(("Lawn 2 ha", "9"), "carbon.lawn")], ("Cover", "Central"), stale=False)
    assert (len(resets), told) == (1, ["Lawn 2 ha"])
    model.show_rows([Row(("Lawn 2 ha", "9"), "carbon.lawn")], ("Cover", "Central"), stale=False)
    assert len(told) == 1
