"""What the removal of the park's green would be worth as carbon credits, at most.

``V = max(0, Q) · p`` [yuan/a]: removal ``Q`` [t CO₂/a] and price ``p`` [yuan/t CO₂]. Credits need
an approved method, additional removal and registration; ordinary greening of parks has none of
them as a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

from layers.analysis.absent import Missing
from layers.analysis.sink import Range
from layers.explanation import Explanation, Term
from layers.factor import Factor
from layers.measure import Inputs, Measure, Results
from layers.message import Message

PRICE: Final = "emission.price_ccer_shangluo"
PATH: Final = "carbon.credit_yuan_per_a"


def credit_yuan(removed_t: float, yuan_per_t: float) -> float:
    """Return the value of removed carbon dioxide, ``max(0, Q) · p``. [yuan/a].

    Parameters
    ----------
    removed_t
        Removal. [t CO₂/a]
    yuan_per_t
        Price. [yuan/t CO₂]

    Examples
    --------
    >>> credit_yuan(100_000.0, 42.0)
    4200000.0
    """
    return max(0.0, removed_t) * yuan_per_t


def _price(inputs: Inputs) -> Factor | None:
    found = inputs.parameter(PRICE)
    return found if isinstance(found, Factor) else None


def _credit(inputs: Inputs) -> float | None:
    """Return what the sink would be worth in a year; None without one or without a price."""
    sink, price = cast("Range", inputs.value("carbon.sink")), _price(inputs)
    if sink.central is None or price is None or price.central is None:
        return None
    return credit_yuan(sink.central, price.central)


def _why(inputs: Inputs, value: object, path: str) -> Explanation:
    del value, path
    sink, price = cast("Range", inputs.value("carbon.sink")), _price(inputs)
    terms = [Term(Message.of("Carbon sink"), sink.central, "t CO₂/a")]
    return Explanation(
        Message.of("V = max(0, Q) · p: removal Q, price p"),
        (*terms, *([Term.of(price)] if price else [])),
        left_out=(
            Message.of(
                "At most: what grew before, leakage and a buffer are not taken off. Credits need an"
                " approved method, additional removal and registration, which ordinary greening of"
                " parks has not as a rule. It is in no balance."
            ),
        ),
    )


MEASURES = (
    Measure(
        "carbon.credit",
        "Value of the sink as carbon credits",
        "yuan/a",
        _credit,
        parameters=(PRICE,),
        measures=("carbon.sink",),
        explain=_why,
    ),
)

PATHS: Final[Mapping[str, str]] = MappingProxyType({PATH: "carbon.credit"})


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about carbon credits."""
    return {"carbon": {"credit_yuan_per_a": results.value("carbon.credit")}}


def missing(results: Results) -> Iterable[Missing]:
    """Yield what the value of credits lacks."""
    if results.value("carbon.credit") is None:
        yield Missing(PATH, Message.of("the carbon sink, and a price of carbon"))
