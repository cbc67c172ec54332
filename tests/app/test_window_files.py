"""The window over files: saving, opening, dropping, closing, and what is left after a bug."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog

from app.cli import main
from layers.edits.zone import zone
from tests.app.at_the_desk import change
from tests.small_plan import small_plan
from widgets.dialogs.new_plan import NewPlanDialog


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
