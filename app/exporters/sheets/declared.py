"""Which sheets there are, what each of them shows, and on what paper."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from layers.errors import ExportError
from resources import shipped

PAPERS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "A4": (297.0, 210.0),
        "A3": (420.0, 297.0),
        "A2": (594.0, 420.0),
        "A1": (841.0, 594.0),
        "A0": (1189.0, 841.0),
    }
)
"""Width and height of paper that lies across. [mm]."""
PORTRAIT: Final = "-portrait"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the set.

    Parameters
    ----------
    id
        Name for ``--sheet``.
    title, title_zh
        Its names.
    kinds
        Kinds that are drawn.
    quiet
        Those of them that are ground for the others: lines without fills.
    labels
        Kinds whose names are written.
    table
        What stands in its table: ``balance``, ``covers`` or ``solar``.
    charts
        Charts that stand below it where there is room, by their names in `widgets.charts`.
    """

    id: str
    title: str
    title_zh: str
    kinds: tuple[str, ...]
    quiet: tuple[str, ...]
    labels: tuple[str, ...]
    table: str
    charts: tuple[str, ...] = ()

    def named(self, language: str) -> str:
        """Return its name in a language."""
        return self.title_zh if language == "zh" else self.title


@cache
def sheets() -> Mapping[str, Sheet]:
    """Return all sheets by id: the declarations in ``resources/sheets``."""
    found: dict[str, Sheet] = {}
    for file in sorted(shipped("sheets").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            id_ = file.name.removesuffix(".toml")
            given = tomllib.loads(file.read_text(encoding="utf-8"))
            found[id_] = Sheet(
                id_,
                given["title"],
                given["title_zh"],
                tuple(given["kinds"]),
                tuple(given.get("quiet", ())),
                tuple(given.get("labels", ())),
                given["table"],
                tuple(given.get("charts", ())),
            )
    return MappingProxyType(found)


def sheet(id_: str) -> Sheet:
    """Return a sheet by its name.

    Raises
    ------
    ExportError
        Where there is none of that name.
    """
    if id_ not in sheets():
        raise ExportError(
            "There is no sheet {name}. Known are: {known}.", name=id_, known=", ".join(sheets())
        )
    return sheets()[id_]


def paper_size(paper: str) -> tuple[float, float]:
    """Return width and height of a paper. [mm].

    Examples
    --------
    >>> paper_size("A3"), paper_size("A4-portrait")
    ((420.0, 297.0), (210.0, 297.0))
    """
    name = paper.removesuffix(PORTRAIT).upper()
    if name not in PAPERS:
        raise ExportError(
            "There is no paper {name}. Known are: {known}, each also with {portrait}.",
            name=paper,
            known=", ".join(PAPERS),
            portrait=PORTRAIT,
        )
    wide, high = PAPERS[name]
    return (high, wide) if paper.endswith(PORTRAIT) else (wide, high)
