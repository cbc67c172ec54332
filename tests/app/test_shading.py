"""Shading of roofs from the window: beside it, stoppable, one step to undo, told in a sentence."""

from dataclasses import replace

import pytest

from app import shading
from layers.errors import ImportDataError
from layers.raster import Raster
from tests.small_plan import layer, small_plan


def plan(heights=(12.0, 40.0)):
    document = small_plan()
    shapes = list(document.layer("rooftops").geometries)
    return document.with_layer(layer("rooftops", shapes, height_m=list(heights)))


@pytest.fixture
def desk(desk):
    desk.documents.show_new(plan(), worth_saving=False)
    return desk


def ended(desk, qtbot):
    qtbot.waitUntil(lambda: not desk.documents.jobs.running, timeout=30_000)


def test_it_is_computed_beside_the_window_and_can_be_undone(desk, qtbot):
    bridge = desk.documents.bridge
    assert not shading.has_shading(desk.window)
    shading.compute_shading(desk.window)
    assert shading.running(desk.window)
    shading.compute_shading(desk.window)  # is passed over: it runs already
    assert len(desk.documents.jobs.running) == 1
    ended(desk, qtbot)
    assert shading.has_shading(desk.window)
    assert "The shading of 2 roofs was computed." in desk.window.notice.text.text()
    assert "no surface model" in desk.window.notice.text.text()
    qtbot.waitUntil(lambda: bridge.results is not None and not bridge.results.stale)
    assert bridge.results.value("solar.shaded_roofs") == 2
    bridge.undo()
    assert not shading.has_shading(desk.window)
    bridge.redo()
    shading.drop_shading(desk.window)
    assert not shading.has_shading(desk.window)


def test_what_holds_is_not_computed_again_unless_it_is_asked_for(desk, qtbot):
    shading.compute_shading(desk.window)
    ended(desk, qtbot)
    history = desk.documents.session.history.mark
    shading.compute_shading(desk.window)
    ended(desk, qtbot)
    assert "was known and still holds" in desk.window.notice.text.text()
    shading.compute_shading(desk.window, anew=True)
    ended(desk, qtbot)
    assert "The shading of 2 roofs was computed." in desk.window.notice.text.text()
    assert desk.documents.session.history.mark is history  # the same came out: no step


def test_stopping_it_leaves_the_plan_as_it_was(desk, qtbot):
    before = desk.documents.bridge.document
    shading.compute_shading(desk.window)
    desk.documents.jobs.running[0].cancel()
    ended(desk, qtbot)
    assert desk.documents.bridge.document is before
    assert not desk.documents.session.history.done


def test_a_surface_model_that_is_gone_is_told(desk, qtbot, tmp_path):
    gone = Raster("dsm", "dsm", str(tmp_path / "gone.tif"), "DSM")
    desk.documents.show_new(replace(plan(), rasters={"dsm": gone}), worth_saving=False)
    told = []
    desk.documents.failed.disconnect()
    desk.documents.failed.connect(told.append)
    shading.compute_shading(desk.window)
    ended(desk, qtbot)
    assert isinstance(told[0], ImportDataError)
    assert "Find its file" in str(told[0].message)
    assert not shading.has_shading(desk.window)


def test_roofs_without_height_are_told_as_a_warning(desk, qtbot):
    desk.documents.show_new(plan((12.0, None)), worth_saving=False)
    shading.compute_shading(desk.window)
    ended(desk, qtbot)
    assert "1 roof has neither a height nor floors" in desk.window.notice.text.text()
    assert desk.window.notice.property("warning")


def test_the_irradiation_is_written_and_laid_below_the_plan(desk, qtbot, tmp_path):
    path = tmp_path / "sun.tif"
    shading.write_irradiation(desk.window, path)
    ended(desk, qtbot)
    assert path.is_file()
    (raster,) = desk.documents.bridge.document.rasters.values()
    assert raster.role == "irradiance"
    assert "under an open sky" in desk.window.notice.text.text()
    shading.write_irradiation(desk.window, path)
    ended(desk, qtbot)
    assert len(desk.documents.bridge.document.rasters) == 1
