"""How indicators, their values, targets and states are written, in the language of the window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from layers.analysis.indicators import STATES, State, target_text
from layers.factor_tables.indicators import SETS, YES, Target
from resources.translations import current, tr
from widgets import words

Row = Mapping[str, Any]
"""An indicator as the totals have it."""

_SIGNS: Final = {
    State.MET: "●",
    State.NOT_MET: "○",
    State.REACHED: "◆",
    State.NOT_REACHED: "◇",
    State.INCOMPLETE: "◐",
}
"""Marks of states; their shape tells them as well as their colour: lozenges only advise."""

_CHINESE: Final = (
    ("10⁴ yuan", "万元"),
    ("10⁸ yuan", "亿元"),
    ("10⁴ t", "万t"),
    ("yuan", "元"),
    ("person", "人"),
)


def title(row: Row) -> str:
    """Return what an indicator is called."""
    return words.of_two(str(row["title"]), str(row["title_zh"]))


def set_title(set_: str) -> str:
    """Return what a set of indicators is called."""
    return words.of_two(*SETS[set_]) if set_ in SETS else set_


def unit(sign: str) -> str:
    """Return a unit; what is there or not has none."""
    if sign == YES:
        return ""
    if current().language == "zh":
        for english, chinese in _CHINESE:
            sign = sign.replace(english, chinese)
    return sign


def number(value: float | None, sign: str) -> str:
    """Return a value without its unit: a number, yes or no, a dash where it is missing."""
    if value is None:
        return words.MISSING
    if sign == YES:
        return tr("yes") if value else tr("no")
    return words.figures(value, 4)


def value(row: Row) -> str:
    """Return the value of an indicator with its unit."""
    text = number(row["value"], row["unit"])
    return text if row["value"] is None else f"{text} {unit(row['unit'])}".rstrip()


def target(row: Row) -> str:
    """Return the target of an indicator; empty for none."""
    if row["low"] is None and row["high"] is None:
        return ""
    if row["unit"] == YES:
        return tr("yes")
    return target_text(Target(row["low"], row["high"]))


def states() -> dict[str, str]:
    """Return the words for how indicators stand, those first that ask for work."""
    return {state: words.sentence(text) for state, text in STATES.items()}


def sign(state: str) -> str:
    """Return the mark of a state; empty for one that neither keeps nor misses a target.

    Examples
    --------
    >>> sign("met"), sign("not_reached"), sign("information")
    ('●', '◇', '')
    """
    return _SIGNS.get(State(state), "")


def short_state(state: str) -> str:
    """Return the mark of a state and its word; that a target only advises, the mark alone says.

    Examples
    --------
    >>> short_state("not_met"), short_state("not_reached"), short_state("unknown")
    ('○ not met', '◇ not reached', 'value missing')
    """
    short = {State.NOT_REACHED: tr("not reached"), State.REACHED: tr("reached")}
    word = short.get(State(state)) or states()[state]
    return f"{sign(state)} {word}".lstrip()


def origins() -> dict[str, str]:
    """Return the words for where values come from."""
    return {
        "computed": tr("computed"),
        "typed": tr("typed"),
        "reported": tr("reported"),
        "missing": words.MISSING,
    }
