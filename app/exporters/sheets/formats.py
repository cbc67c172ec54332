"""Writes sheets as files: PDF and SVG as vectors, PNG as a picture of the same drawing."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, cast
from uuid import UUID

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QPageLayout,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPdfWriter,
)
from PySide6.QtSvg import QSvgGenerator

from app.exporter import Options
from app.exporters.sheets.anchors import anchored
from app.exporters.sheets.board import families
from app.exporters.sheets.page import UNITS_DPI, UNITS_PER_MM, Drawing
from layers.document import Document
from layers.errors import ExportError
from layers.measure import Results
from layers.progress import Progress
from widgets.map import native
from widgets.map.viewport import MM_PER_INCH

MOST_PIXELS: Final = 400_000_000

_application: list[QGuiApplication] = []


def ready() -> None:
    """Make the application that fonts need, without a screen, where there is none."""
    if QGuiApplication.instance() is None:
        _application.append(QGuiApplication(["greenplat", "-platform", "offscreen"]))


def write_pdf(drawing: Drawing, path: Path, options: Options, progress: Progress) -> None:
    """Write the sheet as a PDF of vectors, with texts as texts."""
    del options
    buffer = _buffer()
    writer = QPdfWriter(buffer)
    paper = drawing.places.paper
    size = QPageSize(QSizeF(paper.width(), paper.height()), QPageSize.Unit.Millimeter)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    writer.setResolution(UNITS_DPI)
    writer.setTitle(drawing.title)
    writer.setCreator("GreenPlat")
    _draw_on(writer, path, lambda painter: drawing.draw(painter, progress))
    content = _content(buffer)
    if not content.rstrip().endswith(b"%%EOF"):
        raise OSError(0, f"{path.name} was not drawn to its end")
    path.write_bytes(_undated(content, drawing.stamp, drawing.year))


def _buffer() -> QBuffer:
    # Qt tells nobody that a disk is full; what is drawn in memory is written by Python, which does.
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _content(buffer: QBuffer) -> bytes:
    return bytes(buffer.data().data())


def _undated(content: bytes, stamp: str, year: int) -> bytes:
    """Return a PDF dated by the plan and not by the clock: the same plan gives the same file.

    Every replacement is as long as what it replaces, since a PDF counts its bytes.
    """
    content = re.sub(rb"\(D:\d{14}Z\)", b"(D:%04d0101000000Z)" % year, content)
    content = re.sub(
        rb'Date="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d', b'Date="%04d-01-01T00:00:00' % year, content
    )

    id_ = str(UUID(stamp)).encode()
    content = re.sub(rb'DocumentID="uuid:[0-9a-f-]{36}', b'DocumentID="uuid:' + id_, content)

    def named(found: re.Match[bytes]) -> bytes:
        name = (stamp.encode().hex().encode() * 4)[: len(found[1])]
        return b"/ID [ <%s> <%s> ]" % (name, name)

    return re.sub(rb"/ID \[ <([0-9a-f]+)> <\1> \]", named, content)


def write_svg(drawing: Drawing, path: Path, options: Options, progress: Progress) -> None:
    """Write the sheet as an SVG of vectors, as large as the paper."""
    drawing.families = families(options.lang, elsewhere=True)
    generator = QSvgGenerator()
    buffer = _buffer()
    generator.setOutputDevice(buffer)
    paper = drawing.places.paper.size() * UNITS_PER_MM
    generator.setResolution(UNITS_DPI)
    generator.setSize(QSize(round(paper.width()), round(paper.height())))
    generator.setViewBox(QRectF(0, 0, paper.width(), paper.height()))
    generator.setTitle(drawing.title)
    _draw_on(generator, path, lambda painter: drawing.draw(painter, progress))
    text = _content(buffer).decode("utf-8")
    path.write_bytes(anchored(text, drawing.anchors.known).encode("utf-8"))


def write_png(drawing: Drawing, path: Path, options: Options, progress: Progress) -> None:
    """Write a picture of the sheet in the dots per inch that are asked for."""
    paper = drawing.places.paper
    wide, high = (
        round(size * options.dpi / MM_PER_INCH) for size in (paper.width(), paper.height())
    )
    if options.dpi <= 0 or wide * high > MOST_PIXELS:
        raise ExportError(
            "{dpi} dots per inch make {wide} × {high} dots. Take between 1 and {most}.",
            dpi=options.dpi,
            wide=wide,
            high=high,
            most=int(math.sqrt(MOST_PIXELS / paper.width() / paper.height()) * MM_PER_INCH),
        )
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(options.dpi / MM_PER_INCH * 1000))
    image.setDotsPerMeterY(round(options.dpi / MM_PER_INCH * 1000))
    image.fill(Qt.GlobalColor.white)

    def drawn(painter: QPainter) -> None:
        painter.scale(options.dpi / UNITS_DPI, options.dpi / UNITS_DPI)
        drawing.draw(painter, progress)

    _draw_on(image, path, drawn)
    buffer = _buffer()
    if not image.save(buffer, cast("bytes", "PNG")):
        raise OSError(0, f"the picture of {path.name} was not written")
    path.write_bytes(_content(buffer))


def _draw_on(device: QPaintDevice, path: Path, draw: Callable[[QPainter], None]) -> None:
    painter = QPainter()
    if not painter.begin(device):
        raise OSError(0, f"{path.name} was not opened")
    try:
        draw(painter)
    finally:
        # The window answers meanwhile: packing a large page takes seconds.
        ended = native.ended(painter)
    if not ended:
        raise OSError(0, f"{path.name} was not written")


FORMATS: Final = {".pdf": write_pdf, ".svg": write_svg, ".png": write_png}


def write(
    document: Document, results: Results, path: Path, options: Options, progress: Progress
) -> None:
    """Write a sheet in the format that the ending of the path names."""
    ready()
    drawing = Drawing(document, results, options)
    progress.at(0.2)
    FORMATS[path.suffix.lower()](drawing, path, options, progress)
