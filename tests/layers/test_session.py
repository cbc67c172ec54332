from pathlib import Path

import pytest
import shapely

from layers.edits.attributes import set_values
from layers.edits.draw import delete, draw
from layers.edits.zone import zone
from layers.errors import CancelledError, InvalidEditError
from layers.measure import Results
from layers.progress import Progress
from layers.session import Session
from tests.strategies import EAST, NORTH, small_plan


def test_work_is_remembered_with_who_and_when():
    session = Session(small_plan(), who="planner")
    session.perform(zone(session.document, [3], "M1"))
    (step,) = session.history.done
    assert step.who == "planner"
    assert step.when.endswith("+00:00")
    assert str(step.edit.title) == "Zone 1 parcel as M1"


def test_an_edit_that_changes_nothing_leaves_no_trace():
    session = Session(small_plan())
    heard = []
    session.listen(heard.append)
    session.perform(zone(session.document, [1], "M1"))
    assert session.history.done == ()
    assert heard == []


def test_an_edit_that_does_not_fit_leaves_everything_as_it_was():
    session = Session(small_plan())
    twice = delete(session.document, "parcels", [1])
    session.perform(twice)
    before, history = session.document, session.history
    with pytest.raises(InvalidEditError):
        session.perform(twice)
    assert session.document is before
    assert session.history is history


def test_listeners_hear_what_changed_by_work_undo_and_redo():
    session = Session(small_plan())
    heard = []
    session.listen(lambda change: heard.append(change.rows["parcels"].tolist()))
    session.perform(zone(session.document, [3, 4], "M1"))
    assert session.undo()
    assert session.redo()
    assert heard == [[3, 4]] * 3


def test_there_is_nothing_to_undo_at_the_ends():
    session = Session(small_plan())
    assert not session.undo()
    assert not session.redo()


def test_a_read_only_plan_refuses_work_until_it_is_saved_elsewhere():
    session = Session(small_plan(), Path("a.gpkg"), read_only=True)
    with pytest.raises(InvalidEditError, match="read-only"):
        session.perform(zone(session.document, [3], "M1"))
    session.saved_to(Path("b.gpkg"), session.document)
    session.perform(zone(session.document, [3], "M1"))
    assert len(session.history.done) == 1


def test_modified_means_other_than_the_file():
    session = Session(small_plan(), Path("a.gpkg"))
    assert not session.modified
    session.perform(zone(session.document, [3], "M1"))
    assert session.modified
    session.saved_to(Path("a.gpkg"), session.document)
    assert not session.modified
    assert Session(small_plan()).modified


def test_undoing_back_to_what_was_saved_is_not_modified():
    session = Session(small_plan(), Path("a.gpkg"))
    session.perform(zone(session.document, [3], "M1"))
    session.undo()
    assert not session.modified
    session.redo()
    assert session.modified
    session.saved_to(Path("a.gpkg"), session.document)
    session.perform(zone(session.document, [4], "M1"))
    assert session.modified
    session.undo()
    assert not session.modified
    session.undo()
    assert session.modified


def test_other_work_after_undo_is_modified_even_where_it_does_the_same():
    session = Session(small_plan(), Path("a.gpkg"))
    session.perform(zone(session.document, [3], "M1"))
    session.saved_to(Path("a.gpkg"), session.document)
    session.undo()
    session.perform(zone(session.document, [4], "M1"))
    assert session.modified


def test_what_was_saved_in_the_middle_of_a_stroke_is_modified_by_the_rest_of_it():
    session = Session(small_plan(), Path("a.gpkg"))
    session.perform(zone(session.document, [3], "M1", merge_key="brush"))
    document, mark = session.document, session.history.mark
    session.perform(zone(session.document, [4], "M1", merge_key="brush"))
    session.saved_to(Path("a.gpkg"), document, mark)
    assert session.modified
    session.seal()
    session.undo()
    assert session.modified


def test_a_seal_while_saving_changes_nothing():
    session = Session(small_plan(), Path("a.gpkg"))
    session.perform(zone(session.document, [3], "M1", merge_key="brush"))
    document, mark = session.document, session.history.mark
    session.seal()
    session.saved_to(Path("a.gpkg"), document, mark)
    assert not session.modified


def test_a_withdrawn_stroke_leaves_the_plan_as_saved():
    session = Session(small_plan(), Path("a.gpkg"))
    session.perform(zone(session.document, [3], "M1"))
    assert session.withdraw()
    assert not session.modified


def test_a_plan_that_can_be_had_again_is_not_modified_before_it_is_changed():
    session = Session(small_plan())
    session.forgo_saving()
    assert not session.modified
    session.perform(zone(session.document, [3], "M1"))
    assert session.modified


def test_a_stroke_ends_with_its_seal():
    session = Session(small_plan())
    for fid in (3, 4):
        session.perform(zone(session.document, [fid], "M1", merge_key="brush"))
    session.seal()
    session.perform(zone(session.document, [6], "M1", merge_key="brush"))
    assert len(session.history.done) == 2
    session.undo()
    session.undo()
    assert session.document.layer("parcels").values("land_use").isna().tolist() == [
        False,
        False,
        True,
        True,
        False,
        True,
    ]


def test_a_step_withdrawn_cannot_be_done_again():
    session = Session(small_plan())
    heard = []
    session.listen(lambda change: heard.append(change.rows["parcels"].tolist()))
    session.perform(zone(session.document, [3], "M1"))
    session.perform(zone(session.document, [4], "M1"))
    assert session.withdraw()
    assert heard == [[3], [4], [4]]
    assert session.document.layer("parcels").values("land_use").isna().tolist()[2:4] == [
        False,
        True,
    ]
    assert len(session.history.done) == 1
    assert session.history.undone == ()
    assert not session.redo()
    assert session.undo()
    assert not session.withdraw()
    assert session.redo()


def test_results_follow_the_work():
    session = Session(small_plan())
    assert session.results is None
    first = session.evaluate()
    assert session.results is first
    session.perform(set_values(session.document, "rooftops", [1], {"height_m": 20}))
    session.perform(zone(session.document, [3], "M1"))
    second = session.evaluate()
    assert second.document is session.document
    assert second.value("land.by_code")["M1"] == pytest.approx(20_000)
    assert first.value("land.by_code")["M1"] == pytest.approx(10_000)


def test_work_that_was_stopped_is_made_up_for_later():
    session = Session(small_plan())
    session.evaluate()
    session.perform(zone(session.document, [3], "M1"))
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(CancelledError):
        session.question()(stopped)
    assert session.evaluate().value("land.by_code")["M1"] == pytest.approx(20_000)


def test_results_computed_beside_the_work_leave_later_edits_for_the_next_time():
    session = Session(small_plan())
    session.evaluate()
    session.perform(zone(session.document, [3], "M1"))
    work = session.question()
    session.perform(zone(session.document, [4], "M1"))
    answered = session.adopt(work(None))
    assert answered.document is not session.document
    assert answered.value("land.by_code")["M1"] == pytest.approx(20_000)
    assert session.evaluate().value("land.by_code")["M1"] == pytest.approx(30_000)


def test_shapes_drawn_while_results_were_computed_enter_the_next_ones():
    session = Session(small_plan())
    session.evaluate()
    session.perform(zone(session.document, [3], "M1"))
    work = session.question()
    over = shapely.box(EAST + 90, NORTH + 10, EAST + 110, NORTH + 20)
    session.perform(draw(session.document, "parcels", over))
    session.adopt(work(None))
    # 20 m by 10 m over its two neighbours
    assert session.evaluate().value("land.sums").overlap_m2 == pytest.approx(200)


def test_a_late_answer_does_not_put_older_results_over_newer_ones():
    session = Session(small_plan())
    session.evaluate()
    session.perform(zone(session.document, [3], "M1"))
    late = session.question()
    session.perform(zone(session.document, [4], "M1"))
    newer = session.evaluate()
    assert session.adopt(late(None)) is newer
    assert session.results is newer
    session.perform(zone(session.document, [6], "M1"))
    assert session.evaluate().value("land.by_code")["M1"] == pytest.approx(40_000)


def test_an_answer_is_taken_where_only_light_results_came_before_it():
    session = Session(small_plan())
    session.evaluate()
    session.perform(zone(session.document, [3], "M1"))
    work = session.question()
    entries = dict(session.results.entries)
    entries["land.coded"] = entries["land.coded"].exchanged(entries["land.coded"].value)
    entries["land.coded"].seconds = 1.0
    session._results = Results(session.results.document, entries)
    assert session.evaluate(light_only=True).stale
    assert not session.adopt(work(None)).stale
    assert session.results.value("land.by_code")["M1"] == pytest.approx(20_000)
