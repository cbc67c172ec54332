"""Scales as people type them, and a field for one."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtGui import QValidator
from typing_extensions import override

from resources.translations import tr
from widgets import words
from widgets.spin import SpinBox

LARGEST: Final = 100_000_000
"""The greatest denominator that is taken. [-]"""
_ON_THE_WAY: Final = re.compile(rf"[\d\s{words.THIN},，':：/.万千]*")


def typed_scale(text: str) -> float | None:
    """Return the denominator of a typed scale, None where it is none.

    Examples
    --------
    >>> typed_scale("1:2,500"), typed_scale("1：1万"), typed_scale("near")
    (2500.0, 10000.0, None)
    """
    plain = re.sub(rf"[\s{words.THIN},，']", "", text.replace("：", ":"))
    match = re.fullmatch(r"(?:1[:/])?(\d+(?:\.\d+)?)(万|千)?", plain)
    if match is None:
        return None
    denominator = float(match[1]) * {"万": 10_000, "千": 1_000}.get(match[2], 1)
    return denominator if 1 <= denominator <= LARGEST else None


class ScaleBox(SpinBox):
    """A field for a denominator; 0, or nothing written, stands for no limit.

    The ``1:`` belongs to the text: a prefix of Qt's stays while all is marked, and ``1:1000``
    typed over it would be read as 1:11000.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0, LARGEST)
        self.setSpecialValueText(tr("no limit"))
        self.setKeyboardTracking(False)

    @override
    def textFromValue(self, val: int, /) -> str:
        return f"1:{val}"

    @override
    def valueFromText(self, text: str, /) -> int:
        return round(typed_scale(text) or 0)

    @override
    def validate(self, input: str, pos: int, /) -> tuple[QValidator.State, str, int]:
        unlimited = input.strip() in {"", "0", self.specialValueText()}
        if unlimited or typed_scale(input) is not None:
            return QValidator.State.Acceptable, input, pos
        begun = self.specialValueText().startswith(input) or _ON_THE_WAY.fullmatch(input)
        state = QValidator.State.Intermediate if begun else QValidator.State.Invalid
        return state, input, pos
