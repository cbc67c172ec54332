"""Texts of an SVG that end or are centred at a place stay there in every font.

Qt writes where each text begins in the font of this computer. Elsewhere the file is set in
another, and columns of numbers would no longer stand in line.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

END: Final = "end"
MIDDLE: Final = "middle"

_TEXT: Final = re.compile(r'x="([^"]*)" y="([^"]*)"([^<>]*)>([^<]*)</text>')


@dataclass(slots=True)
class Anchors:
    """Where texts end or have their middle.

    Parameters
    ----------
    known
        How and where, by the place where a text begins and by the text.
    """

    known: dict[tuple[str, str, str], tuple[str, float]] = field(
        default_factory=dict[tuple[str, str, str], tuple[str, float]]
    )

    def note(self, begin: tuple[float, float], text: str, how: str, at: float) -> None:
        """Note that a text that begins at a place ends, or has its middle, at another x."""
        self.known[_number(begin[0]), _number(begin[1]), text] = how, at


def anchored(svg: str, known: Mapping[tuple[str, str, str], tuple[str, float]]) -> str:
    """Return an SVG of Qt's with the texts that are known held where they are to stay."""

    def held(found: re.Match[str]) -> str:
        x, y, rest, text = found.groups()
        how = known.get((x, y, html.unescape(text)))
        if how is None:
            return found[0]
        return f'x="{_number(how[1])}" y="{y}" text-anchor="{how[0]}"{rest}>{text}</text>'

    return _TEXT.sub(held, svg)


def _number(value: float) -> str:
    """Return a number as Qt writes it in an SVG: six digits."""
    return f"{value:g}"
