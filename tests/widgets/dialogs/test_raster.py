"""The dialog of a raster: on the map at once, taken back by Cancel, one step by OK."""

import pytest

from layers.edits.rasters import add_raster
from layers.raster import Raster
from widgets.dialogs.raster import Facts, RasterDialog


@pytest.fixture
def dialog(bridge, qtbot):
    bridge.perform(add_raster(bridge.document, Raster("dsm", "dsm", "/d/dsm.tif", "Roofs")))
    found = RasterDialog(bridge, "dsm", Facts("", 1, (1,), (2.0, 30.0)))
    qtbot.addWidget(found)
    return found


def style(bridge):
    return bridge.document.rasters["dsm"].style


def test_what_is_chosen_is_there_at_once_and_gone_after_cancel(bridge, dialog):
    before = bridge.document.rasters["dsm"]
    dialog.opacity.setValue(40.0)
    dialog.hillshade.setChecked(True)
    dialog.azimuth.setValue(90.0)
    assert (style(bridge).opacity, style(bridge).hillshade, style(bridge).azimuth) == (
        0.4,
        True,
        90,
    )
    dialog.reject()
    assert bridge.document.rasters["dsm"] == before


def test_ok_keeps_it_as_one_step(bridge, dialog):
    before = bridge.document.rasters["dsm"]
    dialog.stretch.setCurrentIndex(dialog.stretch.findData("manual"))
    assert dialog.lowest.isEnabled()
    dialog.highest.setValue(50.0)
    dialog.scales.farthest.setValue(20_000)
    dialog.accept()
    found = style(bridge)
    assert (found.stretch, found.lowest, found.highest, found.farthest) == ("manual", 2, 50, 20_000)
    bridge.undo()
    assert bridge.document.rasters["dsm"] == before


def test_another_system_is_taken_where_the_file_fits_into_it(bridge, qtbot):
    bridge.perform(add_raster(bridge.document, Raster("dsm", "dsm", "/d/dsm.tif", "Roofs")))
    found = RasterDialog(
        bridge,
        "dsm",
        Facts("", 1, (1,)),
        refusal=lambda crs: "It is in degrees." if crs == "EPSG:4490" else "",
    )
    qtbot.addWidget(found)
    found.system.setCurrentIndex(found.system.findData("EPSG:4490"))
    assert found.problem.text.text() == "It is in degrees."
    found.opacity.setValue(50.0)
    assert bridge.document.rasters["dsm"].crs == ""
    found.accept()
    assert found.result() == 0
    found.system.setCurrentIndex(found.system.findData("EPSG:4549"))
    assert found.problem.text.text() == ""
    assert bridge.document.rasters["dsm"].crs == "EPSG:4549"
    found.system.setCurrentIndex(0)
    assert bridge.document.rasters["dsm"].crs == ""
    found.system.lineEdit().setText("EPSG:32650")
    found.system.lineEdit().editingFinished.emit()
    assert bridge.document.rasters["dsm"].crs == "EPSG:32650"
    found.reject()
    assert bridge.document.rasters["dsm"].crs == ""


def test_bounds_that_exclude_one_another_are_told_and_keep_the_map_as_it_is(bridge, dialog):
    dialog.stretch.setCurrentIndex(dialog.stretch.findData("manual"))
    dialog.lowest.setValue(90.0)
    assert "90.000 is not below 30.000" in dialog.problem.text.text()
    assert (style(bridge).lowest, style(bridge).highest) == (2.0, 30.0)
    assert not dialog.ok.isEnabled()
    dialog.accept()
    assert dialog.result() == 0
    dialog.highest.setValue(120.0)
    assert not dialog.problem.text.text()
    assert dialog.ok.isEnabled()
    assert (style(bridge).lowest, style(bridge).highest) == (90.0, 120.0)
    dialog.scales.nearest.setValue(5_000)
    dialog.scales.farthest.setValue(2_000)
    assert "between them is nothing" in dialog.problem.text.text()
    assert (style(bridge).nearest, style(bridge).farthest) == (5_000.0, float("inf"))


def test_a_sentence_moves_no_field_from_under_the_pointer(dialog, qtbot):
    dialog.show()
    qtbot.waitExposed(dialog)
    before = dialog.opacity.mapTo(dialog, dialog.opacity.rect().topLeft())
    dialog.scales.nearest.setValue(5_000)
    dialog.scales.farthest.setValue(2_000)
    qtbot.waitUntil(lambda: dialog.problem.isVisible() and dialog.problem.height() > 0)
    qtbot.wait(50)
    assert dialog.opacity.mapTo(dialog, dialog.opacity.rect().topLeft()) == before
