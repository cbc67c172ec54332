"""The factors and settings behind the numbers: shipped as tables, stored in the plan, editable."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from layers.codes import DEFAULT_CODE_SET, OWN, CodeSet, LandUseClass, code_set
from resources import shipped


@dataclass(frozen=True, slots=True)
class Factor:
    """A coefficient with its range and its footing.

    Parameters
    ----------
    id
        ``<group>.<name>``; the groups are ``sink``, ``pv``, ``emission``, ``green`` and ``limit``.
    title, title_zh
        What it is, in English and in Simplified Chinese.
    unit
        Unit of the three values.
    low, central, high
        The value and its range; None where the source gives none. [unit]
    source, year, confidence
        Where it was read, when that was published, and how sure that is (``verified``,
        ``recalled``, ``assumption``, or ``user`` once it was edited).
    default
        Whether it belongs to the tool's own choice of rows.
    growth_years
        Years of growth for which a sink holds; None where the table says nothing. [a]
    note
        What to know before using it.
    """

    id: str
    title: str
    title_zh: str
    unit: str
    low: float | None
    central: float | None
    high: float | None
    source: str = ""
    year: str = ""
    confidence: str = ""
    default: bool = True
    growth_years: float | None = None
    note: str = ""

    @property
    def group(self) -> str:
        """The part of the id before the first point."""
        return self.id.partition(".")[0]

    def edited(self, **values: float | None) -> Factor:
        """Return the factor with other values, marked as the user's."""
        return replace(self, confidence="user", **values)


BY_CLASS: Final = ("green", "limit")
"""Groups of factors that belong to the classes of a code set."""

Value = Factor | str | int | float | None
Parameters = Mapping[str, Value]

SETTINGS: Final[Mapping[str, tuple[str, Value]]] = MappingProxyType(
    {
        "plan.code_set": ("Code set", DEFAULT_CODE_SET),
        "plan.base_year": ("Base year", None),
        "plan.attached_cover": ("Cover of attached green", "lawn"),
        "plan.grid_factor": ("Grid emission factor", "grid_cn_avg_2023"),
        "plan.yield_city": ("City of the PV yield (empty: nearest)", None),
        "plan.buildings": ("Buildings of parcels where nothing is entered", "none"),
    }
)
"""Project settings: title and value in a new plan."""


def _number(text: str) -> float | None:
    return float(text) if text.strip() else None


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(shipped("factors", name).read_text(encoding="utf-8")))


def _sinks() -> Iterator[Factor]:
    for row in _rows("carbon_sink_factors.csv"):
        yield Factor(
            f"sink.{row['cover_id']}",
            row["cover_en"],
            row["cover_zh"],
            "kg CO₂/(m²·a)",
            _number(row["low_kgco2_m2_yr"]),
            _number(row["central_kgco2_m2_yr"]),
            _number(row["high_kgco2_m2_yr"]),
            " · ".join(filter(None, (row["source"], row["clause_or_table"]))),
            row["year"],
            row["confidence"],
            row["use_as_default_0_1"] == "1",
            _number(row["valid_growth_years"]),
            row["note"],
        )


def _photovoltaics() -> Iterator[Factor]:
    for row in _rows("rooftop_pv_parameters.csv"):
        yield Factor(
            f"pv.{row['param_id']}",
            " – ".join(filter(None, (row["name_en"], row["variant"]))),
            row["name_zh"],
            row["unit"].replace("*yr", "·a").replace("/yr", "/a").replace("m2", "m²"),
            _number(row["low"]),
            _number(row["central"]),
            _number(row["high"]),
            " · ".join(filter(None, (row["source"], row["clause"].strip()))),
            row["year"],
            row["confidence"],
            row["use_as_default_0_1"] == "1",
            note=row["note"],
        )


def _emissions() -> Iterator[Factor]:
    for row in _rows("emission_factors.csv"):
        yield Factor(
            f"emission.{row['factor_id']}",
            row["name_en"],
            row["name_zh"],
            row["unit"].replace("CO2", " CO₂").replace("m2", "m²"),
            None,
            _number(row["value"]),
            None,
            row["document"],
            row["data_year"],
            row["confidence"],
            row["use_as_default_0_1"] == "1",
            note=row["note"],
        )


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
    for row in _rows("plot_limits.csv"):
        found = classes.get(row["code"])
        if row["system"] != set_id or found is None:
            continue
        yield Factor(
            f"limit.{found.code}.{row['indicator']}",
            *_titles(found, row["indicator"]),
            row["unit"],
            _number(row["low"]),
            _number(row["central"]),
            _number(row["high"]),
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
        known, above = shipped_factors(set_id), code_set(set_id).classes
        for indicator in _LIMITED:
            basis, factor = at, known.get(f"limit.{at}.{indicator}")
            while factor is None and basis in above:
                basis = above[basis].parent
                factor = known.get(f"limit.{basis}.{indicator}")
            if factor is not None:
                title, title_zh = _titles(found, indicator)
                id_ = f"limit.{found.code}.{indicator}"
                yield replace(factor, id=id_, title=title, title_zh=title_zh)


def factors_of(codes: CodeSet) -> Mapping[str, Factor]:
    """Return the factors that a plan with a code set begins with, its own set included."""
    if codes.id != OWN:
        return shipped_factors(codes.id)
    return _own_factors(codes)


@lru_cache(maxsize=8)
def _own_factors(codes: CodeSet) -> Mapping[str, Factor]:
    shipped_ = {
        name: factor for name, factor in shipped_factors().items() if factor.group not in BY_CLASS
    }
    own = (*_green_ratios(codes), *_own_limits(codes))
    return MappingProxyType(shipped_ | {factor.id: factor for factor in own})


@cache
def shipped_factors(set_id: str = DEFAULT_CODE_SET) -> Mapping[str, Factor]:
    """Return all shipped factors by id, for plans of one code set."""
    found = (
        *_sinks(),
        *_photovoltaics(),
        *_emissions(),
        *_green_ratios(code_set(set_id)),
        *_limits(set_id),
    )
    return MappingProxyType({factor.id: factor for factor in found})


def new_parameters(base_year: int, set_id: str = DEFAULT_CODE_SET) -> Parameters:
    """Return the factors and settings of a new plan.

    Parameters
    ----------
    base_year
        Year from which the age of plantings is counted. [a]
    set_id
        The plan's code set.
    """
    return parameters_for(base_year, code_set(set_id))


def parameters_for(base_year: int, codes: CodeSet) -> Parameters:
    """Return the factors and settings of a new plan with a code set."""
    settings = {name: value for name, (_, value) in SETTINGS.items()}
    settings["plan.base_year"] = base_year
    settings["plan.code_set"] = codes.id
    return MappingProxyType({**factors_of(codes), **settings})
