"""The layer tree: visibility, the active layer, legend, counts and areas."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from layers.edit import Edit, LayerDelta
from layers.edits.attributes import set_values
from layers.edits.styles import set_style
from layers.edits.zone import zone
from layers.kinds import kinds
from layers.message import Message
from layers.style import Style
from tests.small_plan import box, layer
from widgets import theme
from widgets.docks.layers import LayersPanel
from widgets.ground import GroundEntry, GroundRow

CHECK = Qt.ItemDataRole.CheckStateRole


@pytest.fixture
def panel(computed, qtbot):
    found = LayersPanel(computed)
    qtbot.addWidget(found)
    return found


def shown(panel, *layers):
    """Replace layers of the plan and wait for its new results."""
    bridge, before = panel.bridge, panel.bridge.results
    deltas = [LayerDelta(one.kind, bridge.document.layer(one.kind), one) for one in layers]
    bridge.perform(Edit(Message.of("Replace"), tuple(deltas)))
    return lambda: bridge.results is not before and not bridge.results.stale


def legend(panel, kind="parcels"):
    parent = panel.model.index_of(kind)
    return [
        tuple(panel.model.index(row, column, parent).data() for column in range(3))
        for row in range(panel.model.rowCount(parent))
    ]


def test_the_legend_lists_codes_with_counts_and_areas(panel):
    assert legend(panel) == [
        ("M1  Industrial class 1 (no nuisance)", "2", "2.00"),
        ("G1  Park green", "1", "1.00"),
        ("without a value", "1", "1.00"),
    ]


def test_the_legend_follows_an_edit_and_stays_open(panel, bridge, qtbot):
    bridge.perform(zone(bridge.document, [4], "M1"))
    qtbot.waitUntil(lambda: len(legend(panel)) == 2)
    assert legend(panel)[0] == ("M1  Industrial class 1 (no nuisance)", "3", "3.00")
    assert panel.tree.isExpanded(panel.model.index_of("parcels"))


def test_only_the_rows_that_differ_are_told(panel, bridge, qtbot):
    told = []
    panel.model.dataChanged.connect(lambda first, _: told.append(first.data()))
    before = bridge.results
    bridge.perform(zone(bridge.document, [2], "G1"))
    qtbot.waitUntil(lambda: bridge.results is not before)
    assert told == ["M1  Industrial class 1 (no nuisance)", "G1  Park green", "Parcels"]
    assert [row[1] for row in legend(panel)] == ["1", "2", "1"]


def test_before_the_first_results_there_are_counts_and_no_areas(bridge, qtbot):
    found = LayersPanel(bridge)
    qtbot.addWidget(found)
    index = found.model.index_of("parcels")
    assert (index.siblingAtColumn(1).data(), index.siblingAtColumn(2).data()) == ("4", "")
    assert legend(found) == []
    qtbot.waitUntil(lambda: len(legend(found)) == 3)
    assert found.tree.isExpanded(found.model.index_of("parcels"))


def test_nested_phases_have_no_sum_of_areas(panel, qtbot):
    qtbot.waitUntil(
        shown(
            panel,
            layer("phases", [box(0, 0), box(0, 0, 200)], name=["1", "2"]),
            layer("water", [box(0, 0), box(1, 0)]),
        )
    )
    phases, water = panel.model.index_of("phases"), panel.model.index_of("water")
    assert [phases.siblingAtColumn(column).data() for column in (1, 2)] == ["2", ""]
    assert [water.siblingAtColumn(column).data() for column in (1, 2)] == ["2", "2.00"]


def test_an_unknown_code_is_named_as_such(panel, qtbot):
    qtbot.waitUntil(shown(panel, layer("parcels", [box(0, 0)], land_use=["X9"])))
    assert legend(panel) == [("X9  (unknown code)", "1", "1.00")]


def test_the_check_box_hides_on_the_map_alone(panel, bridge):
    index = panel.model.index_of("greens")
    assert index.data(CHECK) == Qt.CheckState.Checked
    assert panel.model.setData(index, Qt.CheckState.Unchecked.value, CHECK)
    assert bridge.hidden == {"greens"}
    assert index.data(CHECK) == Qt.CheckState.Unchecked


def test_the_current_row_is_the_active_layer(panel, bridge):
    panel.tree.setCurrentIndex(panel.model.index_of("greens"))
    assert bridge.active == "greens"
    bridge.activate("water")
    assert panel.model.kind_at(panel.tree.currentIndex()) == "water"
    assert bridge.active == "water"


def test_a_row_of_the_legend_knows_its_features(panel):
    parent = panel.model.index_of("parcels")
    assert panel.model.ids_of(panel.model.index(0, 0, parent)).tolist() == [1, 2]
    assert panel.model.ids_of(parent).tolist() == [1, 2, 3, 4]


def test_a_double_click_looks_at_the_layer(panel, bridge, qtbot):
    with qtbot.waitSignal(bridge.look_requested):
        panel.tree.doubleClicked.emit(panel.model.index_of("parcels"))


def test_areas_follow_the_unit(panel, bridge):
    bridge.show_areas_in("mu")
    assert legend(panel)[0][2] == "30.0"
    assert panel.model.headerData(2, Qt.Orientation.Horizontal) == "Area [亩]"


def test_a_feature_without_a_shape_is_counted_and_has_no_area(panel, qtbot):
    bare = layer("parcels", [box(0, 0), None], land_use=["M1", "M1"])
    qtbot.waitUntil(shown(panel, bare))
    assert legend(panel)[0][1:] == ("2", "1.00")
    assert panel.model.index_of("parcels").siblingAtColumn(2).data() == "1.00"


def test_a_longer_number_gets_its_room(panel, bridge):
    before = panel.tree.columnWidth(2)
    bridge.show_areas_in("m2")
    assert panel.tree.columnWidth(2) > before


# ---- styles -------------------------------------------------------------------------------------

BY_FAR = Style(by="far", breaks=(1.0, 2.0), ramp=("#111111", "#222222"), scheme="equal")


def entries(menu):
    return {action.text(): action for action in menu.actions() if action.text()}


def test_the_legend_shows_the_classes_of_the_plans_style(panel, bridge, qtbot):
    bridge.perform(set_style(bridge.document, "parcels", BY_FAR))
    assert legend(panel) == [
        ("≤ 1", "1", "1.00"),
        ("> 1", "1", "1.00"),
        ("without a value", "2", "2.00"),
    ]
    parent = panel.model.index_of("parcels")
    assert "Coloured by FAR" in parent.data(Qt.ItemDataRole.ToolTipRole)
    assert panel.model.ids_of(panel.model.index(2, 0, parent)).tolist() == [3, 4]
    bridge.perform(set_values(bridge.document, "parcels", [3], {"far": 5.0}))
    bridge.perform(zone(bridge.document, [3], "M1"))
    qtbot.waitUntil(lambda: legend(panel)[1] == ("> 1", "2", "2.00"))


def test_a_column_that_no_measure_reads_is_counted_anew(panel, bridge, qtbot):
    bridge.perform(set_style(bridge.document, "parcels", Style(by="number")))
    assert len(legend(panel)) == 4
    bridge.perform(set_values(bridge.document, "parcels", [1], {"number": "A-02"}))
    qtbot.waitUntil(lambda: [row[1] for row in legend(panel)] == ["2", "1", "1"])


def test_a_layer_that_the_scale_hides_is_grey_and_says_why(panel, bridge):
    style = replace(kinds()["parcels"].style, farthest=20_000.0, opacity=0.6)
    bridge.perform(set_style(bridge.document, "parcels", style))
    index = panel.model.index_of("parcels")
    bridge.show_scale(5_000.0)
    assert index.data(Qt.ItemDataRole.ForegroundRole) is None
    bridge.show_scale(25_000.0)
    assert index.data(Qt.ItemDataRole.ForegroundRole) is not None
    assert "only up to 1:20" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data() == "Parcels  60%"


def test_the_menu_asks_for_the_style_and_sets_it_back(panel, bridge, qtbot):
    index = panel.model.index_of("parcels")
    before = panel.menu(index)
    assert not entries(before)["Reset style"].isEnabled()
    with qtbot.waitSignal(bridge.style_requested) as asked:
        entries(before)["Style…"].trigger()
    assert asked.args == ["parcels"]
    bridge.perform(set_style(bridge.document, "parcels", BY_FAR))
    entries(panel.menu(index))["Reset style"].trigger()
    assert dict(bridge.document.styles) == {}
    entries(panel.menu(index))["Labels"].trigger()
    assert not bridge.document.styles["parcels"].labels.shown


def test_a_style_is_copied_to_another_layer_and_undone(panel, bridge):
    bridge.perform(set_style(bridge.document, "greens", Style(fill="#123456", hatch="cross")))
    entries(panel.menu(panel.model.index_of("greens")))["Copy style"].trigger()
    entries(panel.menu(panel.model.index_of("water")))["Paste style"].trigger()
    assert bridge.document.styles["water"] == Style(fill="#123456", hatch="cross")
    bridge.undo()
    assert "water" not in bridge.document.styles


@pytest.mark.parametrize(
    "text", ["", "greenplat_style", '{"greenplat_style": []}', '{"greenplat_style": {"size": "x"}}']
)
def test_what_is_no_style_on_the_clipboard_cannot_be_pasted(panel, text):
    QGuiApplication.clipboard().setText(text)
    assert not entries(panel.menu(panel.model.index_of("water")))["Paste style"].isEnabled()


def test_what_lies_below_the_plan_stands_below_the_kinds(panel, bridge):
    done = []
    row = GroundRow(
        "basemap",
        "Streets",
        entries=(GroundEntry("motorway", "#ff0000"),),
        edit=lambda: done.append("edit"),
        look=lambda: done.append("look"),
        actions=(("Forget tiles", lambda: done.append("forget")),),
    )
    bridge.put_ground(row)
    index = panel.model.index(len(kinds()), 0)
    assert (index.data(), panel.model.kind_at(index)) == ("Streets", "")
    assert panel.model.index(0, 0, index).data() == "motorway"
    assert panel.model.setData(index, Qt.CheckState.Unchecked.value, CHECK)
    assert bridge.hidden == {"basemap"}
    menu = entries(panel.menu(index))
    for text in ("Zoom to layer", "Style…", "Forget tiles"):
        menu[text].trigger()
    assert done == ["look", "edit", "forget"]
    bridge.remove_ground("basemap")
    assert panel.model.rowCount() == len(kinds())


def test_the_row_of_a_new_ground_is_seen(panel, bridge):
    panel.resize(240, 160)
    panel.show()
    bridge.put_ground(GroundRow("raster:dsm", "DSM", entries=(GroundEntry("30", "#ffffff"),)))
    index = panel.model.index_of("raster:dsm")
    seen = panel.tree.viewport().rect()
    assert not seen.contains(panel.tree.visualRect(index))
    bridge.reveal_ground("raster:dsm")
    assert seen.contains(panel.tree.visualRect(index).center())
    assert panel.tree.isExpanded(index)
    bridge.reveal_ground("raster:gone")


def test_another_look_of_a_ground_leaves_the_active_layer_and_the_place_in_the_list(panel, bridge):
    panel.resize(240, 160)
    panel.show()
    bridge.put_ground(GroundRow("basemap", "Streets", order=2))
    bridge.put_ground(GroundRow("raster:dsm", "DSM", entries=(GroundEntry("30", "#ffffff"),)))
    bridge.activate("rooftops")
    panel.tree.setCurrentIndex(panel.model.index_of("raster:dsm"))
    bridge.reveal_ground("raster:dsm")
    seen = panel.tree.verticalScrollBar().value()
    bridge.put_ground(GroundRow("raster:dsm", "DSM", entries=(GroundEntry("40", "#ff0000"),)))
    row = panel.model.index_of("raster:dsm")
    assert bridge.active == "rooftops"
    assert panel.tree.currentIndex() == row
    assert panel.tree.isExpanded(row)
    assert panel.tree.verticalScrollBar().value() == seen > 0
    bridge.remove_ground("raster:dsm")
    assert bridge.active == "rooftops"
    assert panel.model.kind_at(panel.tree.currentIndex()) == "rooftops"


def test_a_hint_shows_what_looks_like_html_as_it_stands(panel, bridge):
    bridge.put_ground(GroundRow("raster:dsm", "DSM", tooltip='<img src="//server/x.png">'))
    hint = panel.model.index_of("raster:dsm").data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in hint
    assert "&lt;img" in hint


def test_rows_are_as_high_at_once_as_after_they_are_laid_out_anew(bridge, qtbot, qapp):
    theme.use_theme(qapp, "light")
    try:
        panel = LayersPanel(bridge)
        qtbot.addWidget(panel)
        panel.show()
        first = panel.model.index_of("parcels")
        at_once = panel.tree.rowHeight(first)
        panel.tree.doItemsLayout()
        assert panel.tree.rowHeight(first) == at_once
    finally:
        qapp.setStyleSheet("")
        theme._chosen.clear()


def test_names_keep_their_room_where_the_panel_is_narrow(panel):
    def seen(width):
        panel.resize(width, 300)
        hidden = [panel.tree.isColumnHidden(column) for column in (1, 2)]
        return hidden, panel.tree.columnWidth(0)

    panel.show()
    needed = sum(panel._needed.values())
    name = panel.tree.fontMetrics().averageCharWidth() * 22
    assert seen(name + needed + 60)[0] == [False, False]
    hidden, left = seen(name + panel._needed[1] + 30)
    assert hidden == [False, True], "areas go first"
    assert left >= name
    assert seen(name)[0] == [True, True]
    assert seen(name + needed + 60)[0] == [False, False], "and all come back"


def test_the_tooltip_tells_what_a_narrow_panel_leaves_out(panel):
    tip = Qt.ItemDataRole.ToolTipRole
    parent = panel.model.index_of("parcels")
    assert parent.data(tip).startswith("Parcels · 4 · 4.00 ha\n")
    row = panel.model.index(0, 0, parent)
    assert row.data(tip) == "M1  Industrial class 1 (no nuisance) · 2 · 2.00 ha"


def test_colours_by_a_measure_are_being_computed_until_the_first_results_come(bridge, qtbot):
    style = Style(by="measure:land.areas", breaks=(1.0,), ramp=("#111111",))
    bridge.perform(set_style(bridge.document, "parcels", style))
    panel = LayersPanel(bridge)
    qtbot.addWidget(panel)
    parent = panel.model.index_of("parcels")
    assert (parent.data(), panel.model.rowCount(parent)) == ("Parcels – computing…", 1)
    assert panel.model.index(0, 0, parent).data() == "computing…"
    qtbot.waitUntil(lambda: panel.model.index_of("parcels").data() == "Parcels")
    assert panel.model.index(0, 0, parent).data() != "computing…"
