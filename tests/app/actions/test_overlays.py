"""Switching what is drawn over the plan, from the menu."""


def test_the_menu_switches_the_green_network(opened, qtbot):
    window = opened.window
    qtbot.waitUntil(lambda: opened.documents.bridge.results is not None)
    window.run("view.overlay_network")
    assert window.commands["view.overlay_network"].isChecked()
    assert "overlay:network" in {one.id for one in window.canvas.stage.scene.underlays}
    window.run("view.overlay_network")
    assert not window.commands["view.overlay_network"].isChecked()
    assert "overlay:network" not in {one.id for one in window.canvas.stage.scene.underlays}
