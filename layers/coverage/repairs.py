"""Problems mended: one, or all of a sort in one step; each as an edit that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from layers.coverage.checks import CODES, Problem, check
from layers.coverage.mending import MENDS, Mend
from layers.coverage.patch import Patch
from layers.document import Document
from layers.edit import Edit
from layers.errors import InvalidEditError
from layers.message import Message
from layers.progress import Progress

ROUNDS: Final = 6
"""Mending one problem can bring another one of its sort to light, such as the next spike."""

_TITLES: Final[Mapping[str, Mapping[str, Message]]] = MappingProxyType(
    {
        "invalid_shape": {"valid": Message("Make the shape sound")},
        "duplicate": {"delete": Message("Keep the first and delete the others")},
        "repeated_vertex": {"weld": Message("Put the vertices onto one another")},
        "spike": {"blunt": Message("Cut the spike off; a neighbour gets its ground")},
        "tiny_part": {"drop": Message("Drop the part or fill the hole; a neighbour gets a part")},
        "unmatched": {"match": Message("Let the neighbours share their vertices")},
        "overlap": {
            "cut": Message("Take the ground from the feature that loses the smaller share"),
            "first": Message("Take the ground from the first feature"),
            "second": Message("Take the ground from the second feature"),
        },
        "gap": {
            "parcel": Message("Make the gap a parcel"),
            "neighbour": Message("Give the gap to the neighbour with the longest border"),
        },
        "narrow_gap": {
            "neighbour": Message("Give the gap to the neighbour with the longest border"),
            "parcel": Message("Make the gap a parcel"),
        },
        "unassigned": {
            "parcel": Message("Make the land a parcel"),
            "neighbour": Message("Give the land to the neighbour with the longest border"),
        },
        "sliver": {
            "neighbour": Message("Merge it into the neighbour with the longest border"),
        },
        "outside": {
            "trim": Message("Cut off what lies outside; what lies there wholly is deleted"),
        },
        "road_short": {"lengthen": Message("Lead the centre line on to the other one")},
    }
)

_WITHOUT: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "no_shape": Message("Draw the feature anew, or delete it: there is nothing to mend."),
        "other_shape": Message("Draw the feature anew, or move it to a layer of its sort."),
        "road_apart": Message("Where a road should join the others is for the planner to draw."),
        "road_end": Message("Whether the road ends here is for the planner to say."),
    }
)
_VALUES: Final = Message("Which value is right is for the planner to say.")


@dataclass(frozen=True, slots=True)
class Remedy:
    """A way to mend problems of one sort.

    Parameters
    ----------
    id
        Its name, as ``how`` of the operation ``repair``.
    title
        What it does.
    """

    id: str
    title: Message


def remedies(code: str) -> tuple[Remedy, ...]:
    """Return the ways to mend problems of a sort, the usual one first; none where there is none.

    Parameters
    ----------
    code
        One of `layers.coverage.checks.CODES`.
    """
    return tuple(Remedy(id_, title) for id_, title in _TITLES.get(code, {}).items())


def why_not(code: str) -> Message:
    """Return why there is no way to mend problems of a sort."""
    return _WITHOUT.get(code, _VALUES)


def repair(document: Document, problem: Problem, how: str = "") -> Edit:
    """Return the edit that mends one problem.

    Parameters
    ----------
    document
        The plan in which it was found.
    problem
        What is wrong.
    how
        Id of one of the code's remedies; the usual one where empty.

    Raises
    ------
    InvalidEditError
        Where there is no such way, or it would not leave the plan whole.
    """
    remedy = _remedy(problem.code, how)
    layer = document.layer(problem.kind)
    patch = Patch(layer)
    if len(patch.there(problem.ids)) < len(problem.ids):
        raise InvalidEditError(
            "The features of this problem are not there any more. Check the plan again."
        )
    MENDS[problem.code][remedy.id](document, patch, problem)
    title = Message.of("Mend: {problem}", problem=CODES[problem.code])
    return patch.edit(document, title)


def repair_all(
    document: Document,
    code: str,
    kind: str,
    how: str = "",
    progress: Progress | None = None,
    *,
    known: Sequence[Problem] | None = None,
    among: Callable[[Problem], bool] = lambda _: True,
    rounds: int = ROUNDS,
) -> Edit:
    """Return one edit that mends all problems of a sort in a layer, as far as it can be done.

    Parameters
    ----------
    document
        The plan.
    code
        One of `layers.coverage.checks.CODES`.
    kind
        Id of the kind.
    how
        Id of one of the code's remedies; the usual one where empty.
    progress
        Looked at while it is worked.
    known
        The problems of this sort in the plan, where they have been looked for already.
    among
        Which of them are to be mended.
    rounds
        How often they are looked for.

    Raises
    ------
    InvalidEditError
        Where none of them can be mended; it says why the first one cannot.
    """
    remedy = _remedy(code, how)
    work = _Work(document, code, MENDS[code][remedy.id])
    for turn in range(rounds):
        inner = _part_of(progress, turn / rounds, 1 / rounds)
        if turn or known is None:
            found = check(work.document, inner, codes=(code,), of=(kind,))
        else:
            found = [one for one in known if (one.code, one.kind) == (code, kind)]
        wanted = [one for one in found if among(one)]
        # What was refused may go well after what lies around it was mended.
        work.refused.clear()
        if not wanted or not work.mend(wanted, inner):
            break
    if not work.edits and work.refused:
        raise next(iter(work.refused.values()))
    return work.whole()


class _Work:
    """A plan in which problems of one sort are being mended.

    Parameters
    ----------
    document
        The plan as it was.
    code
        The sort.
    way
        What is done with each.
    """

    def __init__(self, document: Document, code: str, way: Mend) -> None:
        self.document = document
        self.edits: list[Edit] = []
        self.refused: dict[object, InvalidEditError] = {}
        self._code = code
        self._way = way
        self._count = 0

    def mend(self, problems: list[Problem], progress: Progress) -> bool:
        """Mend problems of the plan as it is; return whether anything has changed."""
        patch = Patch(self.document.layer(problems[0].kind))
        taken = 0
        for number, one in enumerate(problems):
            progress.at(number / len(problems))
            if len(patch.there(one.ids)) < len(one.ids):
                continue  # it is looked for again in the next round
            try:
                self._way(self.document, patch, one)
                taken += 1
            except InvalidEditError as error:
                self.refused[_key(one)] = error
        if not taken:
            return False
        try:
            edit = patch.edit(self.document, Message(""))
        except InvalidEditError as error:
            if len(problems) == 1:
                self.refused[_key(problems[0])] = error
                return False
            # One that cannot be mended keeps none of the others from it.
            half = len(problems) // 2
            first = self.mend(problems[:half], progress)
            return self.mend(problems[half:], progress) or first
        if not edit:
            return False
        self.document = self.document.applied(edit)
        self.edits.append(edit)
        self._count += taken
        return True

    def whole(self) -> Edit:
        """Return all that was done as one step."""
        title = Message.of("Mend {n}: {problem}", n=self._count, problem=CODES[self._code])
        return Edit(title, tuple(delta for edit in self.edits for delta in edit.deltas))


def _key(problem: Problem) -> object:
    place = (problem.x, problem.y)
    return problem.code, problem.ids, *(None if at is None else round(at, 2) for at in place)


def _part_of(progress: Progress | None, start: float, share: float) -> Progress:
    """Return the progress of a part of some work."""
    if progress is None:
        return Progress()
    return Progress(lambda done: progress.at(start + share * done))


def _remedy(code: str, how: str) -> Remedy:
    known = remedies(code)
    if code not in CODES:
        raise InvalidEditError(
            "No check is called {code}. Known are {known}.", code=code, known=", ".join(CODES)
        )
    if not known:
        raise InvalidEditError(
            "{problem}: there is no repair. {reason}", problem=CODES[code], reason=why_not(code)
        )
    chosen = next((one for one in known if one.id == (how or known[0].id)), None)
    if chosen is None:
        raise InvalidEditError(
            "{problem} cannot be mended by {how}. Known are {known}.",
            problem=CODES[code],
            how=how,
            known=", ".join(one.id for one in known),
        )
    return chosen
