"""The words in which a kind of layer is declared. Words alone: no frames, no window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Literal

from layers.style import Style


class Shape(Enum):
    """What the features of a kind are drawn as."""

    POLYGON = "polygon"
    LINE = "line"
    POINT = "point"


Dtype = Literal["text", "integer", "number"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that analysis reads; null means missing.

    Parameters
    ----------
    id
        Name in the plan file.
    title
        What the table's head says, in English.
    dtype
        ``text``, ``integer`` or ``number``.
    unit
        Sign of the unit, empty for none.
    low, high
        What a value must lie between, both inclusive. [unit of the column]
    choices
        Allowed values and their titles; empty where any text goes.
    table
        Where allowed values come from instead: ``land_use``, ``cover``, ``surface``, ``node``.
    aliases
        Names under which files bring this column, without regard to case.
    additive
        Whether it counts something of the whole feature, such as residents, so that the parts of
        a feature share it and a merged one has the sum.
    """

    id: str
    title: str
    dtype: Dtype = "text"
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    table: str = ""
    aliases: tuple[str, ...] = ()
    additive: bool = False


@dataclass(frozen=True, slots=True)
class NoOverlap:
    """Features of this kind share no ground."""


@dataclass(frozen=True, slots=True)
class Inside:
    """Features lie inside those of another kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class KnownCode:
    """Values of a column are known to the plan's code set or a shipped table."""

    column: str


Rule = NoOverlap | Inside | KnownCode


@dataclass(frozen=True, slots=True)
class LayerKind:
    """One kind of layer, declared once; every consumer reads this.

    Parameters
    ----------
    id
        Name of its table in the plan file; for ever, since files hold it.
    title
        What the layer list says, in English.
    shape
        What its features are drawn as.
    columns
        Columns that analysis reads, in the order of the table.
    order
        Place from below to above on the map; no two kinds share one.
    dxf_layer
        Name of its layer in a drawing.
    label
        Column shown on the map; empty for none.
    coverage
        Whether neighbours share vertices to the bit.
    nested
        Whether features lie over one another by intent, so that the sum of their areas says
        nothing.
    aliases
        Names of layers in files that are taken for this kind.
    """

    id: str
    title: str
    shape: Shape
    columns: tuple[Column, ...]
    style: Style
    order: int
    dxf_layer: str
    rules: tuple[Rule, ...] = ()
    label: str = ""
    coverage: bool = False
    nested: bool = False
    aliases: tuple[str, ...] = ()

    def column(self, name: str) -> Column | None:
        """Return the declared column of this name, or None."""
        return next((column for column in self.columns if column.id == name), None)
