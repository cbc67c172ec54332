"""Mixed land use: several codes on one parcel, such as ``M1/B2``, with their shares, ``70/30``.

The codes stand in the column ``land_use`` and the shares, in percent and in the same order, in
``land_use_shares``: both stay readable in every other program. As one text, as it is typed, they
are ``M1:70/B2:30``. Shares that are not there are not assumed.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from layers.errors import InvalidEditError

BETWEEN: Final = "/"
"""Stands between the codes, and between the shares."""
BEFORE_SHARE: Final = ":"
SHARES: Final = "land_use_shares"
"""Column of the shares."""
MOST: Final = 6
"""Codes that one parcel can have."""
_OFF_PCT: Final = 0.11
"""How far the sum of shares may be from 100, as rounded thirds are. [%]"""


def is_mixed(land_use: str) -> bool:
    """Return whether a land use is more than one code.

    Examples
    --------
    >>> is_mixed("M1/B2"), is_mixed("M1")
    (True, False)
    """
    return BETWEEN in land_use


def codes_of(land_use: str) -> tuple[str, ...]:
    """Return the codes of a land use as it stands in the column.

    Examples
    --------
    >>> codes_of("M1/B2"), codes_of("M1")
    (('M1', 'B2'), ('M1',))
    """
    if BETWEEN not in land_use:
        return (land_use,)
    return tuple(part.strip() for part in land_use.split(BETWEEN))


def without_shares(text: str) -> str:
    """Return the codes of a land use as it is typed.

    Examples
    --------
    >>> without_shares("M1:70/B2:30"), without_shares("M1")
    ('M1/B2', 'M1')
    """
    if BETWEEN not in text:
        return text
    parts = text.split(BETWEEN)
    return BETWEEN.join(part.partition(BEFORE_SHARE)[0].strip() for part in parts)


@lru_cache(maxsize=4096)
def fractions_of(shares: str, count: int) -> tuple[float, ...] | None:
    """Return the shares of a mixed land use as fractions that sum to 1.

    Parameters
    ----------
    shares
        As they stand in the column. [%]
    count
        How many codes there are.

    Returns
    -------
    tuple of float or None
        None where they are missing, are none, are as many as the codes are not, or do not add up
        to 100.

    Examples
    --------
    >>> fractions_of("70/30", 2), fractions_of("70/20", 2), fractions_of("", 2)
    ((0.7, 0.3), None, None)
    """
    try:
        given = [float(part) for part in shares.split(BETWEEN)]
    except ValueError:
        return None
    if len(given) != count or not all(math.isfinite(one) and one > 0 for one in given):
        return None
    whole = math.fsum(given)
    if abs(whole - 100.0) > _OFF_PCT:
        return None
    return tuple(one / whole for one in given)


def read(text: str) -> tuple[str, str | None]:
    """Return codes and shares of a land use as it is typed; the larger share stands first.

    Parameters
    ----------
    text
        ``M1``, ``M1/B2`` or ``M1:70/B2:30``, full-width signs included. [%]

    Returns
    -------
    tuple of str and str or None
        As the two columns hold them; no shares where none were given.

    Raises
    ------
    InvalidEditError
        Where the shares do not add up to 100, or the text is no list of codes.

    Examples
    --------
    >>> read("B2:30/M1:70"), read("M1/B2"), read("M1")
    (('M1/B2', '70/30'), ('M1/B2', None), ('M1', None))
    """
    plain = unicodedata.normalize("NFKC", text)
    if BETWEEN not in plain and BEFORE_SHARE not in plain:
        return text, None
    parts = [part.strip() for part in plain.split(BETWEEN)]
    pairs = [part.partition(BEFORE_SHARE) for part in parts]
    codes = [code.strip() for code, _, _ in pairs]
    given = [share.strip().removesuffix("%").strip() for _, _, share in pairs]
    if len(parts) > MOST or not all(codes) or len(set(codes)) != len(codes) or len(codes) < 2:
        raise InvalidEditError(
            "A mixed land use is 2 to {most} different codes such as M1/B2, with shares"
            " M1:70/B2:30; {value} is none.",
            most=MOST,
            value=text[:60],
        )
    if not any(given):
        return BETWEEN.join(codes), None
    return ordered(codes, given)


def ordered(codes: Sequence[str], shares: Sequence[str | float]) -> tuple[str, str]:
    """Return codes and shares as the two columns hold them, the larger share first.

    Raises
    ------
    InvalidEditError
        Where the shares are no numbers above 0 that add up to 100.
    """
    numbers: list[float] = []
    for code, share in zip(codes, shares, strict=False):
        try:
            number = float(share)
        except ValueError:
            number = math.nan
        if not (math.isfinite(number) and number > 0):
            raise InvalidEditError(
                "The share of {code} must be a number above 0 in percent, such as 70; {value} is"
                " none.",
                code=code,
                value=str(share)[:60] or "–",
            )
        numbers.append(number)
    if len(shares) != len(codes):
        raise InvalidEditError(
            "{land_use} needs {n} shares, one for each code; there are {found}.",
            land_use=BETWEEN.join(codes),
            n=len(codes),
            found=len(shares),
        )
    whole = math.fsum(numbers)
    if abs(whole - 100.0) > _OFF_PCT:
        raise InvalidEditError(
            "The shares of {land_use} add up to {found} %, not to 100 %.",
            land_use=BETWEEN.join(codes),
            found=f"{whole:.6g}",
        )
    order = sorted(range(len(codes)), key=lambda place: -numbers[place])
    return (
        BETWEEN.join(codes[place] for place in order),
        BETWEEN.join(f"{numbers[place]:.6g}" for place in order),
    )


def typed(land_use: str, shares: str | None) -> str:
    """Return codes and shares as one text; the codes alone where the shares are no such.

    Examples
    --------
    >>> typed("M1/B2", "70/30"), typed("M1/B2", None), typed("M1", "70/30")
    ('M1:70/B2:30', 'M1/B2', 'M1')
    """
    codes = codes_of(land_use)
    if len(codes) == 1 or fractions_of(shares or "", len(codes)) is None:
        return land_use
    parts = [part.strip() for part in (shares or "").split(BETWEEN)]
    return BETWEEN.join(
        f"{code}{BEFORE_SHARE}{share}" for code, share in zip(codes, parts, strict=True)
    )
