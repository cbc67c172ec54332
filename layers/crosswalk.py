"""Which class of another code set a land-use code becomes: one, several, or none. Never guessed.

The table compares the scopes of the classes of GB 50137-2011 and of the classification of 2023. A
plan's own set is compared through the classes that its own ones count as.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from layers.codes import OWN, CodeSet, code_set
from layers.message import Message
from resources import shipped

SAME: Final = "same"
WITHIN: Final = "within"
HOLDS: Final = "holds"
OVERLAPS: Final = "overlaps"
RELATIONS: Final[Mapping[str, Message]] = MappingProxyType(
    {
        SAME: Message("the same land"),
        WITHIN: Message("a wider class that has all of it"),
        HOLDS: Message("a narrower class, a part of it"),
        OVERLAPS: Message("shares some of it"),
    }
)
"""How a class lies to the one that it may become, with titles in English."""
_TURNED: Final = {SAME: SAME, WITHIN: HOLDS, HOLDS: WITHIN, OVERLAPS: OVERLAPS}
_GB, _MNR = "GB50137-2011", "MNR2023"


@dataclass(frozen=True, slots=True)
class Match:
    """A class of another code set that a code may become.

    Parameters
    ----------
    code
        The class there.
    relation
        One of `RELATIONS`.
    confidence
        How sure the table is: ``recalled``, or ``user`` for what an own set says.
    note, note_zh
        What the table says about it, in English and in Chinese.
    """

    code: str
    relation: str
    confidence: str = "recalled"
    note: str = ""
    note_zh: str = ""


@cache
def _pairs() -> Mapping[tuple[str, str], Mapping[str, tuple[Match, ...]]]:
    """Return the shipped table in both directions: matches by code, by sets from and to."""
    there: dict[str, list[Match]] = {}
    back: dict[str, list[Match]] = {}
    text = shipped("codes", "crosswalk.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        one, other, relation = row["gb50137_code"], row["mnr2023_code"], row["relation"]
        told = row["confidence"], row["note"], row["note_zh"]
        there.setdefault(one, []).append(Match(other, relation, *told))
        back.setdefault(other, []).append(Match(one, _TURNED[relation], *told))
    return MappingProxyType({(_GB, _MNR): _ranked(there), (_MNR, _GB): _ranked(back)})


def _ranked(found: Mapping[str, Iterable[Match]]) -> Mapping[str, tuple[Match, ...]]:
    order = list(RELATIONS)
    return MappingProxyType(
        {
            code: tuple(sorted(matches, key=lambda one: order.index(one.relation)))
            for code, matches in found.items()
        }
    )


def matches(code: str, codes: CodeSet, to: CodeSet) -> tuple[Match, ...]:
    """Return the classes of another set that a code may become, the likeliest first.

    Parameters
    ----------
    code
        A code of ``codes``; one that it does not know has no match.
    codes, to
        The sets from which and to which.

    Examples
    --------
    >>> gb, mnr = code_set("GB50137-2011"), code_set("MNR2023")
    >>> [one.code for one in matches("M1", gb, mnr)], [one.code for one in matches("A3", gb, mnr)]
    (['100101'], ['0804', '0802'])
    """
    set_id, _, basis = codes.basis(code).partition(":")
    if not set_id:
        return ()
    if to.id != OWN:
        if set_id != to.id:
            return _pairs()[set_id, to.id].get(basis, ())
        # A class of an own set that counts as one of a shipped set becomes it.
        return (Match(basis, SAME, "user"),)
    return _to_own(code, f"{set_id}:{basis}", to)


def _to_own(code: str, basis: str, to: CodeSet) -> tuple[Match, ...]:
    """Return the own classes that count as a class, as one above it, or as one it may become."""
    by_basis: dict[str, list[str]] = {}
    for own in to.classes:
        by_basis.setdefault(to.basis(own), []).append(own)
    if code in to and to.basis(code) == basis:  # the own set begun with the shipped one
        return (Match(code, SAME, "user"),)
    set_id, _, at = basis.partition(":")
    shipped_ = code_set(set_id).classes
    relation = SAME
    while at in shipped_:
        if owns := by_basis.get(f"{set_id}:{at}"):
            relation = relation if len(owns) == 1 else OVERLAPS
            return tuple(Match(own, relation, "user") for own in owns)
        at, relation = shipped_[at].parent, WITHIN
    found: dict[str, Match] = {}
    other = _MNR if set_id == _GB else _GB
    for one in _pairs()[set_id, other].get(basis.partition(":")[2], ()):
        owns = by_basis.get(f"{other}:{one.code}", ())
        relation = one.relation if len(owns) == 1 else OVERLAPS
        for own in owns:
            found.setdefault(own, Match(own, relation, one.confidence, one.note, one.note_zh))
    return tuple(found.values())


def settled(found: Iterable[Match]) -> str | None:
    """Return the one class that a code surely becomes, None where there are several or none.

    It is the one that is the same; else the only one that has all land of the code.

    Examples
    --------
    >>> settled((Match("07", "within"), Match("0702", "holds"))), settled((Match("0804", "holds"),))
    ('07', None)
    """
    for relation in (SAME, WITHIN):
        alike = [one.code for one in found if one.relation == relation]
        if alike:
            return alike[0] if len(alike) == 1 else None
    return None
