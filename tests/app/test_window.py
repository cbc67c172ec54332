"""The window: commands, totals that follow, panels, and room for the map."""

import re

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QDialog, QLabel, QMainWindow, QTabBar, QWidget
from typing_extensions import override

from app.files import look
from layers.edits.parameters import set_parameter
from layers.edits.zone import zone
from layers.errors import PlanError
from tests.app.at_the_desk import change, texts
from tests.small_plan import small_plan
from widgets.dialogs.new_plan import NewPlanDialog
from widgets.docks import panels


def test_every_command_has_a_menu_place_and_a_tooltip(opened):
    window = opened.window
    listed = set()
    for menu in window.menus.values():
        pending = [menu]
        while pending:
            current = pending.pop()
            listed.update(current.actions())
            pending += [action.menu() for action in current.actions() if action.menu()]
    for action, made in window.commands.all:
        assert made in listed, action.id
        assert made.toolTip(), action.id
        key = made.shortcut().toString(made.shortcut().SequenceFormat.NativeText)
        assert not key or key in made.toolTip(), action.id


def test_no_two_commands_share_a_key(opened):
    keys = [key.toString() for _, made in opened.window.commands.all for key in made.shortcuts()]
    assert len(keys) == len(set(keys)), sorted(key for key in keys if keys.count(key) > 1)


def underlined(menu):
    """Return the underlined letters of a menu and of those in it, each menu's beside its title."""
    actions = [action for action in menu.actions() if not action.isSeparator()]
    found = [re.findall("&([^&])", action.text()) for action in actions]
    yield menu.title(), [letter.upper() for letters in found for letter in letters]
    for action in actions:
        if action.menu():
            yield from underlined(action.menu())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_two_commands_of_a_menu_share_an_underlined_letter(opened, language):
    opened.rebuild(language=language)
    for menu in opened.window.menus.values():
        for title, letters in underlined(menu):
            assert len(set(letters)) == len(letters), f"{title}: {sorted(letters)}"
    opened.rebuild(language="en")


def test_every_panel_has_a_key_of_its_own(opened):
    keys = {panel.id: panel.key for panel in panels()}
    assert all(keys.values())
    assert len(set(keys.values())) == len(keys)
    for id_, key in keys.items():
        made = opened.window.commands[f"view.panel_{id_}"]
        assert [each.toString() for each in made.shortcuts()] == [key]


def test_menus_stand_in_the_order_of_the_trade(opened):
    assert list(opened.window.menus) == [
        "file",
        "edit",
        "land",
        "green",
        "layer",
        "view",
        "analyse",
        "sheets",
        "help",
    ]


def test_without_a_plan_only_beginnings_can_be_used(desk):
    window = desk.window
    window.refresh()
    usable = {action.id for action, made in window.commands.all if made.isEnabled()}
    assert {"file.new", "file.open", "file.sample", "file.quit", "help.commands"} <= usable
    assert not {"file.save", "edit.undo", "land.zone", "view.zoom_all"} & usable
    assert window.windowTitle() == "GreenPlat"


def test_undo_and_redo_by_keys_with_the_title_of_the_step(opened, qtbot):
    window = opened.window
    change(opened)
    assert window.commands["edit.undo"].text() == "&Undo: Zone 1 parcel as M2"
    assert window.windowTitle().startswith("Small *")
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert opened.documents.bridge.document.layer("parcels").values("land_use").loc[1] == "M1"
    assert window.commands["edit.redo"].text() == "&Redo: Zone 1 parcel as M2"
    qtbot.keyClick(window.canvas, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert opened.documents.bridge.document.layer("parcels").values("land_use").loc[1] == "M2"


def test_selection_commands(opened):
    window, bridge = opened.window, opened.documents.bridge
    window.run("edit.select_all")
    assert bridge.selection["parcels"].tolist() == [1, 2, 3, 4]
    bridge.select({"parcels": [1, 3]})
    window.run("edit.invert")
    assert bridge.selection["parcels"].tolist() == [2, 4]
    window.run("edit.clear")
    assert not bridge.selection


def test_delete_and_zone_act_on_the_selection(opened):
    window, bridge = opened.window, opened.documents.bridge
    bridge.choose_land_use("B1")
    bridge.select({"parcels": [3, 4]})
    window.run("land.zone")
    assert bridge.document.layer("parcels").values("land_use").tolist() == ["M1", "M1", "B1", "B1"]
    window.run("land.clear")
    assert bridge.document.layer("parcels").values("land_use").isna().tolist() == [
        False,
        False,
        True,
        True,
    ]
    window.run("edit.delete")
    assert bridge.document.layer("parcels").ids.tolist() == [1, 2]


def test_a_plan_that_is_read_only_offers_no_edits_and_says_so(desk):
    from layers.session import Session

    desk.documents.show(Session(small_plan(), read_only=True))
    desk.documents.bridge.select({"parcels": [1]})
    window = desk.window
    window.refresh()
    for id_ in ("land.zone", "edit.delete", "file.import", "land.tool_zone"):
        assert not window.commands[id_].isEnabled(), id_
    assert not window.status.read_only.isHidden()


def test_an_edited_factor_moves_the_totals_on_the_screen(opened, qtbot):
    bridge = opened.documents.bridge
    card = texts(opened).cards["sink"]
    before = card.value.text()
    bridge.perform(set_parameter(bridge.document, "sink.lawn", {"low": 1, "central": 2, "high": 3}))
    qtbot.waitUntil(lambda: card.value.text() != before)


def test_why_opens_its_panel(opened):
    window = opened.window
    assert window.docks["why"].isHidden()
    window.run("analyse.why_sink")
    assert not window.docks["why"].isHidden()
    assert "carbon.sink_t_per_a" in texts(opened, "why").text.toPlainText()


def test_the_area_unit_changes_everywhere_at_once(opened):
    opened.window.run("view.unit_mu")
    assert "亩" in texts(opened).cards["site"].value.text()
    header = texts(opened, "layers").model.headerData(2, Qt.Orientation.Horizontal)
    assert header == "Area [亩]"
    assert opened.settings.area_unit == "mu"


def test_the_status_bar_counts_the_selection_in_three_units(opened):
    bridge = opened.documents.bridge
    bridge.select({"parcels": [1, 2]})
    text = opened.window.status._selection.text().replace("\N{THIN SPACE}", "")
    assert text == "Parcels 2: 20000 m² = 2.00 ha = 30.0 亩"
    opened.window.status.show_place(500_000.1234, 2_560_000.0)
    place = opened.window.status.place.text().replace("\N{THIN SPACE}", "")
    assert place == "N 2560000.000   E 500000.123"


def test_panels_can_be_closed_and_put_back(opened):
    window = opened.window
    window.run("view.panel_table")
    assert window.docks["table"].isHidden()
    window.run("view.reset_panels")
    assert {id_ for id_, dock in window.docks.items() if not dock.isHidden()} == {
        panel.id for panel in panels() if not panel.hidden
    }


def test_the_key_of_a_panel_behind_another_brings_it_to_the_front(opened, qtbot):
    window = opened.window
    window.show()
    window.show_dock("history")
    qtbot.waitUntil(lambda: window.docks["totals"].visibleRegion().isEmpty())
    window.run("view.panel_totals")
    qtbot.waitUntil(lambda: not window.docks["totals"].visibleRegion().isEmpty())
    window.run("view.panel_totals")
    assert window.docks["totals"].isHidden()


def test_places_of_panels_are_remembered(opened):
    window = opened.window
    window.run("view.panel_table")
    window.remember()
    opened.documents.show_new(small_plan(), worth_saving=False)
    assert opened.window.docks["table"].isHidden()


def test_enter_in_the_palette_takes_the_brush_to_the_map(opened, qtbot):
    window = opened.window
    search = window.docks["palette"].widget().search
    search.setFocus()
    search.setText("B2")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert window.canvas.tool == "zone"
    assert window.canvas.gesture("zone").land_use == "B2"
    with qtbot.waitActive(window):
        window.activateWindow()
    assert window.canvas.hasFocus()


def test_the_map_stays_where_it_is_below_a_warning_that_success_takes_away(opened):
    window = opened.window
    before = window.canvas.geometry()
    window.show_error(PlanError("Wrong."))
    assert window.notice.warns
    assert window.canvas.geometry() == before
    change(opened)
    assert window.notice.isHidden()


def test_the_next_sketch_takes_a_refusal_away(opened):
    window = opened.window
    window.canvas.use("split")
    sketch = window.canvas.gesture("split")
    window.show_error(PlanError("Wrong."))
    sketch.add([(500_010.0, 2_560_010.0)])
    assert window.notice.isHidden()
    window.show_error(PlanError("Wrong again."))
    sketch.add([(500_020.0, 2_560_020.0)])  # the sketch that was refused goes on
    assert window.notice.warns


def test_a_small_window_keeps_the_map_usable(opened, qtbot):
    window = opened.window
    window.resize(1100, 700)
    qtbot.waitUntil(lambda: window.canvas.width() > 440)
    assert window.canvas.height() > 300


def test_the_reasons_open_with_room_to_read(opened, qtbot):
    window = opened.window
    opened.documents.bridge.why_requested.emit("land.parcels_m2")
    why, above = window.docks["why"], window.docks["totals"]
    qtbot.waitUntil(lambda: why.height() >= 0.4 * (why.height() + above.height()))
    assert why.widget().text.toPlainText().startswith("All parcels")


def test_a_plan_opened_again_has_one_row_of_tabs(opened):
    window = opened.window
    window.show_dock("history")
    opened.documents.show_new(small_plan(), worth_saving=False)
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    bars = [bar for bar in window.findChildren(QTabBar, options=direct) if bar.count()]
    assert len(bars) == 1


def test_a_panel_behind_another_rests_and_catches_up(opened, qtbot):
    window, bridge = opened.window, opened.documents.bridge
    window.show()
    qtbot.waitUntil(lambda: bridge.results is not None and not bridge.results.stale)
    window.show_dock("history")
    panel = window.docks["totals"].widget()
    text = panel.section("land").model.index(0, 1).data()
    before = bridge.results
    parcels = bridge.document.layer("parcels")
    bridge.perform(zone(bridge.document, parcels.ids, "G1"))
    qtbot.waitUntil(lambda: bridge.results is not before)
    assert panel.section("land").model.index(0, 1).data() == text
    window.show_dock("totals")
    qtbot.waitUntil(lambda: panel.section("land").model.index(0, 1).data() != text)


class Ghosts(QObject):
    """Notes parts that are shown before they have a place, and so are windows for a moment."""

    def __init__(self):
        super().__init__()
        self.seen = []

    @override
    def eventFilter(self, watched, event):
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget)
        if shown and watched.isWindow() and not isinstance(watched, QDialog | QMainWindow):
            self.seen.append(type(watched).__name__)
        return False


def test_no_part_of_the_window_is_a_window_of_its_own_for_a_moment(qapp, desk, qtbot):
    ghosts = Ghosts()
    qapp.installEventFilter(ghosts)
    try:
        desk.documents.show_new(small_plan(), worth_saving=False)
        bridge = desk.documents.bridge
        qtbot.waitUntil(lambda: bridge.results is not None and not bridge.results.stale)
        desk.documents.show(None)
        qtbot.addWidget(NewPlanDialog(look))
        assert ghosts.seen == []
        label = QLabel("shown too early")
        qtbot.addWidget(label)
        label.show()
        assert ghosts.seen == ["QLabel"]
    finally:
        qapp.removeEventFilter(ghosts)


def test_factors_that_a_plan_lacks_are_told_and_shown(opened):
    window = opened.window
    window.documents.noticed.emit("2 factors that the file lacks were taken.")
    window.documents.lacked.emit(("sink.lawn", "sink.shrub"))
    assert "sink.shrub" in window.notice.text.toolTip()
    window.notice.action.click()
    panel = window.docks["assumptions"].widget()
    assert panel.found.rowCount() == 2
    assert window.docks["assumptions"].isVisible()
