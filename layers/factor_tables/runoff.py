"""Runoff: coefficients by surface, and the rain that a share of control asks for, by city."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from layers.codes import CodeSet
from layers.factor import Factor, cited, number, rows
from layers.setting import Setting

ORDER: Final = 40
GROUPS: Final = MappingProxyType({"runoff": "Runoff coefficients", "rain": "Design rainfall"})


@cache
def _rain_cities() -> Mapping[str, str]:
    """Return the cities with a curve of design rainfall: English names by id."""
    found = (row for row in rows("runoff_coefficients.csv") if row["kind"] == "design_rainfall")
    return MappingProxyType({row["row_id"].split("_")[1]: row["name_en"] for row in found})


SETTINGS: Final = (
    Setting(
        "plan.rain_city",
        "City of the design rainfall",
        choices=_rain_cities(),
        none="not chosen",
    ),
    Setting(
        "plan.runoff_target_pct",
        "Annual runoff control ratio wanted",
        None,
        "number",
        "%",
        low=0,
        high=100,
        none="not set",
    ),
    Setting(
        "plan.storage_built_m3",
        "Rainwater storage planned or built",
        None,
        "number",
        "m³",
        low=0,
        none="not entered",
    ),
    Setting(
        "plan.permeable_pct",
        "Permeable paving in the sealed ground of parcels",
        None,
        "number",
        "%",
        low=0,
        high=100,
        none="none",
    ),
)


def factors(codes: CodeSet) -> Iterator[Factor]:
    """Yield volumetric runoff coefficients, then design rainfall by city and share of control."""
    del codes
    for row in rows("runoff_coefficients.csv"):
        source = cited(row["source"], row["clause"])
        footing = (source, row["year"], row["confidence"])
        if row["kind"] == "coefficient":
            yield Factor(
                f"runoff.{row['row_id']}",
                f"Runoff – {row['name_en']}",
                f"径流系数 – {row['name_zh']}",
                "-",
                number(row["psi_volume_low"]),
                number(row["psi_volume_central"]),
                number(row["psi_volume_high"]),
                *footing,
                note=row["note"],
            )
        elif row["kind"] == "design_rainfall":
            _, city, share = row["row_id"].split("_")
            yield Factor(
                f"rain.{city}_{share}",
                f"Design rainfall – {row['name_en']}, {share} %",
                f"设计降雨量 – {row['name_zh']}，控制率 {share} %",
                "mm",
                None,
                number(row["value"]),
                None,
                *footing,
                note=row["note"],
            )
