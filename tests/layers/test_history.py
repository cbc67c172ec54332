from layers.edit import Edit, ValueDelta
from layers.history import LIMIT, History, Step
from layers.message import Message


def step(name, key=""):
    return Step(Edit(Message(name), (ValueDelta("properties", name, None, 1),), key))


def titles(steps):
    return [str(one.edit.title) for one in steps]


def pushed(*steps):
    history = History()
    for one in steps:
        history = history.pushed(one)
    return history


def test_undo_and_redo_walk_to_and_fro():
    history = pushed(step("a"), step("b"))
    edit, history = history.undone_once()
    assert edit.deltas[0].before == 1
    assert (titles(history.done), titles(history.undone)) == (["a"], ["b"])
    _, history = history.undone_once()
    assert (titles(history.done), titles(history.undone)) == ([], ["b", "a"])
    edit, history = history.redone_once()
    assert str(edit.title) == "a"
    assert (titles(history.done), titles(history.undone)) == (["a"], ["b"])


def test_there_is_nothing_beyond_the_ends():
    assert History().undone_once() is None
    assert pushed(step("a")).redone_once() is None


def test_new_work_forgets_what_was_taken_back():
    _, history = pushed(step("a"), step("b")).undone_once()
    history = history.pushed(step("c"))
    assert (titles(history.done), titles(history.undone)) == (["a", "c"], [])


def test_a_stroke_is_one_step_with_the_inverse_of_all_its_parts():
    history = pushed(step("a"), step("b", "k"), step("c", "k"), step("d", "k"))
    assert titles(history.done) == ["a", "d"]
    edit, _ = history.undone_once()
    assert [delta.key for delta in edit.deltas] == ["d", "c", "b"]


def test_another_stroke_or_a_seal_begins_a_new_step():
    assert titles(pushed(step("a", "k"), step("b", "l")).done) == ["a", "b"]
    assert titles(pushed(step("a", "k")).sealed().pushed(step("b", "k")).done) == ["a", "b"]
    assert History().sealed().done == ()


def test_a_step_taken_back_is_not_joined():
    _, history = pushed(step("a", "k"), step("b", "m")).undone_once()
    assert titles(history.pushed(step("c", "k")).done) == ["a", "c"]


def test_only_the_last_steps_are_kept():
    history = pushed(*(step(str(number)) for number in range(LIMIT + 3)))
    assert len(history.done) == LIMIT
    assert titles(history.done)[0] == "3"


def test_the_same_state_has_the_same_mark_wherever_it_is_reached_from():
    history = pushed(step("a"), step("b"))
    after_b = history.mark
    _, back = history.undone_once()
    assert back.mark is back.done[-1].mark
    assert back.mark is not after_b
    _, forth = back.redone_once()
    assert forth.mark is after_b
    assert history.sealed().mark is after_b


def test_a_stroke_that_goes_on_is_another_state():
    begun = pushed(step("a", "k"))
    assert begun.pushed(step("b", "k")).mark is not begun.mark
    assert begun.sealed().mark is begun.mark


def test_the_mark_before_all_steps_follows_those_that_are_forgotten():
    history, marks = History(), []
    first = history.mark
    for place in range(LIMIT + 2):
        history = history.pushed(step(str(place)))
        marks.append(history.mark)
    while history.done:
        _, history = history.undone_once()
    assert history.mark is marks[1]
    assert history.mark is not first
