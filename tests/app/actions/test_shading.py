"""Shading of roofs is computed and removed from the menu of analyses."""

from app.shading import has_shading
from layers.edits.attributes import set_values


def test_it_is_computed_where_there_is_none_and_removed_where_there_is_one(opened, qtbot):
    window, bridge = opened.window, opened.documents.bridge
    bridge.attempt(lambda now: set_values(now, "rooftops", [1, 2], {"height_m": 9.0}))
    window.refresh()
    assert window.commands["analyse.shading"].isEnabled()
    assert window.commands["analyse.irradiation"].isEnabled()
    assert not window.commands["analyse.no_shading"].isEnabled()
    assert not window.commands["analyse.shading_anew"].isEnabled()
    window.run("analyse.shading")
    assert not window.commands["analyse.shading"].isEnabled()  # one at a time
    qtbot.waitUntil(lambda: has_shading(window), timeout=30_000)
    window.refresh()
    assert window.commands["analyse.shading_anew"].isEnabled()
    window.run("analyse.no_shading")
    assert not has_shading(window)
    bridge.undo()
    assert has_shading(window)
