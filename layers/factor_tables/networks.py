"""Widths, distances and densities of green and slow-traffic networks, from standards and guides."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from layers.codes import CodeSet
from layers.factor import Factor, cited, number, rows
from layers.setting import Setting

ORDER: Final = 60
GROUPS: Final = MappingProxyType(
    {"radius": "Distances of access and of leaps", "belt": "Widths and densities of networks"}
)
SETTINGS: Final = (
    Setting(
        "plan.network_water",
        "Water in the green network",
        "left_out",
        choices=MappingProxyType({"left_out": "left out", "patches": "counts as patches"}),
    ),
    Setting(
        "plan.network_least_m2",
        "Smallest patch of the green network",
        0.0,
        "number",
        "m²",
        low=0,
    ),
)
_SINGLE: Final = frozenset({"PARK-500", "PARK-300", "GAP-max", "GRAPH-d50"})


def factors(codes: CodeSet) -> Iterator[Factor]:
    """Yield ranges, ``belt.<rule>``, with low and high, and single distances, ``radius.<rule>``."""
    del codes
    for row in rows("corridor_standards.csv"):
        low, high = number(row["min_value"]), number(row["max_value"])
        if low is None and high is None:
            continue
        single = row["rule_id"] in _SINGLE
        where = ", ".join(filter(None, (row["context"], row["metric"])))
        yield Factor(
            f"{'radius' if single else 'belt'}.{row['rule_id']}",
            f"{row['name_en']}: {where} ({row['rule_id']})",
            f"{row['name_zh']}（{row['rule_id']}）",
            row["unit"].replace("km2", "km²"),
            None if single else low,
            (high if high is not None else low) if single else None,
            None if single else high,
            cited(row["source"], row["clause"]),
            row["year"],
            row["confidence"],
            note=" · ".join(filter(None, (row["function_or_effect"], row["note"]))),
        )
