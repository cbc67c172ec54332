"""A font of blocks, the same on every machine: an L for each letter, a square for small ones."""

from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase


@cache
def blocks():
    """The font; 600 of 1000 wide, Chinese characters 1000, 900 above the line and 300 below."""
    number = QFontDatabase.addApplicationFont(str(Path(__file__).parent / "blocks.ttf"))
    (family,) = QFontDatabase.applicationFontFamilies(number)
    font = QFont(family)
    # Outlines as they are, wherever the picture is made.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
