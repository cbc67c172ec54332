"""Bridges over plans, closed after the test."""

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


@pytest.fixture
def bridged(qapp, qtbot):
    """What opens a bridge over a plan, and waits for its first results."""
    assert qapp is not None
    found = []

    def opened(plan):
        bridge = Bridge(Session(plan))
        found.append(bridge)
        qtbot.waitUntil(
            lambda: bridge.results is not None and not bridge.results.stale, timeout=30_000
        )
        return bridge

    yield opened
    for one in found:
        one.close()
