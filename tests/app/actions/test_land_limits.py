"""Limits of parcels in the menu of land."""

import pytest

from layers.kinds import kinds
from widgets.dialogs.limits import LimitsDialog


@pytest.fixture
def window(opened):
    return opened.window


def test_limits_are_set_for_selected_parcels_alone(window, monkeypatch):
    asked = []
    monkeypatch.setattr(LimitsDialog, "exec", lambda dialog: asked.append(dialog.windowTitle()))
    window.bridge.select({})
    assert not window.commands["land.limits"].isEnabled()
    window.bridge.select({"parcels": window.bridge.document.layer("parcels").ids[:2]})
    assert window.commands["land.limits"].isEnabled()
    window.run("land.limits")
    assert asked == ["Limits of the selection (2)"]


def test_the_list_of_what_is_beyond_comes_to_the_front(window):
    window.docks["limits"].hide()
    window.run("land.breaches")
    assert not window.docks["limits"].isHidden()


def test_parcels_are_coloured_by_their_limits_and_as_usual_again(window):
    bridge = window.bridge
    window.run("land.colour_limits")
    style = bridge.document.styles["parcels"]
    assert (style.measure, style.breaks) == ("limits.state", (0.0, 1.0, 2.0))
    assert style.labels == kinds()["parcels"].style.labels
    assert window.commands["land.colour_limits"].isChecked()
    window.run("land.colour_limits")
    assert "parcels" not in bridge.document.styles
    assert not window.commands["land.colour_limits"].isChecked()
    bridge.undo()
    assert bridge.document.styles["parcels"] == style
