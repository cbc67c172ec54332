"""Formulas of the workbook's land balance: sums over the parcels' sheet, code by code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, cast

from xlsxwriter.utility import xl_rowcol_to_cell

from app.exporters.figures import Line
from app.exporters.spreadsheet import Cell, Formula
from layers.analysis.balance import OVERLAP, UNASSIGNED, UNCODED
from layers.analysis.by_code import Uses

FIRST: Final = 5
"""Row of the balance's first line, counted from 0."""
AREA: Final = 2
"""Column of the balance's areas, counted from 0."""
LONGEST: Final = 8000
"""Characters that a formula can have; spreadsheets take 8192."""


@dataclass(frozen=True, slots=True)
class Ranges:
    """Where the parcels' sheet holds what the balance sums.

    Parameters
    ----------
    codes, shares, areas
        Ranges of the land-use codes, of the shares of mixed use, and of the areas inside the red
        line.
    """

    codes: str
    shares: str
    areas: str


def cell_of(row: int) -> str:
    """Return where the area of a row of the balance stands."""
    return xl_rowcol_to_cell(row, AREA, row_abs=True, col_abs=True)


def area_formulas(lines: Sequence[Line], ranges: Ranges, site: str, uses: Uses) -> list[Cell]:
    """Return the areas: codes summed over the parcels, classes over their rows, and the sums."""
    codes = [line.code for line in lines if line.code]
    urban = next(n for n, line in enumerate(lines) if line.rank == "sum")
    found: list[Cell] = []
    for place, line in enumerate(lines):
        if line.rank == "sum":
            text = _added(n for n in range(urban) if not lines[n].depth)
        elif line.rank == "total":
            text = _added(n for n in range(urban, place) if not lines[n].depth)
        elif line.below:
            inside = range(place + 1, place + 1 + line.below)
            text = _added(n for n in inside if lines[n].depth == line.depth + 1)
        elif line.kind == OVERLAP:
            found.append(line.area_m2)
            continue
        elif line.kind == UNASSIGNED:
            overlap = [FIRST + n for n, one in enumerate(lines) if one.kind == OVERLAP]
            twice = f"-{cell_of(overlap[0])}" if overlap else ""
            text = f"=MAX(0,{site}-SUM({ranges.areas}){twice})"
        elif line.kind == UNCODED:
            text = f"=SUMPRODUCT((LEN({ranges.codes})=0)*{ranges.areas})"
        else:
            text = _of_code(line.code, codes, ranges, FIRST + place)
            text += "".join(_of_mixed(line.code, uses, ranges))
            if len(text) > LONGEST:
                found.append(line.area_m2)
                continue
        found.append(Formula(text, line.area_m2))
    return found


def _added(places: Sequence[int] | object) -> str:
    cells = [cell_of(FIRST + place).replace("$", "") for place in cast("Sequence[int]", places)]
    return f"=SUM({','.join(cells)})" if cells else "=0"


def _of_code(code: str, codes: Sequence[str], ranges: Ranges, row: int) -> str:
    """Return the sum over the parcels of a code.

    SUMIFS takes ``m1`` for ``M1``, ``01`` for ``1``, and ``*`` for everything: where that matters
    the codes are compared exactly instead.
    """
    alike = [one for one in codes if _loosely(one) == _loosely(code)]
    if len(alike) == 1 and code.isalnum():
        name = xl_rowcol_to_cell(row, 0, col_abs=True)
        return f"=SUMIFS({ranges.areas},{ranges.codes},{name})"
    quoted = code.replace('"', '""')
    return f'=SUMPRODUCT(EXACT({ranges.codes},"{quoted}")*{ranges.areas})'


def _of_mixed(code: str, uses: Uses, ranges: Ranges) -> Iterator[str]:
    """Yield what is added for mixed use: the shares of a code, or what has shares taken off."""
    for parts, (use, shares) in zip(uses.parts, uses.written, strict=True):
        if len(parts) < 2:
            continue
        fractions = [-1.0] if use.strip() == code else [f for one, f in parts if one == code]
        for fraction in fractions:
            texts = [text.replace('"', '""') for text in (use.strip(), shares)]
            yield (
                f'{fraction:+.17g}*SUMPRODUCT(EXACT({ranges.codes},"{texts[0]}")'
                f'*EXACT({ranges.shares},"{texts[1]}")*{ranges.areas})'
            )


def _loosely(code: str) -> str | float:
    try:
        return float(code)
    except ValueError:
        return code.casefold()
