"""What an SVG of Qt's says: shapes and texts with their places on the page and how they look."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

NAME = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Shape:
    """A path, in the page's units."""

    fill: str
    fill_opacity: float
    stroke: str
    stroke_opacity: float
    width: float
    dash: tuple[float, ...]
    cap: str
    parts: tuple[np.ndarray, ...]

    @property
    def places(self):
        """(n, 2), all places."""
        return np.concatenate(self.parts)

    @property
    def bounds(self):
        return (*self.places.min(axis=0), *self.places.max(axis=0))


def written(draw, width, height):
    """Return what a function draws on a page of so many units, as SVG."""
    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(int(width), int(height)))
    generator.setViewBox(QRectF(0, 0, width, height))
    painter = QPainter(generator)
    try:
        draw(painter)
    finally:
        painter.end()
    return bytes(data.data()).decode()


def shapes(text):
    """Return the paths of an SVG in their order."""
    found = []
    for group in ET.fromstring(text).iter(f"{NAME}g"):  # noqa: S314 - written here
        found += [_shape(group, node) for node in group if node.tag == f"{NAME}path"]
    return found


def texts(text):
    """Return the texts of an SVG with where each begins, in the page's units."""
    found = []
    for group in ET.fromstring(text).iter(f"{NAME}g"):  # noqa: S314 - written here
        for node in group:
            if node.tag == f"{NAME}text":
                place = np.array([[float(node.get("x")), float(node.get("y"))]])
                ((x, y),) = _moved(place, group)
                found.append((" ".join("".join(node.itertext()).split()), x, y))
    return found


def _shape(group, node):
    scale = _matrix(group)[0]
    dash = group.get("stroke-dasharray", "none")
    width = float(group.get("stroke-width", "1"))
    opacity = float(group.get("opacity", "1"))
    return Shape(
        fill=group.get("fill"),
        fill_opacity=float(group.get("fill-opacity", "1")) * opacity,
        stroke=group.get("stroke"),
        stroke_opacity=float(group.get("stroke-opacity", "1")) * opacity,
        width=width * scale,
        dash=tuple(float(one) * scale for one in dash.split(",")) if dash != "none" else (),
        cap=group.get("stroke-linecap", ""),
        parts=tuple(_moved(part, group) for part in _parts(node.get("d"))),
    )


def _parts(path):
    """Return the places of each part of a path; of curves those that they run through and to."""
    found = []
    for command, x, y in re.findall(r"([MLC]?)\s*(-?[\d.e+-]+),(-?[\d.e+-]+)", path):
        if command == "M":
            found.append([])
        found[-1].append((float(x), float(y)))
    return [np.array(part) for part in found]


def _matrix(group):
    return [float(one) for one in re.findall(r"-?[\d.e-]+", group.get("transform", "1 0 0 1 0 0"))]


def _moved(places, group):
    a, b, c, d, e, f = _matrix(group)
    return places @ np.array([[a, b], [c, d]]) + (e, f)
