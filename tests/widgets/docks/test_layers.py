"""The layer tree: visibility, the active layer, legend, counts and areas."""

import pytest
from PySide6.QtCore import Qt

from layers.edits.zone import zone
from widgets.docks.layers import LayersPanel

CHECK = Qt.ItemDataRole.CheckStateRole


@pytest.fixture
def panel(bridge, qtbot):
    found = LayersPanel(bridge)
    qtbot.addWidget(found)
    return found


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


def test_the_legend_follows_an_edit_and_stays_open(panel, bridge):
    bridge.perform(zone(bridge.document, [4], "M1"))
    assert legend(panel)[0] == ("M1  Industrial class 1 (no nuisance)", "3", "3.00")
    assert len(legend(panel)) == 2
    assert panel.tree.isExpanded(panel.model.index_of("parcels"))


def test_an_unknown_code_is_named_as_such(panel, bridge):
    from tests.small_plan import box, layer

    strange = layer("parcels", [box(0, 0)], land_use=["X9"])
    bridge.session.document = bridge.document.with_layer(strange)
    panel.model.show_document(frozenset({"parcels"}))
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


def test_a_feature_without_a_shape_is_counted_and_has_no_area(panel, bridge):
    from tests.small_plan import box, layer

    bare = layer("parcels", [box(0, 0), None], land_use=["M1", "M1"])
    bridge.session.document = bridge.document.with_layer(bare)
    panel.model.show_document(frozenset({"parcels"}))
    assert legend(panel)[0][1:] == ("2", "1.00")
    assert panel.model.index_of("parcels").siblingAtColumn(2).data() == "1.00"
