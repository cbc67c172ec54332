"""Codes on the parcels of a drawing: where they stand, and what is left out for want of room."""

import shapely
from PySide6.QtCore import QRectF

from app.exporters.sheets.codes import letterings
from app.exporters.sheets.formats import ready
from layers.document import Document
from tests.small_plan import CRS, X, Y, layer
from widgets.map.scene import Scene
from widgets.map.viewport import Viewport


def lines(denominator, *, taken=(), size=100.0, east=0.0, **columns):
    """Return what is written on one square parcel in the middle of a picture of 1000 px."""
    ready()
    from PySide6.QtGui import QFont

    square = shapely.box(X, Y, X + size, Y + size)
    plan = Document.new("One", CRS, base_year=2025)
    plan = plan.with_layer(layer("parcels", [square], **columns))
    middle = (X + size / 2 + east, Y + size / 2)
    viewport = Viewport.at_scale(middle, denominator, (1000, 1000), 254.0)
    return [one.lines for one in letterings(Scene.of(plan), viewport, QFont(), taken)]


def test_the_number_stands_above_the_code():
    assert lines(2_000, number=["A-01"], land_use=["M1"]) == [("A-01", "M1")]


def test_small_scales_and_parcels_without_a_number_have_the_code_alone():
    assert lines(25_000, number=["A-01"], land_use=["M1"]) == [("M1",)]
    assert lines(2_000, land_use=["M1"]) == [("M1",)]


def test_without_room_or_code_and_on_roads_nothing_is_written():
    assert lines(15_000, size=10.0, land_use=["M1"]) == []
    assert lines(2_000, number=["A-01"], land_use=[None]) == []
    assert lines(2_000, number=["A-01"], land_use=["S1"]) == []
    assert lines(2_000, land_use=["M1"], taken=[QRectF(0, 0, 1000, 1000)]) == []


def test_codes_stand_beside_what_is_in_the_middle_where_there_is_room():
    marker = QRectF(485, 485, 30, 30)
    assert lines(2_000, land_use=["M1"], taken=[marker]) == [("M1",)]
    # In a parcel of 5 mm there is room in the middle alone.
    assert lines(2_000, size=10.0, land_use=["M1"]) == [("M1",)]
    assert lines(2_000, size=10.0, land_use=["M1"], taken=[marker]) == []


def test_what_is_beyond_the_map_has_no_code():
    assert lines(2_000, land_use=["M1"], east=10_000) == []
