"""What is wrong in a plan: problems with their place, collected and never raised."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from layers.coverage import ground_checks, limits, network_checks, shape_checks, value_checks
from layers.coverage.ground import Ground
from layers.coverage.problem import Problem
from layers.document import Document
from layers.kind import LayerKind, NoOverlap
from layers.kinds import kinds
from layers.message import Message
from layers.mixed import SHARES
from layers.progress import Progress

__all__ = ["CODES", "Problem", "check"]

CODES: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "no_shape": Message("Without a shape"),
        "other_shape": Message("Shapes of another sort"),
        "invalid_shape": Message("Shapes that cross themselves"),
        "duplicate": Message("Drawn twice"),
        "repeated_vertex": Message("Repeated vertices"),
        "spike": Message("Spikes"),
        "tiny_part": Message("Tiny parts and holes"),
        "unmatched": Message("Borders without equal vertices"),
        "overlap": Message("Overlaps"),
        "shared_roof": Message("Roofs over one another"),
        "gap": Message("Gaps between parcels"),
        "narrow_gap": Message("Narrow gaps"),
        "unassigned": Message("Land without a parcel"),
        "sliver": Message("Slivers"),
        "outside": Message("Outside the red line"),
        "road_apart": Message("Road land apart from the rest"),
        "road_short": Message("Roads that end short of another"),
        "road_end": Message("Roads that end free"),
        "missing_land_use": Message("Without a land use"),
        "missing_shares": Message("Mixed use without shares"),
        "missing_number": Message("Without a number"),
        "number_twice": Message("Numbers used twice"),
        "missing_width": Message("Without a width"),
        "unknown_code": Message("Unknown codes"),
        "unknown_value": Message("Unknown values"),
        "out_of_range": Message("Values out of range"),
        "limits_crossed": Message("Limits that cross"),
        "limit_below": Message("Below the lower limit"),
        "limit_above": Message("Above the upper limit"),
    }
)
"""What checks look for, in the order in which it is best mended: later ones often follow from
earlier ones."""


@dataclass(frozen=True, slots=True)
class _Check:
    """A check: which codes it may find, how, how long it takes [-], and on which kinds."""

    codes: tuple[str, ...]
    found: Callable[[Ground], Iterator[Problem]]
    weight: float = 1.0
    applies: Callable[[LayerKind], bool] = lambda _: True


def _coverage(kind: LayerKind) -> bool:
    return kind.coverage


_CHECKS: Final = (
    _Check(("no_shape", "other_shape", "invalid_shape"), shape_checks.wrong_shapes),
    _Check(("duplicate",), shape_checks.duplicates),
    _Check(("repeated_vertex",), shape_checks.repeated_vertices),
    _Check(("spike",), shape_checks.spikes),
    _Check(("tiny_part",), shape_checks.tiny_parts),
    _Check(("unmatched",), ground_checks.unmatched, 5.0, _coverage),
    _Check(
        ("overlap",),
        ground_checks.overlaps,
        applies=lambda kind: any(isinstance(rule, NoOverlap) for rule in kind.rules),
    ),
    _Check(
        ("shared_roof",), ground_checks.shared_roofs, applies=lambda kind: kind.id == "rooftops"
    ),
    _Check(("gap", "narrow_gap", "unassigned"), ground_checks.gaps, 2.0, _coverage),
    _Check(("sliver",), ground_checks.strips, applies=_coverage),
    _Check(("outside",), ground_checks.outside),
    _Check(("road_apart",), network_checks.roads_apart, applies=_coverage),
    _Check(("road_short", "road_end"), network_checks.road_ends),
    _Check(("missing_land_use", "unknown_code"), value_checks.unknown_codes),
    _Check(
        ("missing_shares",),
        value_checks.missing_shares,
        applies=lambda kind: kind.column(SHARES) is not None,
    ),
    _Check(("missing_number", "number_twice"), value_checks.numbers),
    _Check(("unknown_value", "out_of_range", "limits_crossed"), value_checks.wrong_values),
    _Check(
        (limits.BELOW, limits.ABOVE),
        limits.beyond_limits,
        applies=lambda kind: kind.id == "parcels",
    ),
    _Check(("missing_width",), value_checks.missing_widths),
)


def check(
    document: Document,
    progress: Progress | None = None,
    *,
    codes: Collection[str] | None = None,
    of: Collection[str] | None = None,
) -> list[Problem]:
    """Return what is wrong in a plan, kind by kind: shapes, then ground, roads and values.

    Parameters
    ----------
    document
        The plan.
    progress
        Looked at before each check, and within long ones.
    codes
        What is looked for, of `CODES`; everything where None.
    of
        Ids of the kinds looked at; all where None.
    """
    work = [
        (kind, one)
        for id_, kind in kinds().items()
        if len(document.layer(id_)) and (of is None or id_ in of)
        for one in _CHECKS
        if one.applies(kind) and (codes is None or not set(one.codes).isdisjoint(codes))
    ]
    sizes = [one.weight * (1 + len(document.layer(kind.id))) for kind, one in work]
    whole, done = sum(sizes), 0.0
    found: list[Problem] = []
    ground: Ground | None = None
    inner = _Inner(progress)
    for (kind, one), size in zip(work, sizes, strict=True):
        inner.begin(done / whole, size / whole)
        if ground is None or ground.layer.kind != kind.id:
            ground = Ground(document, document.layer(kind.id), inner)
        found.extend(one.found(ground))
        done += size
    return found if codes is None else [problem for problem in found if problem.code in codes]


class _Inner(Progress):
    """The progress of one check among others.

    Parameters
    ----------
    outer
        That of all of them.
    """

    def __init__(self, outer: Progress | None) -> None:
        super().__init__(self._pass_on)
        self._outer = outer
        self._start, self._share = 0.0, 0.0

    def begin(self, start: float, share: float) -> None:
        """Let the next check have this share of the whole, from here on."""
        self._start, self._share = start, share
        self.at(0.0)

    def _pass_on(self, share: float) -> None:
        if self._outer is not None:
            self._outer.at(self._start + self._share * share)
