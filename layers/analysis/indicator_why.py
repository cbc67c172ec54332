"""Why indicators are what they are: what went in, and what they are held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from layers.analysis import measures
from layers.analysis.absent import sentences, title_of
from layers.analysis.confidence import computed, weakest
from layers.analysis.indicator_reading import ENERGY, ENERGY_QUANTITY, Computed, coal_factor
from layers.analysis.indicator_values import COMPUTED, reading_of
from layers.analysis.indicators import (
    INDEX,
    TARGETS,
    TYPED,
    Score,
    State,
    scores,
    share_of_leading,
    target_text,
    typed_values,
)
from layers.analysis.plain import unit_of
from layers.explanation import Explanation, Term
from layers.factor_tables.indicators import MIIT, SETS, Item
from layers.footing import sentence
from layers.measure import Results
from layers.message import Message
from layers.parameters import SETTINGS, Factor


def reasons(results: Results, found: Mapping[str, Any], path: str) -> Explanation | None:
    """Return why an indicator is what it is; None for other paths."""
    if path.partition(".")[0] != "indicators":
        return None
    shown = scores(results, found)
    wanted = path.partition(".")[2]
    one = next((score for score in shown if wanted.startswith(score.item.id)), None)
    if one is None:
        return Explanation(
            Message.of("Indicators of the sets that the plan uses, each beside its target"),
            left_out=tuple(_unknown(shown)),
        )
    if one.item.id == INDEX:
        return _why_index([score for score in shown if score.item.set == MIIT])
    return _why(results, found, one)


def _unknown(shown: Sequence[Score]) -> Iterable[Message]:
    count = sum(one.value is None for one in shown)
    if count:
        yield Message.of("{n} indicators have no value: type it, or enter what they need.", n=count)


def _why(results: Results, found: Mapping[str, Any], one: Score) -> Explanation:
    how = COMPUTED.get(one.item.quantity)
    terms: list[Term] = []
    left_out: list[Message] = [] if one.note is None else [one.note]
    parameters = results.document.parameters
    typed = parameters.get(f"{TYPED}{one.item.quantity}")
    if one.origin == "typed" and isinstance(typed, Factor):
        formula = Message.of("As typed by the planner")
        name = Message.of("Typed value")
        terms.append(Term(name, one.value, one.item.unit, typed.source, typed.year, "user"))
        if how is not None:
            terms.append(Term(Message.of("As the plan computes it"), one.computed, one.item.unit))
    elif one.origin == "reported":
        formula = Message.of("A value that others report: to compare with, no target")
        terms.append(_reported(one.item))
    elif how is not None:
        formula = how.formula
        terms += _terms(results, found, how)
        left_out += how.left_out
    else:
        formula = Message.of("The plan does not compute this: type its value with its source")
    target = parameters.get(f"{TARGETS}{one.item.id}")
    if isinstance(target, Factor) and one.target is not None:
        terms.append(_target_term(target, one))
    if one.target is not None and one.confidence not in {"verified", "user"}:
        left_out.append(
            Message.of("The target is recalled or assumed: it advises and is not enforced.")
        )
    left_out += _incomplete(one)
    return Explanation(formula, tuple(terms), left_out=tuple(left_out))


def _incomplete(one: Score) -> Iterable[Message]:
    """Yield what the totals lack that an indicator reads."""
    if one.state is State.INCOMPLETE:
        yield Message.of("The value is incomplete: nothing is said of its target.")
    yield from (text for text, _ in sentences(one.lacks))


def _reported(item: Item) -> Term:
    return Term(
        sentence(item.note or item.source),
        float(item.wanted),
        item.unit,
        item.source,
        item.year,
        item.confidence,
    )


def _target_term(target: Factor, one: Score) -> Term:
    name = Message.of("Target: {title}", title=Message(target.title))
    text = target_text(one.target, one.item.unit)
    return Term(name, text, target.unit, target.source, target.year, target.confidence)


def _terms(results: Results, found: Mapping[str, Any], how: Computed) -> Iterable[Term]:
    reading = reading_of(results, found, typed_values(results))
    for path in how.paths:
        value = reading.at(path)
        if path == ENERGY:
            name = Message.of("Energy use of the park")
            sure = weakest(_confidence(results, one) for one in COMPUTED[ENERGY_QUANTITY].paths)
            value = reading.value(ENERGY_QUANTITY)
            yield computed(name, value, "tce/a", path, sure)
        elif value is not None or not isinstance(_part(found, path), dict | list):
            sure = _confidence(results, path)
            yield computed(title_of(path), value, unit_of(path, _unit(path)), path, sure)
    if how.terms is not None:
        yield from how.terms(reading)
    for id_ in how.factors:
        value = results.document.parameters.get(id_ or coal_factor(results))
        if isinstance(value, Factor):
            yield Term.of(value, value.low if value.central is None else None)
        elif id_ in SETTINGS:
            setting = SETTINGS[id_]
            shown = value if isinstance(value, int | float) else None
            sure = "assumption" if value == setting.default else "user"
            yield Term(Message(setting.title), shown, setting.unit, confidence=sure)


def _confidence(results: Results, path: str) -> str:
    """Return how sure a total is: as the weakest of what it is computed from."""
    from layers.analysis.totals import measure_of  # which looks at this module

    measure = measure_of(path)
    told = measures().explain(results, measure, path) if measure else None
    return weakest(term.confidence for term in told.inputs) if told is not None else "computed"


def _unit(path: str) -> str:
    """Return the unit of the measure that answers for a path of the totals."""
    from layers.analysis.totals import measure_of  # which looks at this module

    measure = measure_of(path)
    return measures().measures[measure].unit if measure else ""


def _part(found: Mapping[str, Any], path: str) -> object:
    value: Any = found
    for part in path.split("."):
        value = cast("dict[str, Any]", value).get(part) if isinstance(value, dict) else None
    return value


def _why_index(found: Sequence[Score]) -> Explanation:
    required = [one for one in found if one.item.level == "required" and one.item.id != INDEX]
    known = [one for one in required if one.value is not None]
    terms = [
        Term(
            Message.of("{title}", title=Message(f"{one.item.title} ({SETS[MIIT][0]})")),
            share_of_leading(one.value, one.target),
            "",
            one.item.source,
            one.item.year,
            one.confidence,
        )
        for one in known
        if one.value is not None and one.target is not None
    ]
    lacking = len(required) - len(known)
    left_out = [Message.of("The leading values are recalled: the index advises.")]
    lacks = [lack for one in required for lack in one.lacks]
    left_out += [text for text, _ in sentences(lacks)]
    if lacking:
        text = "{n} required indicators have no value yet: the index is missing until then."
        left_out.insert(0, Message.of(text, n=lacking))
    return Explanation(
        Message.of(
            "GI = 100 / 18 · Σ min(1, value / leading value) over the required indicators, the"
            " inverse ratio where less is better"
        ),
        tuple(terms),
        left_out=tuple(left_out),
    )
