"""A window that is made anew, in another language or other colours, over the same plan."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from app import gui
from app.settings import Settings
from layers.edits.zone import zone
from resources.translations import current
from tests.app.at_the_desk import change, texts


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
