"""Selecting by where features lie."""

import pytest

from layers.session import Session
from tests.strategies import small_plan
from widgets.bridge import Bridge
from widgets.dialogs.select_place import PlaceDialog


@pytest.fixture
def six(qapp):
    assert qapp is not None
    found = Bridge(Session(small_plan()))
    yield found
    found.close()


@pytest.fixture
def dialog(six, qtbot):
    """The dialog over six squares, the first of them selected."""
    six.select({"parcels": [1]})
    found = PlaceDialog(six)
    qtbot.addWidget(found)
    yield found
    found.reject()


def choose(dialog, qtbot, relation, others=None):
    dialog.relation.setCurrentIndex(dialog.relation.findData(relation))
    if others is not None:
        dialog.others.setCurrentIndex(dialog.others.findData(others))
    qtbot.waitUntil(lambda: not dialog._latest.running and not dialog._timer.isActive())
    return dialog.found.tolist()


def test_what_meets_the_selection_without_itself(dialog, qtbot):
    assert choose(dialog, qtbot, "meets") == [2, 4, 5]
    assert "3 features fit" in dialog.count.text()
    assert not dialog.distance.isEnabled()
    dialog.buttons.add.click()
    assert dialog._bridge.selection["parcels"].tolist() == [1, 2, 4, 5]


def test_what_lies_near_and_apart(dialog, qtbot):
    dialog.distance.setValue(99.0)
    assert choose(dialog, qtbot, "near") == [2, 4, 5]
    assert dialog.distance.isEnabled()
    dialog.distance.setValue(101.0)
    assert choose(dialog, qtbot, "near") == [2, 3, 4, 5, 6]
    assert choose(dialog, qtbot, "apart") == [3, 6]


def test_another_layer_is_compared_with(dialog, qtbot):
    assert choose(dialog, qtbot, "holds", "rooftops") == [1, 2]
    assert choose(dialog, qtbot, "inside", "boundary") == [1, 2, 3, 4, 5, 6]
    assert choose(dialog, qtbot, "inside", "parcels") == []
    assert not dialog.buttons.select.isEnabled()
    choose(dialog, qtbot, "holds", "rooftops")
    dialog.buttons.select.click()
    assert dialog._bridge.selection["parcels"].tolist() == [1, 2]


def test_without_a_selection_layers_alone_are_offered(six, qtbot):
    dialog = PlaceDialog(six)
    qtbot.addWidget(dialog)
    assert dialog.others.findData("") < 0
    dialog.reject()
