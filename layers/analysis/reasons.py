"""Why a number of the totals is what it is: formula, inputs with sources, what was left out."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any, cast

from layers.analysis import measures, totals
from layers.analysis.absent import concerns, sentences
from layers.analysis.plain import plain, unit_of
from layers.analysis.totals import Speak, answered, leaves, measure_of, modules
from layers.analysis.worked import worked
from layers.errors import PlanError
from layers.explanation import Explanation
from layers.footing import footing
from layers.measure import Results
from layers.message import Message


def why(results: Results, path: str, *, speak: Speak = str) -> dict[str, Any]:
    """Return why a total is what it is: formula, inputs with sources, features, what was left out.

    Parameters
    ----------
    results
        Results of a plan.
    path
        A path of the totals (``carbon.sink_t_per_a``, ``land.by_code.M1``, ``land.balance.M``)
        or the id of a measure (``carbon.sink``).
    speak
        Makes text of messages.

    Raises
    ------
    PlanError
        Where there is no such number; it names those that are nearest.
    """
    return Reasons(results, speak=speak, stamped=path in ("plan", "plan.stamp")).of(path)


class Reasons:
    """The reasons of all numbers of some results, which are told once for all of them.

    Parameters
    ----------
    results
        Results of a plan.
    speak
        Makes text of messages.
    stamped
        Whether the plan's stamp is computed, which reads all rows once.
    """

    def __init__(self, results: Results, *, speak: Speak = str, stamped: bool = False) -> None:
        self._results = results
        self._speak = speak
        self.totals: Mapping[str, Any] = totals.totals(results, speak=speak, stamped=stamped)
        self._lacks = totals.missing(results, self.totals)

    def of(self, path: str) -> dict[str, Any]:
        """Return why a number is what it is; as `why`."""
        results, speak, found = self._results, self._speak, self.totals
        there, value = _at(found, path.split("."))
        measure = measure_of(path)
        if not there and path in measures().measures:
            there, value, measure = True, plain(results.value(path)), path
        if not there:
            _refuse(path, found)
        lacks = [lack for lack in self._lacks if concerns(lack.path, path)]
        explanation = measures().explain(results, measure, path) if measure else None
        if explanation is None:
            answers = (getattr(module, "reasons", None) for module in modules())
            given = (answer(results, found, path) for answer in answers if answer)
            explanation = next((one for one in given if one is not None), None)
        if explanation is None:
            explanation = Explanation(_other_formula(path))
        steps = explanation.steps or worked(results, found, path)
        unit = unit_of(path, measures().measures[measure].unit if measure else "")
        if isinstance(value, dict) and {"value", "unit", "origin"} <= set(value):  # an indicator
            value, unit = value["value"], value["unit"]
        return {
            "path": path,
            "value": value,
            "unit": unit,
            "formula": speak(explanation.formula),
            "steps": [speak(step.line) for step in steps],
            "inputs": [
                {
                    "name": speak(term.name),
                    "value": term.value,
                    "unit": term.unit,
                    "source": footing(term.source, speak),
                    "year": term.year,
                    "confidence": term.confidence,
                }
                for term in explanation.inputs
            ],
            "features": dict(explanation.features),
            "left_out": [
                *(speak(sentence) for sentence in explanation.left_out),
                *(speak(sentence) for sentence, _ in sentences(lacks)),
            ],
        }


def unit_at(path: str, otherwise: str = "") -> str:
    """Return the unit of a number below a path of the totals.

    Parameters
    ----------
    path
        Its path.
    otherwise
        Unit where neither the path nor a measure of its own names one.

    Examples
    --------
    >>> unit_at("runoff.storage_built_m3"), unit_at("runoff.coefficient", "m³")
    ('m³', '')
    """
    own = answered().get(path)
    return unit_of(path, measures().measures[own].unit if own else otherwise)


def _other_formula(path: str) -> Message:
    if path == "plan.stamp":
        return Message.of("Hash of the plan's rows, factors, settings and code set")
    if path == "plan.parcels":
        return Message.of("Count of the parcels")
    if path.startswith("plan"):
        return Message.of("A property of the plan")
    return Message.of("Computed from the numbers below it")


def _at(values: Any, parts: Sequence[str]) -> tuple[bool, Any]:  # noqa: ANN401
    """Return whether there is something at a path, and what; rows are found by code or place."""
    if not parts:
        return True, values
    if isinstance(values, dict):
        # Codes and names may hold points themselves.
        for length in range(1, len(parts) + 1):
            key = ".".join(parts[:length])
            if key in values:
                there, found = _at(values[key], parts[length:])
                if there:
                    return True, found
        return False, None
    return _row_at(cast("list[Any]", values), parts) if isinstance(values, list) else (False, None)


def _row_at(rows: Sequence[Any], parts: Sequence[str]) -> tuple[bool, Any]:
    for place, row in enumerate(rows):
        names = {str(place)}
        if isinstance(row, dict):
            names |= {str(row.get(key)) for key in ("code", "id", "path")}
        for length in range(1, len(parts) + 1):
            if ".".join(parts[:length]) in names:
                return _at(row, parts[length:])
    return False, None


def _refuse(path: str, found: Mapping[str, Any]) -> None:
    known = [*(name for name, _ in leaves(found)), *answered(), *measures().measures]
    near = difflib.get_close_matches(path, sorted(set(known)), n=3, cutoff=0.4)
    if near:
        raise PlanError(
            "No number is called {path}. Did you mean {near}?", path=path, near=", ".join(near)
        )
    raise PlanError(
        "No number is called {path}. Ask for a path of the totals, as land.parcels_m2.", path=path
    )
