"""Emission factors of grids, fuels and heat."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from layers.codes import CodeSet
from layers.factor import Factor, number, rows
from layers.setting import Setting

ORDER: Final = 30
GROUPS: Final = MappingProxyType({"emission": "Emission factors"})
SETTINGS: Final = (
    Setting("plan.grid_factor", "Grid emission factor", "grid_cn_avg_2023", factors="emission."),
)


def factors(codes: CodeSet) -> Iterator[Factor]:
    """Yield what energy emits by region and year, and what carbon costs."""
    del codes
    for row in rows("emission_factors.csv"):
        yield Factor(
            f"emission.{row['factor_id']}",
            row["name_en"],
            row["name_zh"],
            row["unit"].replace("CO2", " CO₂").replace("m2", "m²"),
            None,
            number(row["value"]),
            None,
            row["document"],
            row["data_year"],
            row["confidence"],
            row["use_as_default_0_1"] == "1",
            note=row["note"],
        )
