"""Telling all about what lies at a place."""

from PySide6.QtCore import QPoint

from tests.widgets.map.pointing import RIGHT, click, square


def heard(canvas):
    found = []
    canvas.bridge.identified.connect(lambda pairs: found.append(list(pairs)))
    return found


def test_features_of_all_layers_are_named_from_above_to_below(canvas):
    found = heard(canvas)
    canvas.use("identify")
    click(canvas, square(canvas, 0, 0, 50, 50))
    assert found == [[("rooftops", 1), ("parcels", 1)]]
    assert not canvas.bridge.selection


def test_hidden_layers_and_other_buttons_tell_nothing(canvas):
    found, said = heard(canvas), []
    canvas.said.connect(said.append)
    canvas.use("identify")
    canvas.bridge.show_kind("rooftops", visible=False)
    click(canvas, square(canvas, 0, 0, 50, 50))
    assert found.pop() == [("parcels", 1)]
    click(canvas, square(canvas, 0, 0, 50, 50), button=RIGHT)
    assert found == []
    click(canvas, QPoint(1, 1))
    assert found == [[]]
    assert said[-1] == "There is no feature at this place."


def test_the_red_line_is_told_about_at_its_outline_or_where_it_is_active(canvas):
    found = heard(canvas)
    canvas.use("identify")
    click(canvas, square(canvas, 2, 0, 0, 0))
    assert ("boundary", 1) in found.pop()
    click(canvas, square(canvas, 2, 1, 50, 50))
    assert ("boundary", 1) not in found.pop()
    canvas.bridge.activate("boundary")
    click(canvas, square(canvas, 2, 1, 50, 50))
    assert ("boundary", 1) in found.pop()
