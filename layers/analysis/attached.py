"""Attached green: what a parcel's green ratio still asks for beyond greens inside it already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.analysis.additive import exchanged
from layers.analysis.by_code import Uses
from layers.analysis.carrying import kept_rows
from layers.analysis.covers import Partition, Some
from layers.analysis.overlay import Ids, Numbers, Places, places_of
from layers.analysis.planting import UNKNOWN
from layers.edit import Change
from layers.measure import Inputs, Measure
from layers.parameters import Factor


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What becomes of the ground of some parcels.

    Parameters
    ----------
    planted_m2
        Greens and corridors inside them. [m²]
    attached_m2, sealed_m2
        Attached green and sealed ground. [m²]
    assumed
        Whether their green ratio is that of their use, as they have none and need one.
    """

    planted_m2: Numbers
    attached_m2: Numbers
    sealed_m2: Numbers
    assumed: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Rests:
    """What becomes of the rest of all parcels.

    Parameters
    ----------
    attached_m2, sealed_m2
        Attached green and sealed ground. [m²]
    by_use
        How many parcels have the green ratio of their use, by use.
    usual_pct
        Green ratio of each use, NaN where there is none. [%]
    assumed
        Count of parcels whose green ratio is the class default, by code.
    unknown
        Count of parcels without any green ratio, taken as 0.
    """

    attached_m2: float
    sealed_m2: float
    by_use: Places
    usual_pct: Numbers
    assumed: Mapping[str, int]
    unknown: int


def attached_green(
    inside_m2: Numbers, rest_m2: Numbers, planted_m2: Numbers, ratio_pct: Numbers
) -> Numbers:
    """Return the attached green of parcels: what the ratio still asks for, within the rest.

    Parameters
    ----------
    inside_m2, rest_m2
        Area of the parcel, and what claims leave of it. [m²]
    planted_m2
        Greens and corridors inside it already. [m²]
    ratio_pct
        Green ratio asked for. [%]

    Examples
    --------
    >>> attached_green(np.array([1000.0]), np.array([600.0]), np.array([50.0]), np.array([20.0]))
    array([150.])
    """
    return np.clip(inside_m2 * ratio_pct / 100.0 - planted_m2, 0.0, rest_m2)


def ground_of(inputs: Inputs, usual: Numbers, places: Places | None = None) -> Ground:
    """Return what becomes of the ground of parcels.

    Parameters
    ----------
    inputs
        Of a measure that declares `LAYERS`, ``green.`` and `MEASURES_READ`.
    usual
        Green ratio of each use, see `usual_of_uses`. [%]
    places
        Of the parcels that are wanted; all where None.
    """
    partition = cast("Partition", inputs.value("carbon.covers"))
    uses = cast("Uses", inputs.value("land.uses"))
    ids, of_use = inputs.ids("parcels"), uses.places
    if places is not None:
        ids, of_use = ids[places], of_use[places]
    planted = cast("Some", inputs.value("carbon.planted_inside")).of(ids)
    rest, asked = partition.rest(places), _asked(inputs, places)
    untold = np.isnan(asked)
    ratio = np.where(untold, np.nan_to_num(usual)[of_use], asked) if len(usual) else asked
    attached = attached_green(partition.inside(places), rest, planted, ratio)
    return Ground(planted, attached, rest - attached, untold & (rest > 0))


def _all_ground(inputs: Inputs) -> Ground:
    """Return what becomes of the ground of each parcel."""
    return ground_of(inputs, usual_of_uses(inputs))


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Sums over some parcels; see `Rests`."""

    areas: Numbers
    by_use: Places


def _summed(inputs: Inputs, usual: Numbers, places: Places | None = None) -> _Sums:
    ground, of_use = (
        ground_of(inputs, usual, places),
        cast("Uses", inputs.value("land.uses")).places,
    )
    of_use = of_use if places is None else of_use[places]
    areas = np.array([ground.attached_m2.sum(), ground.sealed_m2.sum()])
    return _Sums(areas, np.bincount(of_use[ground.assumed], minlength=len(usual)))


def _rests(inputs: Inputs) -> Rests:
    """Return what becomes of the rest of all parcels."""
    usual = usual_of_uses(inputs)
    return _told(inputs, usual, _summed(inputs, usual))


def _told(inputs: Inputs, usual: Numbers, sums: _Sums) -> Rests:
    """Return sums with the codes whose green ratio is assumed."""
    uses = cast("Uses", inputs.value("land.uses"))
    assumed: dict[str, int] = {}
    unknown = 0
    for place in np.flatnonzero(sums.by_use).tolist():
        count, (code, _) = int(sums.by_use[place]), uses.written[place]
        if np.isnan(usual[place]):
            unknown += count
        else:
            assumed[code] = assumed.get(code, 0) + count
    attached, sealed = sums.areas.tolist()
    return Rests(attached, sealed, sums.by_use, usual, MappingProxyType(assumed), unknown)


def _rests_again(inputs: Inputs, before: Inputs, value: Rests, change: Change) -> Rests:
    """Take off what parcels had that are another now, and add what they have."""
    moved = moved_ground(inputs, before, change)
    if moved is None:
        return _rests(inputs)
    uses, older = (cast("Uses", known.value("land.uses")).written for known in (inputs, before))
    usual = value.usual_pct if uses == older else usual_of_uses(inputs)
    less, more = _summed(before, value.usual_pct, moved[0]), _summed(inputs, usual, moved[1])
    was = np.array([value.attached_m2, value.sealed_m2])
    areas, by_use = exchanged(was, less.areas, more.areas), value.by_use - less.by_use
    if areas is None:
        return _rests(inputs)
    if uses != older:
        # A use that comes had no parcel, one that is no more has none left.
        places = {use: place for place, use in enumerate(uses)}
        left = np.flatnonzero(by_use)
        stand = np.array([places[older[place]] for place in left.tolist()], np.intp)
        by_use = np.bincount(stand, by_use[left], len(uses)).astype(np.intp)
    return _told(inputs, usual, _Sums(areas, by_use + more.by_use))


def moved_ground(inputs: Inputs, before: Inputs, change: Change) -> tuple[Places, Places] | None:
    """Return the parcels whose ground is another one, as they stood and stand; None for all.

    The green ratio of each use is what it was; uses may come, and be no more.

    Parameters
    ----------
    inputs, before
        As those of `ground_of`; ``land.site`` is declared as well.
    change
        What was touched between the two.
    """
    kept = kept_rows(inputs, before, change, "parcels", same=("land.site",))
    if kept is None or inputs.factors("green.") is not before.factors("green."):
        return None
    others = np.unique(_others(inputs, before))
    gone, fresh = (
        np.union1d(places, found[found >= 0])
        for places, found in (
            (kept.gone, places_of(others, before.ids("parcels"))),
            (kept.fresh, places_of(others, inputs.ids("parcels"))),
        )
    )
    return gone, fresh


def _others(inputs: Inputs, before: Inputs) -> Ids:
    """Return the parcels of which claims, or parcels that overlap them, take another part."""
    now, was = (cast("Partition", known.value("carbon.covers")) for known in (inputs, before))
    planted, grown = (
        cast("Some", known.value("carbon.planted_inside")) for known in (inputs, before)
    )
    pairs = ((now.taken, was.taken), (now.shared, was.shared), (planted, grown))
    return np.concatenate([one.differing(other) for one, other in pairs])


def _asked(inputs: Inputs, places: Places | None = None) -> Numbers:
    """Return the green ratio that parcels ask for, NaN where they do not. [%].

    What is counted goes before what is typed, and that before the least that is allowed.
    """
    areas = cast("pd.Series", inputs.value("land.areas")).to_numpy()
    areas = areas if places is None else areas[places]
    typed, least, green_m2 = (
        inputs.numbers("parcels", name, places)
        for name in ("green_pct", "green_min_pct", "green_area_m2")
    )
    asked = np.where(np.isnan(typed), least, typed)
    given = np.isfinite(green_m2) & (areas > 0)
    asked[given] = 100.0 * np.minimum(green_m2[given] / areas[given], 1.0)
    return asked


def usual_of_uses(inputs: Inputs) -> Numbers:
    """Return the green ratio that each use asks for. [%]."""
    uses = cast("Uses", inputs.value("land.uses"))
    return np.array([_usual(inputs, parts) for parts in uses.parts], np.float64)


def _usual(inputs: Inputs, parts: tuple[tuple[str, float], ...]) -> float:
    """Return the green ratio that a use asks for, its codes' by their shares; NaN for none. [%]."""
    found = 0.0
    for code, fraction in parts:
        factor = inputs.parameter(f"green.{code}")
        if not isinstance(factor, Factor) or factor.central is None:
            return np.nan
        found += fraction * factor.central
    return found


def attached_cover(inputs: Inputs) -> str:
    """Return the cover of attached green."""
    return str(inputs.parameter("plan.attached_cover") or UNKNOWN)


LAYERS: Final = MappingProxyType({"parcels": ("green_pct", "green_min_pct", "green_area_m2")})
MEASURES_READ: Final = ("land.areas", "land.uses", "carbon.covers", "carbon.planted_inside")

MEASURES = (
    Measure(
        "carbon.rests",
        "Attached green and sealed ground",
        "m²",
        _rests,
        layers=LAYERS,
        parameters=("green.",),
        measures=("land.site", *MEASURES_READ),
        update=_rests_again,
    ),
    Measure(
        "carbon.ground",
        "Attached green and sealed ground of parcels",
        "m²",
        _all_ground,
        layers=LAYERS,
        parameters=("green.",),
        measures=MEASURES_READ,
        deferred=True,
    ),
)
