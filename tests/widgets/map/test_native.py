import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from tests.widgets.map.pictures import pixels
from widgets.map import native
from widgets.map.paths import draw_lines

pytestmark = pytest.mark.usefixtures("qapp")


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


def test_it_can_be_switched_off_and_says_so(monkeypatch):
    monkeypatch.setenv(native.OFF, "1")
    assert native._found() is None
    monkeypatch.delenv(native.OFF)
    monkeypatch.setitem(native._NAMES, native.sys.platform, ("Qt/lib/none.so", "none"))
    assert native._found() is None


@pytest.mark.skipif(native.sys.platform != "linux", reason="names differ elsewhere")
def test_qt_has_the_function_here():
    assert native._found() is not None
