"""Telling all about what lies at a place."""

from PySide6.QtCore import QPoint

from tests.widgets.map.pointing import RIGHT, click, shown, square


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


def test_what_is_told_about_stays_outlined_while_the_tool_is_in_use(canvas):
    canvas.use("identify")
    canvas.hover.switched_on = False
    before, ink = shown(canvas), (0xE6, 0x51, 0x00)
    assert not (before == ink).all(axis=2).any()
    canvas.bridge.tell(("parcels", 1))
    assert (shown(canvas) == ink).all(axis=2).sum() > 50
    canvas.bridge.show_kind("parcels", visible=False)
    assert not (shown(canvas) == ink).all(axis=2).any()
    canvas.bridge.show_kind("parcels", visible=True)
    canvas.bridge.tell(("parcels", 99))  # deleted meanwhile
    assert (shown(canvas) == before).all()
    canvas.bridge.tell(("parcels", 1))
    canvas.use("pan")
    assert (shown(canvas) == before).all()
