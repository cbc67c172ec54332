"""Land-use code sets: classes with their names, colours and usual limits."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from layers.errors import PlanError
from resources import shipped

CODE_SETS: Final = {
    "GB50137-2011": "GB 50137-2011",
    "MNR2023": "Land and sea classification 2023",
}
DEFAULT_CODE_SET: Final = "GB50137-2011"


@dataclass(frozen=True, slots=True)
class LandUseClass:
    """One class of a land-use code set.

    Parameters
    ----------
    code, parent
        Code as written on plans; code of the class above, empty for a main class.
    title, title_zh
        Names in English and in Simplified Chinese.
    colour
        Colour of the drawing convention, ``#rrggbb``.
    construction, urban
        Whether it is construction land, and whether it enters the balance of urban construction
        land.
    far_max, density_max_pct, green_min_pct, green_max_pct
        Usual limits, None where the class has none. [-], [%]
    """

    code: str
    parent: str
    title: str
    title_zh: str
    colour: str
    construction: bool
    urban: bool
    far_max: float | None
    density_max_pct: float | None
    green_min_pct: float | None
    green_max_pct: float | None
    source: str
    confidence: str
    limits_confidence: str


class CodeSet:
    """A land-use code set.

    Parameters
    ----------
    id
        One of `CODE_SETS`.
    classes
        Its classes by code, in the order of the standard.
    """

    def __init__(self, id: str, classes: Mapping[str, LandUseClass]) -> None:  # noqa: A002
        self.id = id
        self.classes = MappingProxyType(dict(classes))

    def __contains__(self, code: object) -> bool:
        return code in self.classes

    def main_class(self, code: str) -> str | None:
        """Return the code of the main class above a code, None where the code is unknown."""
        while code in self.classes:
            parent = self.classes[code].parent
            if not parent:
                return code
            code = parent
        return None

    def colour(self, code: str) -> str | None:
        """Return the colour of a code, ``#rrggbb``, None where the code is unknown."""
        found = self.classes.get(code)
        return found.colour if found else None

    def main_classes(self) -> tuple[LandUseClass, ...]:
        """Return the main classes in the order of the standard."""
        return tuple(found for found in self.classes.values() if not found.parent)


def _number(text: str) -> float | None:
    return float(text) if text else None


@cache
def code_set(id: str) -> CodeSet:  # noqa: A002
    """Return a shipped code set.

    Raises
    ------
    PlanError
        Where no code set has this name.
    """
    if id not in CODE_SETS:
        raise PlanError(
            "No code set is called {name}. Known are: {known}.",
            name=id,
            known=", ".join(CODE_SETS),
        )
    classes: dict[str, LandUseClass] = {}
    text = shipped("codes", "land_use_classes.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        if row["system"] == id:
            classes[row["code"]] = LandUseClass(
                code=row["code"],
                parent=row["parent_code"].partition(":")[2],
                title=row["name_en"],
                title_zh=row["name_zh"],
                colour=row["color_hex"].lower(),
                construction=row["is_construction_land_0_1"] == "1",
                urban=row["in_urban_construction_land_balance_0_1"] == "1",
                far_max=_number(row["far_max"]),
                density_max_pct=_number(row["building_density_max_pct"]),
                green_min_pct=_number(row["green_ratio_min_pct"]),
                green_max_pct=_number(row["green_ratio_max_pct"]),
                source=row["class_source"],
                confidence=row["class_confidence"],
                limits_confidence=row["development_values_confidence"],
            )
    return CodeSet(id, classes)


@cache
def shipped_names(table: str) -> Mapping[str, tuple[str, str]]:
    """Return what a shipped table of ids allows: English and Chinese titles by id.

    Parameters
    ----------
    table
        ``surface`` (rows of the runoff coefficients) or ``node`` (nodes of industry chains).
    """
    file, key, kind = {
        "surface": ("runoff_coefficients.csv", "row_id", "coefficient"),
        "node": ("industry_nodes.csv", "node_id", None),
    }[table]
    text = shipped("factors", file).read_text(encoding="utf-8")
    return MappingProxyType(
        {
            row[key]: (row["name_en"], row["name_zh"])
            for row in csv.DictReader(io.StringIO(text))
            if kind is None or row["kind"] == kind
        }
    )
