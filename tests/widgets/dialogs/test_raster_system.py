"""Asking for the coordinate system of a raster."""

from widgets.dialogs.raster_system import RasterSystemDialog, raster_system_box
from widgets.dialogs.sources import value_of


def test_the_plan_s_own_system_is_offered_first(qtbot):
    dialog = RasterSystemDialog("dsm.tif", "It says none.", "EPSG:4548")
    qtbot.addWidget(dialog)
    assert dialog.problem.text.text() == "It says none."
    assert dialog.chosen == "EPSG:4548"
    assert dialog.system.itemData(1) == "EPSG:4548"
    every = [dialog.system.itemData(place) for place in range(dialog.system.count())]
    assert every.count("EPSG:4548") == 1
    dialog.system.setEditText("EPSG:32650")
    assert dialog.chosen == "EPSG:32650"


def test_what_is_said_of_the_file_is_shown(qtbot):
    box = raster_system_box("EPSG:4548", "EPSG:32651")
    qtbot.addWidget(box)
    assert value_of(box) == "EPSG:32651"
    silent = raster_system_box("EPSG:4548")
    qtbot.addWidget(silent)
    assert value_of(silent) is None
