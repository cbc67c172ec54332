from tests.widgets.map.pointing import click
from tests.widgets.map.tools.test_split import areas, draw, pixel, whole


def test_a_hole_leaves_free_ground_that_a_click_fills(canvas):
    draw(canvas, "hole", (120, 120), (160, 120), (160, 160), (120, 160))
    assert abs(areas(canvas)[4] - 8_400) < 80
    left = sum(areas(canvas))
    assert left < 60_000
    canvas.use("fill_gap")
    click(canvas, pixel(canvas, 140, 140))
    assert sum(areas(canvas)) == 60_000.0
    assert len(areas(canvas)) == 7
    assert whole(canvas)


def test_a_hole_begins_within_a_parcel(canvas):
    told = []
    canvas.said.connect(told.append)
    draw(canvas, "hole", (-50, 120), (160, 120), (160, 160))
    assert any("Begin within the parcel" in text for text in told)
    assert len(areas(canvas)) == 6
