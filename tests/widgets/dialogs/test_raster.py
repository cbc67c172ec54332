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
    dialog.farthest.setValue(20_000.0)
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
