"""What the classes of a code set ask for where a parcel says nothing: green ratios and limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Final

from layers.codes import OWN, CodeSet, LandUseClass, code_set
from layers.factor import Factor, number, rows

ORDER: Final = 90
GROUPS: Final = MappingProxyType(
    {"green": "Default green ratios", "limit": "Default limits of parcels"}
)


def factors(codes: CodeSet) -> Iterator[Factor]:
    """Yield the green ratios and the limits of classes."""
    yield from _green_ratios(codes)
    yield from _own_limits(codes) if codes.id == OWN else _limits(codes.id)


def _green_ratios(codes: CodeSet) -> Iterator[Factor]:
    """Yield what a class asks for where a parcel says nothing: its lower limit, else 0.

    An upper limit, as industry has one, asks for nothing. A class of an own set that counts as
    none of a shipped one has no factor.
    """
    for found in codes.classes.values():
        if not codes.basis(found.code):
            continue
        yield Factor(
            f"green.{found.code}",
            f"Green ratio asked for by {found.code} {found.title}",
            f"{found.code} {found.title_zh} 默认绿地率",
            "%",
            None,
            found.green_min_pct or 0.0,
            None,
            found.source,
            "",
            found.limits_confidence or "assumption",
            note="" if found.green_min_pct else "the class has no lower limit",
        )


HIGH_STOREYS: Final = "high_storeys"
"""How often a class counts floor area in storeys above 8 m; a number, unlike the limits."""

_LIMITED: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "far": ("FAR", "容积率"),
        "density": ("Building density", "建筑密度"),
        "coefficient": ("Building coefficient", "建筑系数"),
        "green": ("Green ratio", "绿地率"),
        "height": ("Building height", "建筑高度"),
        HIGH_STOREYS: (
            "Times that floor area in storeys above 8 m counts",
            "层高超过 8 m 的建筑面积计容倍数",
        ),
    }
)
"""What a class limits: its name in English and in Chinese."""


def _limits(set_id: str) -> Iterator[Factor]:
    """Yield what a class limits where a parcel says nothing: ``limit.<code>.<indicator>``.

    Low and high are the limits; they advise, whatever they rest on. An empty one is there to be
    filled in.
    """
    classes = code_set(set_id).classes
    for row in rows("plot_limits.csv"):
        found = classes.get(row["code"])
        if row["system"] != set_id or found is None:
            continue
        yield Factor(
            f"limit.{found.code}.{row['indicator']}",
            *_titles(found, row["indicator"]),
            row["unit"],
            number(row["low"]),
            number(row["central"]),
            number(row["high"]),
            row["source"],
            row["year"],
            row["confidence"],
            note=row["note"],
        )


def _titles(found: LandUseClass, indicator: str) -> tuple[str, str]:
    """Return what a limit is called: code and indicator first, as columns are narrow."""
    title, title_zh = _LIMITED[indicator]
    return f"{found.code} {title} – {found.title}", f"{found.code} {title_zh} – {found.title_zh}"


def _own_limits(codes: CodeSet) -> Iterator[Factor]:
    """Yield the limits of a plan's own classes: those of the classes that they count as."""
    for found in codes.classes.values():
        set_id, _, at = found.counts_as.partition(":")
        if not set_id:
            continue
        known, above = _by_id(set_id), code_set(set_id).classes
        for indicator in _LIMITED:
            basis, factor = at, known.get(f"limit.{at}.{indicator}")
            while factor is None and basis in above:
                basis = above[basis].parent
                factor = known.get(f"limit.{basis}.{indicator}")
            if factor is not None:
                title, title_zh = _titles(found, indicator)
                id_ = f"limit.{found.code}.{indicator}"
                yield replace(factor, id=id_, title=title, title_zh=title_zh)


@cache
def _by_id(set_id: str) -> Mapping[str, Factor]:
    return {factor.id: factor for factor in _limits(set_id)}
