"""Going to places, and selecting by them, from the menu."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint

from tests.widgets.map.pointing import click
from widgets.dialogs.go_to import GoToDialog
from widgets.dialogs.select_place import PlaceDialog


def type_in(monkeypatch, text):
    def typed(dialog):
        dialog.line.setText(text)
        dialog._enter()
        return dialog.result()

    monkeypatch.setattr(GoToDialog, "exec", typed)


def test_a_parcel_is_gone_to_shown_and_flashed(opened, monkeypatch):
    window, bridge = opened.window, opened.documents.bridge
    bridge.show_kind("parcels", visible=False)
    type_in(monkeypatch, "#2")
    window.run("view.go_to")
    canvas = window.canvas
    west, south, east, north = bridge.document.layer("parcels").geometries[1].bounds
    assert (canvas.viewport.x, canvas.viewport.y) == pytest.approx(
        ((west + east) / 2, (south + north) / 2)
    )
    assert canvas.flash.running
    assert "parcels" not in bridge.hidden
    assert not bridge.selection


def test_coordinates_are_gone_to(opened, monkeypatch):
    window = opened.window
    x, y = window.canvas.viewport.x, window.canvas.viewport.y
    type_in(monkeypatch, f"N {y + 40:.3f} E {x + 70:.3f}")
    window.run("view.go_to")
    assert (window.canvas.viewport.x, window.canvas.viewport.y) == pytest.approx(
        (x + 70, y + 40), abs=0.001
    )


def test_what_was_found_nowhere_moves_nothing(opened, monkeypatch):
    before = opened.window.canvas.viewport
    type_in(monkeypatch, "nowhere at all")
    opened.window.run("view.go_to")
    assert opened.window.canvas.viewport == before


def test_neighbours_join_the_selection(opened, qtbot):
    window, bridge = opened.window, opened.documents.bridge
    bridge.select({"parcels": [1]})
    with qtbot.waitSignal(bridge.selection_changed):
        window.run("edit.grow")
    assert len(bridge.selection["parcels"]) > 1
    assert 1 in bridge.selection["parcels"]


def test_selecting_by_place_opens_its_dialog(opened, monkeypatch):
    seen = []

    def shown(dialog):
        seen.append(dialog.windowTitle())
        dialog.reject()
        return 0

    monkeypatch.setattr(PlaceDialog, "exec", shown)
    opened.window.run("edit.select_place")
    assert seen == ["Select Parcels by place"]


def test_identify_opens_the_panel_of_the_feature(opened):
    window = opened.window
    assert window.docks["feature"].isHidden()
    window.run("view.tool_identify")
    middle = np.array([window.canvas.width(), window.canvas.height()]) // 2
    click(window.canvas, QPoint(*middle.tolist()))
    assert not window.docks["feature"].isHidden()
