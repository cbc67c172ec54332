"""A plan being worked on: its document, its history, its results, and who listens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from layers.analysis import measures
from layers.document import Document
from layers.edit import Change, Edit
from layers.errors import InvalidEditError
from layers.history import History, Past, Step
from layers.measure import Results
from layers.progress import Progress


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """Results that were computed beside the work.

    Parameters
    ----------
    results
        What was found.
    edits
        The edits that they take in.
    full
        How many full results had been taken when they were asked for.
    """

    results: Results
    edits: tuple[Edit, ...]
    full: int


class Session:
    """The one place where a document is replaced by the next.

    Parameters
    ----------
    document
        The plan as it was opened or made.
    path
        Its file; None before the first save.
    read_only
        Whether edits are refused.
    who
        Name written into the history beside each step.
    earlier
        What was done to the plan in earlier sessions, oldest first.
    """

    def __init__(
        self,
        document: Document,
        path: Path | None = None,
        *,
        read_only: bool = False,
        who: str = "",
        earlier: Sequence[Past] = (),
    ) -> None:
        self.document = document
        self.history = History()
        self.path = path
        self.read_only = read_only
        self.who = who
        self.earlier = tuple(earlier)
        self.saved = document if path is not None else None
        self._saved_mark = self.history.mark if path is not None else None
        self._full = 0
        self._results: Results | None = None
        self._pending: list[Edit] = []
        self._listeners: list[Callable[[Change], None]] = []

    # ---- listening ------------------------------------------------------------------------------

    def listen(self, listener: Callable[[Change], None]) -> None:
        """Call a function after each edit with what has changed."""
        self._listeners.append(listener)

    # ---- editing --------------------------------------------------------------------------------

    @property
    def modified(self) -> bool:
        """Whether the plan differs from what was saved or opened last; undo may lead back to it."""
        return self.history.mark is not self._saved_mark

    def perform(self, edit: Edit) -> Document:
        """Apply an edit and remember it; an edit that changes nothing leaves no trace.

        Raises
        ------
        InvalidEditError
            Where the edit does not fit or the plan is open read-only; nothing has changed then.
        """
        if self.read_only:
            raise InvalidEditError(
                "This plan is open read-only. Save it under another name to edit it."
            )
        if not edit:
            return self.document
        document = self.document.applied(edit)
        when = datetime.now(UTC).isoformat(timespec="seconds")
        self.history = self.history.pushed(Step(edit, self.who, when))
        self._replace(document, edit)
        return document

    def seal(self) -> None:
        """End a row of edits that make one step, as a brush stroke does on release."""
        self.history = self.history.sealed()

    def undo(self) -> bool:
        """Take the last step back; return whether there was one."""
        return self._step(self.history.undone_once())

    def withdraw(self) -> bool:
        """Take the last step back for good, as a stroke broken off; return whether there was one.

        What was taken back before it cannot be done again either: the step had ended that.
        """
        return self._step(self.history.withdrawn_once())

    def redo(self) -> bool:
        """Do again what was taken back; return whether there was something."""
        return self._step(self.history.redone_once())

    def _step(self, step: tuple[Edit, History] | None) -> bool:
        if step is None:
            return False
        edit, history = step
        document = self.document.applied(edit)
        self.history = history
        self._replace(document, edit)
        return True

    def _replace(self, document: Document, edit: Edit) -> None:
        self.document = document
        self._pending.append(edit)
        change = Change.of(edit)
        for listener in self._listeners:
            listener(change)

    def saved_to(self, path: Path, document: Document, mark: object = None) -> None:
        """Remember that a document was written to a file.

        Parameters
        ----------
        path
            The file.
        document
            What was written.
        mark
            The history's mark when the document was taken; the present one where None and it is
            the present document.
        """
        self.path = path
        self.read_only = False
        self.saved = document
        present = self.history.mark if document is self.document else None
        self._saved_mark = present if mark is None else mark

    def forgo_saving(self) -> None:
        """Take the plan as it is for saved: it can be had again without a file."""
        self.saved = self.document
        self._saved_mark = self.history.mark

    # ---- results --------------------------------------------------------------------------------

    @property
    def results(self) -> Results | None:
        """The newest results, None before the first evaluation."""
        return self._results

    def question(self) -> Callable[[Progress | None], Answer]:
        """Return work that computes all results for the document as it is now.

        It captures what it needs and touches the session no more, so that it may run beside the
        window; give its answer to `adopt`.
        """
        document, older, pending = self.document, self._results, tuple(self._pending)
        full = self._full

        def work(progress: Progress | None) -> Answer:
            change = Change.of(*pending)
            found = measures().evaluate(document, older, change, progress=progress)
            return Answer(found, pending, full)

        return work

    def adopt(self, answer: Answer) -> Results:
        """Take results that were computed beside the window; return the newest there are then.

        Edits made meanwhile stay pending for the next evaluation. An answer that was overtaken by
        full results is of no use any more.
        """
        if self._results is not None and answer.full != self._full:
            return self._results
        self._results = answer.results
        if not answer.results.stale:
            self._full += 1
        known = {id(edit) for edit in answer.edits}
        self._pending = [edit for edit in self._pending if id(edit) not in known]
        return self._results

    def evaluate(self, *, light_only: bool = False) -> Results:
        """Bring the results up to the document and return them.

        Parameters
        ----------
        light_only
            Whether measures that took long before are left as they were, marked stale.
        """
        if not light_only:
            return self.adopt(self.question()(None))
        change = Change.of(*self._pending)
        results = measures().evaluate(self.document, self._results, change, light_only=True)
        edits = () if results.stale else tuple(self._pending)
        return self.adopt(Answer(results, edits, self._full))
