"""Previews of edits."""

import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from layers.edit import Edit, RowsDelta
from layers.edits.draw import delete, draw
from layers.edits.zone import zone
from layers.errors import InvalidEditError
from layers.message import Message
from tests.strategies import EAST, NORTH, small_plan
from tests.widgets.map.pictures import pixels
from widgets.map import edit_preview
from widgets.map.edit_preview import Preview, attempted, performed
from widgets.map.viewport import MapX, MapY, Viewport
from widgets.words import THIN

SQUARE = shapely.box(EAST + 10, NORTH + 10, EAST + 60, NORTH + 60)
VIEWPORT = Viewport(MapX(EAST + 50), MapY(NORTH + 50), 2.0, 200, 200)


def picture(preview):
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    edit_preview.draw(painter, preview, VIEWPORT)
    painter.end()
    return pixels(image)


def test_what_an_edit_makes_is_shown_with_its_size():
    plan = small_plan()
    preview = Preview.of(draw(plan, "greens", SQUARE), "m2")
    assert preview.shapes == (SQUARE,)
    assert preview.texts == (f"2{THIN}500{THIN}m²",)
    line = shapely.LineString([(EAST, NORTH), (EAST + 30, NORTH + 40)])
    assert Preview.of(draw(plan, "roads", line), "ha").texts == ("50.0 m",)
    point = shapely.Point(EAST, NORTH)
    assert Preview.of(draw(plan, "facilities", point), "ha").texts == ("",)


def test_what_goes_or_keeps_its_shape_is_not_shown():
    plan = small_plan()
    assert Preview.of(delete(plan, "parcels", [1]), "ha").shapes == ()
    assert Preview.of(zone(plan, [1], "G1"), "ha").shapes == ()
    assert Preview.of(Edit(Message("Nothing"), ()), "ha").shapes == ()


def test_neighbours_that_only_get_a_vertex_are_not_shown():
    plan = small_plan()
    layer = plan.layer("parcels")
    before = layer.rows([1, 2])[["geometry"]]
    one, two = before["geometry"]
    moved = shapely.union(one, shapely.box(EAST + 100, NORTH, EAST + 110, NORTH + 100))
    after = before.copy()
    after["geometry"] = [moved, shapely.segmentize(two, 30.0)]
    edit = Edit(Message("Moved"), (RowsDelta("parcels", before, after),))
    assert Preview.of(edit, "ha").shapes == (moved,)
    # Neither what keeps its bounds alone, nor what keeps its area alone.
    notched = shapely.difference(two, shapely.box(EAST + 120, NORTH, EAST + 130, NORTH + 10))
    after["geometry"] = [shapely.transform(one, lambda xy: xy + 5.0), notched]
    assert len(Preview.of(edit, "ha").shapes) == 2
    # What is new is shown, whatever there was.
    added = Edit(Message("Added"), (RowsDelta("parcels", before.iloc[:0], after),))
    assert len(Preview.of(added, "ha").shapes) == 2


def test_why_a_verb_refuses_is_told_and_the_plan_is_as_it_was(canvas):
    plan = canvas.bridge.document
    bow = shapely.Polygon(
        [(EAST, NORTH), (EAST + 9, NORTH + 9), (EAST + 9, NORTH), (EAST, NORTH + 9)]
    )
    found = attempted(canvas, lambda document: draw(document, "greens", bow))
    assert "not valid" in found.refused
    assert canvas.bridge.document is plan
    assert attempted(canvas, lambda document: draw(document, "greens", SQUARE)).refused == ""
    assert canvas.bridge.document is plan


def test_other_errors_are_no_reasons(canvas):
    def broken(_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        attempted(canvas, broken)


def test_outlines_and_areas_are_drawn():
    plan = small_plan()
    drawn = picture(Preview.of(draw(plan, "greens", SQUARE), "m2"))
    ink = (0x0B, 0x5F, 0xD0)
    blue = abs(drawn.astype(int) - ink).sum(axis=2) < 30
    # The square is 100 px wide, from 20 px on, counted from the left and from below.
    assert blue[78:82, 30:110].any(axis=0).all()
    assert blue[100:160, 18:22].any(axis=1).all()
    tint = drawn[100, 30]
    assert (drawn[120:140, 30:110] != tint).any(axis=2).sum() > 100  # its area in the middle
    assert (tint != 255).any()
    assert (picture(Preview()) == 255).all()


def test_many_shapes_are_drawn_in_part():
    shapes = tuple(
        shapely.buffer(shapely.Point(EAST + n, NORTH), 0.4, quad_segs=1_000) for n in range(200)
    )
    drawn = picture(Preview(shapes))
    assert (drawn == 255).all()  # too many corners to follow the pointer
    assert not (picture(Preview(shapes[:10])) == 255).all()


def test_an_edit_is_made_as_a_step_of_its_own_and_what_is_new_is_selected(canvas):
    refused = []
    canvas.bridge.refused.connect(refused.append)
    assert performed(canvas, lambda document: draw(document, "greens", SQUARE), "greens")
    assert canvas.bridge.selection["greens"].tolist() == [1]
    canvas.bridge.select({"parcels": [2]})
    assert performed(
        canvas, lambda document: draw(document, "greens", SQUARE), "greens", select=False
    )
    assert list(canvas.bridge.selection) == ["parcels"]

    def refusing(_):
        raise InvalidEditError("No.")

    assert not performed(canvas, refusing, "greens")
    # Edits that would become one stroke are two steps.
    done = len(canvas.bridge.session.history.done)
    for code in ("G1", "M2"):
        performed(
            canvas, lambda document, code=code: zone(document, [1], code, merge_key="x"), "greens"
        )
    assert len(canvas.bridge.session.history.done) == done + 2
    canvas.bridge.undo()
    canvas.bridge.undo()
    assert len(refused) == 1
    canvas.bridge.undo()
    assert len(canvas.bridge.document.layer("greens")) == 1
