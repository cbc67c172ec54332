"""All totals as data, and why each of them is what it is.

A module of this folder takes part by ``section(results)``, its part of the totals,
``missing(results)``, what that part lacks, and ``PATHS``, the measure that answers for a path. One
that reads the totals of others has ``closing(results, found, speak)`` in place of a section, and
``reasons(results, found, path)`` in place of measures that answer.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Any, Final, cast

import layers.analysis as folder
from layers.analysis import measures
from layers.analysis.absent import NOT_YET, Missing
from layers.analysis.retold import retold
from layers.analysis.stamp import stamp
from layers.measure import Results
from layers.message import Message

Speak = Callable[[Message], str]
"""How a message becomes text: ``str`` for English, a translation's ``sentence`` else."""

EMPTY: Final[Mapping[str, Any]] = {
    "land": {
        "site_m2": None,
        "parcels_m2": None,
        "unassigned_m2": None,
        "overlap_m2": None,
        "by_code": {},
        "balance": [],
        "existing_urban_m2": None,
        "existing": [],
        "population": None,
        "workers": None,
        "per_head_m2": {},
        "norms": [],
        "phases": [],
    },
    "carbon": {
        "sink_t_per_a": {"low": None, "central": None, "high": None},
        "by_cover": {},
        "counted_once_m2": None,
        "lost_once_t": {"low": None, "central": None, "high": None},
        "credit_yuan_per_a": None,
        "operational_t_per_a": None,
        "net_t_per_a": None,
    },
    "energy": {
        "floor_m2": None,
        "electricity_kwh_per_a": {"low": None, "central": None, "high": None},
        "heat_gj_per_a": {"low": None, "central": None, "high": None},
        "gas_m3_per_a": {"low": None, "central": None, "high": None},
        "by_type": {},
        "water_m3_per_a": {"low": None, "central": None, "high": None},
        "tce_per_a": None,
        "ledger": {},
        "sink_pct": None,
        "avoided_by_export_t_per_a": None,
        "peak_load_kw": None,
        "pv_kwh_per_a": None,
        "self_used_kwh_per_a": None,
        "self_consumption_pct": None,
        "self_sufficiency_pct": None,
        "bought_kwh_per_a": None,
        "peak_import_kw": None,
        "exported_kwh_per_a": None,
        "curtailed_kwh_per_a": None,
        "storage_loss_kwh_per_a": None,
        "storage_kwh": None,
    },
    "solar": {
        "roof_m2": None,
        "usable_m2": None,
        "kwp": None,
        "kwh_per_a": None,
        "avoided_t_per_a": None,
        "life_kwh": None,
        "monthly_kwh": None,
        "floors": [],
        "shaded_roofs": None,
        "sky_view": None,
        "sun_lost_pct": None,
    },
    "corridors": {
        "length_m": None,
        "area_m2": None,
        "narrow": None,
        "width_kept_pct": None,
        "components": None,
        "patches": None,
        "nodes": None,
        "links": None,
        "circuits": None,
        "alpha": None,
        "beta": None,
        "gamma": None,
        "gaps": None,
        "broken": None,
        "iic": None,
        "pc": None,
        "ec_iic_m2": None,
        "ec_pc_m2": None,
        "mesh_m2": None,
    },
    "slow": {
        "path_length_m": None,
        "walk_length_m": None,
        "cycle_length_m": None,
        "walk_km_per_km2": None,
        "cycle_km_per_km2": None,
        "road_km_per_km2": None,
        "nodes": None,
        "links": None,
        "components": None,
        "dead_ends": None,
        "links_per_node": None,
        "largest_pct": None,
        "detour": None,
        "detour_pairs": None,
    },
    "access": {
        "park_500m_pct": None,
        "work_pct": None,
        "residents_pct": None,
        "workers_pct": None,
        "walk": {
            "housing_pct": None,
            "work_pct": None,
            "residents_pct": None,
            "workers_pct": None,
        },
    },
    "runoff": {
        "coefficient": None,
        "coefficient_low": None,
        "coefficient_high": None,
        "rain_mm": None,
        "storage_wanted_m3": None,
        "storage_built_m3": None,
        "held_mm": None,
        "control_pct": None,
    },
    "chains": {
        "adjacency": None,
        "completeness": None,
        "nodes": None,
        "parcels": None,
        "links": None,
        "vetoed": None,
        "conflicts": None,
    },
    "limits": {
        "mandatory": None,
        "guiding": None,
        "advice": None,
        "parcels": None,
        "unchecked": None,
    },
    "indicators": [],
}
"""All keys that the totals always have, in their order."""


@cache
def modules() -> tuple[ModuleType, ...]:
    """Return all modules of measures."""
    return tuple(
        importlib.import_module(f"{folder.__name__}.{module.name}")
        for module in pkgutil.iter_modules(folder.__path__)
        if f"{folder.__name__}.{module.name}" != __name__
    )


@cache
def answered() -> Mapping[str, str]:
    """Return which measure answers for a path, from all modules."""
    found: dict[str, str] = {}
    for module in modules():
        found.update(getattr(module, "PATHS", {}))
    return found


def totals(results: Results, *, speak: Speak = str, stamped: bool = True) -> dict[str, Any]:
    """Return all totals in house units; None where an input is missing.

    Parameters
    ----------
    results
        Results of a plan.
    speak
        Makes text of what is missing.
    stamped
        Whether the plan's stamp is computed, which reads all rows once.
    """
    document = results.document
    found: dict[str, Any] = {
        "plan": {
            "name": document.name,
            "crs": document.crs,
            "parcels": len(document.layer("parcels")),
            "stamp": stamp(document) if stamped else None,
        }
    }
    for key, part in EMPTY.items():
        found[key] = dict(part) if isinstance(part, dict) else list(part)
    for module in modules():
        part = getattr(module, "section", None)
        for key, values in retold(part, results).items() if part else ():
            if isinstance(found[key], dict):
                found[key].update(values)
            else:
                found[key] = values
    for module in modules():
        closing = getattr(module, "closing", None)
        found.update(closing(results, found, speak) if closing else {})
    found["missing"] = [
        {"path": lack.path, "needs": speak(lack.needs), "features": lack.features}
        for lack in missing(results, found)
    ]
    return found


def missing(results: Results, known: Mapping[str, Any] | None = None) -> list[Missing]:
    """Return what the totals lack, one entry for each input.

    Parameters
    ----------
    results
        Results of a plan.
    known
        Its totals, where they are known already.
    """
    found: list[Missing] = []
    for module in modules():
        part = getattr(module, "missing", None)
        if part is not None:
            found.extend(retold(part, results))
    if known is None:
        return found
    named = {lack.path for lack in found}
    for path, value in leaves({key: known[key] for key in EMPTY}):
        if (
            value is None
            and not path.startswith(("land.balance", "carbon.by_cover."))
            and named.isdisjoint(_heads(path))
        ):
            found.append(Missing(path, NOT_YET))
    return found


def leaves(values: Mapping[str, Any], above: str = "") -> Iterable[tuple[str, Any]]:
    """Yield each value of the totals with its path."""
    for key, value in values.items():
        # Asking for a Mapping takes ten times as long.
        if isinstance(value, dict | MappingProxyType):
            yield from leaves(cast("Mapping[str, Any]", value), f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def _heads(path: str) -> Iterable[str]:
    """Yield a path and all that it lies below, the longest first."""
    while path:
        yield path
        path = path.rpartition(".")[0]


def measure_of(path: str) -> str:
    """Return the measure that answers for a path or for what it is part of; empty for none."""
    paths = answered()
    if found := next((paths[head] for head in _heads(path) if head in paths), ""):
        return found
    return path if path in measures().measures else ""
