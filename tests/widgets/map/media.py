"""The same scene on the screen, as a picture of paper, as SVG and as PDF, each as pixels."""

import math
import shutil
import subprocess

import numpy as np
import pytest
from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgRenderer

from tests.widgets.map import svg
from tests.widgets.map.pictures import pixels
from widgets.map.painter import paint

MEDIA = ("paper", "svg", "pdf")
"""All but the screen."""
BLOCK = 25
"""Edge of the squares whose mean colours are compared: hatches may lie otherwise. [px]"""
NEAR = 26
"""Difference of the means that counts as none: an outline has moved by a part of a pixel."""


def seen(medium, scene, viewport, folder, ground="#ffffff", **values):
    """Return a scene as pixels.

    Parameters
    ----------
    medium
        ``screen``, ``paper``, ``svg`` or ``pdf``.
    scene, viewport
        What, and where; 254 dots an inch.
    folder
        For files of programs that make pictures of PDFs.
    ground
        Colour below.
    values
        More for the painter.
    """
    image = QImage(int(viewport.width), int(viewport.height), QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    try:
        match medium:
            case "screen" | "paper":
                paint(painter, scene, viewport, vector=medium == "paper", **values)
            case "svg":
                text = as_svg(scene, viewport, **values)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                QSvgRenderer(text.encode()).render(painter, QRectF(image.rect()))
            case "pdf":
                painter.drawImage(0, 0, as_pdf(scene, viewport, folder, ground, **values))
    finally:
        painter.end()
    return pixels(image)


def as_svg(scene, viewport, **values):
    """Return a scene as the text of an SVG."""
    size = viewport.width, viewport.height
    return svg.written(lambda to: paint(to, scene, viewport, vector=True, **values), *size)


def as_pdf(scene, viewport, folder, ground="#ffffff", **values):
    """Return the picture that Poppler makes of a PDF; the file stays in the folder."""
    write_pdf(scene, viewport, folder / "a.pdf", ground, **values)
    program = shutil.which("pdftoppm")
    if program is None:
        pytest.skip("pdftoppm is not installed")
    wide, high = str(int(viewport.width)), str(int(viewport.height))
    call = [program, "-png", "-singlefile", "-scale-to-x", wide, "-scale-to-y", high]
    subprocess.run([*call, folder / "a.pdf", folder / "a"], check=True)
    return QImage(str(folder / "a.png"))


def write_pdf(scene, viewport, path, ground="#ffffff", **values):
    """Write a page as large as the viewport."""
    writer = QPdfWriter(str(path))
    writer.setResolution(round(viewport.dpi))
    size = QSizeF(viewport.width, viewport.height) / viewport.px_per_mm
    writer.setPageSize(
        QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
    )
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    try:
        if ground != "#ffffff":
            painter.fillRect(QRectF(0, 0, viewport.width, viewport.height), QColor(ground))
        paint(painter, scene, viewport, vector=True, **values)
    finally:
        painter.end()


def means(array):
    """Return the mean colours of the squares of a picture."""
    high, wide = (math.floor(size / BLOCK) for size in array.shape[:2])
    whole = array[: high * BLOCK, : wide * BLOCK].astype(float)
    return whole.reshape(high, BLOCK, wide, BLOCK, 3).mean(axis=(1, 3))


def apart(one, other):
    """Return by how much two pictures differ at most, seen from a little further away."""
    return float(np.abs(means(one) - means(other)).max())
