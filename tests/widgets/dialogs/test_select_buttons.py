"""What is done with features that fit."""

import numpy as np
import pytest

from widgets.dialogs.select_buttons import SelectButtons


@pytest.fixture
def buttons(bridge, qtbot):
    bridge.select({"parcels": [1, 2, 3], "rooftops": [1]})
    found = SelectButtons(bridge)
    qtbot.addWidget(found)
    found.show_found(np.array([2, 4]))
    return found


@pytest.mark.parametrize(
    ("name", "parcels", "others"),
    [
        ("select", [2, 4], []),
        ("add", [1, 2, 3, 4], [1]),
        ("take_out", [1, 3], [1]),
        ("keep", [2], [1]),
    ],
)
def test_each_button_makes_its_selection(bridge, buttons, qtbot, name, parcels, others):
    with qtbot.waitSignal(buttons.done):
        getattr(buttons, name).click()
    assert bridge.selection["parcels"].tolist() == parcels
    assert list(bridge.selection.get("rooftops", [])) == others


def test_what_would_do_nothing_is_off(bridge, buttons):
    every = (buttons.select, buttons.add, buttons.take_out, buttons.keep)
    assert all(button.isEnabled() for button in every)
    bridge.select({})
    buttons.show_found(np.array([2]))
    assert [button.isEnabled() for button in every] == [True, True, False, False]
    buttons.show_found(np.empty(0, np.int64))
    assert not any(button.isEnabled() for button in every)
