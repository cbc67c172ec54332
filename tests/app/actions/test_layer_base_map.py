"""The base map in the menu of layers."""

import pytest

from app.base_map import BaseMaps
from layers.tiles.choice import Choice
from widgets.dialogs.base_map import BaseMapDialog
from widgets.map.tiles import ID


@pytest.fixture
def window(opened):
    return opened.window


def maps_of(window):
    return next(child for child in window.children() if isinstance(child, BaseMaps))


def test_where_none_is_chosen_switching_on_asks_which(window, monkeypatch):
    asked = []
    monkeypatch.setattr(BaseMapDialog, "exec", lambda dialog: asked.append(dialog.choice) or 0)
    window.run("layer.base_map_shown")
    assert [choice.source for choice in asked] == [""]
    assert not maps_of(window).visible
    assert ID not in [one.id for one in window.canvas.scene.underlays]


def test_the_switch_in_the_menu_says_whether_it_is_shown(window):
    maps = maps_of(window)
    # Nobody listens at this port.
    maps.use(Choice(source="own", shown=True, url="http://127.0.0.1:9/{z}/{x}/{y}.png"))
    switch = window.commands["layer.base_map_shown"]
    assert switch.isChecked()
    window.run("layer.base_map_shown")
    assert ID in window.bridge.hidden
    assert not switch.isChecked()
    window.run("layer.base_map_shown")
    assert ID not in window.bridge.hidden
    assert switch.isChecked()


def test_another_one_is_chosen_in_the_dialog(window, monkeypatch):
    chosen = Choice(source="own", shown=True, url="http://127.0.0.1:9/{z}/{x}/{y}.png")
    monkeypatch.setattr(BaseMapDialog, "choice", property(lambda _: chosen))
    monkeypatch.setattr(BaseMapDialog, "exec", lambda _: 1)
    window.run("layer.base_map")
    assert maps_of(window).choice == chosen
    assert window.canvas.scene.underlays[0].id == ID
