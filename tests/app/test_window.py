"""The window: commands, flows over one plan, and what it remembers."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QMainWindow, QTabBar, QWidget
from typing_extensions import override

from app import gui
from app.cli import main
from app.files import look
from app.settings import Settings
from layers.edits.parameters import set_parameter
from layers.edits.zone import zone
from layers.errors import PlanError
from resources.translations import current
from tests.small_plan import small_plan
from widgets.dialogs.new_plan import NewPlanDialog
from widgets.docks import panels


def change(desk):
    bridge = desk.documents.bridge
    bridge.perform(zone(bridge.document, [1], "M2"))


def texts(desk, dock="totals"):
    return desk.window.docks[dock].widget()


# ---- commands -----------------------------------------------------------------------------------


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


# ---- totals follow ------------------------------------------------------------------------------


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


# ---- language, colours, panels ------------------------------------------------------------------


def test_another_language_keeps_the_plan_its_steps_and_the_view(opened):
    change(opened)
    bridge = opened.documents.bridge
    bridge.select({"parcels": [2]})
    opened.window.canvas.zoom_by(3)
    before = opened.window.canvas.viewport
    opened.window.commands["view.language_zh"].trigger()
    window = opened.window
    assert opened.documents.bridge is bridge
    assert window.menus["file"].title() == "文件(&F)"
    assert texts(opened).cards["site"].accessibleName().startswith("规划范围")
    assert bridge.selection["parcels"].tolist() == [2]
    after = window.canvas.viewport
    assert (after.x, after.y) == pytest.approx((before.x, before.y))
    assert after.px_per_m == pytest.approx(before.px_per_m)
    window.run("edit.undo")
    assert bridge.document.layer("parcels").values("land_use").loc[1] == "M1"
    window.commands["view.language_en"].trigger()
    assert opened.window.menus["file"].title() == "&File"
    assert opened.settings.language == "en"


def test_dark_colours_reach_the_window(opened, qapp):
    opened.window.commands["view.theme_dark"].trigger()
    assert qapp.palette().window().color().lightness() < 80
    assert opened.documents.bridge is not None
    assert opened.settings.theme == "dark"


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


# ---- files --------------------------------------------------------------------------------------


def saved(desk, qtbot, path):
    desk.documents.save_to(path)
    qtbot.waitUntil(lambda: not desk.documents.jobs.running, timeout=20_000)


def test_a_plan_is_saved_opened_and_remembered(opened, qtbot, tmp_path):
    change(opened)
    path = tmp_path / "规划 1.gpkg"
    saved(opened, qtbot, path)
    assert not opened.documents.modified
    assert opened.window.windowTitle() == "规划 1 – GreenPlat"
    assert opened.settings.recent == [str(path)]
    opened.window.refresh()
    assert opened.window.commands["file.recent0"].text().startswith("规划 1.gpkg")
    assert not opened.window.commands["file.recent1"].isVisible()
    opened.documents.close_plan()
    assert opened.documents.bridge is None
    opened.documents.open_file(path)
    qtbot.waitUntil(lambda: opened.documents.bridge is not None, timeout=20_000)
    assert opened.documents.bridge.document.layer("parcels").values("land_use").loc[1] == "M2"


def test_a_file_that_is_no_plan_is_told_and_nothing_closes(opened, qtbot, tmp_path):
    path = tmp_path / "letter.gpkg"
    path.write_text("Dear planner,")
    bridge = opened.documents.bridge
    with qtbot.waitSignal(opened.documents.failed):
        opened.documents.open_file(path)
    assert opened.documents.bridge is bridge
    assert not opened.window.notice.isHidden()
    assert "not a plan" in opened.window.notice.text.text()


@pytest.mark.parametrize("answer", ["save", "discard", "cancel"])
def test_closing_asks_about_changes(opened, qtbot, tmp_path, answer):
    change(opened)
    path = tmp_path / "plan.gpkg"
    asked = []
    opened.documents.ask_unsaved = lambda name: asked.append(name) or answer
    opened.documents.ask_path = lambda: path
    opened.window.show()
    opened.window.close()
    qtbot.waitUntil(lambda: not opened.documents.jobs.running, timeout=20_000)
    assert asked == ["Small"]
    assert path.exists() == (answer == "save")
    assert opened.window.isVisible() == (answer == "cancel")


def test_what_is_changed_while_the_plan_is_saved_is_asked_about_too(opened, qtbot, tmp_path):
    change(opened)
    asked = []
    opened.documents.ask_unsaved = lambda _: asked.append(1) or ("save", "cancel")[len(asked) - 1]
    opened.documents.ask_path = lambda: tmp_path / "plan.gpkg"
    opened.window.show()
    opened.window.close()
    bridge = opened.documents.bridge
    bridge.perform(zone(bridge.document, [2], "G1"))
    qtbot.waitUntil(lambda: len(asked) == 2, timeout=20_000)
    assert opened.window.isVisible()
    assert opened.documents.modified


def test_an_unchanged_plan_closes_without_a_question(opened):
    opened.documents.ask_unsaved = lambda _: pytest.fail("nothing has changed")
    opened.documents.close_plan()
    assert opened.documents.bridge is None


def drop(window, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    enter = QDragEnterEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter.ignore()
    window.dragEnterEvent(enter)
    if enter.isAccepted():
        window.dropEvent(
            QDropEvent(
                QPointF(5, 5),
                Qt.DropAction.CopyAction,
                data,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
        )
    return enter.isAccepted()


def test_a_dropped_plan_opens(opened, qtbot, tmp_path):
    path = tmp_path / "plan.gpkg"
    saved(opened, qtbot, path)
    opened.documents.close_plan()
    assert drop(opened.window, path)
    qtbot.waitUntil(lambda: opened.documents.bridge is not None, timeout=20_000)


def test_dropped_data_is_asked_about_and_imported(opened, qtbot, tmp_path, monkeypatch):
    path = tmp_path / "water.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties":'
        ' {"name": "Pond"}, "geometry": {"type": "Polygon", "coordinates": [[[114.0, 23.14],'
        " [114.001, 23.14], [114.001, 23.141], [114.0, 23.14]]]}}]}"
    )
    monkeypatch.setattr(QDialog, "exec", lambda _: QDialog.DialogCode.Accepted)
    assert drop(opened.window, path)
    qtbot.waitUntil(lambda: not opened.documents.jobs.running, timeout=20_000)
    bridge = opened.documents.bridge
    assert bridge.document.layer("water").values("name").tolist() == ["Pond"]
    assert bridge.active == "water"
    opened.window.run("edit.undo")
    assert len(bridge.document.layer("water")) == 0


def test_dropped_files_are_taken_one_after_another(opened, qtbot, tmp_path, monkeypatch):
    pond = (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties":'
        ' {"name": "NAME"}, "geometry": {"type": "Polygon", "coordinates": [[[114.0, 23.14],'
        " [114.001, 23.14], [114.001, 23.141], [114.0, 23.14]]]}}]}"
    )
    for name in ("water one", "water two"):
        (tmp_path / f"{name}.geojson").write_text(pond.replace("NAME", name))
    monkeypatch.setattr(QDialog, "exec", lambda _: QDialog.DialogCode.Accepted)
    assert drop(opened.window, *sorted(tmp_path.glob("*.geojson")))
    water = lambda: opened.documents.bridge.document.layer("water")  # noqa: E731
    qtbot.waitUntil(lambda: len(water()) == 2, timeout=20_000)
    assert water().values("name").tolist() == ["water one", "water two"]


def test_text_that_is_dragged_over_the_window_is_not_taken(opened, tmp_path):
    assert not drop(opened.window, tmp_path / "gone.shp")


def test_a_new_plan_is_made_of_files(desk, qtbot, tmp_path, monkeypatch):
    path = tmp_path / "parcels.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties":'
        ' {"land_use": "M1"}, "geometry": {"type": "Polygon", "coordinates": [[[114.0, 23.14],'
        " [114.001, 23.14], [114.001, 23.141], [114.0, 23.14]]]}}]}"
    )

    def answer(dialog):
        if isinstance(dialog, NewPlanDialog):
            dialog.land_use.setCurrentText("number")
            dialog.ask()
            qtbot.waitUntil(lambda: bool(dialog.warning.text.text()), timeout=20_000)
            assert "number" in dialog.warning.text.text()
            assert desk.documents.bridge is None  # refused: nothing closed, nothing lost
            assert dialog.land_use.currentText() == "number"
            dialog.land_use.setCurrentIndex(0)
            dialog.ask()
            qtbot.waitUntil(lambda: desk.documents.bridge is not None, timeout=20_000)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QDialog, "exec", answer)
    assert drop(desk.window, path)
    assert desk.documents.bridge.document.layer("parcels").values("land_use").tolist() == ["M1"]
    assert desk.documents.modified


def test_a_workbook_is_written_beside_the_window(opened, qtbot, tmp_path, monkeypatch):
    path = tmp_path / "tables.xlsx"
    monkeypatch.setattr(QDialog, "exec", lambda _: QDialog.DialogCode.Accepted)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    opened.window.run("analyse.workbook")
    qtbot.waitUntil(lambda: not opened.documents.jobs.running, timeout=30_000)
    assert path.stat().st_size > 1000
    assert "tables.xlsx" in opened.window.notice.text.text()


def test_the_start_page_lists_plans_that_are_there(opened, qtbot, tmp_path):
    path = tmp_path / "plan.gpkg"
    saved(opened, qtbot, path)
    opened.settings.recent.append(str(tmp_path / "gone.gpkg"))
    opened.documents.close_plan()
    page = opened.window._pages.currentWidget()
    assert page.list.count() == 1
    page.list.itemClicked.emit(page.list.item(0))
    qtbot.waitUntil(lambda: opened.documents.bridge is not None, timeout=20_000)


# ---- bugs ---------------------------------------------------------------------------------------


def test_a_bug_saves_the_work_aside_and_shows_a_report(opened, monkeypatch, capsys, tmp_path):
    change(opened)
    shown = []
    monkeypatch.setattr(QDialog, "exec", lambda dialog: shown.append(dialog.text.toPlainText()))
    error = ZeroDivisionError("a bug")
    opened.catch(type(error), error, None)
    assert "ZeroDivisionError: a bug" in shown[0]
    assert "ZeroDivisionError: a bug" in capsys.readouterr().err
    rescued = list((tmp_path / "config" / "state").glob("rescued-*.gpkg"))
    assert len(rescued) == 1
    assert opened.documents.bridge is not None


def test_a_sentence_for_the_user_is_no_bug(opened, monkeypatch):
    from layers.errors import PlanError

    monkeypatch.setattr(QDialog, "exec", lambda _: pytest.fail("no report for a sentence"))
    error = PlanError("Choose a file.")
    opened.catch(type(error), error, None)
    assert opened.window.notice.text.text() == "Choose a file."


def test_without_a_screen_there_is_a_sentence(monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert main(["--lang", "en"]) == 1
    assert capsys.readouterr().err.startswith("greenplat: There is no screen")


def test_the_program_opens_a_plan_and_ends_with_ctrl_c(tmp_path):
    from layers.files import project

    path = tmp_path / "plan.gpkg"
    project.save(small_plan(), path)
    config = tmp_path / "config"
    code = (
        "import os, pathlib, signal, threading\n"
        "from app import gui\n"
        "class Desk(gui.Desk):\n"
        "    def __init__(self, *given):\n"
        "        super().__init__(*given)\n"
        "        end = threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT))\n"
        "        self.documents.opened.connect(lambda *_: end.start())\n"
        "gui.Desk = Desk\n"
        f"raise SystemExit(gui.run(pathlib.Path({str(path)!r})))\n"
    )
    environment = {
        **os.environ,
        "GREENPLAT_CONFIG": str(config),
        "QT_QPA_PLATFORM": "offscreen",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert json.loads((config / "settings.json").read_text())["recent"] == [str(path)]


# ---- the map keeps its room ---------------------------------------------------------------------


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


def test_the_present_language_and_colours_are_ticked(opened):
    commands = opened.window.commands
    for id_ in ("view.language_en", "view.theme_light"):
        assert commands[id_].isChecked()
        assert commands[id_].icon().isNull()  # an icon would stand where the tick belongs


def test_a_language_of_the_command_line_holds_until_another_is_chosen(
    qapp, qtbot, tmp_path, monkeypatch
):
    monkeypatch.setenv("GREENPLAT_CONFIG", str(tmp_path))
    desk = gui.Desk(qapp, Settings(language="en", theme="light"), "zh")
    qtbot.addWidget(desk.window)
    assert current().language == "zh"
    assert desk.settings.language == "en"
    desk.rebuild(theme="dark")
    assert current().language == "zh"
    desk.rebuild(language="en", theme="light")
    assert current().language == "en"
    desk.close()


def test_a_window_that_went_follows_nothing_any_more(opened):
    bridge = opened.documents.bridge
    opened.rebuild(language="zh")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    bridge.activate("rooftops")
    bridge.select({"parcels": [1]})
    bridge.show_kind("greens", visible=False)
    bridge.perform(zone(bridge.document, [1], "G1"))
    bridge.undo()
    opened.rebuild(language="en")


def test_a_window_made_anew_shows_what_was_looked_at(opened, qtbot):
    canvas = opened.window.canvas
    qtbot.wait(50)  # the whole plan is shown once the panels have their places
    canvas.zoom_to((10.0, 20.0, 40.0, 50.0))
    before = canvas.viewport
    opened.rebuild(language="zh")
    qtbot.wait(50)
    after = opened.window.canvas.viewport
    opened.rebuild(language="en")
    assert opened.window.canvas is not canvas
    assert (after.x, after.y, after.px_per_m) == (before.x, before.y, before.px_per_m)


def test_a_window_made_anew_does_not_work_out_what_is_seen_again(opened):
    bridge = opened.documents.bridge
    bridge.perform(zone(bridge.document, [1], "G1"))
    before = opened.window.canvas.stage.scene
    opened.rebuild(language="en")
    after = opened.window.canvas.stage.scene
    assert after.layers is before.layers
    assert after.document is bridge.document
    assert opened.documents.scene is None


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
