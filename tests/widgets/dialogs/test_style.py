"""The style editor: live on the map, one step of work, taken back by Cancel."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox

from layers.kinds import kinds
from layers.looks import style_of
from layers.style import Style
from widgets.dialogs.style import StyleDialog


@pytest.fixture
def dialog(computed, qtbot):
    found = StyleDialog(computed, "parcels")
    qtbot.addWidget(found)
    with qtbot.waitExposed(found):
        found.show()
    return found


def choose(box, data):
    """Choose an entry as a user does, who is told of it."""
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def test_what_is_shown_is_what_is_drawn(dialog, computed):
    assert dialog.chosen() == kinds()["parcels"].style
    assert dialog.preview()
    assert not computed.session.history.done


def test_every_kind_is_shown_as_it_is(computed, qtbot):
    for kind in kinds():
        found = StyleDialog(computed, kind)
        qtbot.addWidget(found)
        assert found.chosen() == style_of(computed.document, kind), kind


def test_choices_are_on_the_map_at_once_and_one_step(dialog, computed, qtbot):
    steps = len(computed.session.history.done)
    dialog.symbol.width_.setValue(1.5)
    qtbot.waitUntil(lambda: style_of(computed.document, "parcels").width == 1.5)
    dialog.symbol.opacity.setValue(50)
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    style = style_of(computed.document, "parcels")
    assert (style.width, style.opacity) == (1.5, 0.5)
    assert len(computed.session.history.done) == steps + 1
    computed.undo()
    assert "parcels" not in computed.document.styles


def test_cancel_takes_it_back(dialog, computed, qtbot):
    dialog.symbol.width_.setValue(1.5)
    dialog.preview()
    assert "parcels" in computed.document.styles
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert "parcels" not in computed.document.styles
    assert not computed.session.history.done


def test_ok_with_nothing_changed_leaves_no_step(dialog, computed):
    dialog.symbol.width_.setValue(1.5)
    dialog.preview()
    dialog.show_shipped()
    dialog.accept()
    assert not computed.session.history.done


def test_an_earlier_style_stays_when_a_later_one_is_cancelled(computed, qtbot):
    for width in (1.0, 2.0):
        found = StyleDialog(computed, "parcels")
        qtbot.addWidget(found)
        found.symbol.width_.setValue(width)
        found.preview()
        if width == 1.0:
            found.accept()
        else:
            found.reject()
    assert style_of(computed.document, "parcels").width == 1.0


def test_what_cannot_be_is_said_and_ok_waits(dialog):
    dialog.labels.template.setPlainText("{nothing}")
    assert not dialog.preview()
    assert "nothing" in dialog.problem.text.text()
    assert not dialog.ok.isEnabled()
    dialog.labels.template.setPlainText("{number}")
    assert dialog.preview()
    assert dialog.problem.isHidden()
    dialog.symbol.scales.nearest.setValue(5_000)
    dialog.symbol.scales.farthest.setValue(500)
    assert not dialog.preview()
    assert "1:5000" in dialog.problem.text.text()


def test_as_shipped_is_the_declared_style(dialog, computed):
    dialog.symbol.width_.setValue(1.5)
    dialog.preview()
    dialog.reset.click()
    assert style_of(computed.document, "parcels") == kinds()["parcels"].style
    assert dialog.symbol.width_.value() == kinds()["parcels"].style.width


def test_the_size_is_remembered(dialog, computed, qtbot):
    dialog.resize(700, 680)
    dialog.reject()
    again = StyleDialog(computed, "roads")
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (700, 680)


def test_buttons_can_be_reached_by_keys(dialog):
    (buttons,) = dialog.findChildren(QDialogButtonBox)
    assert all(button.focusPolicy() & Qt.FocusPolicy.TabFocus for button in buttons.buttons())
    assert isinstance(dialog.chosen(), Style)
