"""The land-use balance table: rows by main class that add up as printed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from layers.analysis.rounding import apportioned
from layers.codes import CodeSet, LandUseClass
from layers.mixed import is_mixed
from layers.units import AREA_UNITS

URBAN: Final = "urban"
OTHER: Final = "other"
UNKNOWN: Final = "unknown"
MIXED: Final = "mixed"
UNCODED: Final = "uncoded"
OVERLAP: Final = "overlap"
UNASSIGNED: Final = "unassigned"

TITLES: Final[Mapping[str, tuple[str, str]]] = {
    UNKNOWN: ("Code not in the code set", "未知用地代码"),
    MIXED: ("Mixed use without shares", "混合用地（未填比例）"),
    UNCODED: ("Without a land-use code", "无用地代码"),
    OVERLAP: ("Counted twice (overlaps)", "重叠扣除"),
    UNASSIGNED: ("Unassigned land", "未分配用地"),
}
"""Names of the rows that are no class of a code set, in English and Chinese."""

LEAST_OVERLAP_M2: Final = 0.01
"""Overlaps below this get no row of their own. [m²]"""


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One row of the balance.

    Parameters
    ----------
    code
        Code of the class; empty for land without a code.
    title, title_zh
        Its names.
    kind
        ``urban`` (in the balance of urban construction land), ``other`` (known classes outside
        it), ``unknown``, ``uncoded``, ``overlap`` or ``unassigned``.
    area_m2
        Exact area. [m²]
    share_pct
        Printed share of urban construction land; None outside it. [%]
    site_pct
        Printed share of the site; None without a red line. [%]
    printed
        Printed area by unit, those of `layers.units.AREA_UNITS`.
    adjusted
        Names of the printed values that were moved by one last digit so that the table adds up:
        ``share_pct``, ``site_pct`` and ``area_`` with a unit.
    children
        Rows of the sub-classes that occur.
    """

    code: str
    title: str
    title_zh: str
    kind: str
    area_m2: float
    share_pct: float | None = None
    site_pct: float | None = None
    printed: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    adjusted: frozenset[str] = frozenset()
    children: tuple[BalanceRow, ...] = ()

    @property
    def area_ha(self) -> float:
        """Printed area. [ha]."""
        return self.printed.get("ha", 0.0)


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance table of the planned land use.

    Parameters
    ----------
    rows
        Main classes in the order of the code set, then land outside the balance, unknown and
        missing codes, overlaps, and unassigned land.
    urban_m2, total_m2
        Exact areas of urban construction land and of all rows. [m²]
    """

    rows: tuple[BalanceRow, ...]
    urban_m2: float
    total_m2: float

    @property
    def urban_ha(self) -> float:
        """Urban construction land as printed. [ha]."""
        return self.printed("ha", urban=True)

    @property
    def total_ha(self) -> float:
        """All rows as printed. [ha]."""
        return self.printed("ha")

    def printed(self, unit: str, *, urban: bool = False) -> float:
        """Return the sum of the rows as printed, of all or of urban construction land.

        Parameters
        ----------
        unit
            One of `layers.units.AREA_UNITS`.
        urban
            Whether only the rows of urban construction land are meant.
        """
        shown = (row for row in self.rows if not urban or row.kind == URBAN)
        return printed_sum((row.printed[unit] for row in shown), unit)


def printed_sum(areas: Iterable[float], unit: str) -> float:
    """Return the sum of printed areas, without the noise of adding decimals.

    Examples
    --------
    >>> printed_sum([0.1, 0.2], "mu")
    0.3
    """
    return round(math.fsum(areas), AREA_UNITS[unit][2])


def printed_areas(areas_m2: Sequence[float], unit: str, total: float | None = None) -> list[float]:
    """Return areas in a unit, rounded so that they add up as printed.

    Parameters
    ----------
    areas_m2
        Exact areas. [m²]
    unit
        One of `layers.units.AREA_UNITS`.
    total
        What they add up to as printed; their rounded sum where None. [unit]

    Examples
    --------
    >>> printed_areas([333.3, 333.3, 333.4], "mu")
    [0.5, 0.5, 0.5]
    >>> printed_areas([333.3, 333.3, 333.4], "mu", 1.4)
    [0.5, 0.4, 0.5]
    """
    _, size, decimals = AREA_UNITS[unit]
    return apportioned([area / size for area in areas_m2], total, decimals)[0]


def balanced(
    by_code: Mapping[str, float],
    codes: CodeSet,
    site_m2: float | None = None,
    unassigned_m2: float | None = None,
    overlap_m2: float = 0.0,
) -> Balance:
    """Return the land-use balance of areas by code.

    ``A_b = Σ A_i`` over the codes of urban construction land, ``share_c = 100 · A_c / A_b``
    (GB 50137-2011, 4.4.1). Printed areas and shares add up to their printed totals by the
    largest-remainder method.

    Parameters
    ----------
    by_code
        Areas by land-use code; the empty code for parcels without one. [m²]
    codes
        The plan's code set.
    site_m2
        Area of the red line, None without one. [m²]
    unassigned_m2
        Land inside the red line without a parcel, None without a red line. [m²]
    overlap_m2
        Land in more than one parcel. [m²]

    Examples
    --------
    >>> from layers.codes import code_set
    >>> balance = balanced(
    ...     {"M1": 30_000.0, "G1": 10_000.0}, code_set("GB50137-2011"), 50_000.0, 10_000.0
    ... )
    >>> [(row.code, row.share_pct, row.site_pct) for row in balance.rows if row.area_m2]
    [('M', 75.0, 60.0), ('G', 25.0, 20.0), ('unassigned', None, 20.0)]
    """
    known = {code: area for code, area in by_code.items() if code in codes}
    rows = [
        *_class_rows(known, codes, urban=True),
        *_class_rows(known, codes, urban=False),
        *_unknown_rows(by_code, codes),
    ]
    if overlap_m2 > LEAST_OVERLAP_M2:
        rows.append(BalanceRow(OVERLAP, *TITLES[OVERLAP], OVERLAP, -overlap_m2))
    if unassigned_m2 is not None:
        rows.append(BalanceRow(UNASSIGNED, *TITLES[UNASSIGNED], UNASSIGNED, unassigned_m2))
    return _printed(rows, site_m2)


def _row_class(code: str, codes: CodeSet) -> str:
    """Return the highest class above a code that is in the same part of the table as the code."""
    classes = codes.classes
    while True:
        parent = classes[code].parent
        if parent not in classes or classes[parent].urban != classes[code].urban:
            return code
        code = parent


def _class_rows(known: Mapping[str, float], codes: CodeSet, *, urban: bool) -> list[BalanceRow]:
    heads = {code: _row_class(code, codes) for code in known}
    shown = [
        found
        for found in codes.classes.values()
        if found.urban == urban and (not found.parent or found.code in heads.values())
    ]
    return [
        _class_row(
            found, {code: known[code] for code, head in heads.items() if head == found.code}, codes
        )
        for found in shown
    ]


def _class_row(found: LandUseClass, areas: Mapping[str, float], codes: CodeSet) -> BalanceRow:
    """Return the row of a class, with a row below it for each sub-class that occurs."""
    below: dict[str, dict[str, float]] = {}
    for code, area in areas.items():
        below.setdefault(_child(code, found.code, codes), {})[code] = area
    kind = URBAN if found.urban else OTHER
    children: list[BalanceRow] = []
    for code in sorted(below, key=lambda one: (one != found.code, codes.place_of(one))):
        if code == found.code and len(areas) == 1:
            continue
        inside, child = below[code], codes.classes[code]
        children.append(
            BalanceRow(code, *_not_subdivided(child), kind, inside[code])
            if code == found.code
            else _class_row(child, inside, codes)
        )
    area = math.fsum(areas.values())
    return BalanceRow(found.code, found.title, found.title_zh, kind, area, children=tuple(children))


def _not_subdivided(found: LandUseClass) -> tuple[str, str]:
    """Return the names of a class for land that has its own code and none below it."""
    return (
        f"{found.title} (not subdivided)",
        f"{found.title_zh}（未细分）" if found.title_zh else "",
    )


def _child(code: str, above: str, codes: CodeSet) -> str:
    """Return the class directly below ``above`` on the way to a code, or the code itself."""
    while code != above and codes.classes[code].parent != above:
        code = codes.classes[code].parent
    return code


def _unknown_rows(by_code: Mapping[str, float], codes: CodeSet) -> Iterable[BalanceRow]:
    for code in sorted(by_code):
        if code and code not in codes:
            title = TITLES[MIXED if is_mixed(code) and codes.knows(code) else UNKNOWN]
            yield BalanceRow(code, *title, UNKNOWN, by_code[code])
    if "" in by_code:
        yield BalanceRow("", *TITLES[UNCODED], UNCODED, by_code[""])


@dataclass(frozen=True, slots=True)
class _Column:
    """A printed column: what an area is divided by, what that counts as, and its digits."""

    name: str
    whole_m2: float
    unit: float = 1.0
    decimals: int = 2

    def of(self, rows: Sequence[BalanceRow], total: float) -> list[_Figure]:
        """Return what is printed of rows that make up a printed total."""
        return self.of_areas([row.area_m2 for row in rows], total)

    def of_areas(self, areas_m2: Sequence[float], total: float) -> list[_Figure]:
        """Return what is printed of areas that make up a printed total."""
        exact = [self.unit * area / self.whole_m2 for area in areas_m2]
        return list(zip(*apportioned(exact, total, self.decimals), strict=True))


_Figure = tuple[float, bool]
"""What is printed, and whether it was moved by one last digit."""


def _printed(rows: Sequence[BalanceRow], site_m2: float | None) -> Balance:
    """Return the table with printed values: the total first, then urban land, then its rows."""
    urban = [row for row in rows if row.kind == URBAN]
    rest = [row for row in rows if row.kind != URBAN]
    urban_m2 = math.fsum(row.area_m2 for row in urban)
    total_m2 = math.fsum(row.area_m2 for row in rows)
    figures: dict[_Column, list[_Figure]] = {}
    for unit, (_, size, decimals) in AREA_UNITS.items():
        column = _Column(f"area_{unit}", size, decimals=decimals)
        areas = [urban_m2, *(row.area_m2 for row in rest)]
        head, *others = column.of_areas(areas, total_m2 / size)
        figures[column] = [*column.of(urban, head[0]), *others]
    if urban_m2 > 0:
        column = _Column("share_pct", urban_m2, 100.0)
        figures[column] = column.of(urban, 100.0)
    every = [*urban, *rest]
    if site_m2:
        column = _Column("site_pct", site_m2, 100.0)
        figures[column] = column.of(every, 100.0 * total_m2 / site_m2)
    return Balance(_dressed(every, figures), urban_m2, total_m2)


def _dressed(
    rows: Sequence[BalanceRow], figures: Mapping[_Column, Sequence[_Figure]]
) -> tuple[BalanceRow, ...]:
    """Return rows with what is printed of them; some columns are of the first rows alone."""
    found: list[BalanceRow] = []
    for place, row in enumerate(rows):
        mine = {one: those[place] for one, those in figures.items() if place < len(those)}
        value = {one.name: value for one, (value, _) in mine.items()}
        found.append(
            BalanceRow(
                row.code,
                row.title,
                row.title_zh,
                row.kind,
                row.area_m2,
                value.get("share_pct"),
                value.get("site_pct"),
                MappingProxyType({unit: value[f"area_{unit}"] for unit in AREA_UNITS}),
                frozenset(one.name for one, (_, moved) in mine.items() if moved),
                _below(row, mine),
            )
        )
    return tuple(found)


def _below(row: BalanceRow, figures: Mapping[_Column, _Figure]) -> tuple[BalanceRow, ...]:
    if not row.children:
        return ()
    mine = {one: one.of(row.children, value) for one, (value, _) in figures.items()}
    return _dressed(row.children, mine)


def plain_row(row: BalanceRow) -> dict[str, Any]:
    """Return a row as data for the totals, with its children."""
    return {
        "code": row.code,
        "name_zh": row.title_zh,
        "name_en": row.title,
        "kind": row.kind,
        "area_m2": row.area_m2,
        "area_ha": row.area_ha,
        "printed": dict(row.printed),
        "share_pct": row.share_pct,
        "site_pct": row.site_pct,
        "adjusted": sorted(row.adjusted),
        "children": [plain_row(child) for child in row.children],
    }
