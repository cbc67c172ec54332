"""What all tests share: no screen, profiles, guards, and one geometry of each sort."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import gc
import sys

import pytest
import shapely
from hypothesis import HealthCheck, Phase, settings

from resources.translations import use_language

# Explaining which lines belong to a failure traces every line: minutes for a random history.
PHASES = [phase for phase in Phase if phase is not Phase.explain]
for name, examples, steps in (("quick", 10, 12), ("thorough", 300, 50)):
    settings.register_profile(
        name,
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        phases=PHASES,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

MUCH = 20_000
"""New objects after which tests are swept behind."""

GEOMETRIES = {
    "point": shapely.Point(1, 2),
    "line": shapely.LineString([(0, 0), (3, 4)]),
    "ring": shapely.LinearRing([(0, 0), (1, 0), (1, 1)]),
    "polygon": shapely.box(0, 0, 10, 10),
    "polygon with hole": shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6)),
    "points": shapely.MultiPoint([(0, 0), (1, 1)]),
    "lines": shapely.MultiLineString([[(0, 0), (1, 0)], [(0, 1), (1, 1)]]),
    "polygons": shapely.union_all([shapely.box(0, 0, 1, 1), shapely.box(5, 0, 6, 1)]),
    "collection": shapely.GeometryCollection([shapely.Point(0, 0), shapely.box(0, 0, 1, 1)]),
    "with height": shapely.Point(1, 2, 3),
    "polygon with height": shapely.Polygon([(0, 0, 5), (1, 0, 5), (1, 1, 5)]),
    "crossing itself": shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]),
    "no area": shapely.Polygon([(0, 0), (1, 1), (2, 2), (0, 0)]),
    "not finite": shapely.Point(float("inf"), 0),
    "empty polygon": shapely.Polygon(),
    "empty point": shapely.Point(),
    "missing": None,
}
"""One geometry of each sort, empties and a missing one included."""


@pytest.fixture(params=GEOMETRIES, ids=list(GEOMETRIES))
def geometry(request):
    return GEOMETRIES[request.param]


@pytest.fixture(scope="session", autouse=True)
def _one_application(qapp):
    """Make Qt's application first: a sheet would make a smaller one that no window can use."""
    return qapp


@pytest.fixture(scope="session", autouse=True)
def _no_garbage_elsewhere(_one_application):
    """Python looks for garbage between tests: not in a thread that paints, as of an old window."""
    gc.collect()
    gc.freeze()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def _swept(_no_garbage_elsewhere):
    """Take apart what tests have left that holds one another, once it is much."""
    yield
    assert not gc.isenabled(), "Python would look for garbage in threads that paint: disable it"
    if gc.get_count()[0] > MUCH:
        gc.collect()


@pytest.fixture(autouse=True)
def _english():
    """Each test starts with English texts, whatever the one before it or the system chose."""
    use_language("en")
    yield
    use_language("en")


@pytest.fixture(autouse=True)
def _nothing_left_behind(request):
    """Fail a test that leaves a window or a job behind: it would fail another one later."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    application = widgets.QApplication.instance() if widgets is not None else None
    if application is None or not isinstance(application, widgets.QApplication):
        return
    if "qtbot" in request.fixturenames:
        return  # its own fixture closes what was added to it, after this one
    left = [widget for widget in application.topLevelWidgets() if widget.isVisible()]
    assert not left, f"windows left open: {left}; close them or hand them to qtbot.addWidget"
    core = sys.modules["PySide6.QtCore"]
    pool = core.QThreadPool.globalInstance()
    assert pool.waitForDone(2000), "a job of the thread pool still runs: wait for it or cancel it"
