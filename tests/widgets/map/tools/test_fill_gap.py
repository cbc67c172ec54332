from layers.edits.draw import delete
from tests.widgets.map.pointing import click, move, selected
from tests.widgets.map.tools.test_split import areas, pixel


def test_what_a_deleted_parcel_left_is_filled(canvas):
    canvas.bridge.perform(delete(canvas.bridge.document, "parcels", [5]))
    assert len(areas(canvas)) == 5
    canvas.use("fill_gap")
    move(canvas, pixel(canvas, 150, 150))
    (gap,) = canvas.gesture("fill_gap")._shown.shapes
    assert gap.area == 10_000
    click(canvas, pixel(canvas, 150, 150))
    assert areas(canvas) == [10_000.0] * 6
    assert selected(canvas) == [7]


def test_over_a_parcel_the_status_bar_says_what_to_do(canvas):
    told = []
    canvas.said.connect(told.append)
    canvas.use("fill_gap")
    move(canvas, pixel(canvas, 150, 150))
    assert "Point at free ground" in told[-1]
    click(canvas, pixel(canvas, 150, 150))
    assert len(areas(canvas)) == 6
