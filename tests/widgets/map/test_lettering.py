"""Names on one sheet: all of them where they belong, sharp, none under what covers them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from layers.errors import CancelledError
from layers.progress import Progress
from tests.test_soak_map import memory_mb
from tests.widgets.map.pictures import pixels
from widgets.map import labelling
from widgets.map.label import Label
from widgets.map.lettering import Letters, SheetDrawing, edge, written
from widgets.map.viewport import MapX, MapY, Viewport

pytestmark = pytest.mark.usefixtures("qapp")

VIEW = Viewport(MapX(39_500_100.0), MapY(3_900_075.0), 1.0, 200, 150)


def label(text, x, y, **values):
    metrics = QFontMetricsF(labelling.sized(QFont(), VIEW))
    wide = metrics.horizontalAdvance(text)
    return Label(text, 39_500_000.0 + x, 3_900_000.0 + y, wide, metrics.height(), **values)


def drawn(labels, viewport=VIEW, covered=()):
    """The names on white, in device pixels, and how many were drawn."""
    size = viewport.in_device_pixels()
    image = QImage(int(size.width), int(size.height), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    image.setDevicePixelRatio(viewport.dpr)
    drawing = SheetDrawing(Letters().sheet(labels, viewport))
    painter = QPainter(image)
    number = drawing.draw(painter, viewport, covered)
    painter.end()
    return pixels(image), number


@pytest.mark.parametrize("dpr", [1.0, 1.25, 1.5, 2.0])
def test_names_stand_where_they_are_placed_and_as_sharp_as_they_were_written(dpr):
    viewport = replace(VIEW, dpr=dpr)
    labels = [label("A-01", 40, 100), label("B-2", 150, 40, shift=8.0), label("C", 100, 75)]
    found, number = drawn(labels, viewport)
    assert number == 3
    expected = np.full_like(found, 255)
    for one in labels:
        picture = written(one, viewport)
        white = QImage(picture.size(), QImage.Format.Format_RGB32)
        white.fill(QColor("white"))
        painter = QPainter(white)
        painter.drawImage(0, 0, picture)
        painter.end()
        box, around = one.rectangle(viewport), edge(one, viewport)
        left = round((round(box.left()) - around) * dpr)
        top = round((round(box.top()) - around) * dpr)
        part = expected[top : top + white.height(), left : left + white.width()]
        np.minimum(part, pixels(white), out=part)
    np.testing.assert_array_equal(found, expected)


def test_names_move_with_the_view_by_whole_pixels():
    labels = [label("A-01", 60, 100)]
    before, _ = drawn(labels)
    after, _ = drawn(labels, VIEW.panned(30.0, 20.0))
    np.testing.assert_array_equal(after[20:, 30:], before[:-20, :-30])


def test_names_outside_and_names_half_covered_are_not_drawn():
    labels = [label("A-01", 60, 100), label("far", 5_000, 100)]
    assert drawn(labels)[1] == 1
    white, number = drawn(labels, covered=[QRectF(50, 40, 5, 5)])
    assert number == 0
    assert (white == 255).all()
    assert drawn([])[1] == 0


def test_many_names_fit_on_a_sheet_and_none_lies_over_another():
    labels = [label(f"A-{n:03d}", 100, 75) for n in range(400)]
    sheet = Letters().sheet(labels, VIEW)
    left, top, wide, high = sheet.sources.T
    assert (left + wide).max() <= sheet.image.width()
    assert (top + high).max() <= sheet.image.height()
    taken = np.zeros((sheet.image.height(), sheet.image.width()), int)
    for x, y, w, h in sheet.sources.astype(int).tolist():
        taken[y : y + h, x : x + w] += 1
    assert taken.max() == 1


def test_what_was_written_is_kept_for_the_next_sheet_even_where_it_was_broken_off(monkeypatch):
    from widgets.map import lettering

    asked = []
    original = lettering.written
    monkeypatch.setattr(
        lettering, "written", lambda one, view: asked.append(one.text) or original(one, view)
    )
    letters, labels = Letters(), [label("A", 10, 10), label("B", 60, 60)]
    progress = Progress(lambda share: progress.cancel() if share else None)
    with pytest.raises(CancelledError):
        letters.sheet([*labels, label("C", 90, 90)], VIEW, progress)
    letters.sheet(labels, VIEW)
    letters.sheet(labels, VIEW)
    assert asked == ["A", "B"]
    letters.sheet(labels, replace(VIEW, dpr=2.0))
    assert asked == ["A", "B", "A", "B"]


def test_names_written_for_another_screen_meanwhile_are_not_taken_for_this_one(monkeypatch):
    from widgets.map import lettering

    labels = [label("A", 10, 10), label("B", 60, 60)]
    alone = Letters().sheet(labels, VIEW)
    letters, original, doubled = Letters(), lettering.written, []

    def meanwhile(one, view):
        if not doubled:
            doubled.append(None)  # once: as the window's thread does when it is moved
            doubled.append(letters.sheet(labels, replace(VIEW, dpr=2.0)))
        return original(one, view)

    monkeypatch.setattr(lettering, "written", meanwhile)
    for _ in range(2):
        found = letters.sheet(labels, VIEW)
        assert np.array_equal(found.sources, alone.sources)
        assert np.array_equal(pixels(found.image), pixels(alone.image))
    assert (doubled[1].sources[:, 2:] > 1.5 * alone.sources[:, 2:]).all()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux")
def test_names_that_are_kept_take_the_memory_of_their_pixels():
    written(label("A-0", 0, 0), VIEW)
    before = memory_mb()
    kept = [written(label(f"A-{number}", 0, 0), VIEW) for number in range(400)]
    pixels_mb = sum(one.sizeInBytes() for one in kept) / 1e6
    assert pixels_mb < 2
    assert memory_mb() - before < pixels_mb + 6
