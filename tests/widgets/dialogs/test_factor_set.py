"""What a set of assumptions would change is seen before it is taken."""

from dataclasses import replace

from layers.edits.factor_sets import compared
from layers.message import Message
from widgets.dialogs.factor_set import FactorSetDialog, _shown


def texts(table):
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def test_differences_refusals_and_numbers_are_shown(computed, qtbot):
    found = compared(computed.document, {"sink.lawn": {"central": 0.2}, "plan.buildings": "roofs"})
    refused = {f"sink.x{n}": Message.of("Row {row}: no.", row=n) for n in range(8)}
    dialog = FactorSetDialog("set.xlsx", found, refused, computed.results)
    qtbot.addWidget(dialog)
    rows = texts(dialog.differences)
    assert ["Managed lawn", "0 / 0.0931 / 0.4187", "0 / 0.2 / 0.4187"] in [row[:3] for row in rows]
    assert len(rows) == 2
    assert "8 rows are left out" in dialog.refused.text()
    assert "and 2 more" in dialog.refused.text()
    qtbot.waitUntil(lambda: dialog.totals.rowCount() > 0, timeout=20_000)
    assert "Carbon sink" in [row[0] for row in texts(dialog.totals)]
    assert dialog.act.isEnabled()
    for table in (dialog.differences, dialog.totals):
        for column in (1, 2):
            head = table.horizontalHeaderItem(column)
            assert head.textAlignment() == table.item(0, column).textAlignment()
    dialog.reject()


def test_a_set_like_the_plan_cannot_be_taken(computed, qtbot):
    found = compared(computed.document, {"sink.lawn": {"central": 0.0931}})
    dialog = FactorSetDialog("set.xlsx", found, {}, computed.results)
    qtbot.addWidget(dialog)
    assert not dialog.act.isEnabled()
    assert not dialog.refused.isVisibleTo(dialog)
    dialog.reject()


def test_a_value_without_bounds_stands_alone(computed):
    lawn = computed.document.parameters["sink.lawn"]
    assert _shown(replace(lawn, low=None, high=None)) == "0.0931"
    assert _shown(replace(lawn, high=None)) == "0 / 0.0931 / –"
