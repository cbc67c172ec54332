"""The status bar: long texts give way to the window instead of widening it."""

from PySide6.QtWidgets import QMainWindow

from layers.edits.zone import zone
from widgets.jobs import Jobs
from widgets.status import StatusBar

LONG = "Type numbers for an exact place. Backspace takes the last place back; Enter ends. " * 6


def test_a_long_hint_is_cut_and_never_widens_the_window(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    bar = StatusBar(Jobs())
    window.setStatusBar(bar)
    window.resize(700, 200)
    window.show()
    bar.hint.setText(LONG)
    bar.system.setText("CGCS2000 / 3-degree Gauss-Kruger CM 117E (EPSG:4548)")
    qtbot.wait(20)
    assert window.width() == 700
    assert bar.minimumSizeHint().width() < 700
    assert bar.hint.toolTip() == LONG  # all of it can still be read
    assert not bar.grab().isNull()
    bar.hint.setText("Enter ends.")
    qtbot.wait(20)
    assert bar.hint.toolTip() == ""


def test_what_was_said_goes_when_the_plan_changes(qtbot, bridge):
    bar = StatusBar(Jobs())
    qtbot.addWidget(bar)
    bar.show_bridge(bridge)
    bar.hint.setText("The sketch was dropped.")
    bridge.attempt(lambda plan: zone(plan, plan.layer("parcels").ids[:1], "G1"))
    assert bar.hint.toolTip() == bar.hint.text() == ""
