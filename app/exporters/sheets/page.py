"""Draws a sheet on a page: PDF and SVG as vectors, PNG as a picture of the same drawing."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final, cast
from uuid import UUID

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
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
from app.exporters import figures
from app.exporters.sheets import contents
from app.exporters.sheets.board import CENTRE, SOFT, Board, families, need_font_for
from app.exporters.sheets.codes import letterings
from app.exporters.sheets.compass import Compass
from app.exporters.sheets.declared import Sheet, sheet
from app.exporters.sheets.layout import NEAT_MM, Layout, arranged, grid_room, layout, scale_of
from app.exporters.wording import Wording
from layers.document import Document
from layers.errors import ExportError
from layers.measure import Results
from layers.progress import Progress
from widgets.map import credit, labelling
from widgets.map.painter import paint
from widgets.map.rasters import underlays_for_paper
from widgets.map.scene import Scene
from widgets.map.viewport import MM_PER_INCH, Bounds, Viewport

UNITS_DPI: Final = 1270
"""Units of the drawing in an inch, the same for all formats: so all are set alike. A millimetre
has 50 of them, and every paper a whole number."""
UNITS_PER_MM: Final = UNITS_DPI / MM_PER_INCH
MOST_PIXELS: Final = 400_000_000
CROSS: Final = "#8b9499"
SAID_AGAIN_MM: Final = 150.0
"""How far from each other the same name is written again."""
TICK_MM: Final = 2.0
TICKS_APART_MM: Final = 45.0

_application: list[QGuiApplication] = []


def ready() -> None:
    """Make the application that fonts need, without a screen, where there is none."""
    if QGuiApplication.instance() is None:
        _application.append(QGuiApplication(["greenplat", "-platform", "offscreen"]))


# ---- the drawing --------------------------------------------------------------------------------


class Drawing:
    """A sheet that knows all it says and is drawn on any device.

    Parameters
    ----------
    document, results
        The plan and its results.
    options
        Paper, scale, language, title and grid.
    """

    def __init__(self, document: Document, results: Results, options: Options) -> None:
        self.sheet: Sheet = sheet(options.sheet)
        self.places: Layout = layout(options.paper)
        self._wording = Wording(options.lang, document.codes, document.parameters)
        self._document, self._results, self._options = document, results, options
        self.scene = Scene.of(document, contents.styles(document, self.sheet), results)
        self.bounds = _bounds(self.scene, self.sheet)
        self.families = families(options.lang)
        self.denominator = scale_of(options.scale, self.bounds, self.places.map)
        need_font_for([self.title, document.name, *_names(self.scene)])

    @property
    def stamp(self) -> str:
        """Stamp of the plan."""
        return figures.stamp_of(self._results)

    @property
    def year(self) -> int:
        """Base year of the plan, which dates the file. [a]."""
        year = self._document.parameters.get("plan.base_year")
        return min(max(int(year), 1), 9999) if isinstance(year, (int, float)) else 2000

    @property
    def title(self) -> str:
        """Title above the map: the plan and the sheet."""
        name = figures.plan_name(self._document, self._options.lang, self._options.title)
        joint = "" if self._options.lang == "zh" else " – "
        return f"{name}{joint}{self.sheet.named(self._options.lang)}"

    def draw(self, painter: QPainter, progress: Progress) -> None:
        """Draw the sheet; the painter's unit is 1/1270 inch."""
        board = Board(painter, UNITS_PER_MM, self.families, self.places.weight)
        self._draw_map(board, progress)
        progress.at(0.6)
        self._mask(board)
        places, size = self.places, self.places.size
        high = places.title.height() * 0.52
        board.text(places.title, self.title, high, CENTRE, bold=True)
        if self._options.grid:
            _draw_grid(board, self._viewport, places.map, size)
        board.box(places.map, 0.35)
        board.box(places.frame, NEAT_MM)
        board.box(places.paper.adjusted(0.05, 0.05, -0.05, -0.05), 0.1, "#d0d4d6")
        self._draw_blocks(board)
        progress.at(0.9)

    @property
    def _viewport(self) -> Viewport:
        west, south, east, north = self.bounds
        picture = self.places.map.size() * UNITS_PER_MM
        return Viewport.at_scale(
            ((west + east) / 2, (south + north) / 2),
            self.denominator,
            (picture.width(), picture.height()),
            UNITS_DPI,
        )

    def _draw_map(self, board: Board, progress: Progress) -> None:
        painter, picture = board.painter, board.units_of(self.places.map)
        ground = self._options.ground
        base_map = ground(self._viewport, progress) if ground is not None else None
        below = (base_map,) if base_map is not None else ()
        scene = replace(self.scene, underlays=below + underlays_for_paper(self._document))
        painter.save()
        painter.translate(picture.topLeft())
        painter.setClipRect(QRectF(0, 0, picture.width(), picture.height()))
        hidden = [kind for kind in self.scene.layers if kind not in self.sheet.kinds]
        # Widths and names go by the resolution: on large paper they are heavier.
        viewport = replace(self._viewport, dpi=UNITS_DPI * self.places.weight)
        paint(
            painter,
            scene,
            viewport,
            vector=True,
            hidden=hidden,
            cancelled=lambda: progress.cancelled,
        )
        self._draw_names(board, viewport)
        credit.draw_credit(painter, viewport, credit.credit_of(scene, ()), board.font(2.5))
        painter.restore()

    def _draw_names(self, board: Board, viewport: Viewport) -> None:
        """Write the names that have room; the name of a road is not said again close by."""
        coded = "parcels" in self.sheet.labels and self.scene.layers["parcels"].style.by
        named = [kind for kind in self.sheet.labels if not (coded and kind == "parcels")]
        hidden = [kind for kind in self.scene.layers if kind not in named]
        font = labelling.sized(board.font(2.5), viewport)
        edge = QRectF(0, 0, viewport.width, viewport.height)
        said: dict[str, list[QPointF]] = {}
        taken: list[QRectF] = []
        # The viewport's millimetres are as much larger as names are.
        again = SAID_AGAIN_MM / self.places.weight
        labels = labelling.placed(self.scene, viewport, hidden=hidden, font=font, again_mm=again)
        for label in labels:
            place = label.rectangle(viewport)
            middles = said.setdefault(label.text, [])
            near = SAID_AGAIN_MM * UNITS_PER_MM
            said_near = any((place.center() - one).manhattanLength() < near for one in middles)
            if edge.contains(place) and not said_near:
                middles.append(place.center())
                taken.append(place)
                labelling.write_label(board.painter, label, viewport, font)

        for one in letterings(self.scene, viewport, font, taken) if coded else ():
            for text, place in zip(one.lines, one.places, strict=True):
                if edge.contains(place):
                    labelling.write(board.painter, text, place, one.font, viewport.px_per_mm)

    def _mask(self, board: Board) -> None:
        """Lay white over what reaches beyond the map: SVG has no clip."""
        paper, picture, white = self.places.paper, self.places.map, QColor("#ffffff")
        for box in (
            QRectF(paper.left(), paper.top(), paper.width(), picture.top()),
            QRectF(paper.left(), picture.bottom(), paper.width(), paper.bottom()),
            QRectF(paper.left(), picture.top(), picture.left(), picture.height()),
            QRectF(picture.right(), picture.top(), paper.right(), picture.height()),
        ):
            board.box(box.intersected(paper), 0, fill=white)

    def _draw_blocks(self, board: Board) -> None:
        tr = self._wording.tr
        scale = f"1:{self.denominator:.10g}"
        what = self._document, self._results, self.sheet, self._wording
        blocks = [Compass(tr("N"), scale, self.denominator), *contents.blocks(*what)]
        last = contents.title_block(*what, scale, self._options.title)
        found, type_ = arranged(board, self.places, blocks, last)
        for block, place in found:
            block.draw(board, place, type_)


def _bounds(scene: Scene, sheet_: Sheet) -> Bounds:
    """Return what the sheet shows: the red line, else the parcels, else all that is drawn.

    A stray feature far away does not make the plan a dot.
    """
    for shown in (["boundary"], ["parcels"], list(sheet_.kinds)):
        found = scene.extent([kind for kind in shown if kind in sheet_.kinds])
        if found is not None and math.isfinite(sum(found)):
            return found
    raise ExportError(
        "The plan has nothing to draw on this sheet. Load parcels or a red line first."
    )


def _names(scene: Scene) -> list[str]:
    return [
        value
        for layer in scene.layers.values()
        if layer.kind.label in layer.source.columns
        for value in layer.source.values(layer.kind.label).dropna().unique().tolist()
        if isinstance(value, str)
    ]


def tick_distance(denominator: float) -> float:
    """Return how far the ticks of the grid are apart. [m].

    Examples
    --------
    45 mm at 1:5000 are 225 m.

    >>> tick_distance(5000)
    500.0
    """
    least = TICKS_APART_MM / 1000 * denominator
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * step for step in (1.0, 2.0, 5.0, 10.0) if power * step >= least)


def _draw_grid(board: Board, viewport: Viewport, picture: QRectF, size: float) -> None:
    """Draw crosses at round coordinates, with X (north) and Y (east) at the edges."""
    west, south, east, north = viewport.bounds
    apart = tick_distance(viewport.denominator)
    mm_per_m = viewport.px_per_m / UNITS_PER_MM
    across = {x: picture.left() + (x - west) * mm_per_m for x in _rounds(west, east, apart)}
    down = {y: picture.top() + (north - y) * mm_per_m for y in _rounds(south, north, apart)}
    type_, half = max(size * 0.8, 2.5), TICK_MM / 2
    for x, at in across.items():
        if picture.left() + 12 < at < picture.right() - 12:
            place = QRectF(at - 20, picture.bottom(), 40, grid_room(size))
            board.text(place, f"Y {x:.0f}", type_, CENTRE, colour=SOFT)
        for edge, step in ((picture.top(), TICK_MM), (picture.bottom(), -TICK_MM)):
            board.line(QPointF(at, edge), QPointF(at, edge + step), 0.18)
    for y, at in down.items():
        if picture.top() + 12 < at < picture.bottom() - 12:
            middle = QPointF(picture.left() - grid_room(size) / 2, at)
            _upright(board, middle, f"X {y:.0f}", type_)
        for edge, step in ((picture.left(), TICK_MM), (picture.right(), -TICK_MM)):
            board.line(QPointF(edge, at), QPointF(edge + step, at), 0.18)
    for at in (QPointF(x, y) for x in across.values() for y in down.values()):
        board.line(at - QPointF(half, 0), at + QPointF(half, 0), 0.12, CROSS)
        board.line(at - QPointF(0, half), at + QPointF(0, half), 0.12, CROSS)


def _rounds(low: float, high: float, apart: float) -> list[float]:
    return [n * apart for n in range(math.ceil(low / apart), math.floor(high / apart) + 1)]


def _upright(board: Board, middle: QPointF, text: str, size: float) -> None:
    painter = board.painter
    painter.save()
    painter.translate(middle * board.units)
    painter.rotate(-90)
    board.text(QRectF(-20, -2, 40, 4), text, size, CENTRE, colour=SOFT)
    painter.restore()


# ---- the formats --------------------------------------------------------------------------------


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
    path.write_bytes(_content(buffer))


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
        ended = painter.end()
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
