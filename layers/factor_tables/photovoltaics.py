"""Photovoltaics on roofs: usable shares, modules, losses and yields of cities."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from layers.codes import CodeSet
from layers.factor import Factor, number, rows
from layers.setting import Setting

ORDER: Final = 20
GROUPS: Final = MappingProxyType({"pv": "Photovoltaics"})
SETTINGS: Final = (
    Setting(
        "plan.yield_city",
        "City of the PV yield (empty: nearest)",
        factors="pv.yield_",
        none="nearest",
    ),
)


def factors(codes: CodeSet) -> Iterator[Factor]:
    """Yield what roofs carry and what modules yield."""
    del codes
    for row in rows("rooftop_pv_parameters.csv"):
        yield Factor(
            f"pv.{row['param_id']}",
            " – ".join(filter(None, (row["name_en"], row["variant"]))),
            row["name_zh"],
            row["unit"].replace("*yr", "·a").replace("/yr", "/a").replace("m2", "m²"),
            number(row["low"]),
            number(row["central"]),
            number(row["high"]),
            " · ".join(filter(None, (row["source"], row["clause"].strip()))),
            row["year"],
            row["confidence"],
            row["use_as_default_0_1"] == "1",
            note=row["note"],
        )
