"""Repairs as verbs: problems of one sort mended, and a coverage made whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import shapely

from layers.coverage.checks import CODES, Problem, check
from layers.coverage.ground import mean_width
from layers.coverage.repairs import repair_all
from layers.document import Document
from layers.edit import Delta, Edit
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.rows import Ids, layer_of, near
from layers.errors import InvalidEditError
from layers.kinds import kinds
from layers.message import Message
from layers.progress import Progress

GAP_M: Final = 0.05
"""How wide gaps and overlaps are that are closed where nothing is said: as drawings that were
typed in centimetres leave them. [m]"""

REACH_M: Final = 0.01
"""How near a place given as coordinates must lie. [m]"""

TURNS: Final = 3
"""Closing a gap can bring vertices together that are one by the next turn."""

WIDEST_M: Final = 10.0
"""Wider ones are no faults of drawing but land. [m]"""


def repair(
    document: Document,
    code: str,
    kind: str = "parcels",
    ids: Ids | None = None,
    *,
    how: str = "",
    at: tuple[float, float] | list[float] | None = None,
) -> Edit:
    """Return the edit that mends problems of one sort.

    Parameters
    ----------
    document
        The plan.
    code
        What `check` calls the problem.
    kind
        Id of the kind.
    ids
        The features that a problem is about; those of all problems where None.
    how
        What is done, where there are several ways; the usual one where empty.
    at
        A place on the ground or the line that the problem is about, where several are about the
        same features. [m]

    Raises
    ------
    InvalidEditError
        Where there is no such problem, or no way to mend it.
    """
    layer_of(document, kind)
    if code not in CODES:
        raise InvalidEditError(
            "No check is called {code}. Checks like it are {near}.",
            code=code,
            near=near(code, CODES),
        )
    wanted = None if ids is None else frozenset(int(id_) for id_ in ids)
    found = [
        one
        for one in check(document, codes=(code,), of=(kind,))
        if (wanted is None or frozenset(one.ids) == wanted) and (at is None or _is_at(one, at))
    ]
    if not found:
        raise InvalidEditError(
            "The check {code} finds no such problem in {kind}. `greenplat check` lists them.",
            code=code,
            kind=Message(kinds()[kind].title),
        )
    if wanted is None and at is None:
        return repair_all(document, code, kind, how, known=found)
    # What comes to light by it is another problem.
    return repair_all(document, code, kind, how, known=found, rounds=1)


def clean(
    document: Document,
    kind: str = "parcels",
    *,
    gap_m: float = GAP_M,
    overlap_m: float = GAP_M,
    sliver_m: float = 0.0,
    progress: Progress | None = None,
) -> Edit:
    """Return the edit that makes a coverage whole where it is broken by little.

    Shapes that cross themselves become sound, repeated vertices, spikes and tiny parts go,
    neighbours share their vertices, and what is narrower than asked for is closed or cut.

    Parameters
    ----------
    document
        The plan.
    kind
        Id of a kind that is a coverage.
    gap_m, overlap_m, sliver_m
        Mean width up to which gaps are given to a neighbour, overlaps are cut, and slivers are
        merged into a neighbour; 0 for none. [m]
    progress
        Looked at while it is worked.

    Raises
    ------
    InvalidEditError
        Where the kind is no coverage, or a width is none.
    """
    layer_of(document, kind)
    title = Message(kinds()[kind].title)
    if not kinds()[kind].coverage:
        raise InvalidEditError(
            "{kind} is no coverage: its features may overlap. Only parcels can be cleaned.",
            kind=title,
        )
    for width in (gap_m, overlap_m, sliver_m):
        if not 0 <= width <= WIDEST_M:
            raise InvalidEditError(
                "Widths from 0 to {limit} m can be cleaned away; {found} m was given.",
                limit=f"{WIDEST_M:g}",
                found=f"{width:g}",
            )
    steps = (
        ("invalid_shape", "", np.inf),
        ("repeated_vertex", "", np.inf),
        ("spike", "", np.inf),
        ("tiny_part", "", np.inf),
        ("unmatched", "", np.inf),
        ("overlap", "", overlap_m),
        ("narrow_gap", "neighbour", gap_m),
        ("gap", "neighbour", gap_m),
        ("sliver", "", sliver_m),
    )
    after = document
    deltas: list[Delta] = []
    for _turn in range(TURNS):
        count = len(deltas)
        known = check(after, progress, codes={code for code, _, _ in steps}, of=(kind,))
        fresh = True
        for code, how, width in steps:
            if width == 0 or (fresh and not any(one.code == code for one in known)):
                continue
            try:
                edit = repair_all(
                    after,
                    code,
                    kind,
                    how,
                    progress,
                    known=known if fresh else None,
                    among=_narrower(width),
                )
            except InvalidEditError:
                continue  # the check goes on to list it
            fresh = fresh and not edit
            after = after.applied(edit)
            deltas += edit.deltas
        if len(deltas) == count:
            break
    return Edit(Message.of("{kind}: clean", kind=title), tuple(deltas))


def _is_at(problem: Problem, at: tuple[float, float] | list[float]) -> bool:
    if problem.shape is None:
        return False
    return bool(shapely.dwithin(problem.shape, shapely.Point(*at), REACH_M))


def _narrower(width: float) -> Callable[[Problem], bool]:
    def narrower(problem: Problem) -> bool:
        shape = problem.shape
        if width == np.inf or shape is None:
            return True
        return bool(mean_width(np.array([shape], object))[0] <= width)

    return narrower


OPERATIONS: Final = (
    Operation(
        "repair",
        (
            Field("code", FieldType.TEXT),
            Field("kind", FieldType.TEXT, required=False),
            Field("ids", FieldType.IDS, required=False, nullable=True),
            Field("how", FieldType.TEXT, required=False),
            Field("at", FieldType.POINT, required=False, nullable=True),
        ),
        repair,
    ),
    Operation(
        "clean",
        (
            Field("kind", FieldType.TEXT, required=False),
            Field("gap_m", FieldType.NUMBER, required=False),
            Field("overlap_m", FieldType.NUMBER, required=False),
            Field("sliver_m", FieldType.NUMBER, required=False),
        ),
        clean,
    ),
)
