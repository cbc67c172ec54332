"""Land-use codes as files write them: in other letters, by their names, several with shares."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import pandas as pd

from layers.codes import CodeSet
from layers.errors import InvalidEditError
from layers.message import Message
from layers.mixed import BEFORE_SHARE, BETWEEN, SHARES, read, without_shares

LAND_USE: Final = "land_use"
_BETWEEN: Final = re.compile(r"\s*[/+&、,，]\s*")
"""What files have between the codes of a mixed use."""


def code_of(text: str, codes: CodeSet) -> str:
    """Return a land-use code as the code set writes it; the text itself where it has none such.

    Full-width letters, lower case and zeros that a column of numbers has lost are put right, and
    a class's name gives its code. So is each code of a mixed use, ``M1+B2`` is ``M1/B2``.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if text in codes:
        return text
    for candidate in (plain, plain.upper(), f"0{plain}" if plain.isdigit() else plain):
        if candidate in codes:
            return candidate
    named = [
        code for code, found in codes.classes.items() if plain in {found.title_zh, found.title}
    ]
    if len(named) == 1:
        return named[0]
    parts = [code_of(part, codes) for part in _BETWEEN.split(plain) if part != plain]
    return BETWEEN.join(parts) if parts and all(one in codes for one in parts) else plain


def as_codes(
    texts: pd.Series, codes: CodeSet, name: str, doubtful: list[Message]
) -> tuple[pd.Series, bool]:
    """Return codes as the code set writes them, and whether the field is kept beside them."""
    different = [str(text) for text in texts.dropna().unique()]
    written = {text: code_of(text, codes) for text in different}
    changed = {text: code for text, code in written.items() if text != code}
    if changed:
        texts = texts.map(written).astype("str")
        doubtful.append(
            Message.of(
                "{n} codes of {field} were written as the code set has them ({examples}).",
                n=len(changed),
                field=name,
                examples=", ".join(f"{a} → {b}" for a, b in list(changed.items())[:5]),
            )
        )
    unknown = sorted(
        code for code in set(written.values()) if not codes.knows(without_shares(code))
    )
    if unknown:
        doubtful.append(
            Message.of(
                "{n} codes of {field} are not in {codes} and were kept: {unknown}.",
                n=len(unknown),
                field=name,
                codes=codes.name,
                unknown=", ".join(unknown[:10]),
            )
        )
    # A name that became a code is worth keeping; a code in another spelling is not.
    return texts, any(
        text.upper() != code and len(text) > len(code) for text, code in changed.items()
    )


def part_shares(values: dict[str, pd.Series], codes: CodeSet) -> None:
    """Part codes and shares that stand in one text, ``M1:70/B2:30``, where shares have no field."""
    uses, shares = values.get(LAND_USE), values.get(SHARES)
    if uses is None or shares is None:
        return
    for text in pd.unique(uses.dropna()):
        if BEFORE_SHARE not in text:
            continue
        try:
            use, share = read(text)
        except InvalidEditError:
            continue
        same = (uses == text).fillna(value=False).to_numpy(bool)
        if codes.knows(use) and shares.isna().to_numpy()[same].all():
            uses, shares = uses.mask(same, use), shares.mask(same, share)
    values[LAND_USE], values[SHARES] = uses, shares
