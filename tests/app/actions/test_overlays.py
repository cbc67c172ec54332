"""Switching what is drawn over the plan, from the menu."""

from app import files


def test_the_menu_switches_the_green_network(opened, qtbot):
    window = opened.window
    qtbot.waitUntil(lambda: opened.documents.bridge.results is not None)
    window.run("view.overlay_network")
    assert window.commands["view.overlay_network"].isChecked()
    assert "overlay:network" in {one.id for one in window.canvas.stage.scene.underlays}
    window.run("view.overlay_network")
    assert not window.commands["view.overlay_network"].isChecked()
    assert "overlay:network" not in {one.id for one in window.canvas.stage.scene.underlays}


def test_a_sheet_from_the_window_has_what_is_on_the_map(opened, monkeypatch, tmp_path):
    window = opened.window
    asked = []
    monkeypatch.setattr(
        files.ExportDialog, "exec", lambda _: files.ExportDialog.DialogCode.Accepted
    )
    name = str(tmp_path / "a.pdf")
    monkeypatch.setattr(files.QFileDialog, "getSaveFileName", lambda *_: (name, ""))
    monkeypatch.setattr(window.documents, "export", lambda _, options: asked.append(options))
    window.run("view.overlay_network")
    files.export_plan(window)
    window.run("edit.undo")
    files.export_plan(window)
    assert [one.overlays for one in asked] == [("network",), ()]
