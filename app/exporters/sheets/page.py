"""Draws a sheet on a page: the map in its frame, and beside it what is said about the plan."""

from __future__ import annotations

import math
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from app.exporter import Options
from app.exporters import figures
from app.exporters.sheets import contents
from app.exporters.sheets.anchors import Anchors
from app.exporters.sheets.board import CENTRE, Board, families, need_font_for
from app.exporters.sheets.compass import Compass
from app.exporters.sheets.declared import Sheet, sheet
from app.exporters.sheets.grid import draw_grid
from app.exporters.sheets.layout import NEAT_MM, Layout, arranged, layout, scale_of
from app.exporters.sheets.names import draw_names
from app.exporters.sheets.seen import (
    Seen,
    at_all_scales,
    kinds_seen,
    marks_seen,
    ramps_of,
    rasters_seen,
)
from app.exporters.wording import Wording
from layers.document import Document
from layers.errors import ExportError
from layers.measure import Results
from layers.progress import Progress
from resources.translations import speaking
from widgets.map import credit, paper
from widgets.map.painter import paint
from widgets.map.rasters import RasterUnderlay
from widgets.map.scene import Scene
from widgets.map.viewport import MM_PER_INCH, Bounds, Viewport

UNITS_DPI: Final = 1270
"""Units of the drawing in an inch, the same for all formats: so all are set alike. A millimetre
has 50 of them, and every paper a whole number."""
UNITS_PER_MM: Final = UNITS_DPI / MM_PER_INCH


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
        self.anchors = Anchors()
        self.denominator = scale_of(options.scale, self.bounds, self.places.map)
        self.seen = kinds_seen(document, self.sheet, self.denominator, options.hidden)
        self.marks = marks_seen(results, options.overlays, options.lang)
        written = [self.scene.layers[kind].style.labels.template for kind in self.seen.lettered]
        need_font_for([self.title, document.name, *written, *_names(self.scene)])

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
        board = Board(painter, UNITS_PER_MM, self.families, self.places.weight, self.denominator)
        self.anchors = board.anchors
        left_out, rasters = self._draw_map(board, progress)
        progress.at(0.6)
        self._mask(board)
        places, size = self.places, self.places.size
        high = places.title.height() * 0.52
        board.text(places.title, self.title, high, CENTRE, bold=True)
        if self._options.grid:
            draw_grid(board, self._viewport, places.map, size)
        board.box(places.map, 0.35)
        board.box(places.frame, NEAT_MM)
        board.box(places.paper.adjusted(0.05, 0.05, -0.05, -0.05), 0.1, "#d0d4d6")
        self._draw_blocks(board, self._told(left_out, rasters))
        progress.at(0.9)

    def _told(
        self, left_out: tuple[tuple[str, str], ...], rasters: tuple[RasterUnderlay, ...]
    ) -> Seen:
        """Return what is seen, with what is known once the map is drawn."""
        layers = {kind: self.scene.layers[kind] for kind in self.seen.kinds}
        return replace(
            self.seen,
            left_out=left_out,
            generalised=tuple(
                kind for kind in layers if paper.is_coarse(layers[kind], self._weighty)
            ),
            fineness=paper.COARSE_MM * self.places.weight,
            ramps=ramps_of(rasters),
            signs=tuple(sign for one in self.marks for sign in one.told),
        )

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

    @property
    def _weighty(self) -> Viewport:
        """The same view for the painter: on large paper lines and names are heavier."""
        return replace(self._viewport, dpi=UNITS_DPI * self.places.weight)

    def _draw_map(
        self, board: Board, progress: Progress
    ) -> tuple[tuple[tuple[str, str], ...], tuple[RasterUnderlay, ...]]:
        """Draw the map in its frame; return what rasters are missing, and those below it."""
        painter, picture = board.painter, board.units_of(self.places.map)
        ground = self._options.ground
        base_map = ground(self._viewport, progress) if ground is not None else None
        below = (base_map,) if base_map is not None else ()
        rasters, left_out = rasters_seen(self._document, self.denominator, self._options.hidden)
        layers = {
            kind: replace(layer, style=at_all_scales(layer.style))
            for kind, layer in self.scene.layers.items()
        }
        drawn = (*below, *rasters, *self.marks)
        scene = replace(self.scene, layers=MappingProxyType(layers), underlays=drawn)
        painter.save()
        painter.translate(picture.topLeft())
        painter.setClipRect(QRectF(0, 0, picture.width(), picture.height()))
        hidden = [kind for kind in self.scene.layers if kind not in self.seen.kinds]
        viewport = self._weighty
        paint(
            painter,
            scene,
            viewport,
            vector=True,
            hidden=hidden,
            cancelled=lambda: progress.cancelled,
        )
        with speaking(self._options.lang):
            lettered, weight = self.seen.lettered, self.places.weight
            font = board.font(2.5)
            draw_names(painter, scene, viewport, lettered, font, weight, self.seen.kinds)
        credit.draw_credit(painter, viewport, credit.credit_of(scene, ()), board.font(2.5))
        painter.restore()
        return left_out, rasters

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

    def _draw_blocks(self, board: Board, seen: Seen) -> None:
        tr = self._wording.tr
        scale = f"1:{self.denominator:.10g}"
        what = self._document, self._results, self.sheet, self._wording
        blocks = [Compass(tr("N"), scale, self.denominator), *contents.blocks(*what, seen)]
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
