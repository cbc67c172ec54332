"""What a condition may go on with where the cursor stands: columns, values, signs, functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pandas as pd

from layers.document import Document
from layers.expression import names
from layers.kinds import kinds
from layers.layer import Layer
from resources.translations import tr
from widgets import forms, words

MOST: Final = 60
"""So many offers at once; typing on leaves fewer."""
_TOKEN: Final = re.compile(
    r"""'(?:[^']|'')*'? | "(?:[^"]|"")*"? | [^\W\d]\w* | \d[\w.]* | <=|>=|<>|!=|== | \S""",
    re.VERBOSE,
)
_SIGNS: Final = ("=", "<>", "<", "<=", ">", ">=")
_FOR_NUMBERS: Final = (*_SIGNS, "BETWEEN ", "IN (", "IS NULL", "IS NOT NULL")
_FOR_TEXTS: Final = ("=", "<>", "LIKE ", "IN (", "IS NULL", "IS NOT NULL")
_COMPARING: Final = frozenset({*_SIGNS, "==", "!=", "LIKE", "BETWEEN"})
_JOINING: Final = frozenset({"AND", "OR", "NOT", "(", ",", "+", "-", "*", "/"})
_WORDS: Final = frozenset({"IS", "NULL", "IN", *_COMPARING, *_JOINING})


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to go on.

    Parameters
    ----------
    text
        What takes the place of the word that is being typed.
    title
        What it means, empty where it says so itself.
    """

    text: str
    title: str = ""


def functions() -> tuple[Offer, ...]:
    """Return the functions that planners have use for, of those that a condition may call."""
    return (
        Offer("abs(", tr("number without its sign")),
        Offer("round(", tr("number rounded, as in round(far, 1)")),
        Offer("length(", tr("count of letters of a text")),
        Offer("substr(", tr("part of a text, as in substr(number, 1, 2)")),
        Offer("instr(", tr("place of a text within another, 0 where it is not there")),
        Offer("lower(", tr("text in small letters")),
        Offer("upper(", tr("text in capital letters")),
        Offer("coalesce(", tr("first of several that is not missing, as in coalesce(far, 0)")),
    )


def quoted(name: str) -> str:
    """Return the name of a column as a condition has it, between double quotes where needed."""
    plain = name.isascii() and name.replace("_", "a").isalnum() and not name[0].isdigit()
    return name if plain and name.upper() not in _WORDS else '"' + name.replace('"', '""') + '"'


def offers(
    before: str, layer: Layer, document: Document, *, asked: bool = False
) -> tuple[int, tuple[Offer, ...]]:
    """Return where the word begins that is being typed, and what could stand in its place.

    Parameters
    ----------
    before
        The condition up to the cursor.
    layer, document
        Whose features are looked for, and their plan.
    asked
        Whether all is wanted although no letter of it has been typed yet.
    """
    tokens = [(found.start(), found[0]) for found in _TOKEN.finditer(before)]
    typed, start = "", len(before)
    if tokens and _is_open(tokens[-1][1]) and tokens[-1][0] + len(tokens[-1][1]) == len(before):
        start, typed = tokens.pop()
    earlier = [_plain(token) for _, token in tokens]
    compared = _compared(earlier)
    found = _fitting(earlier, typed, compared, layer, document)
    if not typed and not asked and compared is None and not _follows_column(earlier, layer):
        return start, ()
    chosen = tuple(islice(found, MOST))
    # What is typed in full already needs no offer.
    return start, () if [one.text for one in chosen] == [typed] else chosen


def _is_open(token: str) -> bool:
    """Return whether a token may be gone on with: a word, a number, a quote without its end."""
    if token[0] in "'\"":
        return len(token) == 1 or token.count(token[0]) % 2 == 1
    return token[0].isalnum() or token[0] == "_"


def _plain(token: str) -> str:
    """Return a token as it is compared: words of the language in capital letters."""
    return token.upper() if token.upper() in _WORDS else token


def _compared(earlier: Sequence[str]) -> str | None:
    """Return the column with which a value is to be compared next, None where none is."""
    rest = list(earlier)
    if len(rest) >= 3 and rest[-1] == "AND" and rest[-3] == "BETWEEN":
        rest = rest[:-2]
    elif rest and rest[-1] in {"(", ","}:  # within the brackets of IN
        while rest and rest[-1] not in {"(", ")"}:
            rest.pop()
        if len(rest) < 2 or rest.pop() != "(" or rest[-1] != "IN":
            return None
    elif not rest or rest[-1] not in _COMPARING:
        return None
    rest.pop()
    if rest and rest[-1] == "NOT":
        rest.pop()
    return rest[-1].strip('"').replace('""', '"') if rest else None


def _follows_column(earlier: Sequence[str], layer: Layer) -> bool:
    return bool(earlier) and _named(earlier[-1], layer) is not None


def _named(token: str, layer: Layer) -> str | None:
    """Return the column that a token names, None where it is none."""
    wanted = token.strip('"').replace('""', '"').casefold()
    return next((name for name in names(layer) if name.casefold() == wanted), None)


def _fitting(
    earlier: Sequence[str], typed: str, compared: str | None, layer: Layer, document: Document
) -> Iterator[Offer]:
    column = None if compared is None else _named(compared, layer)
    if column is not None:
        yield from _values(column, typed, layer, document)
        return
    if typed.startswith("'"):
        return
    if not earlier or earlier[-1] in _JOINING | _COMPARING:
        yield from _columns(typed, layer)
        yield from (one for one in functions() if _begins(one.text, typed))
        if not earlier or earlier[-1] != "NOT":
            yield from (Offer(one) for one in ("NOT ",) if typed and _begins(one, typed))
        return
    if (name := _named(earlier[-1], layer)) is not None:
        ways = _FOR_NUMBERS if _is_number(layer, name) else _FOR_TEXTS
    elif earlier[-1] == "IS":
        ways = ("NULL", "NOT NULL")
    else:
        ways = ("AND ", "OR ")
    yield from (Offer(one, _sense(one)) for one in ways if _begins(one, typed))


def _sense(way: str) -> str:
    return {
        "<>": tr("is not"),
        "LIKE ": tr("is like a pattern, as in 'A-%'"),
        "IN (": tr("is one of several"),
        "BETWEEN ": tr("lies between two, as in BETWEEN 1 AND 2"),
        "IS NULL": tr("is missing"),
        "IS NOT NULL": tr("is given"),
    }.get(way, "")


def _begins(text: str, typed: str) -> bool:
    return text.casefold().startswith(typed.casefold())


def _columns(typed: str, layer: Layer) -> Iterator[Offer]:
    """Yield columns whose name begins with what is typed, then those that merely hold it."""
    kind, wanted = kinds()[layer.kind], typed.strip('"').casefold()
    later: list[Offer] = []
    for name in names(layer):
        declared = kind.column(name)
        title = words.column_head(declared) if declared else ""
        offer = Offer(quoted(name), title)
        if name.casefold().startswith(wanted) or title.casefold().startswith(wanted):
            yield offer
        elif wanted in name.casefold() or wanted in title.casefold():
            later.append(offer)
    yield from later


def _is_number(layer: Layer, name: str) -> bool:
    return name not in layer.columns or pd.api.types.is_numeric_dtype(layer.values(name).dtype)


def _values(name: str, typed: str, layer: Layer, document: Document) -> Iterator[Offer]:
    """Yield values that occur in a column, by their beginning or a part of their title."""
    if name not in layer.columns:  # ids and sizes: hardly two are alike
        return
    declared = kinds()[layer.kind].column(name)
    number = _is_number(layer, name)
    wanted = typed.lstrip("'").replace("''", "'").casefold()
    for value in sorted(layer.values(name).dropna().unique().tolist()):
        text = forms.edited_text(value)
        title = forms.titled(declared, document, text) if declared and not number else text
        if text.casefold().startswith(wanted) or (title != text and wanted in title.casefold()):
            shown = title.removeprefix(text).strip()
            yield Offer(text if number else "'" + text.replace("'", "''") + "'", shown)


Finder = Callable[[str, bool], tuple[int, tuple[Offer, ...]]]
"""Tells of a text up to the cursor what `offers` tells, whether or not all was asked for."""
