"""A bridge over the small plan, closed after the test."""

import pytest

from layers.session import Session
from tests.small_plan import small_plan
from widgets.bridge import Bridge


@pytest.fixture
def bridge(qapp):
    assert qapp is not None
    found = Bridge(Session(small_plan()))
    yield found
    found.close()


@pytest.fixture
def computed(bridge, qtbot):
    """The bridge once its first results are there."""
    qtbot.waitUntil(lambda: bridge.results is not None and not bridge.results.stale)
    return bridge
