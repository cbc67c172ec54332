"""The open plan and its file, without a window."""

import pytest

from app.documents import Documents
from app.settings import Settings
from layers.edits.zone import zone
from tests.small_plan import small_plan


@pytest.fixture
def documents(qapp):
    assert qapp is not None
    found = Documents(Settings(area_unit="mu"))
    yield found
    found.close()


def finished(documents, qtbot):
    qtbot.waitUntil(lambda: not documents.jobs.running, timeout=20_000)


def test_a_plan_takes_the_unit_and_an_industrial_brush(documents):
    documents.show_new(small_plan())
    assert documents.bridge.area_unit == "mu"
    assert documents.bridge.land_use == "M1"
    assert (documents.name, documents.modified, documents.editable) == ("Small", True, True)


def test_the_sample_is_not_worth_a_question(documents):
    documents.show_new(small_plan(), worth_saving=False)
    documents.ask_unsaved = lambda _: pytest.fail("nothing has changed")
    documents.close_plan()
    assert documents.bridge is None


def test_a_failed_save_keeps_the_work_and_tells(documents, qtbot, tmp_path):
    documents.show_new(small_plan())
    then = []
    with qtbot.waitSignal(documents.failed):
        documents.save_to(tmp_path / "no such folder" / "plan.gpkg", lambda: then.append(1))
    assert documents.modified
    assert then == []


def test_an_edit_made_while_saving_stays_unsaved(documents, qtbot, tmp_path):
    documents.show_new(small_plan())
    bridge = documents.bridge
    documents.save_to(tmp_path / "plan.gpkg")
    assert documents.saving
    bridge.perform(zone(bridge.document, [1], "M2"))
    finished(documents, qtbot)
    assert documents.modified
    documents.save()
    finished(documents, qtbot)
    assert not documents.modified


def test_nothing_is_edited_while_a_plan_is_opened(documents, qtbot, tmp_path):
    documents.show_new(small_plan())
    documents.save_to(tmp_path / "plan.gpkg")
    finished(documents, qtbot)
    documents.open_file(tmp_path / "plan.gpkg", read_only=True)
    assert not documents.editable
    finished(documents, qtbot)
    assert documents.session.read_only
    assert not documents.editable


def test_what_is_to_be_seen_of_a_plan_is_made_beside_the_window(documents, qtbot, tmp_path):
    documents.show_new(small_plan())
    documents.save_to(tmp_path / "plan.gpkg")
    finished(documents, qtbot)
    given = []
    documents.opened.connect(lambda: given.append(documents.scene))
    documents.open_file(tmp_path / "plan.gpkg")
    finished(documents, qtbot)
    assert given[0].document is documents.bridge.document
    assert documents.scene is None  # nothing keeps it but its map
