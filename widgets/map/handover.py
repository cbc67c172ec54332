"""Lines that two features have, when one of them goes: each is drawn with one feature only.

What stands beside a feature that is gone has lines that were drawn with that one; these are
found here, and what takes the place of others goes on with their levels of detail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from layers.kind import Shape
from widgets.map import thinning
from widgets.map.chunk import Chunk
from widgets.map.detail import Detail
from widgets.map.ragged import Floats, Indices, Ragged
from widgets.map.thinning import KEPT, LEVEL, OWN, Codes, Flags, Keys

MANY_NEAR: Final = 1_000
"""Neighbours of scattered features are looked for one by one where one box holds more."""
NONE: Final = np.empty(0, np.int64)
NOTHING: Final = np.zeros(1, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """The places of some features one after another, and the line that follows each.

    Parameters
    ----------
    codes
        The code of each place.
    begins
        Whether a line to the next place begins there.
    corners
        A number for each place and its two neighbours, the same from either side.
    sides
        A number for each line, the same in either direction.
    """

    codes: Codes
    begins: Flags
    corners: Keys
    sides: Keys

    @classmethod
    def of(cls, ragged: Ragged, codes: Codes) -> Self:
        """Return the lines of some features."""
        mm = np.rint(ragged.xy * thinning.MM).astype(np.int64).view(np.uint64)
        keys = thinning.mixed(thinning.mixed(mm[:, 0]) + mm[:, 1])
        corners = thinning.mixed(keys ^ thinning.mixed(thinning.neighbours(keys, ragged)))
        sides = keys.copy()
        sides[:-1] += keys[1:]
        return cls(codes, thinning.beginnings(ragged), corners, sides)

    def taken(self, where: Flags) -> Self:
        """Return some of the places, and the lines that follow them."""
        found = (self.codes[where], self.begins[where], self.corners[where], self.sides[where])
        return type(self)(*found)

    @property
    def drawn(self) -> Flags:
        """Which lines are drawn with the features that have them here."""
        return self.begins & (self.codes >= OWN)


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """What an edit finds where it takes features away and puts others.

    Parameters
    ----------
    leaning
        Rows of features with lines that were drawn with one that is gone, chunk by chunk.
    before
        The lines of these and of what is gone.
    drawn
        Lines that are drawn with other features nearby, which stay as they are.
    beside
        The lines of these other features; what comes beside them has their levels of detail.
    """

    leaning: list[Indices]
    before: Lines
    drawn: Keys
    beside: Lines | None = None


def around(chunks: tuple[Chunk, ...], gone: list[Indices], fresh: Floats) -> Around | None:
    """Return what lies around features that are gone and others that come.

    Parameters
    ----------
    chunks
        The features of a layer.
    gone
        Rows of those that are gone, chunk by chunk.
    fresh
        (4, n), bounds of the others. [m]

    Returns
    -------
    None where no levels of detail are known: all features have all their lines then.
    """
    areas = [n for n, chunk in enumerate(chunks) if chunk.ragged.shape is Shape.POLYGON]
    if not any(detail.known for n in areas if (detail := chunks[n].detail) is not None):
        return None
    boxes = [chunks[n].ragged.bounds.take(gone[n], axis=1) for n in areas]
    found = np.concatenate([fresh, *boxes], axis=1)
    parts = [(n, rows) for n in areas if len(rows := _living(chunks[n], found))]
    leaning = [NONE] * len(chunks)
    if not parts:
        nothing = Ragged.joined(Shape.POLYGON, np.empty((0, 2)), NOTHING, NOTHING)
        lines = Lines.of(nothing, np.empty(0, np.uint8))
        return Around(leaning, lines, lines.sides)
    shapes = [chunks[n].coded(rows) for n, rows in parts]
    ragged = Ragged.concatenated([part for part, _ in shapes])
    lines = Lines.of(ragged, np.concatenate([codes for _, codes in shapes]))
    lost = np.concatenate([_among(gone[n], rows) for n, rows in parts])
    vertices = ragged.vertices
    counts = vertices[1:] - vertices[:-1]
    of_lost, drawn = lost.repeat(counts), lines.drawn
    mine = np.flatnonzero(lines.begins & ~of_lost & ~drawn)
    mine = mine[_among(lines.sides[drawn & of_lost], lines.sides[mine])]
    touched = lost.copy()
    touched[vertices.searchsorted(mine, side="right") - 1] = True
    first = 0
    for n, rows in parts:
        here = slice(first, first + len(rows))
        leaning[n] = rows[touched[here] & ~lost[here]]
        first += len(rows)
    of_touched = touched.repeat(counts)
    stays = ~of_touched
    return Around(leaning, lines.taken(of_touched), lines.sides[drawn & stays], lines.taken(stays))


def _living(chunk: Chunk, boxes: Floats) -> Indices:
    """Return the rows of living features that may meet one of some boxes."""
    near = _near(chunk.ragged, boxes)
    return near[chunk.alive[near]]


def _near(ragged: Ragged, boxes: Floats) -> Indices:
    """Return the rows of features that may meet one of some boxes."""
    if boxes.shape[1] == 0:
        return NONE
    west, south, east, north = boxes
    near = ragged.meeting((west.min(), south.min(), east.max(), north.max()))
    if len(near) > MANY_NEAR and boxes.shape[1] < MANY_NEAR:
        each = [ragged.meeting((box[0], box[1], box[2], box[3])) for box in boxes.T.tolist()]
        near = np.unique(np.concatenate(each))
    return near


def adopted(detail: Detail, there: Flags) -> Indices:
    """Return at which places lines begin that were drawn with features that are gone.

    Parameters
    ----------
    detail
        Levels of some features.
    there
        Which of them are still there.
    """
    gone, ragged = np.flatnonzero(~there), detail.ragged
    if detail.codes is None or ragged.shape is not Shape.POLYGON:
        return NONE
    lost = Lines.of(*detail.part(gone))
    near = _near(ragged, ragged.bounds[:, gone])
    part, places = ragged.parted(near[there[near]])
    mine = Lines.of(part, detail.codes.take(places))
    found = mine.begins & (mine.codes < OWN) & _among(lost.sides[lost.drawn], mine.sides)
    return places[found]


def handed_on(after: Ragged, around: Around) -> Codes:
    """Return codes for features that take the place of others: what stayed has its old code.

    A corner that a feature has in common with one that stays has the level that it has there.

    Parameters
    ----------
    after
        The features as they are now: those that come and those that lean on what is gone.
    around
        What was there before and what stays.
    """
    codes, before = np.full(len(after.xy), KEPT, np.uint8), around.before
    now = Lines.of(after, codes)
    places = _first_places(before.corners, now.corners)
    stayed = np.flatnonzero(places >= 0)
    codes[stayed] = before.codes[places[stayed]] & LEVEL
    if around.beside is not None:
        # A parcel that comes back between others would else overlap them where they are thinned.
        places = _first_places(around.beside.corners, now.corners)
        joins = np.flatnonzero((places >= 0) & (codes == KEPT))
        codes[joins] = around.beside.codes[places[joins]] & LEVEL
    _keep_shapes(codes, after)
    rows = np.flatnonzero(now.begins)
    own = rows[np.unique(now.sides[rows], return_index=True)[1]]
    mine = now.sides[own]
    # Lines that were there and not drawn with these are drawn with others, further away perhaps.
    had, drew = before.sides[before.begins], before.sides[before.drawn]
    elsewhere = _among(around.drawn, mine) | (_among(had, mine) & ~_among(drew, mine))
    codes[own[~elsewhere]] |= OWN
    return codes


def _among(known: NDArray[Any], asked: NDArray[Any]) -> Flags:
    """Return which numbers are among known ones: of few `np.isin` takes several times as long."""
    if len(known) == 0:
        return np.zeros(len(asked), bool)
    ordered = np.sort(known)
    return ordered[np.minimum(ordered.searchsorted(asked), len(ordered) - 1)] == asked


def _first_places(known: Keys, asked: Keys) -> Indices:
    """Return where each number asked for stands among known ones, -1 where it does not."""
    if len(known) == 0:
        return np.full(len(asked), -1)
    order = np.argsort(known)
    ordered = known[order]
    places = np.minimum(np.searchsorted(ordered, asked), len(ordered) - 1)
    return np.where(ordered[places] == asked, order[places], -1)


def _keep_shapes(codes: Codes, ragged: Ragged) -> None:
    """Draw rings in full of which nothing would be left; changes `codes`."""
    counts = ragged.rings[1:] - ragged.rings[:-1]
    there = counts > 0
    if not there.any():
        return
    always = np.add.reduceat(codes == KEPT, ragged.rings[:-1][there], dtype=np.int64)
    codes[np.repeat(always < 4, counts[there])] = KEPT
