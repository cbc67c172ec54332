"""How names, numbers and areas are written on the screen, in the language of the window."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final

from layers.codes import CodeSet, LandUseClass
from layers.footing import footing
from layers.kind import Column
from layers.message import Message
from layers.mixed import without_shares
from layers.parameters import Factor
from layers.units import AREA_UNITS
from resources.translations import THIN, Sentence, current, grouped

MISSING: Final = "\N{EN DASH}"
"""Stands where an input is missing; never a zero."""
MENU_LETTERS: Final = 48
"""Room for a text of a plan in a menu. [Latin letters]"""
ASTRONOMIC: Final = 1e15
"""From here on a number is written with a power of ten: written out it would widen its column."""


def declared(title: str) -> str:
    """Return a title that is declared in English, in the language of the window."""
    return current()(title)


def sentence(message: Sentence) -> str:
    """Return a message of the plan in the language of the window."""
    return current().sentence(message)


def source(text: str) -> str:
    """Return where a factor comes from, in the language of the window; titles of papers stay."""
    return footing(text, current().sentence)


def note(text: str) -> str:
    """Return what is to be known of a factor, in the language of the window."""
    return footing(text, current().sentence)


def named(thing: Factor | LandUseClass) -> str:
    """Return the name of something shipped with both names."""
    return of_two(thing.title, thing.title_zh)


def of_two(title: str, title_zh: str) -> str:
    """Return the Chinese of two names where the window speaks Chinese and there is one."""
    return title_zh if current().language == "zh" and title_zh else title


def listed(names: Sequence[str]) -> str:
    """Return names as one text, with the commas of the language between them.

    Examples
    --------
    >>> listed(["Water", "Roads"])
    'Water, Roads'
    """
    return sentence(Message.listed(Message.of("{name}", name=name) for name in names))


def hint(text: str) -> str:
    """Return a text of a plan as a tooltip that shows it as it stands.

    Qt takes what looks like HTML for it, and fetches the pictures it names; texts come with files
    from anywhere.

    Examples
    --------
    >>> hint("A-01"), hint("far < 2")
    ('A-01', '<p style="white-space:pre-wrap">far &lt; 2</p>')
    """
    if "<" not in text and "&" not in text:
        return text
    return f'<p style="white-space:pre-wrap">{html.escape(text)}</p>'


def shortened(text: str, most: int) -> str:
    """Return a text of a plan short enough for a menu; a Chinese sign takes the room of two.

    Parameters
    ----------
    text
        The text.
    most
        Room for it. [Latin letters]

    Examples
    --------
    >>> shortened("North gate", 10), shortened("North gate", 8), shortened("北大门广场", 8)
    ('North gate', 'North g…', '北大门…')
    """
    wide = [2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text]
    if sum(wide) <= most:
        return text
    fitting = [n for n, width in enumerate(accumulate(wide), 1) if width < most]
    return text[: len(fitting)].rstrip() + "…"


def without_mnemonic(title: str) -> str:
    """Return the title of a menu or command without its underlined letter.

    Examples
    --------
    >>> without_mnemonic("&Open…"), without_mnemonic("打开(&O)…"), without_mnemonic("A && B")
    ('Open…', '打开…', 'A & B')
    """
    title = re.sub(r"\(&\w\)", "", title).replace("&&", "\0")
    return title.replace("&", "").replace("\0", "&")


def number(value: float | None, decimals: int = 0) -> str:
    """Return a number with thin spaces between thousands, a dash for a missing one.

    Examples
    --------
    >>> number(1234567.891, 1).replace(THIN, "'")
    "1'234'567.9"
    >>> number(None)
    '–'
    """
    if value is None:
        return MISSING
    return grouped(value, decimals)


def figures(value: float | None, digits: int = 4) -> str:
    """Return a number with about so many digits, and no more decimals than it has.

    Examples
    --------
    >>> figures(0.9), figures(12345.678).replace(THIN, "'"), figures(None)
    ('0.9', "12'346", '–')
    >>> figures(-2.5e300)
    '−2.5e+300'
    """
    if value is None:
        return MISSING
    if abs(value) >= ASTRONOMIC:
        return f"{value:.{digits}g}".replace("-", "\N{MINUS SIGN}", 1)
    whole = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    decimals = max(digits - whole, 0)
    text = number(value, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def figures_alike(values: Iterable[float | None], digits: int = 4) -> tuple[str, ...]:
    """Return numbers of one row, with the decimals that so many digits of the largest leave.

    Examples
    --------
    >>> figures_alike((751.34, 353.92, None)), figures_alike((12.345, 0.5, 0.0))
    (('751.3', '353.9', '–'), ('12.35', '0.50', '0'))
    """
    known = list(values)
    largest = max((abs(one) for one in known if one is not None), default=0.0)
    decimals = max(digits - len(str(int(largest))), 0) if largest else 0
    return tuple(number(one, decimals if one else 0) for one in known)


def area_head(unit: str) -> str:
    """Return the sign of an area unit.

    Examples
    --------
    >>> area_head("mu")
    '亩'
    """
    return AREA_UNITS[unit][0]


def area(area_m2: float | None, unit: str) -> str:
    """Return an area in a unit, without its sign.

    Examples
    --------
    >>> area(123_456.0, "ha")
    '12.35'
    """
    _, factor, decimals = AREA_UNITS[unit]
    return number(None if area_m2 is None else area_m2 / factor, decimals)


def area_with_sign(area_m2: float | None, unit: str) -> str:
    """Return an area in a unit with its sign."""
    return f"{area(area_m2, unit)}{THIN}{area_head(unit)}" if area_m2 is not None else MISSING


def designation(standard: str) -> str:
    """Return a standard as it is cited: in English by its number, in Chinese with its name.

    Examples
    --------
    >>> designation("GB 50137-2011 城市用地分类")
    'GB 50137-2011'
    """
    if current().language != "en":
        return standard
    return re.split("[\u2e80-\u9fff]", standard)[0].strip() or standard


def unit(sign: str) -> str:
    """Return the unit of a factor; what English words in it say, the factor's name says too.

    Examples
    --------
    >>> unit("m² usable / m² roof"), unit("Wp/m² module"), unit("-")
    ('m² usable / m² roof', 'Wp/m² module', '')
    """
    if sign == "-":  # a number of no unit has none behind it
        return ""
    if current().language == "en":
        return sign
    return re.sub(r"(m²)( [A-Za-z]+)+", r"\1", sign).replace(" / ", "/")


def column_head(column: Column) -> str:
    """Return the head of a column with its unit in brackets; a year of the calendar needs none."""
    title = declared(column.title)
    return f"{title} [{column.unit}]" if column.unit and column.unit != "a" else title


def source_title(title: str) -> str:
    """Return the title of a base map: what stands in brackets, where that is its Chinese name."""
    _, _, inner = title.rstrip(")").partition(" (")
    chinese = inner and any("\u4e00" <= letter <= "\u9fff" for letter in inner)
    return inner if chinese and current().language == "zh" else title


def land_use(codes: CodeSet, code: str) -> str:
    """Return a code, or several of a mixed use, with names; the code alone where it is unknown.

    Shares that stand in the text stay there: ``M1:70/B2:30``.
    """
    names = " / ".join(named(found) for found in codes.named(without_shares(code)))
    return f"{code}  {names}" if names else code
