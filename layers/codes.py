"""Land-use code sets: classes with their names, colours and usual limits."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from layers.errors import PlanError
from layers.mixed import codes_of
from resources import shipped

CODE_SETS: Final = {
    "GB50137-2011": "GB 50137-2011",
    "MNR2023": "Land and sea classification 2023",
}
"""Shipped code sets and their titles."""
DEFAULT_CODE_SET: Final = "GB50137-2011"
OWN: Final = "own"
"""Id of the code set that a plan brings along itself."""


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
    counts_as
        Class of a shipped set whose flags and factors a class of a plan's own set has, such as
        ``GB50137-2011:M1``; empty where none is known, and for shipped classes, which are it.
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
    counts_as: str = ""


class CodeSet:
    """A land-use code set.

    Parameters
    ----------
    id
        One of `CODE_SETS`, or `OWN`.
    classes
        Its classes by code, in the order of the standard.
    title
        What it is called, where it is no shipped one.
    """

    def __init__(
        self,
        id: str,  # noqa: A002
        classes: Mapping[str, LandUseClass],
        title: str = "",
    ) -> None:
        self.id = id
        self.title = title or CODE_SETS.get(id, id)
        self.classes = MappingProxyType(dict(classes))
        self._places = {code: place for place, code in enumerate(self.classes)}
        self._lying: dict[tuple[str, frozenset[str]], bool] = {}

    @property
    def name(self) -> str:
        """What it is called in a few words: its id, or the title of a plan's own."""
        return self.title if self.id == OWN else self.id

    def __contains__(self, code: object) -> bool:
        return code in self.classes

    def place_of(self, code: str) -> int:
        """Return the place of a class in the order of the standard."""
        return self._places[code]

    def main_class(self, code: str) -> str | None:
        """Return the code of the main class above a code, None where the code is unknown."""
        while code in self.classes:
            parent = self.classes[code].parent
            if not parent:
                return code
            code = parent
        return None

    def knows(self, land_use: str) -> bool:
        """Return whether all codes of a land use, which may be mixed, are known."""
        return all(code in self.classes for code in codes_of(land_use))

    def named(self, land_use: str) -> tuple[LandUseClass, ...]:
        """Return the classes of a land use, which may be mixed; none where a code is unknown."""
        if not self.knows(land_use):
            return ()
        return tuple(self.classes[code] for code in codes_of(land_use))

    def colour(self, land_use: str) -> str | None:
        """Return the colour of a land use, ``#rrggbb``, None where a code of it is unknown.

        That of a mixed one is its first code's.
        """
        found = self.named(land_use)
        return found[0].colour if found else None

    def basis(self, code: str) -> str:
        """Return the class of a shipped set that a code is or counts as; empty where none is.

        Examples
        --------
        >>> code_set("MNR2023").basis("100101")
        'MNR2023:100101'
        """
        found = self.classes.get(code)
        if found is None:
            return ""
        return found.counts_as if self.id == OWN else f"{self.id}:{code}"

    def lies_in(self, code: str, classes: Collection[str]) -> bool:
        """Return whether a code, or what it counts as, lies in one of some classes.

        Parameters
        ----------
        code
            A code of the set.
        classes
            Classes of shipped sets, such as ``GB50137-2011:M`` and ``MNR2023:1001``.

        Examples
        --------
        >>> code_set("GB50137-2011").lies_in("M1", {"GB50137-2011:M", "MNR2023:1001"})
        True
        """
        asked = code, frozenset(classes)
        if asked not in self._lying:
            self._lying[asked] = self._lies_in(code, classes)
        return self._lying[asked]

    def _lies_in(self, code: str, classes: Collection[str]) -> bool:
        set_id, _, at = self.basis(code).partition(":")
        if set_id not in CODE_SETS:
            return False
        above = code_set(set_id).classes
        while at in above:
            if f"{set_id}:{at}" in classes:
                return True
            at = above[at].parent
        return False

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
