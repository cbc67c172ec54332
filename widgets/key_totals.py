"""The numbers of a plan that are held side by side before and after a change."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

from layers.analysis.plain import unit_of
from layers.analysis.sensitivity import NET
from layers.analysis.totals import totals
from layers.measure import Results
from widgets import words

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
"""English names of totals by their paths, in the order in which they are shown."""
_LARGER: Final = {"t CO₂/a": (2e4, 1e3, "kt CO₂/a"), "kWh/a": (1e6, 1e6, "GWh/a")}
"""From so much on a larger unit is written: how large it is, and its sign."""


def title(path: str) -> str:
    """Return the name of a key total in the language spoken."""
    return words.declared(TITLES[path])


def values(results: Results) -> dict[str, float]:
    """Return the key totals that the plan has numbers for, by their paths."""
    known = totals(results, stamped=False)
    found = {path: _at(known, path) for path in TITLES}
    return {path: value for path, value in found.items() if value is not None}


def _at(known: object, path: str) -> float | None:
    for part in path.split("."):
        known = known.get(part) if isinstance(known, dict) else None
    there = isinstance(known, int | float) and not isinstance(known, bool)
    return float(known) if there else None  # type: ignore[arg-type]


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


def changes(
    before: Mapping[str, float], after: Mapping[str, float]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield the key totals that differ: name, before, after with its unit, and the change.

    Parameters
    ----------
    before, after
        Values by their paths.
    """
    for path in TITLES:
        old, new = before.get(path), after.get(path)
        if old == new:
            continue
        size, unit = scale(path, max(abs(old or 0.0), abs(new or 0.0)))
        earlier = words.MISSING if old is None else words.figures(old / size, 5)
        later = words.MISSING if new is None else f"{words.figures(new / size, 5)} {unit}".strip()
        yield title(path), earlier, later, _share(old, new)


def _share(old: float | None, new: float | None) -> str:
    if not old or new is None:
        return ""
    share = 100.0 * (new - old) / abs(old)
    text = words.number(share, 1) if abs(share) >= 0.1 else words.figures(share, 2)
    return f"{'+' if share > 0 else ''}{text} %"
