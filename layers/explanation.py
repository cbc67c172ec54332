"""Why a number is what it is: its formula, what went into it, and what was left out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from layers.message import Message
from layers.parameters import Factor
from resources.translations import grouped

Amount = float | None | tuple[float | None, ...]
"""A number, or what is low, central and high of it; None where it is missing."""
_WHOLE_FROM: Final = 100_000.0
_TENTHS_FROM: Final = 1000.0
_TWO_SIGNS: Final = re.compile(r"(?<= )([-+]) \N{MINUS SIGN}(?=\d)")
"""Where a number with a sign of its own is added or taken away; a negative factor keeps its."""


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


def figures(amount: Amount) -> str:
    """Return a number as sums have it: six digits, or what is low, central and high of it.

    Examples
    --------
    >>> figures(0.53061234), figures(None), figures((0.5, 0.5, 0.5)), figures((0.5, 1.0, 2.0))
    ('0.530612', '–', '0.5', '(0.5 | 1 | 2)')
    """
    if isinstance(amount, tuple):
        parts = [figures(one) for one in amount]
        return parts[0] if len(set(parts)) == 1 else f"({' | '.join(parts)})"
    if amount is None or math.isnan(amount):
        return "–"
    if abs(amount) >= _TENTHS_FROM:
        whole = abs(amount) >= _WHOLE_FROM or amount == round(amount)
        return grouped(amount, 0 if whole else 1)
    return f"{amount:.6g}".replace("-", "\N{MINUS SIGN}", 1)


def band_of(values: Iterable[float]) -> tuple[float | None, ...]:
    """Return low, central and high as an amount."""
    return tuple(float(one) for one in values)


def _signed(text: str) -> str:
    """Return a sum in which what is below nil is taken away, not added with a sign of its own."""
    return _TWO_SIGNS.sub(lambda found: "\N{MINUS SIGN} " if found[1] == "+" else "+ ", text)


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the formula with values put in.

    Parameters
    ----------
    name
        What is computed by it.
    sum
        The arithmetic with its numbers.
    value
        What comes out. [unit]
    """

    name: Message
    sum: str
    value: Amount
    unit: str = ""

    @classmethod
    def of(cls, name: Message, text: str, value: Amount, unit: str = "", **amounts: Amount) -> Step:
        """Return a step from its formula.

        Parameters
        ----------
        name
            What is computed by it.
        text
            The formula with places ``{A}`` for numbers.
        value
            What comes out. [unit]
        unit
            Its unit.
        **amounts
            The numbers.

        Examples
        --------
        >>> str(Step.of(Message("Lawn"), "{A} × {f} / 1000", 0.9, "t", A=1000.0, f=0.9).line)
        'Lawn: 1\u2009000 × 0.9 / 1000 = 0.9 t'
        >>> Step.of(Message("Net"), "{A} + {B} - {C}", 0.0, A=1.0, B=-4.0, C=-3.0).sum
        '1 − 4 + 3'
        """
        shown = {key: figures(amount) for key, amount in amounts.items()}
        return cls(name, _signed(text.format(**shown)), value, unit)

    @property
    def line(self) -> Message:
        """The line as a sentence."""
        text = f"{self.sum} = {figures(self.value)} {self.unit}".rstrip()
        return Message.of("{name}: {sum}", name=self.name, sum=text)


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
    steps
        The formula with values put in, line by line.
    """

    formula: Message
    inputs: tuple[Term, ...] = ()
    features: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    left_out: tuple[Message, ...] = ()
    steps: tuple[Step, ...] = ()
