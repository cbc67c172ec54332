"""An edit as data: what was and what becomes. It knows its inverse; no command has undo code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

import numpy as np
import pandas as pd

from layers.columns import Rows
from layers.message import Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from layers.layer import Layer


class RowsDelta:
    """Rows of one layer as they were and as they become. Never changed in place.

    Ids in both frames are changed rows, ids in ``before`` alone are removed, ids in ``after``
    alone are added. Where rows are only changed, both frames may hold just the columns that
    change; ``geometry`` is a column like the others.

    Parameters
    ----------
    kind
        Id of the kind.
    before, after
        Frames by feature id, with the same columns; or rows, of which frames are made when they
        are asked for.
    """

    __slots__ = ("_after", "_before", "kind")

    def __init__(self, kind: str, before: pd.DataFrame | Rows, after: pd.DataFrame | Rows) -> None:
        self.kind = kind
        self._before, self._after = before, after

    @property
    def before(self) -> pd.DataFrame:
        """The rows as they were, as a frame by feature id."""
        return self._before.frame if isinstance(self._before, Rows) else self._before

    @property
    def after(self) -> pd.DataFrame:
        """The rows as they become, as a frame by feature id."""
        return self._after.frame if isinstance(self._after, Rows) else self._after

    @property
    def rows(self) -> Rows:
        """The rows as they become, column by column: sooner than as a frame."""
        return self._after if isinstance(self._after, Rows) else Rows.of(self._after)

    @property
    def ids_before(self) -> NDArray[np.int64]:
        """Ids of the rows as they were."""
        return _ids(self._before)

    @property
    def ids_after(self) -> NDArray[np.int64]:
        """Ids of the rows as they become."""
        return _ids(self._after)

    def inverted(self) -> RowsDelta:
        """Return the two exchanged."""
        return RowsDelta(self.kind, self._after, self._before)

    @property
    def ids(self) -> NDArray[np.int64]:
        """Ids of all rows touched, ascending."""
        return np.union1d(self.ids_before, self.ids_after)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns that may differ."""
        return _names(self._after if len(self._after) else self._before)


def _ids(rows: pd.DataFrame | Rows) -> NDArray[np.int64]:
    return rows.ids if isinstance(rows, Rows) else rows.index.to_numpy()


def _names(rows: pd.DataFrame | Rows) -> tuple[str, ...]:
    return rows.names if isinstance(rows, Rows) else tuple(rows.columns)


@dataclass(frozen=True, slots=True, eq=False)
class LayerDelta:
    """A whole layer exchanged, as an import does.

    Parameters
    ----------
    kind
        Id of the kind.
    before, after
        The layers; they share what they have in common with the document's.
    """

    kind: str
    before: Layer
    after: Layer

    def inverted(self) -> Self:
        """Return the two exchanged."""
        return replace(self, before=self.after, after=self.before)


@dataclass(frozen=True, slots=True)
class ValueDelta:
    """A parameter, style, property, raster or enclosure exchanged; None means absent.

    Parameters
    ----------
    section
        ``parameters``, ``styles``, ``properties``, ``rasters`` or ``enclosed``.
    key
        Its name there.
    before, after
        The values.
    """

    section: str
    key: str
    before: object
    after: object

    def inverted(self) -> Self:
        """Return the two exchanged."""
        return replace(self, before=self.after, after=self.before)


Delta = RowsDelta | LayerDelta | ValueDelta


@dataclass(frozen=True, slots=True, eq=False)
class Edit:
    """One step of work.

    Parameters
    ----------
    title
        What it does; undo, the history and the menu show it.
    deltas
        What it changes, in order.
    merge_key
        Edits in a row with the same key that is not empty become one step: a brush stroke, a
        spin box.
    """

    title: Message
    deltas: tuple[Delta, ...]
    merge_key: str = ""

    def inverted(self) -> Edit:
        """Return the edit that takes this one back."""
        return replace(self, deltas=tuple(delta.inverted() for delta in reversed(self.deltas)))

    def __bool__(self) -> bool:
        """Whether the edit changes anything."""
        return bool(self.deltas)

    def followed_by(self, later: Edit) -> Edit:
        """Return both as one step, under the title of the later one."""
        return replace(later, deltas=self.deltas + later.deltas)


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two documents, for whoever redraws or computes anew.

    Parameters
    ----------
    rows
        Ids of the rows touched by kind; None for a kind that was exchanged as a whole.
    values
        Sections and keys of exchanged values.
    """

    rows: Mapping[str, NDArray[np.int64] | None]
    values: frozenset[tuple[str, str]]
    known: dict[str, object] = field(default_factory=dict[str, object], compare=False, repr=False)
    """What many who compute anew would each find out of it; it goes when the change goes."""

    @classmethod
    def of(cls, *edits: Edit) -> Change:
        """Return what a row of edits has touched."""
        rows: dict[str, NDArray[np.int64] | None] = {}
        values: set[tuple[str, str]] = set()
        for delta in (delta for edit in edits for delta in edit.deltas):
            match delta:
                case RowsDelta(kind=kind):
                    known = rows.get(kind, np.empty(0, np.int64))
                    rows[kind] = None if known is None else np.union1d(known, delta.ids)
                case LayerDelta(kind=kind):
                    rows[kind] = None
                case ValueDelta(section=section, key=key):
                    values.add((section, key))
        return cls(rows, frozenset(values))
