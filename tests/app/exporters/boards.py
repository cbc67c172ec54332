"""Drawing boards for tests: what a block draws, as pixels and as the texts of an SVG."""

import re
from xml.etree import ElementTree as ET

from PySide6.QtCore import QBuffer, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from app.exporters.sheets.blocks import Type
from app.exporters.sheets.board import Board, families

PER_MM = 20
"""Pixels in a millimetre."""
TYPE = Type(2.5, 1.6)


def picture(draw, wide=60, high=60, weight=1.0):
    """Return the pixels that a function draws on a white board, and a way to look at them."""
    image = QImage(wide * PER_MM, high * PER_MM, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    try:
        draw(Board(painter, PER_MM, families("en"), weight))
    finally:
        painter.end()
    return image


def colour(image, x, y):
    """Return the colour at a place in millimetres."""
    return image.pixelColor(round(x * PER_MM), round(y * PER_MM)).name()


def texts(draw, wide=60, high=60):
    """Return the texts that a function writes, with their places: (text, x, y) in millimetres."""
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(wide * PER_MM, high * PER_MM))
    generator.setViewBox(QRectF(0, 0, wide * PER_MM, high * PER_MM))
    painter = QPainter(generator)
    try:
        draw(Board(painter, PER_MM, families("en")))
    finally:
        painter.end()
    found = []
    for node in ET.fromstring(bytes(buffer.data())).iter():  # noqa: S314 - written here
        if node.tag.endswith("text"):
            place = [float(node.get(axis)) / PER_MM for axis in ("x", "y")]
            found.append((re.sub(r"\s+", " ", "".join(node.itertext())).strip(), *place))
    return found


def measured(ask):
    """Return what a function answers on a board, for heights and widths."""
    answers = []
    picture(lambda board: answers.append(ask(board)), 1, 1)
    return answers[0]


def words(found):
    """Return the texts alone, from above to below and from left to right."""
    return [text for text, x, y in sorted(found, key=lambda one: (round(one[2], 1), one[1]))]


def height(block, width=56.0, type_=TYPE):
    """Return the room that a block asks for. [mm]."""
    return measured(lambda board: block.height(board, width, type_))


def white_below(block, place):
    """Return whether nothing is drawn below the room that a block asks for at a place."""
    bottom = place.top() + height(block, place.width())
    image = picture(lambda board: block.draw(board, place, TYPE))
    below = range(round((bottom + 0.3) * 20), image.height())
    return len(below) > 0 and all(
        image.pixelColor(x, y).name() == "#ffffff"
        for y in below
        for x in range(0, image.width(), 4)
    )
