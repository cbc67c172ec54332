"""What lies under the pointer."""

from dataclasses import replace

import numpy as np
import shapely
from PySide6.QtCore import Qt

from layers.edit import Edit, ValueDelta
from layers.edits.draw import delete
from layers.message import Message
from tests.strategies import EAST, NORTH
from tests.widgets.map.pointing import square
from widgets.map import targets
from widgets.map.tool import Pointer
from widgets.map.viewport import PixelX, PixelY


def at(canvas, *place):
    spot = square(canvas, *place)
    across, down = PixelX(spot.x()), PixelY(spot.y())
    return Pointer(*canvas.viewport.place(across, down), across, down, Qt.MouseButton.LeftButton)


def test_the_active_kind_is_taken_before_what_lies_above_it(canvas):
    pointer = at(canvas, 0, 0, 50, 50)
    kind, ids = targets.taken(canvas, pointer)
    assert (kind, ids.tolist()) == ("parcels", [1])
    canvas.bridge.activate("roads")
    assert targets.taken(canvas, pointer)[0] == "rooftops"
    assert targets.all_under(canvas, pointer) == [("rooftops", 1), ("parcels", 1)]


def test_what_is_not_drawn_at_this_scale_is_not_taken(canvas):
    pointer = at(canvas, 0, 0, 50, 50)
    style = replace(canvas.scene.layers["parcels"].style, farthest=10.0)
    delta = ValueDelta("styles", "parcels", None, style)
    canvas.bridge.perform(Edit(Message.of("Style"), (delta,)))
    assert "parcels" not in targets.seen(canvas)
    assert targets.all_under(canvas, pointer) == [("rooftops", 1)]


def test_an_area_takes_what_is_inside_or_touched_and_nothing_deleted(canvas):
    area = shapely.box(EAST - 1, NORTH - 1, EAST + 150, NORTH + 101)
    layer = canvas.scene.layers["parcels"]
    assert targets.within(layer, area, inside=True).tolist() == [1]
    assert targets.within(layer, area, inside=False).tolist() == [1, 2, 4, 5]
    canvas.bridge.perform(delete(canvas.bridge.document, "parcels", np.array([1])))
    layer = canvas.scene.layers["parcels"]
    assert targets.within(layer, area, inside=False).tolist() == [2, 4, 5]
