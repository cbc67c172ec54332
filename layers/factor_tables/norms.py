"""Ranges of standards and customs for shares of land and land per head: advice, never enforced."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from layers.codes import DEFAULT_CODE_SET, CodeSet
from layers.factor import Factor, cited, number, rows
from layers.setting import Setting

ORDER: Final = 80
GROUPS: Final = MappingProxyType({"norm": "Ranges of land"})
SETTINGS: Final = (
    Setting(
        "plan.climate",
        "Climate zone for land per head",
        choices=MappingProxyType(
            {"cold": "climate zones I, II, VI, VII", "warm": "climate zones III, IV, V"}
        ),
        none="not chosen",
    ),
)

OF_URBAN: Final = "share of urban construction land"
OF_PARK: Final = "share of park construction land"
PARK_TITLE: Final = "share of construction land in parks"
_METRICS: Final = MappingProxyType(
    {
        OF_URBAN: ("share of urban construction land", "占城市建设用地比例"),
        OF_PARK: (PARK_TITLE, "占园区建设用地比例"),
        "land per head": ("land per head", "人均用地"),
        "urban construction land per head": ("construction land per head", "人均城市建设用地"),
        "park green per head": ("park green per head", "人均公园绿地"),
    }
)


def factors(codes: CodeSet) -> Iterator[Factor]:
    """Yield the ranges for the classes of a code set: ``norm.<rule>``, low and high."""
    for row in rows("land_balance_standards.csv"):
        metric = _METRICS.get(row["metric"])
        set_id, _, subject = row["subject_codes"].rpartition(":")
        if metric is None or row["severity"] == "superseded":
            continue
        if (set_id or DEFAULT_CODE_SET) != codes.id:
            continue
        title, title_zh = metric
        where = row["condition"] if row["rule_id"].startswith("PC-R-") else ""
        zones = row["rule_id"].removeprefix("PC-R-")
        where_zh = {"cold": "（I、II、VI、VII 气候区）", "warm": "（III、IV、V 气候区）"}
        yield Factor(
            f"norm.{row['rule_id']}",
            f"{subject} – {title}{f' ({where})' if where else ''}",
            f"{subject} – {title_zh}{where_zh.get(zones, '') if where else ''}",
            "%" if row["unit"] == "%" else "m²",
            number(row["min_value"]),
            None,
            number(row["max_value"]),
            cited(row["standard"], row["clause"]),
            row["year"],
            row["confidence"],
            note=" · ".join(filter(None, (row["condition"], row["note"]))),
        )
