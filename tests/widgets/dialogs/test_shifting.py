import numpy as np
import pytest

from layers.errors import InvalidEditError
from tests.strategies import EAST, small_plan
from widgets.dialogs.shifting import MoveDialog, RotateDialog

SELECTION = {"rooftops": np.array([1])}


def test_the_selection_is_moved_by_what_is_typed(qtbot):
    plan, dialog = small_plan(), MoveDialog(SELECTION, copies=False)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.changed):
        dialog.east.setValue(12.5)
    after = plan.applied(dialog.verb(plan)).layer("rooftops")
    assert after.bounds[0, 0] == EAST + 32.5
    assert len(after) == 2


def test_a_copy_is_moved_where_that_is_wanted(qtbot):
    plan, dialog = small_plan(), MoveDialog(SELECTION, copies=True)
    qtbot.addWidget(dialog)
    dialog.north.setValue(-40)
    assert len(plan.applied(dialog.verb(plan)).layer("rooftops")) == 3


def test_nothing_is_done_by_nothing(qtbot):
    dialog = MoveDialog(SELECTION, copies=False)
    qtbot.addWidget(dialog)
    assert not dialog.verb(small_plan())


def test_the_selection_is_rotated_about_its_middle(qtbot):
    plan, dialog = small_plan(), RotateDialog({"corridors": np.array([1])})
    qtbot.addWidget(dialog)
    dialog.angle.setValue(90)
    bounds = plan.applied(dialog.verb(plan)).layer("corridors").bounds[0]
    assert bounds[[0, 2]].tolist() == pytest.approx([EAST + 150, EAST + 150])


def test_parcels_that_have_no_room_are_refused(qtbot):
    dialog = MoveDialog({"parcels": np.array([1])}, copies=False)
    qtbot.addWidget(dialog)
    dialog.east.setValue(100)
    with pytest.raises(InvalidEditError, match="no ground is free"):
        dialog.verb(small_plan())
