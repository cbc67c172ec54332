"""Totals whose assumptions can be varied, with their names, and how factors are written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from layers.analysis.plain import unit_of
from layers.analysis.sensitivity import NET
from layers.analysis.totals import totals
from layers.factor import Factor
from layers.measure import Results
from resources.translations import tr
from widgets import words
from widgets.chart import Option

TITLES: Final = {
    NET: "Net balance",
    "carbon.operational_t_per_a": "Operational emissions",
    "carbon.sink_t_per_a.central": "Carbon sink",
    "solar.kwh_per_a": "Roof PV, yield",
    "solar.avoided_t_per_a": "Emissions avoided by PV",
    "energy.electricity_kwh_per_a.central": "Electricity",
    "energy.self_sufficiency_pct": "Self-sufficiency",
    "runoff.coefficient": "Runoff coefficient",
}
"""English names of totals by their paths, in the order in which they are offered."""
_LARGER: Final = {"t CO₂/a": (2e4, 1e3, "kt CO₂/a"), "kWh/a": (1e6, 1e6, "GWh/a")}
"""From so much on a larger unit is written: how large it is, and its sign."""
TARGET: Final = "target"


def targets(results: Results) -> Sequence[tuple[str, str]]:
    """Return the totals that the plan has numbers for, with their names."""
    known = totals(results, stamped=False)
    return [(path, tr(title)) for path, title in TITLES.items() if _there(known, path)]


def _there(known: object, path: str) -> bool:
    for part in path.split("."):
        known = known.get(part) if isinstance(known, dict) else None
    return isinstance(known, int | float) and not isinstance(known, bool)


OPTION: Final = Option(TARGET, "Number", targets, NET)


def scale(path: str, value: float) -> tuple[float, str]:
    """Return in what size a total is written, and its unit there.

    Examples
    --------
    >>> scale(NET, 900.0), scale(NET, -2.5e6), scale("runoff.coefficient", 0.6)
    ((1.0, 't CO₂/a'), (1000.0, 'kt CO₂/a'), (1.0, ''))
    """
    unit = unit_of(path, "")
    least, size, larger = _LARGER.get(unit, (math.inf, 1.0, unit))
    return (size, larger) if abs(value) >= least else (1.0, words.unit(unit))


def named(results: Results, id_: str) -> str:
    """Return the name of a factor of the plan."""
    found = results.document.parameters.get(id_)
    return words.named(found) if isinstance(found, Factor) else id_


def listed(results: Results, ids: Sequence[str], most: int = 6) -> str:
    """Return names of factors in one line, and how many more there are."""
    shown = ", ".join(named(results, id_) for id_ in ids[:most])
    more = len(ids) - most
    return tr("{names} and {n} more", names=shown, n=more) if more > 0 else shown
