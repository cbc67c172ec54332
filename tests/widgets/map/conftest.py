"""Canvases that are shown and complete, closed after the test."""

import pytest

from layers.session import Session
from tests.strategies import small_plan
from tests.widgets.map.pointing import settle
from widgets.bridge import Bridge
from widgets.map.canvas import MapCanvas
from widgets.map.stage import Stage


@pytest.fixture
def opened(qtbot):
    """Open a plan on a canvas of 400 by 300 px, shown and complete."""
    made = []

    def open_(plan, **values):
        bridge = Bridge(Session(plan, **values))
        canvas = MapCanvas(Stage(bridge, bridge))
        qtbot.addWidget(canvas)
        canvas.resize(400, 300)
        canvas.show()
        qtbot.waitExposed(canvas)
        made.append((bridge, canvas))
        settle(canvas, qtbot)
        return canvas

    yield open_
    for bridge, canvas in made:
        canvas.close_down()
        canvas.stage.close()
        bridge.close()


@pytest.fixture
def canvas(opened):
    """The six squares of 100 m: three from west to east, two from south to north."""
    return opened(small_plan())
