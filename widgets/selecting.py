"""What was selected before and after each step, so that undo and redo select it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from layers.document import Document
    from layers.history import History

Selection = Mapping[str, "NDArray[np.int64]"]


class SelectionMemory:
    """Selections by the state of the plan, as its history marks it.

    Parameters
    ----------
    mark
        The present state.
    """

    def __init__(self, mark: object) -> None:
        self._mark = mark
        self._reached: dict[object, Selection] = {}
        self._left: dict[object, Selection] = {}

    def settle(self, selection: Selection) -> None:
        """Note what the step that led to the present state has selected."""
        self._reached[self._mark] = selection

    def stepped(self, history: History, selection: Selection) -> None:
        """Note what was selected before a new step, which led to where the history is."""
        self._left[self._mark] = selection
        self._mark = history.mark
        steps = (*history.done, *history.undone)
        known = {history.base, *(step.mark for step in steps)}
        for kept in (self._reached, self._left):
            for mark in [mark for mark in kept if mark not in known]:
                del kept[mark]

    def undone(self, history: History) -> Selection | None:
        """Return what was selected before the step that was taken back; None where unknown."""
        self._mark = history.mark
        return self._left.get(self._mark)

    def redone(self, history: History) -> Selection | None:
        """Return what the step that was done again had selected; None where unknown."""
        self._mark = history.mark
        return self._reached.get(self._mark)


def present(document: Document, selection: Selection) -> Selection:
    """Return what of a selection is in the plan; the same where all of it is."""
    there = {kind: document.layer(kind).positions(ids) >= 0 for kind, ids in selection.items()}
    if all(found.all() for found in there.values()):
        return selection
    return {kind: ids[there[kind]] for kind, ids in selection.items()}
