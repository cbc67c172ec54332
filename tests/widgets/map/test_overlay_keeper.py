"""What is drawn over the plan comes and goes, is part of the plan, and follows the results."""

from layers.edits.overlays import overlays, switch
from layers.edits.parameters import set_parameter
from tests.layers.analysis.test_chains import row_of
from tests.strategies import small_plan
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


def test_switching_is_a_step_of_the_plan(canvas, qtbot):
    keeper = OverlayKeeper(canvas.stage)
    qtbot.waitUntil(lambda: canvas.bridge.results is not None)
    keeper.switch("network", on=True)
    assert overlays(canvas.bridge.document) == ("network",)
    canvas.bridge.undo()
    assert drawn(canvas) == {}
    assert not keeper.shows("network")
    canvas.bridge.redo()
    assert set(drawn(canvas)) == {"overlay:network"}


def test_what_a_plan_remembers_is_drawn_when_it_is_opened(opened, qtbot):
    plan = small_plan()
    plan = plan.applied(switch(plan, "later", on=True))
    canvas = opened(plan.applied(switch(plan, "network", on=True)))
    keeper = OverlayKeeper(canvas.stage)
    assert keeper.shown == ("later", "network")
    qtbot.waitUntil(lambda: set(drawn(canvas)) == {"overlay:network"})


def test_a_plan_that_is_only_read_is_left_alone(opened, qtbot):
    canvas = opened(small_plan(), read_only=True)
    keeper = OverlayKeeper(canvas.stage)
    qtbot.waitUntil(lambda: canvas.bridge.results is not None)
    keeper.switch("network", on=True)
    assert set(drawn(canvas)) == {"overlay:network"}
    assert keeper.shown == ("network",)
    assert overlays(canvas.bridge.document) == ()
    keeper.switch("network", on=False)
    assert drawn(canvas) == {}


def test_links_follow_the_selection_and_other_overlays_do_not(opened, qtbot):
    canvas = opened(row_of("api", "formulation", "api", "formulation", gap=60))
    keeper = OverlayKeeper(canvas.stage)
    qtbot.waitUntil(lambda: canvas.bridge.results is not None)
    keeper.switch("chains", on=True)
    keeper.switch("parks", on=True)
    before = drawn(canvas)
    canvas.bridge.select({"parcels": [1]})
    after = drawn(canvas)
    assert len(before["overlay:chains"].lines[0].shapes) == 3
    assert len(after["overlay:chains"].lines[0].shapes) == 1
    assert after["overlay:parks"] is before["overlay:parks"]
    canvas.bridge.select({"roads": [1]})
    assert len(drawn(canvas)["overlay:chains"].lines[0].shapes) == 3
    shown = drawn(canvas)["overlay:chains"]
    canvas.bridge.select({"roads": [2]})
    assert drawn(canvas)["overlay:chains"] is shown
