"""When previews are worked out."""

import time

from widgets.map import previewing
from widgets.map.edit_preview import Preview
from widgets.map.previewing import Previewing


def test_nothing_is_worked_out_twice():
    made = []
    found = Previewing(lambda: None)

    def make():
        made.append(Preview())
        return made[-1]

    assert found.of("one", make) is found.of("one", make)
    assert len(made) == 1
    found.of("two", make)
    found.clear()
    found.of("two", make)
    assert len(made) == 3


def test_what_is_slow_waits_until_the_pointer_rests(qtbot, monkeypatch):
    monkeypatch.setattr(previewing, "SLOW_MS", 1.0)
    refreshed, made = [], []
    found = Previewing(lambda: refreshed.append(1))

    def slow():
        time.sleep(0.003)
        made.append(1)
        return Preview()

    assert found.of("one", slow) is not None
    for key in ("two", "three"):
        assert found.of(key, slow) is None
    assert len(made) == 1
    # Asked for again, as when the map is drawn for another reason, it rests all the same.
    qtbot.waitUntil(lambda: found.of("three", slow) is not None)
    assert (len(made), refreshed) == (2, [1])
    assert found.of("four", slow) is None  # the pointer has moved on
    # Where it has become fast again, it follows at once.
    qtbot.waitUntil(lambda: len(refreshed) == 2)
    monkeypatch.setattr(previewing, "SLOW_MS", 1e6)
    assert found.of("five", slow) is not None
    assert found.of("six", slow) is not None
