from layers.edits.draw import delete
from tests.strategies import small_plan
from widgets.dialogs.previewed import PreviewedDialog


def test_an_edit_is_said_and_can_be_done(qtbot):
    dialog = PreviewedDialog("Title", "Do")
    qtbot.addWidget(dialog)
    dialog.show_edit(delete(small_plan(), "parcels", [1]))
    assert dialog.outcome.text() == "Parcels: delete 1"
    assert dialog.act.isEnabled()


def test_an_edit_that_changes_nothing_cannot_be_done(qtbot):
    dialog = PreviewedDialog("Title", "Do")
    qtbot.addWidget(dialog)
    dialog.show_edit(delete(small_plan(), "parcels", []))
    assert not dialog.act.isEnabled()


def test_a_refusal_is_said_in_place_of_it(qtbot):
    dialog = PreviewedDialog("Title", "Do")
    qtbot.addWidget(dialog)
    dialog.show_refusal("It is too large.")
    assert (dialog.outcome.text(), dialog.problem.text.text()) == ("", "It is too large.")
    assert not dialog.act.isEnabled()


def test_enter_does_not_close_it_while_nothing_would_be_done(qtbot):
    dialog = PreviewedDialog("Move", "Move")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.act.setEnabled(False)
    cancel = next(one for one in dialog.buttons.buttons() if one is not dialog.act)
    assert not cancel.autoDefault()
    assert not cancel.isDefault()
