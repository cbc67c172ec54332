"""Garbage is looked for on the window's thread and nowhere else."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from widgets import sweeping
from widgets.sweeping import Sweeper


class Knot(QObject):
    """Something of Qt that only a search for garbage finds; it says which thread found it."""

    def __init__(self, found):
        super().__init__()
        self.itself = self
        self.timer = QTimer(self)
        self.timer.start(10_000)
        weakref.finalize(self, lambda: found.append(threading.current_thread()))


@pytest.fixture
def sweeper(qtbot, monkeypatch):
    del qtbot
    gc.enable()
    monkeypatch.setattr(sweeping, "EVERY_MS", 5)
    monkeypatch.setattr(sweeping, "MANY", 500)
    found = Sweeper()
    yield found
    found.close()
    assert gc.isenabled()
    gc.disable()


def test_where_python_did_not_look_it_does_not_begin_to(qtbot):
    del qtbot
    assert not gc.isenabled()
    Sweeper().close()
    assert not gc.isenabled()


def busy():
    """Make as many objects as would have Python look for garbage many times."""
    return [[n] for n in range(50_000)]


@pytest.mark.usefixtures("sweeper")
def test_no_other_thread_destroys_what_belongs_to_the_window(qtbot):
    found = []
    Knot(found)
    workers = [threading.Thread(target=busy) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert found == []
    kept = busy()
    qtbot.waitUntil(lambda: bool(found))
    assert found == [threading.main_thread()]
    del kept


@pytest.mark.usefixtures("sweeper")
def test_old_garbage_is_found_in_time(qtbot):
    found = []
    knot = Knot(found)
    for _ in range(3):
        gc.collect(1)  # it has grown old
    del knot
    kept = []

    def gone():
        kept.append(busy())
        return bool(found)

    gc.collect(0)
    qtbot.waitUntil(gone, timeout=20_000)


@pytest.mark.usefixtures("sweeper")
def test_while_a_button_is_held_it_waits(qtbot, monkeypatch):
    class Held:
        @staticmethod
        def mouseButtons():  # noqa: N802
            return Qt.MouseButton.LeftButton

    monkeypatch.setattr(sweeping, "QGuiApplication", Held)
    found = []
    Knot(found)
    kept = busy()
    qtbot.wait(50)
    assert found == []
    monkeypatch.undo()
    qtbot.waitUntil(lambda: bool(found))
    del kept


def test_what_a_closed_plan_held_is_given_back_soon(sweeper, qtbot, monkeypatch):
    given = []
    monkeypatch.setattr(sweeping, "give_back", lambda: given.append(True))
    sweeper._later.setInterval(5)
    found = []
    knot = Knot(found)
    gc.collect(1)
    gc.collect(1)
    del knot
    sweeper.sweep_all_later()
    qtbot.waitUntil(lambda: bool(found))
    assert given == [True]


def test_what_edits_have_left_is_given_back_when_there_are_no_more(sweeper, qtbot, monkeypatch):
    given = []
    monkeypatch.setattr(sweeping, "give_back", lambda: given.append(True))
    sweeper._rest.setInterval(40)
    for _ in range(4):
        sweeper.give_back_later()
        qtbot.wait(15)
    assert given == []
    qtbot.waitUntil(lambda: bool(given))
    qtbot.wait(80)
    assert given == [True]


def test_nothing_is_given_back_while_a_button_is_held(sweeper, qtbot, monkeypatch):
    class Held:
        @staticmethod
        def mouseButtons():  # noqa: N802
            return Qt.MouseButton.LeftButton

    given = []
    monkeypatch.setattr(sweeping, "give_back", lambda: given.append(True))
    monkeypatch.setattr(sweeping, "QGuiApplication", Held)
    sweeper._rest.setInterval(5)
    sweeper.give_back_later()
    qtbot.wait(50)
    assert given == []
    monkeypatch.setattr(sweeping, "QGuiApplication", QGuiApplication)
    qtbot.waitUntil(lambda: bool(given))
