"""All that is known of a feature."""

import numpy as np
import pytest
import shapely
from PySide6.QtGui import QGuiApplication

from layers.edits.draw import delete
from layers.edits.zone import zone
from tests.strategies import document, layer, squares
from widgets.docks.feature import FeaturePanel, about, name_of


@pytest.fixture
def panel(bridge, qtbot):
    found = FeaturePanel(bridge)
    qtbot.addWidget(found)
    return found


def rows(sections):
    return {name: text for _, found in sections for name, text in found}


def test_attributes_have_titles_units_and_names_of_codes():
    plan = document(
        layer("parcels", squares(1), number=["A<1>"], land_use=["M1"], note=["own"]),
    )
    found = rows(about(plan, None, "parcels", 1, "ha"))
    assert found["fid"] == "1"
    assert found["Parcel number"] == "A<1>"
    assert found["Land use"].startswith("M1  ")
    assert found["note"] == "own"
    assert found["Area"].startswith("1.00 ha = 10")
    assert "15.0 亩" in found["Area"]
    assert found["Perimeter"] == "400.0 m"
    assert found["Corners"] == "4"
    assert about(plan, None, "parcels", 7, "ha") == []


def test_the_end_of_a_ring_is_no_further_corner():
    holed = shapely.from_wkt("POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (2 2, 3 2, 3 3, 2 2))")
    lines = shapely.from_wkt(["LINESTRING (0 0, 9 0, 9 9)", "LINESTRING (0 0, 9 0, 9 9, 0 0)"])
    plan = document(layer("parcels", [holed]), layer("roads", lines))
    assert rows(about(plan, None, "parcels", 1, "ha"))["Corners"] == "7"
    assert [rows(about(plan, None, "roads", id_, "ha"))["Corners"] for id_ in (1, 2)] == ["3", "3"]


def test_a_feature_without_a_shape_says_so():
    plan = document(layer("parcels", [None], number=["1"]))
    assert rows(about(plan, None, "parcels", 1, "ha"))["Shape"] == "none"
    assert name_of(plan, "parcels", 1) == "Parcels 1"
    assert name_of(plan, "parcels", 5) == "Parcels #5"


def test_a_parcel_tells_its_limits_beside_what_is_planned(computed):
    plan, results = computed.document, computed.results
    found = dict(about(plan, results, "parcels", 1, "ha"))
    assert dict(found["Indicators and limits"])["FAR"].startswith("1  ·  1 – 3  ·  class default")
    named = {name for name, _ in found["Attribute values"]}
    assert "FAR" in named
    assert not {"FAR, upper limit", "Source of the FAR limit"} & named
    assert not any("as it counts" in name for name, _ in found.get("Computed", []))


def test_results_of_the_feature_are_told(computed):
    roofs = computed.document.layer("rooftops").ids
    titles = [
        title
        for title, _ in about(computed.document, computed.results, "rooftops", int(roofs[0]), "ha")
    ]
    assert titles == ["Attribute values", "Size", "Computed"]


def test_the_panel_follows_a_single_selection_and_says_where_there_are_several(bridge, panel):
    assert panel.feature is None
    bridge.select({"parcels": [2]})
    assert panel.feature == ("parcels", 2)
    assert "M1" in panel.text.toPlainText()
    bridge.select({"parcels": [1, 2]})
    assert panel.feature is None
    assert "Several features" in panel.text.toPlainText()
    assert not panel.look.isEnabled()


def test_identified_features_can_be_chosen_looked_at_selected_and_copied(bridge, panel):
    opened, looked = [], []
    bridge.panel_requested.connect(opened.append)
    bridge.look_requested.connect(looked.append)
    bridge.identify([("rooftops", 1), ("parcels", 3)])
    assert opened == ["feature"]
    assert panel.choice.count() == 2
    panel.choice.setCurrentIndex(1)
    panel.choice.activated.emit(1)
    assert panel.feature == ("parcels", 3)
    panel.look.click()
    assert len(looked) == 1
    panel.copy.click()
    copied = dict(line.split("\t") for line in QGuiApplication.clipboard().text().split("\n"))
    assert copied["fid"] == "3"
    panel.table.click()
    assert bridge.selection["parcels"].tolist() == [3]
    assert (bridge.active, opened[-1]) == ("parcels", "table")
    assert panel.feature == ("parcels", 3)  # and the others of the place stay
    assert panel.choice.count() == 2


def test_it_follows_edits_and_deletions(bridge, panel):
    bridge.identify([("parcels", 3)])
    bridge.perform(zone(bridge.document, [3], "G1"))
    assert "G1" in panel.text.toPlainText()
    bridge.perform(delete(bridge.document, "parcels", np.array([3])))
    assert panel.feature is None
    bridge.undo()


def test_a_panel_behind_others_catches_up(bridge, panel):
    panel.show_seen(False)
    bridge.select({"parcels": [1]})
    panel.show_seen(True)
    assert panel.feature == ("parcels", 1)


def test_names_from_files_are_text_and_nothing_else(bridge, panel):
    bridge.identify([])
    assert panel.feature is None
    assert "Identify" in panel.text.toPlainText()


def test_the_map_is_told_which_feature_it_is(bridge, panel):
    bridge.identify([("parcels", 2), ("parcels", 1)])
    assert bridge.told == ("parcels", 2)
    panel.choice.setCurrentIndex(1)
    panel.choice.activated.emit(1)
    assert bridge.told == ("parcels", 1)
    bridge.identify([])
    assert bridge.told is None
