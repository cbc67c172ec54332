"""Every number of the totals with why it is what it is, for those who check a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from layers.analysis.absent import TITLES, title_of
from layers.analysis.leaf_titles import part_title
from layers.analysis.planting import COVER_TITLES, UNKNOWN
from layers.analysis.reasons import Reasons
from layers.analysis.totals import EMPTY, Speak
from layers.measure import Results
from layers.message import Message
from layers.parameters import Factor

_TABLES: Final = ("balance", "existing", "phases", "norms", "monthly_kwh")
"""Lists that are told as a whole: their rows are in the workbook."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Numbers that have one reason.

    Parameters
    ----------
    paths
        Paths of the totals.
    names, units
        What they are, and in what.
    values
        Their values; None for missing ones.
    why
        As `layers.analysis.reasons.why` gives it.
    """

    paths: tuple[str, ...]
    names: tuple[str, ...]
    values: tuple[Any, ...]
    units: tuple[str, ...]
    why: Mapping[str, Any]


def explained(results: Results, *, speak: Speak = str, language: str = "en") -> Iterator[Reason]:
    """Yield all numbers of the totals with why; neighbours with the same reason together.

    Parameters
    ----------
    results
        Results of the plan.
    speak
        Makes text of messages.
    language
        In which names are that stand in two languages.
    """
    reasons = Reasons(results, speak=speak)
    group: list[tuple[str, str, Any, str]] = []
    reason: Mapping[str, Any] = {}
    told = {key: reasons.totals[key] for key in EMPTY}
    for path, name, value in _numbers(told, language, speak, _covers(results)):
        known = reasons.of(path)
        if group and _same(reason, known) and _part(group[0][0]) == _part(path):
            group.append((path, name, value, known["unit"]))
            reason = {**reason, "steps": list(dict.fromkeys([*reason["steps"], *known["steps"]]))}
            continue
        if group:
            yield _reason(group, reason)
        group, reason = [(path, name, value, known["unit"])], known
    if group:
        yield _reason(group, reason)


def _reason(group: list[tuple[str, str, Any, str]], reason: Mapping[str, Any]) -> Reason:
    paths, names, values, units = (tuple(part) for part in zip(*group, strict=True))
    return Reason(paths, names, values, units, reason)


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    # Lines of the formula follow one another.
    return all(one[key] == other[key] for key in ("formula", "inputs", "features", "left_out"))


def _part(path: str) -> str:
    return path.partition(".")[0]


def _numbers(
    found: Mapping[str, Any], language: str, speak: Speak, titles: Mapping[str, Message]
) -> Iterator[tuple[str, str, Any]]:
    for part, values in found.items():
        if part == "indicators":
            for row in cast("list[dict[str, Any]]", values):
                title = row["title_zh"] if language == "zh" else row["title"]
                yield f"indicators.{row['id']}", str(title), row["value"]
            continue
        for path, value in _leaves(values, f"{part}."):
            yield path, _name(path, speak, titles), value


def _leaves(values: Mapping[str, Any], above: str) -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _leaves(cast("dict[str, Any]", value), f"{above}{key}.")
        elif isinstance(value, list):
            if key in _TABLES:
                rows = cast("list[Any]", value)
                yield f"{above}{key}", len(rows) if rows else None
        elif value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            yield f"{above}{key}", value


def _covers(results: Results) -> Mapping[str, Message]:
    """Return the names of covers: those of their factors."""
    named = {
        id_.removeprefix("sink."): Message(value.title)
        for id_, value in results.document.parameters.items()
        if id_.startswith("sink.") and isinstance(value, Factor)
    }
    return {**named, UNKNOWN: COVER_TITLES[UNKNOWN]}


def _name(path: str, speak: Speak, titles: Mapping[str, Message]) -> str:
    """Return what a number is called: its title, and what of it this is."""
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        if ".".join(parts[:length]) in TITLES:
            rest = parts[length:]
            title = speak(title_of(".".join(parts[:length])))
            return " · ".join([title, *(_part_name(part, speak, titles) for part in rest)])
    return " · ".join(_part_name(part, speak, titles) for part in parts[1:])


def _part_name(part: str, speak: Speak, titles: Mapping[str, Message]) -> str:
    title = part_title(part, titles)
    return part.replace("_", " ") if title is None else speak(title)
