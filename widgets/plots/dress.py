"""In what colours and in what type a chart is drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from PySide6.QtGui import QColor, QFont, QFontMetricsF

from resources.translations import THIN
from widgets import theme

_BETWEEN: Final = re.compile(rf"(?<=\d){THIN}(?=\d{{3}})")
"""Between thousands."""
PAPER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ground": "#ffffff",
        "text": "#1c2326",
        "muted": "#5b666c",
        "border": "#cdd4d6",
        "accent": "#1d6b45",
        "warning": "#b3541e",
    }
)
"""Colours on paper, by name."""


def of_theme() -> Mapping[str, str]:
    """Return the colours of the window's theme, by name."""
    found = theme.colours()
    return {
        "ground": found.base,
        "text": found.text,
        "muted": found.muted,
        "border": found.border,
        "accent": found.accent,
        "warning": found.warning,
    }


@dataclass(frozen=True, slots=True)
class Dress:
    """Colours and type of a chart.

    Parameters
    ----------
    colours
        By name; see `PAPER`.
    font
        The type of axes and legend, with its size in units of the painter.
    thousands
        What stands between thousands; a sheet writes all its numbers alike.
    """

    colours: Mapping[str, str]
    font: QFont
    thousands: str = THIN

    @property
    def size(self) -> float:
        """Size of the type, in which all other sizes are told. [unit of the painter]."""
        return float(self.font.pixelSize())

    @property
    def line(self) -> float:
        """Height of a line of text. [unit of the painter]."""
        return self.size * 1.45

    def sized(self, share: float, *, bold: bool = False) -> QFont:
        """Return the type in another size."""
        font = QFont(self.font)
        font.setPixelSize(max(round(self.size * share), 1))
        font.setBold(bold)
        return font

    def width(self, text: str, share: float = 1.0, *, bold: bool = False) -> float:
        """Return how wide a text is. [unit of the painter]."""
        metrics = QFontMetricsF(self.sized(share, bold=bold))
        return metrics.horizontalAdvance(self.written(text))

    def written(self, text: str) -> str:
        """Return a text with its numbers as this dress writes them."""
        return _BETWEEN.sub(self.thousands, text)

    def colour(self, name: str, opacity: float = 1.0) -> QColor:
        """Return a colour by its name, or as ``#rrggbb``."""
        colour = QColor(self.colours.get(name, name))
        colour.setAlphaF(opacity)
        return colour
