"""The layer tree: visibility, the active layer, legend, counts and areas."""

import pytest
from PySide6.QtCore import Qt

from layers.edit import Edit, LayerDelta
from layers.edits.zone import zone
from layers.message import Message
from tests.small_plan import box, layer
from widgets.docks.layers import LayersPanel

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
