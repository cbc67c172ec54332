from tests.widgets.map.tools.test_split import draw


def test_green_land_is_drawn_with_what_stands_in_the_bar(canvas):
    canvas.use("green")
    bar = canvas.gesture("green").options
    bar.set_choice("cover", "lawn")
    bar.set_choice("role", "square")
    draw(canvas, "green", (10, 10), (60, 10), (60, 60))
    drawn = canvas.bridge.document.layer("greens").rows([1]).iloc[0]
    assert (drawn["cover"], drawn["role"]) == ("lawn", "square")
    assert abs(drawn.geometry.area - 1250) < 100
    canvas.bridge.undo()
    assert len(canvas.bridge.document.layer("greens")) == 0
