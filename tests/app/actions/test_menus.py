"""What the menus' commands do that no other test of the window presses."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from app.actions import (
    analyse,
    edit,
    file,
    green,
    help,  # noqa: A004
    land,
    layer,
    sheets,
    view,
)
from layers.kinds import kinds
from layers.looks import style_of
from widgets.dialogs.guide import GuideWindow

MENUS = (file, edit, land, green, layer, view, analyse, sheets, help)


def test_menus_have_places_titles_and_keys_of_their_own(opened):
    orders = [menu.ORDER for menu in MENUS]
    assert orders == sorted(set(orders))
    letters = [menu.title().partition("&")[2][0] for menu in MENUS]
    assert len(letters) == len(set(letters))
    assert opened.window.menus["green"].title() == green.title()


def test_sheets_stand_with_the_plan_of_land_use_first(opened):
    titles = [action.text() for action in opened.window.menus["sheets"].actions()]
    assert titles == ["Land-use plan…", "Green and water plan…", "Rooftop photovoltaics plan…"]


def test_the_guide_opens_in_the_language_of_the_window(opened):
    opened.window.run("help.guide")
    (guide,) = opened.window.findChildren(GuideWindow)
    assert guide.isVisible()
    assert "User guide" in guide.page.toPlainText()
    assert opened.window.commands["help.guide"].shortcut().toString() == "F1"
    guide.close()


def test_green_layers_can_be_shown_alone(opened):
    window, bridge = opened.window, opened.documents.bridge
    window.run("green.only")
    assert "parcels" in bridge.hidden
    assert "greens" not in bridge.hidden
    window.run("green.all")
    assert not bridge.hidden & set(kinds())
    window.run("green.corridors")
    assert bridge.active == "corridors"


def test_the_active_layer_can_be_hidden_from_the_menu(opened):
    window, bridge = opened.window, opened.documents.bridge
    bridge.activate("roads")
    window.run("layer.visible")
    assert bridge.hidden & set(kinds()) == {"roads"}
    assert not window.commands["layer.visible"].isChecked()
    window.run("layer.visible")
    assert not bridge.hidden & set(kinds())


def test_the_style_of_the_active_layer_is_edited(opened, monkeypatch):
    seen = []
    monkeypatch.setattr(QDialog, "exec", lambda dialog: seen.append(dialog.windowTitle()) or 0)
    opened.documents.bridge.activate("roads")
    opened.window.run("layer.style")
    opened.documents.bridge.request_style("water")
    assert seen == ["Style of Roads", "Style of Water"]


def test_a_style_is_carried_to_another_layer_from_the_menu(opened):
    window, bridge = opened.window, opened.documents.bridge
    QGuiApplication.clipboard().clear()
    bridge.activate("roads")
    window.refresh()
    assert not window.commands["layer.paste_style"].isEnabled()
    assert not window.commands["layer.reset_style"].isEnabled()
    window.run("layer.copy_style")
    bridge.activate("water")
    window.refresh()
    window.run("layer.paste_style")
    assert style_of(bridge.document, "water") == style_of(bridge.document, "roads")
    window.run("layer.labels")
    assert not style_of(bridge.document, "water").labels.shown
    window.refresh()
    assert not window.commands["layer.labels"].isChecked()
    assert window.commands["layer.reset_style"].isEnabled()
    window.run("layer.reset_style")
    assert "water" not in bridge.document.styles
    bridge.undo()
    assert "water" in bridge.document.styles


def test_the_active_layer_is_shown_whole(opened):
    window, bridge = opened.window, opened.documents.bridge
    bridge.activate("parcels")
    window.canvas.show_place(0.0, 0.0)
    window.run("layer.zoom")
    west, south, east, north = window.canvas.viewport.bounds
    box = bridge.document.layer("parcels").frame.total_bounds
    assert west < box[0] < box[2] < east
    assert south < box[1] < box[3] < north


def test_checking_the_plan_opens_the_panel(opened, qtbot):
    opened.window.run("analyse.check")
    panel = opened.window.docks["checks"].widget()
    qtbot.waitUntil(lambda: not panel._latest.running)
    assert panel.model.rowCount() >= 0
    assert "Not checked" not in panel.state.text()


def test_a_sheet_offers_itself_in_the_dialog(opened, monkeypatch):
    seen = []

    def refuse(dialog):
        seen.append(dialog.wish)
        return QDialog.DialogCode.Rejected

    monkeypatch.setattr(QDialog, "exec", refuse)
    opened.window.run("sheets.green")
    assert (seen[0].suffix, seen[0].values["sheet"]) == (".pdf", "green")


@pytest.mark.parametrize("id_", ["help.about", "help.commands", "edit.select_by"])
def test_dialogs_open_from_the_menu(opened, monkeypatch, id_):
    shown = []
    monkeypatch.setattr(QDialog, "exec", lambda dialog: shown.append(dialog) or 0)
    opened.window.run(id_)
    assert len(shown) == 1


def test_choosing_a_land_use_goes_to_the_palette(opened):
    opened.window.docks["palette"].hide()
    opened.window.run("land.choose")
    assert not opened.window.docks["palette"].isHidden()
    assert "M1" in opened.window.commands["land.zone"].text()
