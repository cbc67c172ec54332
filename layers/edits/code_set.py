"""Another code set for the plan: each code with one match is converted, the others are listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.codes import CODE_SETS, OWN, CodeSet
from layers.crosswalk import Match, matches, settled
from layers.document import Document
from layers.edit import Delta, Edit, RowsDelta, ValueDelta
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.parameters import class_factors
from layers.edits.zone import unknown_code
from layers.errors import InvalidEditError
from layers.layer import Layer
from layers.message import Message
from layers.mixed import BETWEEN, SHARES, codes_of, fractions_of, ordered
from layers.own_codes import STORED, codes_in
from layers.parameters import BY_CLASS, Factor, Value
from layers.style import Style

COLUMNS: Final = ("land_use", "land_use_existing")
_PLANNED: Final = ("land_use", SHARES)
Choices = Mapping[str, str | None]
"""Code that a code becomes; None where it is left as it is."""


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code of the plan and what becomes of it in another set.

    Parameters
    ----------
    code
        As parcels have it, alone or in a mixed use.
    planned, existing
        Count of parcels that have it as their planned and as their existing use.
    area_m2
        Area of the parcels that have it planned, mixed ones as a whole. [m²]
    matches
        Classes of the other set that it may become, the likeliest first.
    settled
        The one that it surely becomes; None where it must be chosen.
    clash
        Whether the other set has another class under this code, so that it cannot stay.
    """

    code: str
    planned: int
    existing: int
    area_m2: float
    matches: tuple[Match, ...]
    settled: str | None
    clash: bool = False


def target_set(document: Document, to: str) -> CodeSet:
    """Return the code set that a plan can change to.

    Raises
    ------
    InvalidEditError
        Where no such set is known to the plan, or it has it already.
    """
    known = [*CODE_SETS, *((OWN,) if document.parameters.get(STORED) is not None else ())]
    if to not in known:
        raise InvalidEditError(
            "The plan knows no code set {name}. Known are {known}.",
            name=to[:40],
            known=", ".join(known),
        )
    return codes_in({**document.parameters, "plan.code_set": to})


def conversion(document: Document, to: str) -> tuple[CodeRow, ...]:
    """Return the codes of a plan's parcels and what becomes of each, the largest area first.

    Raises
    ------
    InvalidEditError
        Where no such set is known to the plan.
    """
    codes, wanted, layer = document.codes, target_set(document, to), document.layer("parcels")
    counts: dict[str, list[float]] = {}
    areas = np.nan_to_num(layer.areas, posinf=0.0, neginf=0.0)
    for side, name in enumerate(COLUMNS):
        places, texts = pd.factorize(layer.values(name))
        found = places >= 0
        number = np.bincount(places[found], minlength=len(texts)).tolist()
        area = np.bincount(places[found], areas[found], len(texts)).tolist()
        for place, text in enumerate(texts):
            for code in dict.fromkeys(codes_of(str(text))):
                if code.strip():
                    row = counts.setdefault(code, [0, 0, 0.0])
                    row[side] += number[place]
                    row[2] += area[place] if side == 0 else 0.0
    rows: list[CodeRow] = []
    for code, (planned, existing, area) in counts.items():
        found = matches(code, codes, wanted)
        sure = settled(found)
        if sure is None and code not in codes and code in wanted:
            sure = code  # a code of the other set that stands in the plan already
        clash = code in codes and code in wanted and sure != code
        rows.append(CodeRow(code, int(planned), int(existing), area, found, sure, clash))
    return tuple(sorted(rows, key=lambda row: (-row.area_m2, row.code)))


def convert_codes(document: Document, to: str, choices: Choices | None = None) -> Edit:
    """Return the edit that gives the plan another code set and converts the parcels' codes.

    A code with exactly one match becomes it, or what is chosen for it. One with several or none,
    and no choice, stays on its parcels: they are unknown codes then, and listed as such. A mixed
    use is converted where all its codes are.

    Parameters
    ----------
    document
        The plan.
    to
        Id of the code set: ``GB50137-2011``, ``MNR2023``, or ``own`` for the plan's own.
    choices
        Codes of the other set by code of the plan; None leaves a code as it is.

    Raises
    ------
    InvalidEditError
        Where the plan has this set already, a choice is no code of it, or a code that stays would
        be taken for another class there.
    """
    wanted = target_set(document, to)
    if to == document.codes.id:
        raise InvalidEditError(
            "The plan has the code set {set} already.", set=Message(wanted.title)
        )
    rows = conversion(document, to)
    table = _table(document, rows, wanted, choices or {})
    kept = [row.code for row in rows if row.clash and row.code not in table]
    if kept:
        raise InvalidEditError(
            "{codes} would stay as they are and be taken for other classes of {set}. Say what"
            " becomes of them.",
            codes=", ".join(kept[:10]),
            set=Message(wanted.title),
        )
    deltas: list[Delta] = [ValueDelta("parameters", "plan.code_set", document.codes.id, to)]
    factors = class_factors(document, wanted)
    factors |= _carried(document, factors, table)
    deltas += [
        ValueDelta("parameters", name, before, after)
        for name, (before, after) in factors.items()
        if before != after
    ]
    delta = _rows(document.layer("parcels"), table)
    if delta is not None:
        deltas.append(delta)
    deltas += _recoloured(document, table)
    count = 0 if delta is None else len(delta.after)
    title = Message.of(
        "Change the code set to {set}: {n} parcels converted", set=_named(wanted), n=count
    )
    return Edit(title, tuple(deltas))


def _named(codes: CodeSet) -> Message | str:
    """Return what a set is called; a shipped one's name is translated."""
    return Message(codes.title) if codes.id in CODE_SETS else codes.title


def _table(
    document: Document, rows: Sequence[CodeRow], wanted: CodeSet, choices: Choices
) -> dict[str, str]:
    """Return what each code becomes, codes that no parcel has included; without those that stay."""
    there = {row.code for row in rows}
    for code, choice in choices.items():
        if code not in there:
            raise InvalidEditError("No parcel has the code {code}.", code=code[:40])
        if choice is not None and choice not in wanted:
            raise unknown_code(str(choice), wanted)
    sure = {row.code: row.settled for row in rows} | {
        code: settled(matches(code, document.codes, wanted))
        for code in document.codes.classes
        if code not in there
    }
    return {code: to for code, to in (sure | dict(choices)).items() if to is not None}


# ---- parcels ------------------------------------------------------------------------------------


def _rows(layer: Layer, table: Mapping[str, str]) -> RowsDelta | None:
    """Return the rows whose codes become others."""
    uses, shares, existing = (_numbered(layer.values(name)) for name in (*_PLANNED, COLUMNS[1]))
    width = len(shares[1])
    pairs, both = np.unique(uses[0] * width + shares[0], return_inverse=True)
    old = [(uses[1][pair // width], shares[1][pair % width]) for pair in pairs.tolist()]
    new = [_converted(use, share, table) for use, share in old]
    columns: dict[str, tuple[NDArray[np.intp], list[str | None], list[str | None]]] = {
        "land_use": (both, [use for use, _ in old], [use for use, _ in new]),
        SHARES: (both, [share for _, share in old], [share for _, share in new]),
        COLUMNS[1]: (
            existing[0],
            existing[1],
            [_converted(use, None, table)[0] for use in existing[1]],
        ),
    }
    differs = {
        name: np.array([a != b for a, b in zip(before, after, strict=True)], bool)[places]
        for name, (places, before, after) in columns.items()
    }
    names = [name for name, found in differs.items() if found.any()]
    if not names:
        return None
    touched = np.flatnonzero(np.logical_or.reduce([differs[name] for name in names]))
    index = pd.Index(layer.ids[touched], name="fid")
    before = {name: layer.values(name).iloc[touched].set_axis(index) for name in names}
    after: dict[str, pd.Series] = {}
    for name in names:
        places, _, texts = columns[name]
        distinct = pd.Series(texts, dtype=before[name].dtype)
        after[name] = distinct.iloc[places[touched]].set_axis(index)
    return RowsDelta(
        layer.kind, pd.DataFrame(before, index=index), pd.DataFrame(after, index=index)
    )


def _numbered(values: pd.Series) -> tuple[NDArray[np.intp], list[str | None]]:
    """Return where each text stands among those that occur; a missing one is the first."""
    places, distinct = pd.factorize(values)
    return places.astype(np.intp) + 1, [None, *(str(text) for text in distinct)]


def _converted(
    land_use: str | None, shares: str | None, table: Mapping[str, str]
) -> tuple[str | None, str | None]:
    """Return a use and its shares in the other set; as they are where a code stays.

    Examples
    --------
    >>> _converted("M1/B2", "70/30", {"M1": "100101", "B2": "0902"})
    ('100101/0902', '70/30')
    >>> _converted("B4/G1/B41", "40/40/20", {"B4": "090105", "B41": "090105", "G1": "1401"})
    ('090105/1401', '60/40')
    """
    codes = codes_of(land_use or "")
    if not all(code in table for code in codes):
        return land_use, shares
    new = [table[code] for code in codes]
    distinct = list(dict.fromkeys(new))
    if len(distinct) == len(new):
        return BETWEEN.join(new), shares
    if len(distinct) == 1:
        return distinct[0], None
    if fractions_of(shares or "", len(new)) is None:
        return BETWEEN.join(distinct), None
    parts = [float(part) for part in (shares or "").split(BETWEEN)]
    sums = [
        sum(part for code, part in zip(new, parts, strict=True) if code == one) for one in distinct
    ]
    return ordered(distinct, sums)


# ---- what goes with the codes -------------------------------------------------------------------


def _carried(
    document: Document,
    factors: Mapping[str, tuple[Value, Value]],
    table: Mapping[str, str],
) -> dict[str, tuple[Value, Value]]:
    """Return the factors of classes that the user has set, under the codes that those become.

    Where classes with different factors become one, it has the shipped one.
    """
    found: dict[str, list[Factor]] = {}
    for name, factor in document.parameters.items():
        if not isinstance(factor, Factor) or factor.group not in BY_CLASS:
            continue
        group, _, rest = name.partition(".")
        code, point, indicator = rest, "", ""
        if group == "limit":
            code, point, indicator = rest.rpartition(".")
        if code in table:
            found.setdefault(f"{group}.{table[code]}{point}{indicator}", []).append(factor)
    carried: dict[str, tuple[Value, Value]] = {}
    for name, olds in found.items():
        before, new = factors.get(name, (None, None))
        bounds = {(old.low, old.central, old.high) for old in olds}
        if isinstance(new, Factor) and len(bounds) == 1 and olds[0].confidence == "user":
            low, central, high = bounds.pop()
            carried[name] = (before, new.edited(low=low, central=central, high=high))
    return carried


def _recoloured(document: Document, table: Mapping[str, str]) -> list[ValueDelta]:
    """Return the parcels' style with its own colours under the codes that they become."""
    style = document.styles.get("parcels")
    if not isinstance(style, Style) or style.by not in COLUMNS or not style.colours:
        return []
    colours: dict[str, str] = {}
    for value, colour in style.colours.items():
        colours.setdefault(_converted(value, None, table)[0] or value, colour)
    if colours == dict(style.colours):
        return []
    return [ValueDelta("styles", "parcels", style, replace(style, colours=colours))]


OPERATIONS: Final = (
    Operation(
        "convert_codes",
        (
            Field("to", FieldType.TEXT),
            Field("choices", FieldType.VALUES, required=False, nullable=True),
        ),
        convert_codes,
    ),
)
