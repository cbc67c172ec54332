"""Indicators of zero-carbon and green parks: national, provincial, ministerial, the plan's own.

Each indicator has a target, which is a factor of the plan: ``target.<indicator>`` with a least
value, a most value, or both. Indicators of different sets that ask for the same quantity share
what is computed or typed for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from layers.codes import CodeSet
from layers.factor import Factor, cited, number, rows
from layers.setting import Setting

ORDER: Final = 90
GROUPS: Final = MappingProxyType(
    {"target": "Targets of indicators", "typed": "Typed values of indicators"}
)
YES: Final = "yes/no"
"""Unit of what is there or not: 1 or 0."""
REPORTED: Final = "benchmark"
"""Set of values that others report; no targets."""
OWN: Final = "own"
MIIT: Final = "miit"
YEARS: Final = ("2027", "2030", "2035")

SETS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "national": ("National zero-carbon park", "国家级零碳园区"),
        **{
            f"hunan_{year}": (f"Hunan zero-carbon park, {year}", f"湖南省零碳园区 {year} 年")
            for year in YEARS
        },
        "jiangsu": ("Jiangsu (near-)zero-carbon industrial park", "江苏省（近）零碳产业园区"),
        MIIT: ("Green industrial park (MIIT)", "绿色工业园区（工信部）"),
        REPORTED: ("Reported by others", "案例参考值"),
        OWN: ("Targets of the plan", "本规划目标"),
    }
)
"""Sets of indicators with their titles, in their order."""

_SHOWN: Final = MappingProxyType({"yes": "shown", "no": "not shown"})
CALORIFIC: Final = "calorific"
EQUAL: Final = "equal"
CONVENTION: Final = "plan.electricity_tce"
EQUAL_FACTOR: Final = "emission.tce_electricity_equal"
EMPLOYED: Final = "plan.employed_pct"
HUNAN: Final = "plan.indicators_hunan"

SETTINGS: Final = (
    Setting(
        CONVENTION,
        "Electricity in coal equivalent",
        CALORIFIC,
        choices=MappingProxyType(
            {CALORIFIC: "by its calorific value", EQUAL: "by the coal of power stations"}
        ),
    ),
    Setting("plan.indicators_national", "National indicators", "yes", choices=_SHOWN),
    Setting(
        HUNAN,
        "Indicators of Hunan",
        choices=MappingProxyType({year: year for year in YEARS}),
        none="not shown",
    ),
    Setting("plan.indicators_jiangsu", "Indicators of Jiangsu", "no", choices=_SHOWN),
    Setting("plan.indicators_miit", "Indicators of the MIIT", "no", choices=_SHOWN),
    Setting("plan.indicators_benchmark", "Values reported by others", "no", choices=_SHOWN),
    Setting("plan.indicators_own", "Targets of the plan", "yes", choices=_SHOWN),
    Setting(
        EMPLOYED,
        "Share of residents who work",
        None,
        "number",
        "%",
        low=0,
        high=100,
        none="not entered",
    ),
)


@dataclass(frozen=True, slots=True)
class Target:
    """What an indicator has to reach.

    Parameters
    ----------
    low, high
        The least and the most value, included; None for none. [unit of the indicator]
    """

    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Item:
    """An indicator of a set.

    Parameters
    ----------
    id
        Its name; its target is the factor ``target.<id>``.
    set
        One of `SETS`.
    level
        ``core``, ``guiding``, ``reference``, ``required``, ``optional``, ``benchmark`` or ``own``.
    quantity
        What it asks for; shared by indicators of several sets.
    title, title_zh, unit
        What it is, and in what; `YES` for what is there or not.
    operator
        ``>=``, ``<=``, ``=`` or ``between``.
    wanted
        Its target as the table says it.
    energy_from, energy_to
        For which energy use of a park it holds. [tce/a]
    source, year, confidence, note
        Its footing.
    """

    id: str
    set: str
    level: str
    quantity: str
    title: str
    title_zh: str
    unit: str
    operator: str
    wanted: str
    energy_from: float | None
    energy_to: float | None
    source: str
    year: str
    confidence: str
    note: str

    @property
    def target(self) -> Target | None:
        """The target as shipped; None where the indicator only informs."""
        return None if self.set == REPORTED else target_of(self.wanted, self.operator)


_NUMBER: Final = r"[-\N{MINUS SIGN}]?\d+(?:\.\d+)?"
_RANGE: Final = re.compile(rf"({_NUMBER})\s*(?:-|–|—|~|～|to)\s*({_NUMBER})")
_BOUND: Final = re.compile(rf"(>=|<=|≥|≤|=)?\s*({_NUMBER})")
_WORDS: Final = frozenset({"具备", "完善", "是", "有", "yes", "level 2 of the national limit"})


def target_of(text: str, operator: str = ">=") -> Target | None:
    """Return the target that a text says; None where it says none.

    Parameters
    ----------
    text
        A number, a range, a bound with its sign, or a word for what has to be there.
    operator
        What a number alone means: ``>=``, ``<=``, or ``=`` for exactly this.

    Examples
    --------
    >>> target_of("0.8-1.2"), target_of("90"), target_of("0.2", "<=")
    (Target(low=0.8, high=1.2), Target(low=90.0, high=None), Target(low=None, high=0.2))
    >>> target_of("≤ 5"), target_of("具备", "="), target_of("report only")
    (Target(low=None, high=5.0), Target(low=1.0, high=None), None)
    """
    text = text.strip()
    if text.lower() in _WORDS:
        return Target(1.0, None)
    if found := _RANGE.fullmatch(text):
        low, high = (_number(part) for part in found.groups())
        return Target(low, high) if low <= high else None
    if found := _BOUND.fullmatch(text):
        value, sign = _number(found.group(2)), found.group(1) or operator
        return Target(
            None if sign in {"<=", "≤"} else value, None if sign in {">=", "≥"} else value
        )
    return None


def _number(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-"))


@cache
def items() -> Mapping[str, Item]:
    """Return all indicators by id, in the order of the sets.

    Examples
    --------
    >>> one = items()["NZCP-core-small"]
    >>> one.target, one.unit, one.confidence
    (Target(low=None, high=0.2), 't CO₂/tce', 'verified')
    """
    found = [
        Item(
            row["indicator_id"],
            row["set"],
            row["level"],
            row["quantity"],
            row["name_en"],
            row["name_zh"],
            row["unit"],
            row["operator"],
            row["target_value"],
            number(row["energy_from_tce"]),
            number(row["energy_to_tce"]),
            cited(row["source"], row["clause"]),
            row["year"],
            row["confidence"],
            row["note"],
        )
        for row in rows("indicators.csv")
    ]
    order = list(SETS)
    found.sort(key=lambda one: order.index(one.set))
    return MappingProxyType({one.id: one for one in found})


@cache
def quantities() -> Mapping[str, Item]:
    """Return what indicators ask for: the first indicator of each quantity."""
    found: dict[str, Item] = {}
    for one in items().values():
        if one.set != REPORTED:
            found.setdefault(one.quantity, one)
    return MappingProxyType(found)


def used(parameters: Mapping[str, object]) -> tuple[str, ...]:
    """Return the sets that a plan uses, by its settings."""
    found = [
        name
        for name in SETS
        if not name.startswith("hunan_") and parameters.get(f"plan.indicators_{name}") == "yes"
    ]
    year = parameters.get(HUNAN)
    return tuple(name for name in SETS if name in found or name == f"hunan_{year}")


def _size(item: Item) -> tuple[str, str]:
    """Return for which energy use an indicator holds, in both languages."""
    if item.energy_from is None:
        return "", ""
    least = f"{item.energy_from / 1e4:g}"
    size = f"{least}-{item.energy_to / 1e4:g}" if item.energy_to is not None else f"≥ {least}"
    return f", {size} × 10⁴ tce", f"，{size} 万吨标准煤"


def factors(codes: CodeSet) -> Iterator[Factor]:
    """Yield the targets, and the coal equivalent of electricity by the coal of power stations."""
    del codes
    for one in items().values():
        target = one.target
        if target is None:
            continue
        (title, title_zh), (size, size_zh) = SETS[one.set], _size(one)
        yield Factor(
            f"target.{one.id}",
            f"{one.title} ({title}{size})",
            f"{one.title_zh}（{title_zh}{size_zh}）",
            one.unit,
            target.low,
            None,
            target.high,
            one.source,
            one.year,
            one.confidence,
            note=one.note,
        )
    yield Factor(
        EQUAL_FACTOR,
        "Electricity, coal of power stations",
        "电力折标准煤系数（等价值）",
        "kgce/kWh",
        None,
        0.30,
        None,
        "coal use of power supply, a round value",
        "",
        "assumption",
        note="the value of the year is published by the National Energy Administration",
    )
