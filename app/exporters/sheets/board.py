"""A drawing board in millimetres: lines, boxes and texts that never leave their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QPainter,
    QPen,
    QPolygonF,
)

from app.exporters.sheets.anchors import END, MIDDLE, Anchors
from layers.errors import ExportError

INK: Final = "#1c2326"
SOFT: Final = "#5b666c"
HAIR: Final = "#b9c1c4"
LEAD: Final = "#1d6b45"
SMALLEST_MM: Final = 2.5
"""Smallest size of type: its capitals are 1.8 mm high. [mm]."""

LATIN: Final = ("Segoe UI", "Helvetica Neue", "Liberation Sans", "Arial", "DejaVu Sans")
CHINESE: Final = (
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
    "SimHei",
    "Source Han Sans SC",
    "Noto Sans CJK SC",
)
"""Families in their order. The last two give 工 用 一 水 面 高 金 one glyph with the Kangxi
radicals, and Qt's PDF then says the radical: such text cannot be searched for."""

OPENING: Final = "（([【《“"

LEFT: Final = Qt.AlignmentFlag.AlignLeft
RIGHT: Final = Qt.AlignmentFlag.AlignRight
CENTRE: Final = Qt.AlignmentFlag.AlignHCenter


def families(language: str, *, elsewhere: bool = False) -> list[str]:
    """Return the families of a language's texts in their order.

    Parameters
    ----------
    language
        ``en`` or ``zh``.
    elsewhere
        Whether families that this computer lacks are named too, for a file that is set anew
        wherever it is opened.
    """
    order = (*CHINESE, *LATIN) if language == "zh" else (*LATIN, *CHINESE)
    there = set(QFontDatabase.families())
    found = [name for name in order if name in there]
    return [*found, *(name for name in order if name not in there)] if elsewhere else found


def need_font_for(texts: Sequence[str]) -> None:
    """Raise a sentence where a text is Chinese and no font of this computer can write it."""
    chinese = any("\u2e80" <= sign <= "\u9fff" for text in texts for sign in text)
    if chinese and not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        raise ExportError(
            "No font of this computer has Chinese characters. Install one, for example "
            "WenQuanYi Micro Hei, and export again."
        )


class Board:
    """A painter that is told millimetres.

    Parameters
    ----------
    painter
        Where; its unit is 1 / `units` of a millimetre.
    units
        Units of the painter in a millimetre.
    families
        Families of the font.
    weight
        How much heavier map lines are than on a sheet of ordinary size. [-]
    scale
        Denominator of the map's scale; 0 where there is no map. [-]
    """

    def __init__(
        self,
        painter: QPainter,
        units: float,
        families: Sequence[str],
        weight: float = 1.0,
        scale: float = 0.0,
    ) -> None:
        self.painter = painter
        self.units = units
        self.weight = weight
        self.scale = scale
        self._families = list(families)
        self.anchors = Anchors()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing, True)

    # ---- texts ----------------------------------------------------------------------------------

    def font(self, size: float, *, bold: bool = False) -> QFont:
        """Return the font of texts in a size. [mm]."""
        font = QFont()
        if self._families:
            font.setFamilies(self._families)
        font.setPixelSize(max(round(max(size, SMALLEST_MM) * self.units), 1))
        font.setBold(bold)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        # One glyph for ffi could not be searched for in a PDF.
        font.setFeature(QFont.Tag("liga"), 0)
        return font

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return how wide a text is. [mm]."""
        metrics = QFontMetricsF(self.font(size, bold=bold))
        return metrics.horizontalAdvance(text) / self.units

    def text(
        self,
        place: QRectF,
        text: str,
        size: float,
        align: Qt.AlignmentFlag = LEFT,
        *,
        bold: bool = False,
        colour: str = INK,
    ) -> None:
        """Write one line in the middle of a place's height; what is too long ends in dots."""
        if not text or place.width() <= 0:
            return
        font = self.font(size, bold=bold)
        metrics = QFontMetricsF(font)
        plain = " ".join(text.split())
        shown = metrics.elidedText(plain, Qt.TextElideMode.ElideRight, place.width() * self.units)
        wide = metrics.horizontalAdvance(shown) / self.units
        room = place.width() - wide
        shift = {LEFT: 0.0, RIGHT: room, CENTRE: room / 2}[align]
        middle = (metrics.ascent() - metrics.descent()) / 2 / self.units
        base = QPointF(place.left() + shift, place.center().y() + middle) * self.units
        self.painter.setFont(font)
        self.painter.setPen(QColor(colour))
        self.painter.drawText(base, shown)
        if align is not LEFT:
            how, at = (END, place.right()) if align is RIGHT else (MIDDLE, place.center().x())
            self.anchors.note((base.x(), base.y()), shown, how, at * self.units)

    def broken(self, text: str, width: float, size: float) -> list[str]:
        """Return a text in lines that are no wider than a width. [mm].

        A word that is wider is broken behind strokes and hyphens.
        """
        metrics, room = QFontMetricsF(self.font(size)), width * self.units
        lines: list[str] = []
        line = ""
        for piece in _pieces(text, lambda part: metrics.horizontalAdvance(part) <= room):
            if line and metrics.horizontalAdvance((line + piece).rstrip()) > room:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        return [*lines, line.rstrip()] if line.strip() else lines

    # ---- lines and boxes ------------------------------------------------------------------------

    def pen(self, width: float, colour: str = INK, dash: Sequence[float] = ()) -> QPen:
        """Return a pen of a width. [mm]."""
        pen = QPen(QColor(colour), width * self.units)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if dash:
            pen.setDashPattern(list(dash))
        return pen

    def line(self, start: QPointF, end: QPointF, width: float = 0.18, colour: str = INK) -> None:
        """Draw a line."""
        self.painter.setPen(self.pen(width, colour))
        self.painter.drawLine(start * self.units, end * self.units)

    def across(self, left: float, right: float, y: float, width: float = 0.12) -> None:
        """Draw a level hair line."""
        self.line(QPointF(left, y), QPointF(right, y), width, HAIR)

    def box(
        self,
        place: QRectF,
        width: float = 0.18,
        colour: str = INK,
        fill: QBrush | QColor | None = None,
    ) -> None:
        """Draw a rectangle; a width of 0 leaves the outline out."""
        self.painter.setPen(self.pen(width, colour) if width else QPen(Qt.PenStyle.NoPen))
        self.painter.setBrush(QBrush(Qt.BrushStyle.NoBrush) if fill is None else QBrush(fill))
        self.painter.drawRect(self.units_of(place))

    def shape(self, corners: Sequence[tuple[float, float]], fill: str, width: float = 0.2) -> None:
        """Draw a closed shape."""
        self.painter.setPen(self.pen(width))
        self.painter.setBrush(QColor(fill))
        points = [QPointF(x, y) * self.units for x, y in corners]
        self.painter.drawPolygon(QPolygonF(points))

    def units_of(self, place: QRectF) -> QRectF:
        """Return a rectangle in the painter's units."""
        return QRectF(place.topLeft() * self.units, place.size() * self.units)


def _pieces(text: str, has_room: Callable[[str], bool]) -> Iterator[str]:
    """Yield the pieces of a text, those that have no room broken behind strokes and hyphens."""
    for piece in _words(text):
        if "[" in piece or has_room(piece.rstrip()):
            yield piece
        else:
            yield from re.split(r"(?<=[/-])(?=\w)", piece)


def _words(text: str) -> list[str]:
    """Return where a text may be broken: behind blanks, and between Chinese characters.

    A unit in brackets stays in one piece, and an opening bracket with what it opens.
    """
    pieces: list[str] = []
    for sign in " ".join(text.split()):
        before = pieces[-1][-1] if pieces else " "
        parts = before == " " or sign > "\u2e7f" or before > "\u2e7f"
        parts = parts and before not in OPENING
        parts = parts and not (pieces and pieces[-1].count("[") > pieces[-1].count("]"))
        if pieces and (not parts or sign in "，。、；：）)"):
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces
