"""Distance and grid of snapping."""

from widgets.dialogs.snapping import SnappingDialog


def test_it_shows_and_takes_two_numbers_within_limits(qtbot):
    dialog = SnappingDialog((12.0, (2.0, 50.0)), (2.5, (0.001, 100_000.0)))
    qtbot.addWidget(dialog)
    assert (dialog.reach.value(), dialog.grid.value()) == (12.0, 2.5)
    assert dialog.reach.text() == "12 px"
    assert dialog.grid.text() == "2.500 m"
    dialog.reach.setValue(500)
    dialog.grid.setValue(0)
    assert (dialog.reach.value(), dialog.grid.value()) == (50.0, 0.001)
