"""Shading as a plan keeps it: which roof it was made for, and what of it still holds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.enclosure import Enclosure
from layers.shading.horizons import RANKS, SECTORS, Floats, Ids, Places, Shading
from layers.shading.roofs import Roofs

NAME: Final = "shading"
"""Under which it is enclosed with a plan."""
METHOD: Final = 1
"""Raised where horizons are found in another way, so that those kept are made anew."""

SEEN, BEYOND, NO_HEIGHT = 0, 1, 2
"""State of a roof: its horizon is known, the surface model has no data there, or it stands on level
ground with no height."""

OWN_ANGLE: Final = 19.0
"""A roof that is laid on the surface and was changed asks for new horizons up to so many times its
height away: farther off it is less than 3° high. [-]"""

Flags = NDArray[np.bool_]


def keys_of(shapes: NDArray[np.object_], heights: Floats, pitched: Flags) -> NDArray[np.uint64]:
    """Return a number for each roof that is another one once its shape or height is.

    Parameters
    ----------
    shapes
        (n,), polygons or None.
    heights
        (n,), above the ground, NaN where unknown. [m]
    pitched
        (n,), which are pitched.
    """
    found = np.zeros(len(shapes), np.uint64)
    meant = np.nan_to_num(heights, nan=-1.0).astype("<f8")
    for place, (shape, height, slope) in enumerate(
        zip(shapely.to_wkb(shapes), meant, pitched, strict=True)
    ):
        digest = hashlib.blake2b(
            (shape or b"") + height.tobytes() + bytes([bool(slope)]), digest_size=8
        )
        found[place] = int.from_bytes(digest.digest(), "little")
    return found


@dataclass(frozen=True, slots=True, eq=False)
class KeptShading:
    """Shading of roofs with what it was made from.

    Parameters
    ----------
    source
        Key of the raster that was the surface model; empty for level ground with the roofs on it.
    file
        Name of that raster's file.
    stamp
        What changes with the content of the surface model.
    reach_m
        How far was looked. [m]
    shading
        The horizons, of all roofs that were looked at; those of unknown ones are of no account.
    keys
        (n,), of each roof the number of `keys_of`.
    boxes
        (n, 4), west, south, east and north of each roof. [m]
    raised
        (n,), height with which a roof was laid on the surface, 0 where the model shows it. [m]
    states
        (n,), one of `SEEN`, `BEYOND`, `NO_HEIGHT`.
    known
        (n,), of how much of the ground around the model has heights. [-]
    """

    source: str
    file: str
    stamp: str
    reach_m: float
    shading: Shading
    keys: NDArray[np.uint64]
    boxes: Floats
    raised: NDArray[np.float32]
    states: NDArray[np.uint8]
    known: NDArray[np.float32]

    @property
    def ids(self) -> Ids:
        """(n,), ids of the roofs, ascending."""
        return self.shading.ids

    def enclosure(self) -> Enclosure:
        """Return it as a plan holds it."""
        return Enclosure(
            {
                "method": METHOD,
                "source": self.source,
                "file": self.file,
                "stamp": self.stamp,
                "reach_m": self.reach_m,
            },
            {
                "ids": self.ids,
                "keys": self.keys,
                "boxes": self.boxes,
                "raised": self.raised,
                "states": self.states,
                "known": self.known,
                "sky": self.shading.sky.astype(np.float32),
                "table": self.shading.table,
            },
        )

    @classmethod
    def of(cls, enclosure: Enclosure | None) -> Self | None:
        """Return the shading that a plan holds; None where none is, or none of this method."""
        if enclosure is None or enclosure.facts.get("method") != METHOD:
            return None
        facts, found = enclosure.facts, enclosure.arrays
        shapes = {
            "ids": ("<i8", ()), "keys": ("<u8", ()), "boxes": ("<f8", (4,)), "raised": ("<f4", ()),
            "states": ("|u1", ()), "known": ("<f4", ()), "sky": ("<f4", ()),
            "table": ("|u1", (SECTORS, RANKS)),
        }  # fmt: skip
        n = len(found["ids"]) if "ids" in found and found["ids"].ndim else -1
        for name, (dtype, shape) in shapes.items():
            array: Any = found.get(name)
            if array is None or array.dtype.str != dtype or array.shape != (n, *shape):
                return None
        ids, reach = found["ids"].astype(np.int64), facts.get("reach_m")
        if (np.diff(ids) <= 0).any() or not isinstance(reach, int | float):
            return None
        shading = Shading(ids, np.arange(n), found["table"], found["sky"].astype(np.float64))
        return cls(
            str(facts.get("source") or ""),
            str(facts.get("file") or ""),
            str(facts.get("stamp") or ""),
            float(reach),
            shading,
            found["keys"],
            found["boxes"],
            found["raised"],
            found["states"],
            found["known"],
        )

    def places_of(self, ids: Ids) -> Places:
        """Return where roofs stand in it, -1 for those that were not looked at."""
        if not len(self.ids):
            return np.full(len(ids), -1, np.intp)
        at = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return np.where(self.ids[at] == ids, at, -1).astype(np.intp)

    def fresh(
        self, ids: Ids, keys: NDArray[np.uint64], boxes: Floats, heights: Floats
    ) -> tuple[Places, Flags]:
        """Return where roofs of a plan stand in it, and for which of them it still holds.

        It does for a roof that is as it was, unless one that was laid on the surface near by is
        gone, was changed, or has come.

        Parameters
        ----------
        ids, keys, boxes, heights
            Of all roofs of the plan as it is, by ascending id; boxes and heights in metres.
        """
        places = self.places_of(ids)
        same = places >= 0
        same[same] = self.keys[places[same]] == keys[same]
        gone = np.ones(len(self.ids), bool)
        gone[places[same]] = False
        was = gone & (self.raised > 0)
        # A roof that the model shows is seen by others as the model has it, wherever it is drawn.
        shown = np.zeros(len(ids), bool)
        drawn = places >= 0
        shown[drawn] = (self.raised[places[drawn]] == 0) & (self.states[places[drawn]] == SEEN)
        came = ~same & (heights > 0) & ~shown
        changed = np.concatenate([self.boxes[was], boxes[came]])
        tall = np.concatenate([self.raised[was].astype(np.float64), heights[came]])
        reached = np.minimum(tall * OWN_ANGLE, self.reach_m)
        return places, same & ~near(boxes, changed, reached)

    def picked(self, places: Places) -> Self:
        """Return it for some of its roofs, in their order."""
        shading = self.shading
        return type(self)(
            self.source,
            self.file,
            self.stamp,
            self.reach_m,
            Shading(
                self.ids[places],
                np.arange(len(places)),
                shading.table[places],
                shading.sky[places],
            ),
            self.keys[places],
            self.boxes[places],
            self.raised[places],
            self.states[places],
            self.known[places],
        )

    def merged(self, newer: KeptShading, roofs: Roofs, raised: Floats) -> KeptShading:
        """Return this for the roofs of a plan, those that were looked at again from another.

        Parameters
        ----------
        newer
            Of some of the roofs.
        roofs
            All of them.
        raised
            (n,), height with which each is laid on the surface now. [m]
        """
        there, again = self.places_of(roofs.ids), newer.places_of(roofs.ids)
        taken = again >= 0

        def both(old: NDArray[Any], new: NDArray[Any]) -> NDArray[Any]:
            found = np.empty((len(taken), *new.shape[1:]), new.dtype)
            found[~taken], found[taken] = old[there[~taken]], new[again[taken]]
            return found

        shading = Shading(
            roofs.ids,
            np.arange(len(roofs)),
            both(self.shading.table, newer.shading.table),
            both(self.shading.sky, newer.shading.sky),
        )
        return KeptShading(
            newer.source,
            newer.file,
            newer.stamp,
            newer.reach_m,
            shading,
            both(self.keys, newer.keys),
            roofs.boxes,
            raised.astype(np.float32),
            both(self.states, newer.states),
            both(self.known, newer.known),
        )


def near(boxes: Floats, others: Floats, reach_m: Floats) -> Flags:
    """Return which boxes lie within the reach of some others, each with a reach of its own. [m].

    Examples
    --------
    >>> boxes = np.array([[0.0, 0, 1, 1], [50, 0, 51, 1]])
    >>> near(boxes, np.array([[10.0, 0, 11, 1]]), np.array([20.0])).tolist()
    [True, False]
    """
    found = np.zeros(len(boxes), bool)
    west, south, east, north = boxes.T
    for box, reach in zip(others, reach_m, strict=True):
        found |= (
            (west <= box[2] + reach)
            & (east >= box[0] - reach)
            & (south <= box[3] + reach)
            & (north >= box[1] - reach)
        )
    return found
