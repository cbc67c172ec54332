from layers.edits.draw import draw
from tests.strategies import EAST, NORTH
from tests.widgets.map.tools.test_split import draw as sketched
from widgets.map.optioned import OptionedSketch
from widgets.map.viewport import MapX, MapY


class Line(OptionedSketch):
    """Draws corridors of the width in the bar."""

    tool = "line"

    def fill(self, bar):
        bar.add_number("width", "Width", 10.0, 50.0)

    def verb(self, places, *, closed):  # noqa: ARG002
        wkt = "LINESTRING ({} {}, {} {})".format(*places[0], *places[-1])
        width = self.options.number("width") - 40.0
        return lambda plan: draw(plan, "corridors", wkt, {"width_m": width})


PLACES = [(MapX(EAST), MapY(NORTH)), (MapX(EAST + 30), MapY(NORTH))]


def test_the_verb_gets_what_stands_in_the_bar(canvas):
    gesture = Line(canvas)
    gesture.options.set_number("width", 45.0)
    assert gesture.done(PLACES, closed=False)
    drawn = canvas.bridge.document.layer("corridors")
    assert drawn.values("width_m").tolist()[-1] == 5.0


def test_the_preview_says_what_is_done_or_why_not(canvas):
    gesture = Line(canvas)
    gesture.options.set_number("width", 50.0)
    shown = gesture.preview(PLACES)
    assert (shown.told, len(shown.shapes)) == (("Draw: Green corridors",), 1)
    gesture.options.set_number("width", 1.0)
    assert "between 0 and 2000" in gesture.preview(PLACES).refused
    assert gesture.done(PLACES, closed=False) is False


def test_the_bar_is_there_while_the_tool_is(canvas):
    sketched(canvas, "road", (0, 50), (300, 50))
    bar = canvas.gesture("road").bar
    assert not bar.isHidden()
    canvas.use("pan")
    assert bar.isHidden()
