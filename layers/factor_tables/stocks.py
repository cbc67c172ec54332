"""Carbon that stands in vegetated land and is lost once where it is built over."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from layers.codes import CodeSet
from layers.factor import Factor, cited, number, rows

ORDER: Final = 15
GROUPS: Final = MappingProxyType({"stock": "Carbon stocks"})
SOIL: Final = "soil"


def factors(codes: CodeSet) -> Iterator[Factor]:
    """Yield stocks of biomass by existing cover, and what soil loses under sealed ground."""
    del codes
    for row in rows("carbon_stocks.csv"):
        yield Factor(
            f"stock.{row['stock_id']}",
            row["name_en"],
            row["name_zh"],
            "t C/ha",
            number(row["low_tc_ha"]),
            number(row["central_tc_ha"]),
            number(row["high_tc_ha"]),
            cited(row["source"], row["clause"]),
            row["year"],
            row["confidence"],
            note=row["note"],
        )


def covers() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each stock with the classes of the shipped code sets on whose land it stands."""
    for row in rows("carbon_stocks.csv"):
        named = (("GB50137-2011", row["gb_codes"]), ("MNR2023", row["mnr_codes"]))
        classes = {f"{set_id}:{code}" for set_id, text in named for code in text.split(";") if code}
        if classes:
            yield row["stock_id"], frozenset(classes)
