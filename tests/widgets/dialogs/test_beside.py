import numpy as np
import pytest

from tests.strategies import document, layer, small_plan, squares
from widgets.dialogs.beside import OffsetDialog, SetBackDialog, WaterDialog


def test_set_back_lines_lie_as_far_as_typed(qtbot):
    plan, dialog = small_plan(), SetBackDialog(np.array([1]))
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.changed):
        dialog.distance.setValue(10)
    assert plan.applied(dialog.verb(plan)).layer("control_lines").geometries[0].length == 320


def test_a_line_beside_a_feature_becomes_what_is_chosen(qtbot):
    plan, dialog = small_plan(), OffsetDialog("corridors", 1)
    qtbot.addWidget(dialog)
    assert dialog.to.currentData() == "control_lines"
    dialog.type.setCurrentIndex(dialog.type.findData("green"))
    made = plan.applied(dialog.verb(plan)).layer("control_lines")
    assert (made.values("type").tolist(), made.values("distance_m").tolist()) == (["green"], [10.0])
    dialog.to.setCurrentIndex(dialog.to.findData("cut"))
    assert not dialog.type.isEnabled()
    assert len(plan.applied(dialog.verb(plan)).layer("parcels")) == 9


def test_green_is_made_along_water(qtbot):
    plan = document(layer("water", squares(1)))
    dialog = WaterDialog(plan, np.array([1]))
    qtbot.addWidget(dialog)
    dialog.distance.setValue(10)
    dialog.cover.setCurrentIndex(dialog.cover.findData("shrub"))
    made = plan.applied(dialog.verb(plan)).layer("greens")
    assert made.areas.sum() == pytest.approx(4314, abs=1)
    assert made.values("cover").tolist() == ["shrub"]
