"""Carbon sinks by cover."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from layers.codes import CodeSet
from layers.factor import Factor, cited, number, rows
from layers.setting import Setting

ORDER: Final = 10
GROUPS: Final = MappingProxyType({"sink": "Carbon sinks"})
SETTINGS: Final = (
    Setting("plan.attached_cover", "Cover of attached green", "lawn", factors="sink."),
)


def factors(codes: CodeSet) -> Iterator[Factor]:
    """Yield what a square metre of each cover takes up."""
    del codes
    for row in rows("carbon_sink_factors.csv"):
        yield Factor(
            f"sink.{row['cover_id']}",
            row["cover_en"],
            row["cover_zh"],
            "kg CO₂/(m²·a)",
            number(row["low_kgco2_m2_yr"]),
            number(row["central_kgco2_m2_yr"]),
            number(row["high_kgco2_m2_yr"]),
            cited(row["source"], row["clause_or_table"]),
            row["year"],
            row["confidence"],
            row["use_as_default_0_1"] == "1",
            number(row["valid_growth_years"]),
            row["note"],
        )
