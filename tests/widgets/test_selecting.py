"""Undo selects again what was selected before a step, redo what the step had selected."""

import pytest
import shapely

from layers.edits.draw import delete
from layers.edits.merge import merge
from layers.edits.parameters import set_parameter
from layers.edits.split import split
from layers.edits.zone import zone
from layers.history import History, Step
from tests.small_plan import X, Y, small_plan
from widgets.selecting import SelectionMemory, present


def selected(bridge):
    return {kind: ids.tolist() for kind, ids in bridge.selection.items()}


@pytest.fixture
def merged(bridge, qtbot):
    """Parcels 1 and 2 as one, which is selected, and the user clicked another one afterwards."""
    bridge.select({"parcels": [1, 2], "greens": [1]})
    bridge.perform(merge(bridge.document, [1, 2]))
    bridge.select({"parcels": [5]})
    qtbot.wait(1)
    bridge.select({"parcels": [3]})
    return bridge


def test_the_parcels_of_a_merge_are_selected_again(merged):
    merged.undo()
    assert selected(merged) == {"parcels": [1, 2], "greens": [1]}
    merged.redo()
    assert selected(merged) == {"parcels": [5]}
    merged.undo()
    assert selected(merged) == {"parcels": [1, 2], "greens": [1]}


def test_so_is_a_parcel_that_was_split(bridge):
    bridge.select({"parcels": [1]})
    before = bridge.document.layer("parcels").ids.tolist()
    line = shapely.LineString([(X + 50, Y - 10), (X + 50, Y + 110)])
    bridge.perform(split(bridge.document, line, [1]))
    parts = [id_ for id_ in bridge.document.layer("parcels").ids.tolist() if id_ not in before]
    bridge.select({"parcels": parts})
    bridge.undo()
    assert selected(bridge) == {"parcels": [1]}
    bridge.redo()
    assert selected(bridge) == {"parcels": parts}


def test_steps_are_gone_through_with_the_selection_of_each(merged):
    merged.perform(zone(merged.document, [3], "B1"))
    merged.select({"parcels": [4]})
    merged.perform(delete(merged.document, "parcels", [4]))
    assert selected(merged) == {}
    found = []
    for go in (merged.undo, merged.undo, merged.undo, merged.redo, merged.redo, merged.redo):
        go()
        found.append(selected(merged).get("parcels"))
    assert found == [[4], [3], [1, 2], [5], [4], None]


def test_a_step_of_a_factor_moves_no_selection(bridge):
    bridge.select({"parcels": [1]})
    bridge.perform(set_parameter(bridge.document, "sink.lawn", 0.4))
    bridge.select({"parcels": [2]})
    bridge.undo()
    assert selected(bridge) == {"parcels": [2]}


def test_undo_clears_no_selection(bridge):
    bridge.perform(zone(bridge.document, [1], "B1"))
    bridge.select({"parcels": [2]})
    bridge.undo()
    assert selected(bridge) == {"parcels": [2]}


def test_a_stroke_of_edits_comes_back_to_what_was_selected_before_it(bridge):
    bridge.select({"parcels": [1]})
    for id_ in (3, 4):
        bridge.perform(zone(bridge.document, [id_], "B1", merge_key="stroke"))
        bridge.select({"parcels": [id_]})
    bridge.undo()
    assert not bridge.session.history.done
    assert selected(bridge) == {"parcels": [1]}


def test_states_that_the_history_has_forgotten_are_not_kept():
    plan, history = small_plan(), History()
    memory = SelectionMemory(history.mark)
    edit = zone(plan, [1], "B1")
    for _ in range(3):
        history = history.pushed(Step(edit))
        memory.stepped(history, {})
        memory.settle({})
    taken = history.undone_once()
    assert taken is not None
    assert memory.undone(taken[1]) == {}
    other = taken[1].pushed(Step(edit))
    memory.stepped(other, {})
    assert len(memory._reached) == 2


def test_a_selection_is_the_same_where_all_of_it_is_there(bridge):
    bridge.select({"parcels": [1, 2]})
    assert present(bridge.document, bridge.selection) is bridge.selection
    found = present(without_2(bridge), bridge.selection)
    assert found["parcels"].tolist() == [1]


def without_2(bridge):
    return bridge.document.applied(delete(bridge.document, "parcels", [2]))
