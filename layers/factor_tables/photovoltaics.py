"""Photovoltaics on roofs: usable shares, modules, losses and yields of cities."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from layers.codes import CodeSet
from layers.factor import Factor, cited, number, rows
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
    Setting(
        "plan.pv_route",
        "Yield of roof PV",
        "table",
        choices=MappingProxyType(
            {
                "table": "table of cities",
                "hourly": "hour by hour",
                "shaded": "hour by hour with shading",
            }
        ),
    ),
    Setting(
        "plan.utc_offset",
        "Local standard time, hours before UTC",
        None,
        "number",
        "h",
        low=-12.0,
        high=14.0,
        none="UTC+8 in China, else by the longitude",
    ),
    Setting(
        "plan.turbidity",
        "Linke turbidity of clear skies (empty: climatology of the place)",
        None,
        "number",
        low=1.0,
        high=10.0,
        none="climatology of the place",
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
            cited(row["source"], row["clause"]),
            row["year"],
            row["confidence"],
            row["use_as_default_0_1"] == "1",
            note=row["note"],
        )
