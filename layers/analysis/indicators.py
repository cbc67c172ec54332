"""Indicators beside their targets: computed from the totals, typed by the planner, or missing.

A typed value goes before what is computed, which stays told beside it. Targets that are verified,
or set by the planner, are met or not met; recalled and assumed ones only advise; an indicator
without a target, or beside a park too small for it, informs. A value that is made of totals which
lack inputs is incomplete: it is shown, and nothing is said of its target.

The index of green parks counts the 18 required indicators alike, each against its leading value
(工信厅节函〔2016〕586号; ratio form as in DB21/T 3662-2022 绿色工业园区评价规范):

``GI = 100 / 18 · Σ min(1, value / leading)``, the inverse ratio where less is better.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from layers.analysis.absent import Missing, sentences
from layers.analysis.indicator_reading import Reading
from layers.analysis.indicator_values import COMPUTED, reading_of
from layers.factor_tables.indicators import (
    EQUAL_FACTOR,
    MIIT,
    REPORTED,
    SETS,
    SETTINGS,
    YES,
    Item,
    Target,
    items,
    used,
)
from layers.measure import Inputs, Measure, Results
from layers.message import Message
from layers.parameters import Factor, Value

TYPED: Final = "typed."
TARGETS: Final = "target."
INDEX: Final = "MIIT-GI"
"""Id of the index of green parks."""
CLOSE: Final = 1e-9
"""A value so near to its target, in parts of it, is on it: sums of decimals are not exact."""


class State(StrEnum):
    """How an indicator stands beside its target."""

    MET = "met"
    NOT_MET = "not_met"
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    INCOMPLETE = "incomplete"
    INFORMATION = "information"
    UNKNOWN = "unknown"


ADVICE: Final = frozenset({State.REACHED, State.NOT_REACHED})
"""States beside targets that only advise."""
STATES: Final[Mapping[str, Message]] = MappingProxyType(
    {
        State.NOT_MET: Message.of("not met"),
        State.MET: Message.of("met"),
        State.NOT_REACHED: Message.of("not reached (advice)"),
        State.REACHED: Message.of("reached (advice)"),
        State.INCOMPLETE: Message.of("incomplete"),
        State.UNKNOWN: Message.of("value missing"),
        State.INFORMATION: Message.of("for information"),
    }
)
"""How states are called, those first that ask for work."""


@dataclass(frozen=True, slots=True)
class Score:
    """An indicator beside its target.

    Parameters
    ----------
    item
        The indicator.
    value
        What it is; None where it is missing. [unit of the indicator]
    origin
        ``typed``, ``computed``, ``reported`` or ``missing``.
    computed
        What the plan says, also where another value is typed.
    target
        What is asked for; None where it only informs.
    confidence
        How sure the target is.
    state
        How the value stands beside it.
    note
        Why a target does not hold, or why there is no value.
    lacks
        What the totals lack that the value is made of.
    """

    item: Item
    value: float | None
    origin: str
    computed: float | None
    target: Target | None
    confidence: str
    state: State
    note: Message | None = None
    lacks: tuple[Missing, ...] = ()


def reached(value: float, target: Target) -> bool:
    """Return whether a value keeps a target; the target itself does.

    Examples
    --------
    >>> reached(0.1 + 0.2, Target(None, 0.3)), reached(0.31, Target(None, 0.3))
    (True, False)
    >>> reached(0.8, Target(0.8, 1.2)), reached(1.21, Target(0.8, 1.2))
    (True, False)
    """
    low = target.low is None or value >= target.low - CLOSE * abs(target.low)
    return low and (target.high is None or value <= target.high + CLOSE * abs(target.high))


def state_of(
    value: float | None, target: Target | None, confidence: str, *, complete: bool = True
) -> State:
    """Return how a value stands beside a target; only one that is sure is enforced.

    Parameters
    ----------
    value, target, confidence
        The value, the target, and how sure the target is.
    complete
        Whether nothing that the value is made of is missing; else it says nothing of the target.

    Examples
    --------
    >>> str(state_of(90.0, Target(90.0, None), "verified"))
    'met'
    >>> str(state_of(10.0, Target(90.0, None), "recalled"))
    'not_reached'
    >>> str(state_of(90.0, Target(90.0, None), "verified", complete=False))
    'incomplete'
    """
    if target is None:
        return State.INFORMATION
    if value is None:
        return State.UNKNOWN
    if not complete:
        return State.INCOMPLETE
    kept = reached(value, target)
    if confidence in {"verified", "user"}:
        return State.MET if kept else State.NOT_MET
    return State.REACHED if kept else State.NOT_REACHED


def share_of_leading(value: float, target: Target) -> float:
    """Return how near a value comes to a leading one, at most 1.

    Examples
    --------
    >>> share_of_leading(45.0, Target(90.0, None)), share_of_leading(10.0, Target(None, 5.0))
    (0.5, 0.5)
    >>> share_of_leading(99.0, Target(90.0, None)), share_of_leading(0.0, Target(None, 5.0))
    (1.0, 1.0)
    """
    if target.low is not None:
        return min(1.0, max(0.0, value / target.low)) if target.low > 0 else 1.0
    high = target.high or 0.0
    return 1.0 if value <= high else high / value


# ---- scores -------------------------------------------------------------------------------------


def typed_values(results: Results) -> Mapping[str, float]:
    """Return the values that are typed, by quantity."""
    return {
        id_.removeprefix(TYPED): value.central
        for id_, value in results.document.parameters.items()
        if id_.startswith(TYPED) and isinstance(value, Factor) and value.central is not None
    }


def scores(
    results: Results, found: Mapping[str, Any], lacks: Sequence[Missing] | None = None
) -> tuple[Score, ...]:
    """Return the indicators of the sets that the plan uses, each beside its target.

    Parameters
    ----------
    results
        Results of the plan.
    found
        Its totals, indicators apart.
    lacks
        What these lack, where it is known already.
    """
    from layers.analysis.totals import missing  # which looks at this module

    lacks = missing(results) if lacks is None else lacks
    reading = reading_of(results, found, typed_values(results))
    sets = used(results.document.parameters)
    energy = reading.value("energy_tce")
    shown = [one for one in items().values() if one.set in sets and _of_size(one, energy)]
    known: dict[str, tuple[float | None, tuple[Missing, ...]]] = {}
    made: list[Score] = []
    for one in shown:
        if one.quantity not in known:
            computed = _computed(reading, one.quantity)
            known[one.quantity] = computed, reading.lacks(one.quantity, lacks)
        made.append(_score(one, reading, *known[one.quantity], energy))
    if MIIT in sets:
        made.append(_index([one for one in made if one.item.set == MIIT]))
    order = list(SETS)
    return tuple(sorted(made, key=lambda one: order.index(one.item.set)))


def _computed(reading: Reading, quantity: str) -> float | None:
    how = COMPUTED.get(quantity)
    return how.compute(reading) if how is not None else None


def _of_size(item: Item, energy_tce: float | None) -> bool:
    """Return whether an indicator is for parks that use so much; small ones where unknown."""
    if item.energy_from is None:
        return True
    if energy_tce is None:
        return item.energy_to is not None
    below = item.energy_to is None or energy_tce < item.energy_to
    smallest = item.energy_to is not None
    return below and (smallest or energy_tce >= item.energy_from)


def _score(
    item: Item,
    reading: Reading,
    computed: float | None,
    lacks: tuple[Missing, ...],
    energy_tce: float | None,
) -> Score:
    target, confidence = _target(item, reading.results)
    if item.set == REPORTED:
        value = float(item.wanted)
        return Score(item, value, "reported", None, None, item.confidence, State.INFORMATION)
    typed = reading.typed.get(item.quantity)
    value = computed if typed is None else typed
    origin = "typed" if typed is not None else "missing" if value is None else "computed"
    state, note = state_of(value, target, confidence, complete=not lacks), None
    how = COMPUTED.get(item.quantity)
    if value is None and how is not None and how.none_there is not None:
        note = how.none_there(reading)
        state = State.INFORMATION if note is not None else state
    if item.energy_from is not None and value is not None:
        if energy_tce is None:
            note = Message.of(
                "Which target holds is not known: the energy use of the park is missing."
            )
        elif energy_tce < item.energy_from:
            note = Message.of(
                "The park uses less than {energy} tce a year: the target only informs.",
                energy=int(item.energy_from),
            )
        state = State.INFORMATION if note is not None else state
    return Score(item, value, origin, computed, target, confidence, state, note, lacks)


def _target(item: Item, results: Results) -> tuple[Target | None, str]:
    """Return the target as the plan has it, and how sure it is."""
    found = results.document.parameters.get(f"{TARGETS}{item.id}")
    if not isinstance(found, Factor):
        return item.target, item.confidence
    if found.low is None and found.high is None:
        return None, found.confidence
    return Target(found.low, found.high), found.confidence


_GREEN: Final = Item(
    INDEX,
    MIIT,
    "required",
    "green_index",
    "Index of green parks",
    "绿色园区综合评价指数",
    "",
    "",
    "report only",
    None,
    None,
    "绿色园区评价要求, 工信厅节函〔2016〕586号 (MIIT) · DB21/T 3662-2022 绿色工业园区评价规范",
    "2016",
    "recalled",
    "",
)


def _index(found: Sequence[Score]) -> Score:
    """Return the index of green parks; None while one of its indicators is missing."""
    required = [one for one in found if one.item.level == "required"]
    parts = [
        share_of_leading(one.value, one.target)
        for one in required
        if one.value is not None and one.target is not None
    ]
    count = len(required)
    value = 100.0 * sum(parts) / count if count and len(parts) == count else None
    origin = "missing" if value is None else "computed"
    lacks = [lack for one in required for lack in one.lacks]
    return Score(
        _GREEN, value, origin, value, None, "recalled", State.INFORMATION, lacks=tuple(lacks)
    )


# ---- what the plan is set to --------------------------------------------------------------------


def _asked(inputs: Inputs) -> Mapping[str, Value]:
    """Return what the plan types, asks for and shows of indicators."""
    groups = {name: inputs.factors(name) for name in (TYPED, TARGETS)}
    factors = {
        f"{group}{name}": one for group, part in groups.items() for name, one in part.items()
    }
    return {**factors, **{setting.id: inputs.parameter(setting.id) for setting in SETTINGS}}


MEASURES = (
    Measure(
        "indicators.asked",
        "Indicators that are typed, asked for and shown",
        "",
        _asked,
        # The scores read totals, which are no measure: this one makes results change with them.
        parameters=(TYPED, TARGETS, EQUAL_FACTOR, *(setting.id for setting in SETTINGS)),
    ),
)


# ---- totals -------------------------------------------------------------------------------------


def closing(
    results: Results, found: Mapping[str, Any], speak: Callable[[Message], str] = str
) -> Mapping[str, Any]:
    """Return what the totals say about indicators, once the others are known."""
    return {"indicators": [_row(one, speak) for one in scores(results, found)]}


_MET: Final = {State.MET: True, State.NOT_MET: False}
_REACHED: Final = {**_MET, State.REACHED: True, State.NOT_REACHED: False}


def _row(one: Score, speak: Callable[[Message], str]) -> dict[str, Any]:
    item = one.item
    notes = (one.note,) if one.note is not None else ()
    return {
        "id": item.id,
        "set": item.set,
        "level": item.level,
        "quantity": item.quantity,
        "title": item.title,
        "title_zh": item.title_zh,
        "value": one.value,
        "unit": item.unit,
        "origin": one.origin,
        "target": target_text(one.target, item.unit),
        "low": one.target.low if one.target else None,
        "high": one.target.high if one.target else None,
        "state": str(one.state),
        "met": _MET.get(one.state),
        "reached": _REACHED.get(one.state),
        "source": item.source,
        "year": item.year,
        "confidence": one.confidence,
        "notes": [speak(text) for text in (*notes, *(text for text, _ in sentences(one.lacks)))],
    }


def target_text(target: Target | None, unit: str = "") -> str:
    """Return a target as a text without its unit; empty for none.

    Examples
    --------
    >>> target_text(Target(0.8, 1.2)), target_text(Target(None, 0.2)), target_text(Target(90, None))
    ('0.8-1.2', '≤ 0.2', '≥ 90')
    """
    if target is None:
        return ""
    if unit == YES:
        return "yes"
    low, high = (None if one is None else f"{one:.10g}" for one in (target.low, target.high))
    if low is not None and high is not None:
        return low if low == high else f"{low}-{high}"
    return f"≥ {low}" if low is not None else f"≤ {high}"
