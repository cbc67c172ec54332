"""Formulas with a plan's values put in, for numbers of the totals that have none of their own.

A module of this folder takes part by ``STEPS``: by path of the totals, what yields the lines of
the number there and of all below it, from results, totals and path. The last line comes to the
number that is shown.
"""

from __future__ import annotations

import importlib
import math
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import layers.analysis as folder
from layers.analysis import measures
from layers.analysis.absent import TITLES
from layers.analysis.leaf_titles import part_title
from layers.analysis.plain import unit_of
from layers.explanation import Amount, Step
from layers.inputs import Inputs
from layers.measure import Measure, Results
from layers.message import Message

Work = Callable[[Results, Mapping[str, Any], str], Iterable[Step]]
BOUNDS: Final = ("low", "central", "high")
MOST: Final = 12
"""So many summands are written out; of more their count and mean."""


@cache
def _works() -> Mapping[str, Work]:
    found: dict[str, Work] = {}
    for module in pkgutil.iter_modules(folder.__path__):
        if module.name.endswith("_steps"):
            found.update(
                getattr(importlib.import_module(f"{folder.__name__}.{module.name}"), "STEPS", {})
            )
    return MappingProxyType(found)


def worked(results: Results, found: Mapping[str, Any], path: str) -> tuple[Step, ...]:
    """Return the lines of a number's formula; none where no module works it out.

    Parameters
    ----------
    results
        Results of the plan.
    found
        Its totals.
    path
        The number.
    """
    works, head = _works(), path
    while head and head not in works:
        head = head.rpartition(".")[0]
    return tuple(works[head](results, found, path)) if head else ()


def steps_at(results: Results, found: Mapping[str, Any], path: str) -> tuple[Step, ...]:
    """Return the lines of a number's formula, as the measure that answers for it gives them.

    Parameters
    ----------
    results, found, path
        As of `worked`.
    """
    from layers.analysis.totals import measure_of  # which looks at modules that look at this one

    measure = measure_of(path)
    told = measures().explain(results, measure, path) if measure else None
    return told.steps if told is not None and told.steps else worked(results, found, path)


def named(path: str) -> Message:
    """Return what the number at a path is called, without what it is part of.

    Examples
    --------
    >>> str(named("carbon.sink_t_per_a.low")), str(named("land.per_head_m2.M"))
    ('Carbon sink', 'M')
    """
    head, _, last = path.rpartition(".")
    if head and (last in BOUNDS or not last) and path not in TITLES:
        return named(head)
    known = TITLES.get(path) or part_title(last, {})
    return Message.of("{title}", title=last) if known is None else known


def line(path: str, text: str, value: Amount, **amounts: Amount) -> Step:
    """Return the line that comes to the number at a path; see `Step.of`."""
    return Step.of(named(path), text, value, _unit(path), **amounts)


def _unit(path: str) -> str:
    """Return the unit of the number at a path: what it names, else that of its measure."""
    from layers.analysis.totals import answered  # which looks at modules that look at this one

    head, own = path, unit_of(path, "")
    while head and not own:
        if known := answered().get(head):
            return measures().measures[known].unit
        head = head.rpartition(".")[0]
    return own


def sum_line(name: Message | str, values: Iterable[float], unit: str = "") -> Step:
    """Return a sum as a line: its summands, or how many there are and what they are on average.

    Parameters
    ----------
    name
        What it is, or its path.
    values
        Summands; those that are nil or missing are left out.
    unit
        Their unit, where no path tells it.

    Examples
    --------
    >>> str(sum_line(Message("Roofs"), [2.0, 0.0, 3.0], "m²").line)
    'Roofs: 2 + 3 = 5 m²'
    >>> str(sum_line(Message("Roofs"), [2.0] * 20, "m²").line)
    'Roofs: 20 × 2 = 40 m²'
    """
    kept = [one for one in (float(value) for value in values) if one and math.isfinite(one)]
    title, unit = (named(name), unit or _unit(name)) if isinstance(name, str) else (name, unit)
    whole = math.fsum(kept)
    if len(kept) > MOST:
        return Step.of(title, "{n} × {mean}", whole, unit, n=len(kept), mean=whole / len(kept))
    amounts = {f"a{place}": value for place, value in enumerate(kept)}
    text = " + ".join(f"{{{name}}}" for name in amounts) or "0"
    return Step.of(title, text, whole, unit, **amounts)


def total_line(path: str, steps: Iterable[Step]) -> Step:
    """Return the line that adds up the values of the lines above it."""
    found = list(steps)
    return Step(named(path), "Σ" if found else "0", added_up(found), _unit(path))


def added_up(steps: Iterable[Step]) -> Amount:
    """Return the sum of the values of lines, by low, central and high where one of them is so."""
    values = [step.value for step in steps]
    bands = [one if isinstance(one, tuple) else (one,) for one in values]
    wide = max((len(one) for one in bands), default=1)
    columns = [[one[place if len(one) > 1 else 0] for one in bands] for place in range(wide)]
    sums = [
        None if any(one is None for one in column) else math.fsum(one or 0.0 for one in column)
        for column in columns
    ]
    return tuple(sums) if wide > 1 else sums[0]


def inputs_of(
    results: Results,
    layers: Mapping[str, tuple[str, ...]] | None = None,
    parameters: tuple[str, ...] = (),
    measures: tuple[str, ...] = (),
) -> Inputs:
    """Return what a measure with these inputs would read of the results.

    Parameters
    ----------
    results
        Results of the plan.
    layers, parameters, measures
        As of `layers.measure.Measure`.
    """
    declared = Measure(
        "steps",
        "",
        "",
        lambda inputs: inputs,
        layers=MappingProxyType(dict(layers or {})),
        parameters=parameters,
        measures=measures,
    )
    values = {id_: results.value(id_) for id_ in measures}
    return Inputs(declared, results.document, values)
