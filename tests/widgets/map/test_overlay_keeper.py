"""What is drawn over the plan comes and goes, and follows the results."""

from layers.edits.parameters import set_parameter
from tests.widgets.map.pointing import settle
from widgets.map.overlay_keeper import OverlayKeeper


def drawn(canvas):
    return {one.id: one for one in canvas.stage.scene.underlays}


def test_an_overlay_is_drawn_while_it_is_on(canvas, qtbot):
    keeper = OverlayKeeper(canvas.stage)
    qtbot.waitUntil(lambda: canvas.bridge.results is not None)
    keeper.switch("network", on=True)
    assert keeper.shows("network")
    assert set(drawn(canvas)) == {"overlay:network"}
    keeper.switch("network", on=False)
    assert drawn(canvas) == {}
    assert not keeper.shows("network")


def test_an_overlay_follows_the_plan(canvas, qtbot):
    keeper = OverlayKeeper(canvas.stage)
    qtbot.waitUntil(lambda: canvas.bridge.results is not None)
    keeper.switch("network", on=True)
    before = drawn(canvas)["overlay:network"]
    canvas.bridge.perform(set_parameter(canvas.bridge.document, "radius.GAP-max", 20.0))
    settle(canvas, qtbot)
    qtbot.waitUntil(lambda: drawn(canvas)["overlay:network"] is not before)
