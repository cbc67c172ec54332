"""Delete takes what is selected of the active layer, and nothing that is not seen to be."""

from layers.edits.draw import delete
from widgets.map.viewport import Viewport


def ids(bridge, kind):
    return bridge.document.layer(kind).ids.tolist()


def pressed(opened):
    """Press Delete; return what the bar over the map says then."""
    window = opened.window
    window.notice.close_notice()
    window.run("edit.delete")
    return "" if window.notice.isHidden() else window.notice.text.text()


def test_it_takes_the_active_layer_s_selection_alone_and_says_so(opened):
    window, bridge = opened.window, opened.documents.bridge
    bridge.select({"parcels": [3, 4], "greens": [1]})
    assert window.commands["edit.delete"].text() == "&Delete: Parcels 2"
    assert not pressed(opened)
    assert ids(bridge, "parcels") == [1, 2]
    assert ids(bridge, "greens") == [1]
    assert bridge.selection["greens"].tolist() == [1]
    assert window.status.hint.text() == "Deleted: Parcels 2"
    assert window.commands["edit.delete"].text() == "&Delete"


def test_what_is_selected_in_another_layer_is_shown_before_it_is_deleted(opened):
    window, bridge = opened.window, opened.documents.bridge
    bridge.select({"greens": [1]})
    state = window.docks["table"].widget().state
    assert "0 selected" in (state.toolTip() or state.text())  # a hint where there is little room
    said = pressed(opened)
    assert "nothing of Parcels is selected" in said
    assert "delete: Green land 1" in said
    assert bridge.active == "greens"
    assert "1 selected" in (state.toolTip() or state.text())
    assert (ids(bridge, "parcels"), ids(bridge, "greens")) == ([1, 2, 3, 4], [1])
    assert not pressed(opened)
    assert ids(bridge, "greens") == []


def test_nothing_goes_while_all_is_told_about_another_feature(opened):
    window, bridge = opened.window, opened.documents.bridge
    bridge.select({"parcels": [4]})
    window.canvas.use("identify")
    bridge.identify([("parcels", 1), ("greens", 1)])
    said = pressed(opened)
    assert "the details shown are those of Parcels A-01" in said
    assert "but selected: Parcels 1" in said
    assert ids(bridge, "parcels") == [1, 2, 3, 4]
    window.canvas.use("select")  # its panel tells on
    assert pressed(opened)
    bridge.select({"parcels": [4]})  # as a click does; the panel follows
    assert not pressed(opened)
    assert ids(bridge, "parcels") == [1, 2, 3]


def test_what_was_told_of_long_ago_and_is_seen_nowhere_does_not_hinder(opened):
    window, bridge = opened.window, opened.documents.bridge
    bridge.select({"parcels": [4]})
    bridge.identify([("parcels", 1)])
    window.docks["feature"].hide()
    assert bridge.told == ("parcels", 1)
    assert not pressed(opened)
    assert ids(bridge, "parcels") == [1, 2, 3]


def test_what_was_told_of_and_has_gone_does_not_hinder(opened):
    window, bridge = opened.window, opened.documents.bridge
    window.canvas.use("identify")
    bridge.identify([("parcels", 1)])
    window.docks["feature"].hide()
    bridge.perform(delete(bridge.document, "parcels", [1]))
    bridge.select({"parcels": [4]})
    assert bridge.told == ("parcels", 1)
    assert not pressed(opened)
    assert ids(bridge, "parcels") == [2, 3]


def test_the_map_goes_to_what_is_selected_outside_of_it(opened, qtbot):
    window, bridge = opened.window, opened.documents.bridge
    canvas = window.canvas
    qtbot.waitUntil(lambda: bridge.view is not None)
    canvas.show_viewport(Viewport(0.0, 0.0, 1.0, canvas.width(), canvas.height()))
    bridge.select({"parcels": [1]})
    assert "was outside the map" in pressed(opened)
    assert len(ids(bridge, "parcels")) == 4
    assert bridge.view[0] > 400_000
    assert not pressed(opened)
    assert len(ids(bridge, "parcels")) == 3


def test_of_a_layer_that_is_not_shown_the_table_alone_deletes(opened):
    window, bridge = opened.window, opened.documents.bridge
    bridge.show_kind("parcels", visible=False)
    bridge.select({"parcels": [1]})
    window.canvas.setFocus()
    assert "the map does not show Parcels" in pressed(opened)
    assert len(ids(bridge, "parcels")) == 4
    table = window.docks["table"].widget().table
    window.show_dock("table")
    window.activateWindow()
    table.setFocus()
    assert not pressed(opened)
    assert len(ids(bridge, "parcels")) == 3
