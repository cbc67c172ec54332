"""Small pictures of the map, and what it means that two are the same."""

import os
from pathlib import Path

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter

from widgets.map.painter import paint
from widgets.map.scene import Scene
from widgets.map.viewport import MapX, MapY, Viewport

FOLDER = Path(__file__).parent / "expected"
LARGEST = 32
"""Difference of one channel that counts as none."""
SHARE = 0.002
"""Share of pixels that may differ by more."""
SIZE = (200, 150)


def around(plan, size=SIZE, margin=0.05, **values):
    """The whole plan on a small picture."""
    viewport = Viewport(MapX(0.0), MapY(0.0), 1.0, *size, **values)
    return viewport.fitted(Scene.of(plan).extent(), margin)


def picture(plan, viewport=None, ground="#ffffff", **values):
    """The plan as an array of (height, width, 3) bytes: red, green, blue."""
    viewport = viewport or around(plan)
    image = QImage(int(viewport.width), int(viewport.height), QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    paint(painter, Scene.of(plan), viewport, **values)
    painter.end()
    return pixels(image)


def pixels(image):
    """A QImage as an array of (height, width, 3) bytes: red, green, blue."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def differing(one, other):
    """Share of pixels of which a channel differs visibly."""
    if one.shape != other.shape:
        return 1.0
    # Absolute first: of signed differences the largest may be 0 where white became black.
    difference = np.abs(one.astype(int) - other.astype(int)).max(axis=2)
    return float((difference > LARGEST).mean())


def same(one, other):
    return differing(one, other) <= SHARE


def spots(one, other):
    """Count the pixels of which nothing within a pixel of the other picture has the colour.

    An edge may lie a part of a pixel aside, on another machine; nothing may be there or gone.
    """
    if one.shape != other.shape:
        return max(one.size, other.size)
    return _unexplained(one, other) + _unexplained(other, one)


def _unexplained(one, other):
    around = np.pad(other.astype(int), ((1, 1), (1, 1), (0, 0)), mode="edge")
    height, width = one.shape[:2]
    least = np.full((height, width), 255)
    for down in range(3):
        for across in range(3):
            moved = around[down : down + height, across : across + width]
            least = np.minimum(least, np.abs(one.astype(int) - moved).max(axis=2))
    return int((least > LARGEST).sum())


def saved(array, path):
    height, width = array.shape[:2]
    image = QImage(
        np.ascontiguousarray(array).data, width, height, width * 3, QImage.Format.Format_RGB888
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    assert image.save(str(path))


def check_exactly(array, name, folder):
    """Compare with the picture kept under a name: not one pixel may be of a colour of its own."""
    check(array, name, folder, lambda one, other: spots(one, other) == 0)


def check(array, name, folder, fits=same):
    """Compare with the picture kept under a name; ``PLAN_RENEW_IMAGES=1`` keeps this one."""
    kept = FOLDER / f"{name}.png"
    if os.environ.get("PLAN_RENEW_IMAGES") == "1":
        saved(array, kept)
    expected = pixels(QImage(str(kept)))
    if not fits(array, expected):
        saved(array, folder / f"{name}-got.png")
        saved(expected, folder / f"{name}-expected.png")
        raise AssertionError(f"{name} differs in {differing(array, expected):.2%}; see {folder}")
