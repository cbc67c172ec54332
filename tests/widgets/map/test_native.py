import threading

import numpy as np
import pytest
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QColor, QImage, QPainter, QPdfWriter, QPen

from tests.widgets.map.pictures import pixels
from widgets.map import native
from widgets.map.paths import draw_lines

pytestmark = pytest.mark.usefixtures("qapp")
ALL = [native._DRAW_LINES, native._END, native._DRAW_POLYGON]


def drawn(lines):
    image = QImage(120, 90, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor("#803010"), 1.0))
    draw_lines(painter, lines)
    painter.end()
    return pixels(image)


def test_both_ways_draw_the_same(monkeypatch):
    lines = np.random.default_rng(5).uniform(0, 100, (9_000, 4))
    ours = drawn(lines)
    monkeypatch.setattr(native, "_draw_lines", None)
    assert (drawn(lines) == ours).all()
    assert (ours != 255).any()


@pytest.mark.parametrize("which", ALL)
def test_it_can_be_switched_off_and_says_so(monkeypatch, which):
    monkeypatch.setenv(native.OFF, "1")
    assert native._found(which) is None
    monkeypatch.delenv(native.OFF)
    monkeypatch.setitem(native._NAMES, native.sys.platform, ("Qt/lib/none.so", "none", "none"))
    assert native._found(which) is None


@pytest.mark.skipif(native.sys.platform != "linux", reason="names differ elsewhere")
@pytest.mark.parametrize("which", ALL)
def test_qt_has_the_functions_here(which):
    assert native._found(which) is not None


def page():
    """Return a page of some lines and whether it was ended."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    painter = QPainter(writer)
    draw_lines(painter, np.random.default_rng(5).uniform(0, 5000, (2_000, 4)))
    done = native.ended(painter), painter.isActive()
    return done, bytes(buffer.data().data())


def test_a_page_is_ended_the_same_in_both_ways(monkeypatch):
    done, ours = page()
    assert done == (True, False)
    assert ours.rstrip().endswith(b"%%EOF")
    monkeypatch.setattr(native, "_end", None)
    assert page()[0] == done
    assert len(page()[1]) == len(ours)


@pytest.mark.skipif(native.sys.platform != "linux", reason="names differ elsewhere")
def test_other_threads_run_while_a_page_is_ended():
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    painter = QPainter(writer)
    draw_lines(painter, np.random.default_rng(5).uniform(0, 5000, (60_000, 4)))
    turns, over = [], threading.Event()

    def turn():
        while not over.wait(0.001):
            turns.append(1)

    other = threading.Thread(target=turn)
    other.start()
    before = len(turns)
    native.ended(painter)
    during = len(turns) - before
    over.set()
    other.join()
    assert during > 3
