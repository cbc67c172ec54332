import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from layers.edits.merge import BLANK, LARGEST, MEAN, SUM
from layers.errors import PlanError
from tests.strategies import document, layer, squares
from widgets.dialogs.merge import TYPED, MergeDialog
from widgets.words import THIN


@pytest.fixture
def plan():
    return document(
        layer(
            "parcels",
            squares(3),
            number=["A", "B", None],
            land_use=["M1", "B1", "M1"],
            population=[10.0, 20.5, None],
            far=[1.5, 1.5, 1.5],
        )
    )


def rows(dialog):
    return {
        dialog.table.item(row, 0).text(): (
            dialog.table.cellWidget(row, 1).currentData(),
            dialog.table.item(row, 2).text(),
        )
        for row in range(dialog.table.rowCount())
    }


def test_what_differs_is_listed_with_what_comes_of_it(qtbot, plan):
    dialog = MergeDialog(plan, np.array([1, 2]))
    qtbot.addWidget(dialog)
    assert rows(dialog) == {
        "Parcel number": ("largest", "A"),
        "Land use": ("largest", "M1  Industrial class 1 (no nuisance)"),
        "Residents": ("sum", "30.5"),
    }
    dialog.kept.setCurrentIndex(dialog.kept.findData(2))
    assert rows(dialog)["Land use"][1].startswith("B1  ")
    dialog.every.setChecked(True)
    assert rows(dialog)["FAR"] == ("largest", "1.5")
    made = plan.applied(dialog.verb(plan)).layer("parcels").frame.loc[4]
    assert (made["number"], made["population"]) == ("B", 30.5)


def test_rules_are_chosen_column_by_column(qtbot, plan):
    dialog = MergeDialog(plan, np.array([1, 2]))
    qtbot.addWidget(dialog)
    dialog.every.setChecked(True)
    names = [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]
    rules = dialog.table.cellWidget(names.index("FAR"), 1)
    rules.setCurrentIndex(rules.findData(BLANK))
    rules.activated.emit(rules.currentIndex())
    assert rows(dialog)["FAR"] == ("blank", "–")
    assert np.isnan(plan.applied(dialog.verb(plan)).layer("parcels").frame.loc[4, "far"])


def test_counts_are_summed_ratios_averaged_and_texts_neither(qtbot, plan):
    dialog = MergeDialog(plan, np.array([1, 2]))
    qtbot.addWidget(dialog)
    dialog.every.setChecked(True)
    offered = {}
    for row in range(dialog.table.rowCount()):
        box = dialog.table.cellWidget(row, 1)
        offered[dialog.table.item(row, 0).text()] = [box.itemData(n) for n in range(box.count())]
    assert offered["FAR"] == [LARGEST, MEAN, BLANK, TYPED]
    assert offered["Residents"] == [LARGEST, SUM, BLANK, TYPED]
    assert offered["Land use"] == [LARGEST, BLANK, TYPED]


def refused(dialog, plan):
    with pytest.raises(PlanError) as caught:
        dialog.verb(plan)
    return str(caught.value)


def test_parcels_that_do_not_touch_cannot_be_merged_and_the_reason_is_told(qtbot, plan):
    dialog = MergeDialog(plan, np.array([1, 3]))
    qtbot.addWidget(dialog)
    assert "do not touch along a border" in refused(dialog, plan)


def test_a_change_is_told_so_that_the_map_shows_what_comes_of_it(qtbot, plan):
    dialog = MergeDialog(plan, np.array([1, 2]))
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.changed):
        dialog.kept.setCurrentIndex(1)


def cell(dialog, title):
    titles = [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]
    return dialog.table.item(titles.index(title), 2)


def test_a_typed_value_goes_before_the_rule(qtbot, plan):
    dialog = MergeDialog(plan, np.array([1, 2]))
    qtbot.addWidget(dialog)
    cell(dialog, "Parcel number").setData(Qt.ItemDataRole.EditRole, "C-1")
    cell(dialog, "Residents").setData(Qt.ItemDataRole.EditRole, "1 200")
    qtbot.waitUntil(lambda: rows(dialog)["Residents"][0] == TYPED)
    assert rows(dialog)["Parcel number"] == (TYPED, "C-1")
    made = plan.applied(dialog.verb(plan)).layer("parcels").frame.loc[4]
    assert (made["number"], made["population"]) == ("C-1", 1200.0)
    rules = dialog.table.cellWidget(0, 1)
    rules.setCurrentIndex(rules.findData("largest"))
    rules.activated.emit(rules.currentIndex())
    assert rows(dialog)["Parcel number"] == ("largest", "A")


def test_a_typed_value_that_does_not_fit_is_refused_with_the_reason(qtbot, plan):
    dialog = MergeDialog(plan, np.array([1, 2]))
    qtbot.addWidget(dialog)
    cell(dialog, "Residents").setData(Qt.ItemDataRole.EditRole, "many")
    qtbot.waitUntil(lambda: rows(dialog)["Residents"][0] == TYPED)
    assert "Residents" in refused(dialog, plan)


def test_sizes_and_large_numbers_can_be_read(qtbot):
    plan = document(layer("parcels", squares(2), process_kwh=[4_359_000.0, None]))
    dialog = MergeDialog(plan, np.array([1, 2]))
    qtbot.addWidget(dialog)
    assert rows(dialog)["Process electricity [kWh/a]"] == ("sum", f"4{THIN}359{THIN}000")
    assert any(f"2.00{THIN}ha" in label.text() for label in dialog.findChildren(QLabel))


def test_a_value_that_is_too_long_for_its_cell_is_told_whole(qtbot, plan):
    dialog = MergeDialog(plan, np.array([1, 2]))
    qtbot.addWidget(dialog)
    assert dialog.table.item(1, 2).toolTip() == "M1  Industrial class 1 (no nuisance)"
