"""What parts of the totals are made from: told again only where that is another value.

An edit changes few measures, and most of the totals are as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, cast

from layers.document import Document
from layers.measure import Result, Results

Tell = Callable[[Results], Any]
_Document = tuple[object, tuple[int, ...]]


class _Watched:
    """Results that note what is read of them.

    Of the document a part of the totals reads its parameters, and how many features it has.
    """

    def __init__(self, results: Results) -> None:
        self._results = results
        self.read: dict[str, Result] = {}
        self.looked = False

    def value(self, measure: str) -> Any:  # noqa: ANN401
        """Return the value of a measure."""
        self.read[measure] = self._results.entries[measure]
        return self.read[measure].value

    @property
    def document(self) -> Document:
        """The plan."""
        self.looked = True
        return self._results.document


class _Told:
    """What was told, and what it was made from."""

    __slots__ = ("document", "read", "value")

    def __init__(self, value: object, watched: _Watched, document: _Document) -> None:
        self.value = value
        self.read = watched.read
        self.document = document if watched.looked else None

    def holds(self, results: Results, document: _Document) -> bool:
        """Return whether it would be told again."""
        entries = results.entries
        if self.document is not None and not _same(self.document, document):
            return False
        return all(
            known in entries and entries[known].version == entry.version
            for known, entry in self.read.items()
        )


_KEPT: Final[dict[Tell, _Told]] = {}


def retold(tell: Tell, results: Results) -> Any:  # noqa: ANN401
    """Return what a part of the totals tells; as it was told last where that rests on the same.

    Parameters
    ----------
    tell
        Makes it from results alone: their values, and the plan's parameters and counts.
    results
        Results of a plan.
    """
    document = results.document
    key = document.parameters, tuple(len(layer) for layer in document.layers.values())
    told = _KEPT.get(tell)
    if told is None or not told.holds(results, key):
        watched = _Watched(results)
        value = tell(cast("Results", watched))
        value = tuple(value) if isinstance(value, Iterator) else value
        told = _KEPT[tell] = _Told(value, watched, key)
    return told.value


def _same(one: _Document, other: _Document) -> bool:
    return one[0] is other[0] and one[1] == other[1]
