"""Totals whose assumptions can be varied, with their names, and how factors are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from layers.analysis.sensitivity import NET
from layers.factor import Factor
from layers.measure import Results
from resources.translations import tr
from widgets import key_totals, words
from widgets.chart import Option

TARGET: Final = "target"


def targets(results: Results) -> Sequence[tuple[str, str]]:
    """Return the totals that the plan has numbers for, with their names."""
    return [(path, key_totals.title(path)) for path in key_totals.values(results)]


OPTION: Final = Option(TARGET, "Number", targets, NET)


def named(results: Results, id_: str) -> str:
    """Return the name of a factor of the plan."""
    found = results.document.parameters.get(id_)
    return words.named(found) if isinstance(found, Factor) else id_


def listed(results: Results, ids: Sequence[str], most: int = 6) -> str:
    """Return names of factors in one line, and how many more there are."""
    shown = "; ".join(named(results, id_) for id_ in ids[:most])
    more = len(ids) - most
    return tr("{names} and {n} more", names=shown, n=more) if more > 0 else shown
