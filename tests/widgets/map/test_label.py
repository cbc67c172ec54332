"""Labels as values: where their boxes are, straight and turned, and how long texts are."""

import threading

import numpy as np
import pytest

from tests.widgets.map.lettering import blocks
from widgets.map.label import Face, Label, corners
from widgets.map.viewport import MapX, MapY, Viewport

VIEW = Viewport(MapX(0.0), MapY(0.0), 1.0, 200, 100)


def test_a_label_is_a_box_around_its_place():
    box = Label("A", 10, 20, 40, 10).rectangle(VIEW)
    assert (box.left(), box.top(), box.width(), box.height()) == (90, 25, 40, 10)
    moved = Label("A", 10, 20, 40, 10, shift=5, drop=-3).rectangle(VIEW)
    assert (moved.left(), moved.top()) == (95, 22)
    assert Label("A\nB", 0, 0, 1, 1).lines == ("A", "B")


def test_a_turned_label_has_an_upright_box_around_it_and_corners_of_its_own():
    up = Label("A", 0, 0, 40, 10, angle=90)
    box = up.rectangle(VIEW)
    assert (box.width(), box.height()) == pytest.approx((10, 40))
    (four,) = corners([up], VIEW, 0.0)
    assert sorted(map(tuple, four.round(6).tolist())) == [(95, 30), (95, 70), (105, 30), (105, 70)]
    # Anticlockwise: its right end goes up on the picture, where y is less.
    (four,) = corners([Label("A", 0, 0, 40, 0, angle=45)], VIEW, 0.0)
    right = four[four[:, 0].argmax()]
    assert right == pytest.approx([100 + 20 / 2**0.5, 50 - 20 / 2**0.5])


def test_corners_are_set_apart_and_there_are_none_of_none():
    (four,) = corners([Label("A", 0, 0, 40, 10)], VIEW, 2.0)
    assert four.min(axis=0) == pytest.approx([78, 43])
    assert four.max(axis=0) == pytest.approx([122, 57])
    assert corners([], VIEW, 2.0).shape == (0, 4, 2)


@pytest.mark.usefixtures("qapp")
def test_a_face_measures_and_remembers(monkeypatch):
    face = Face(blocks(), 20.0)
    assert face.width("AB") == pytest.approx(24, abs=0.1)
    assert face.width("地") == pytest.approx(20, abs=0.1)
    assert face.height == pytest.approx(24, abs=0.1)
    assert face.widths(["A", "", "AA"]) == pytest.approx([12, 0, 24], abs=0.1)
    # The next one of the same size asks no font again.
    again = Face(blocks(), 20.2)
    again._known["never written"] = 7.0
    assert face.width("never written") == 7.0
    monkeypatch.setattr("widgets.map.label.MOST_WIDTHS", 3)
    for number in range(50):
        face.width(f"{number}")
    assert len(face._known) <= 5


@pytest.mark.usefixtures("qapp")
def test_threads_measure_at_once():
    texts = [f"{n:04d}" for n in range(500)]
    found = []

    def measure():
        found.append(Face(blocks(), 11.0).widths(texts))

    threads = [threading.Thread(target=measure) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 4
    assert all(np.array_equal(one, found[0]) for one in found)
