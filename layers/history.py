"""What was done, what can be taken back, and what can be done again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from layers.edit import Edit
from layers.message import Message

LIMIT: Final = 500
"""Steps that are kept."""


class Past(Protocol):
    """A step of an earlier session as the plan file remembers it: told, not to be taken back."""

    @property
    def title(self) -> Message:
        """What was done."""
        ...

    @property
    def who(self) -> str:
        """Account that did it, empty where unknown."""
        ...

    @property
    def when(self) -> str:
        """Time in UTC, ISO 8601."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """An edit that was made.

    Parameters
    ----------
    edit
        What it changed.
    who
        Name of the account that made it, empty where unknown.
    when
        Time in UTC, ISO 8601 to the second.
    mark
        Stands for the state of the plan after it; the same object means the same state.
    """

    edit: Edit
    who: str = ""
    when: str = ""
    mark: object = field(default_factory=object)


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Steps done and steps taken back.

    Parameters
    ----------
    done
        Oldest first.
    undone
        The one to be done again next comes last.
    base
        Stands for the state of the plan before the oldest step that is kept.
    """

    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()
    base: object = field(default_factory=object)

    @property
    def mark(self) -> object:
        """What stands for the present state of the plan, wherever it was reached from."""
        return self.done[-1].mark if self.done else self.base

    def pushed(self, step: Step) -> History:
        """Return the history after a new step; what was taken back is gone."""
        last = self.done[-1] if self.done else None
        key = step.edit.merge_key
        if last is not None and key and not self.undone and last.edit.merge_key == key:
            joined = replace(step, edit=last.edit.followed_by(step.edit))
            return History((*self.done[:-1], joined), base=self.base)
        done = (*self.done, step)
        gone = done[:-LIMIT]
        return History(done[-LIMIT:], base=gone[-1].mark if gone else self.base)

    def sealed(self) -> History:
        """Return the history whose last step joins with no later one: the stroke has ended."""
        if not self.done or not self.done[-1].edit.merge_key:
            return self
        last = self.done[-1]
        return replace(
            self, done=(*self.done[:-1], replace(last, edit=replace(last.edit, merge_key="")))
        )

    def undone_once(self) -> tuple[Edit, History] | None:
        """Return the edit that takes the last step back, and the history then."""
        if not self.done:
            return None
        step = self.done[-1]
        return step.edit.inverted(), History(self.done[:-1], (*self.undone, step), self.base)

    def withdrawn_once(self) -> tuple[Edit, History] | None:
        """Return the edit that takes the last step back, and the history as if it never was."""
        found = self.undone_once()
        return (
            None
            if found is None
            else (
                found[0],
                History(self.done[:-1], self.undone, self.base),
            )
        )

    def redone_once(self) -> tuple[Edit, History] | None:
        """Return the edit that does the step again that was taken back, and the history then."""
        if not self.undone:
            return None
        step = self.undone[-1]
        return step.edit, History((*self.done, step), self.undone[:-1], self.base)
