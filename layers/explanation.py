"""Why a number is what it is: its formula, what went into it, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from layers.message import Message
from layers.parameters import Factor


@dataclass(frozen=True, slots=True)
class Term:
    """A number that went into another one.

    Parameters
    ----------
    name
        What it is.
    value
        None where it is missing. [unit]
    source, year, confidence
        Its footing; ``computed`` for areas and other results.
    """

    name: Message
    value: float | str | None
    unit: str = ""
    source: str = ""
    year: str = ""
    confidence: str = "computed"

    @classmethod
    def of(cls, factor: Factor, value: float | None = None) -> Term:
        """Return a factor as a term, at its central value unless another is given."""
        return cls(
            Message.of("{title}", title=Message(factor.title)),
            factor.central if value is None else value,
            factor.unit,
            factor.source,
            factor.year,
            factor.confidence,
        )


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a number is what it is.

    Parameters
    ----------
    formula
        The formula with its reference.
    inputs
        What went in, with sources.
    features
        Count of features in it, by kind.
    left_out
        What was not counted, and what was assumed.
    """

    formula: Message
    inputs: tuple[Term, ...] = ()
    features: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    left_out: tuple[Message, ...] = ()
