"""The renderer: several pieces at once, dropped pieces, and pieces that go wrong."""

import gc
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QImage

from tests.strategies import small_plan
from tests.widgets.map.pictures import pixels
from widgets.map import render
from widgets.map.render import Grid, Piece, Renderer
from widgets.map.scene import Scene

pytestmark = pytest.mark.usefixtures("qapp")
ROOT = Path(__file__).parents[3]


def piece(left=0):
    return Piece(Scene.of(small_plan()), Grid(0.0, 0.0, 1.0, 96.0), QRect(left, 0, 10, 10))


@pytest.fixture
def renderer(qtbot):
    del qtbot
    found = Renderer(threads=2)
    yield found
    found.close()


@pytest.fixture
def held(monkeypatch):
    """Painting that waits until it is let go, or dropped."""
    gate, running = threading.Event(), threading.Semaphore(0)

    def paint(*_, cancelled, **__):
        running.release()
        while not gate.wait(0.001) and not cancelled():
            pass

    monkeypatch.setattr(render, "paint", paint)
    gate.running = running
    yield gate
    gate.set()


def heard(renderer):
    found = []
    renderer.painted.connect(lambda one, image: found.append((one, image)))
    return found


def test_as_many_pieces_are_painted_at_once_as_there_are_threads(renderer, held, qtbot):
    found, pieces = heard(renderer), [piece(0), piece(10)]
    assert renderer.free == 2
    for one in pieces:
        renderer.ask(one)
    for _ in pieces:  # both have begun before either ends
        assert held.running.acquire(timeout=5)
    assert renderer.free == 0
    assert renderer.wanted == frozenset(pieces)
    held.set()
    qtbot.waitUntil(lambda: not renderer.busy)
    assert {one for one, image in found if image is not None} == set(pieces)
    assert renderer.free == 2


def test_a_painted_piece_keeps_its_pixels_as_long_as_it_is_there():
    image = replace(piece(), ground="#123456").painted()
    before = pixels(image)
    assert before[0, 0].tolist() == [0x12, 0x34, 0x56]
    shared = QImage(image)
    del image
    gc.collect()
    others = [np.full((18, 18), number, np.uint32) for number in range(2_000)]
    assert (pixels(shared) == before).all()
    assert len(others) == 2_000


def test_dropped_pieces_stop_and_come_back_without_a_picture(renderer, held, qtbot):
    found, first = heard(renderer), piece()
    renderer.ask(first)
    assert held.running.acquire(timeout=5)
    renderer.cancel()
    assert renderer.busy
    assert renderer.wanted == frozenset()
    qtbot.waitUntil(lambda: not renderer.busy)  # though nobody has let it go
    assert found == [(first, None)]
    held.set()
    again = piece()
    renderer.ask(again)
    qtbot.waitUntil(lambda: not renderer.busy)
    assert found[1][0] is again
    assert found[1][1] is not None


def test_a_piece_that_goes_wrong_leaves_its_place_to_the_next(renderer, qtbot, monkeypatch):
    wrong = []
    renderer.failed.connect(lambda one, error: wrong.append((one, error)))

    def broken(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(render, "paint", broken)
    pieces = [piece(10 * n) for n in range(2)]
    for one in pieces:
        renderer.ask(one)
    qtbot.waitUntil(lambda: not renderer.busy)
    assert {one for one, _ in wrong} == set(pieces)
    assert all(isinstance(error, ZeroDivisionError) for _, error in wrong)
    assert renderer.free == 2


def test_a_closed_renderer_takes_nothing_and_tells_nothing(held, qtbot):
    renderer = Renderer(threads=1)
    found = heard(renderer)
    renderer.ask(piece())
    assert held.running.acquire(timeout=5)
    renderer.close()
    assert not renderer.busy
    assert renderer.free == 0
    qtbot.wait(20)
    assert found == []


def test_there_are_no_more_threads_than_processors(monkeypatch):
    monkeypatch.setattr(render.os, "cpu_count", lambda: 2)
    assert render.usual_threads() == 2
    monkeypatch.setattr(render.os, "cpu_count", lambda: 64)
    assert render.usual_threads() == render.MOST_THREADS
    monkeypatch.setattr(render.os, "cpu_count", lambda: None)
    assert render.usual_threads() == 1


@pytest.mark.parametrize("by_qt", [True, False])
def test_a_renderer_that_nobody_closed_waits_for_its_threads_when_it_goes(held, qtbot, by_qt):
    owner = QObject()
    renderer = Renderer(owner, threads=2)
    found = heard(renderer)
    renderer.ask(piece())
    renderer.ask(piece())
    for _ in range(2):
        assert held.running.acquire(timeout=5)
    before = {one for one in threading.enumerate() if one.name.startswith("map")}
    if by_qt:
        shiboken6.delete(owner)
    else:
        del owner, renderer
        gc.collect()
    left = {one for one in threading.enumerate() if one.name.startswith("map")}
    assert len(before) - len(left) == 2
    qtbot.wait(10)
    assert found == []


def test_many_renderers_go_while_they_paint(qtbot):
    """What their threads tell comes to nobody: no crash, no error of a thread."""
    errors = []
    hook, threading.excepthook = threading.excepthook, errors.append
    try:
        for _ in range(40):
            owner = QObject()
            renderer = Renderer(owner, threads=2)
            for left in (0, 10):
                renderer.ask(piece(left))
            shiboken6.delete(owner)
            qtbot.wait(1)
    finally:
        threading.excepthook = hook
    assert errors == []


FIRST = """
from concurrent.futures import ThreadPoolExecutor
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from shiboken6 import Shiboken
from tests.strategies import small_plan
from widgets.map.render import Grid, Piece
from widgets.map.scene import Scene


def types():
    known, asked = set(), [Shiboken.Object]
    while asked:
        below = set(type.__subclasses__(asked.pop())) - known
        known |= below
        asked += below
    return {one.__name__ for one in known if one.__module__.startswith("PySide6")}


application = QGuiApplication([])
plan = small_plan()
scene, ids = Scene.of(plan), {"parcels": plan.layer("parcels").ids}
west, _, _, north = scene.extent()
piece = Piece(scene, Grid(west, north, 1.0, 96.0), QRect(0, 0, 300, 300), selection=ids)
before = types()
with ThreadPoolExecutor(1) as beside:
    image = beside.submit(piece.painted).result()
assert not image.isNull()
print(*sorted(types() - before))
"""


def test_a_thread_that_paints_makes_none_of_the_types_that_the_window_may_make_as_well():
    done = subprocess.run(
        [sys.executable, "-c", FIRST], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == []
