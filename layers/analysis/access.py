"""Access to parks in a straight line: which land and which people lie within their reach.

``C_r = 100 · |R ∩ ∪ B(k, r_k)| / |R|`` over residential land, or over land where people work, with
r 500 m around parks of at least 5,000 m² and 300 m around those of at least 1,000 m² (GB/T
51346-2019). The way along streets is longer: `layers.analysis.walking`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from layers.analysis.absent import Missing
from layers.analysis.additive import exchanged
from layers.analysis.by_code import Coded
from layers.analysis.carrying import kept_rows
from layers.analysis.inside import MEASURES_READ
from layers.analysis.overlay import (
    Ids,
    Numbers,
    Places,
    Shapes,
    boxes_meet,
    by_id,
    polygons_only,
    sound,
)
from layers.analysis.people import COLUMNS, people_of
from layers.edit import Change
from layers.explanation import Explanation, Term
from layers.measure import Inputs, Measure, Results
from layers.message import Message
from layers.parameters import Factor
from layers.prepared import prepared

LARGE_M2: Final = 5_000.0
SMALL_M2: Final = 1_000.0
"""Least areas of the parks that serve far and near. [m²]"""
PARKS: Final = ("park", "square")
"""Roles of greens that are open to all."""
HOUSING: Final = frozenset({"GB50137-2011:R", "MNR2023:07"})
WORKPLACES: Final = frozenset(
    {
        "GB50137-2011:M",
        "GB50137-2011:W",
        "GB50137-2011:B",
        "GB50137-2011:A",
        "MNR2023:08",
        "MNR2023:09",
        "MNR2023:10",
        "MNR2023:11",
    }
)
_QUARTER: Final = 32
"""Sides of a quarter of a circle; its area is 0.1 ‰ short."""
_OUTWARD: Final = np.array([-1.0, -1.0, 1.0, 1.0])
"""Which way the sides of a box go where it grows."""


@dataclass(frozen=True, slots=True, eq=False)
class Parks:
    """Parks that serve people.

    Parameters
    ----------
    ids
        Feature ids of the greens.
    shapes
        What they cover.
    reach
        How far they serve. [m]
    small
        Count of parks that are too small to serve.
    """

    ids: Ids
    shapes: Shapes
    reach: Numbers
    small: int


def _parks(inputs: Inputs) -> Parks:
    """Return the parks that are large enough, with their reach."""
    roles = pd.array(inputs.column("greens", "role"), dtype="object")
    open_ = np.flatnonzero(pd.Series(roles).isin(PARKS).to_numpy(bool))
    shapes = sound(inputs.shapes("greens").taken(open_))
    areas = shapely.area(shapes)
    reach = np.where(areas >= LARGE_M2, _radius(inputs, "PARK-500"), _radius(inputs, "PARK-300"))
    serves = areas >= SMALL_M2
    ids = inputs.ids("greens")[open_]
    return Parks(ids[serves], shapes[serves], reach[serves], int((~serves).sum()))


def _radius(inputs: Inputs, name: str) -> float:
    factor = inputs.parameter(f"radius.{name}")
    return factor.central or 0.0 if isinstance(factor, Factor) else 0.0


def _reached(inputs: Inputs) -> Any:  # noqa: ANN401
    """Return the ground within reach of a park."""
    parks = cast("Parks", inputs.value("access.parks"))
    return _within_reach(parks.shapes, parks.reach)


def _within_reach(parks: Shapes, reach: Numbers) -> Any:  # noqa: ANN401
    return shapely.union_all(shapely.buffer(parks, reach, quad_segs=_QUARTER))


def covered(ground: Any, shapes: Shapes) -> Numbers:  # noqa: ANN401
    """Return the share of each shape that lies on some ground; 0 for one without area. [-].

    Examples
    --------
    >>> shapes = shapely.box(np.array([0.0, 8.0, 20.0]), 0, np.array([4.0, 12.0, 24.0]), 1)
    >>> covered(shapely.box(0, 0, 10, 10), shapes).tolist()
    [1.0, 0.5, 0.0]
    """
    ground = prepared(ground)
    areas = shapely.area(shapes)
    within = shapely.contains(ground, shapes)
    cut = np.flatnonzero(~within & shapely.intersects(ground, shapes))
    shared = np.where(within, areas, 0.0)
    shared[cut] = shapely.area(polygons_only(shapely.intersection(shapes[cut], ground)))
    return np.divide(shared, areas, out=np.zeros(len(areas)), where=areas > 0)


def peopled(
    inputs: Inputs, places: Places | None = None
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which parcels, all or those at some places, are housing, and which have work."""
    coded, codes = cast("Coded", inputs.value("land.coded")), inputs.codes
    of_parcels = coded.places if places is None else coded.places[places]
    housing, work = (
        np.array([codes.lies_in(code, classes) for code in coded.codes], bool)[of_parcels]
        for classes in (HOUSING, WORKPLACES)
    )
    return housing, work


def _shares(inputs: Inputs) -> Numbers:
    """Return the share of each parcel within reach of a park, whatever its use. [-]."""
    ground, parcels = inputs.value("access.reached"), inputs.shapes("parcels")
    shares = np.zeros(len(parcels))
    near = np.flatnonzero(boxes_meet(parcels.bounds, shapely.bounds(ground)[None]))
    shares[near] = covered(ground, sound(parcels.taken(near)))
    return shares


def _shares_of(parks: Parks, shapes: Shapes) -> Numbers:
    """Return the same of a few: of all ground within reach only that around them is looked at."""
    boxes = shapely.bounds(parks.shapes) + parks.reach[:, None] * _OUTWARD
    near = boxes_meet(boxes, shapely.bounds(shapes))
    return covered(_within_reach(parks.shapes[near], parks.reach[near]), shapes)


def _of_parcels(inputs: Inputs) -> pd.Series:
    return by_id(_shares(inputs), inputs.ids("parcels"))


def _of_parcels_again(
    inputs: Inputs, before: Inputs, value: pd.Series, change: Change
) -> pd.Series:
    """Measure only the parcels that were touched."""
    kept = kept_rows(inputs, before, change, "parcels", same=("access.reached",))
    if kept is None:
        return _of_parcels(inputs)
    shapes = sound(inputs.shapes("parcels").taken(kept.fresh))
    fresh = _shares_of(cast("Parks", inputs.value("access.parks")), shapes)
    return by_id(kept.filled(value.to_numpy(), fresh), inputs.ids("parcels"))


@dataclass(frozen=True, slots=True)
class Access:
    """Land and people within reach of parks.

    Parameters
    ----------
    housing_pct, work_pct
        Share of residential land, and of land where people work; None without any. [%]
    residents_pct, workers_pct
        Share of people, who are spread evenly over their parcel; None where nobody is entered. [%]
    """

    housing_pct: float | None
    work_pct: float | None
    residents_pct: float | None
    workers_pct: float | None


def weights_of(inputs: Inputs, places: Places | None = None) -> Numbers:
    """Return what of parcels is served or not: housing, workplaces [m²], residents and workers."""
    housing, work = peopled(inputs, places)
    inside = cast("pd.Series", inputs.value("land.inside")).to_numpy()
    inside = inside if places is None else inside[places]
    people = people_of(inputs, places).inside
    grounds = (np.where(there, inside, 0.0) for there in (housing, work))
    return np.stack([*grounds, *(people[name] for name in COLUMNS)])


def weighed(inputs: Inputs, shares: Numbers) -> Access:
    """Return the shares of land and people of which each parcel has its share served."""
    return _access(_sums(weights_of(inputs), shares))


def _sums(weights: Numbers, shares: Numbers) -> Numbers:
    """Return the sums of all, and of what is served."""
    return np.stack([weights.sum(axis=1), (weights * shares).sum(axis=1)])


def _access(sums: Numbers) -> Access:
    whole, served = sums.tolist()
    pairs = zip(served, whole, strict=True)
    return Access(*(100.0 * part / all_ if all_ > 0 else None for part, all_ in pairs))


def _served(inputs: Inputs) -> Numbers | None:
    """Return the sums of land and people, and of what of them is served; None without parks."""
    parks = cast("Parks", inputs.value("access.parks"))
    if not (len(parks.ids) or parks.small):
        return None
    return _sums(weights_of(inputs), _shares(inputs))


def _served_again(
    inputs: Inputs, before: Inputs, value: Numbers | None, change: Change
) -> Numbers | None:
    """Take away the parcels that were touched as they were, and add them as they are."""
    same = ("access.parks", "access.reached", "land.site")
    kept = kept_rows(inputs, before, change, "parcels", same=same)
    if kept is None or value is None or inputs.codes is not before.codes:
        return _served(inputs)
    shapes = [
        sound(one.shapes("parcels").taken(places))
        for one, places in ((before, kept.gone), (inputs, kept.fresh))
    ]
    shares = _shares_of(cast("Parks", inputs.value("access.parks")), np.concatenate(shapes))
    count = len(kept.gone)
    gone = _sums(weights_of(before, kept.gone), shares[:count])
    fresh = _sums(weights_of(inputs, kept.fresh), shares[count:])
    found = exchanged(value, gone, fresh)
    return _served(inputs) if found is None else found


def _straight(inputs: Inputs) -> Access | None:
    """Return the access in a straight line; None where no green is said to be a park."""
    sums = cast("Numbers | None", inputs.value("access.served"))
    return None if sums is None else _access(sums)


def radii(inputs: Inputs) -> Iterable[Term]:
    """Yield how far parks serve, as coefficients of a reason."""
    for name in ("PARK-500", "PARK-300"):
        factor = inputs.parameter(f"radius.{name}")
        if isinstance(factor, Factor):
            yield Term.of(factor)


def _why(inputs: Inputs, value: object, path: str) -> Explanation:
    del value, path
    parks = cast("Parks", inputs.value("access.parks"))
    housing, work = peopled(inputs)
    left_out: list[Message] = []
    if parks.small:
        text = "{n} parks are smaller than 1,000 m² and serve nobody."
        left_out.append(Message.of(text, n=parks.small))
    left_out.append(Message.of("Straight lines overstate: along streets less is within reach."))
    return Explanation(
        Message.of(
            "Share = 100 × land (or people) within r of a park / all of it; r = 500 m around parks"
            " of at least 5,000 m², 300 m around those of at least 1,000 m²"
        ),
        tuple(radii(inputs)),
        MappingProxyType({"greens": len(parks.ids), "parcels": int((housing | work).sum())}),
        tuple(left_out),
    )


_CODES: Final = ("plan.code_set", "plan.own_codes")

MEASURES = (
    Measure(
        "access.parks",
        "Parks that serve people",
        "",
        _parks,
        layers=MappingProxyType({"greens": ("geometry", "role")}),
        parameters=("radius.",),
    ),
    Measure(
        "access.reached",
        "Ground within reach of a park",
        "",
        _reached,
        measures=("access.parks",),
    ),
    Measure(
        "access.shares",
        "Share within reach of a park",
        "",
        _of_parcels,
        layers=MappingProxyType({"parcels": ("geometry",)}),
        measures=("access.parks", "access.reached"),
        update=_of_parcels_again,
        per_feature="parcels",
        themed=True,
        deferred=True,
    ),
    Measure(
        "access.served",
        "Land and people, and what parks serve of them",
        "",
        _served,
        layers=MappingProxyType({"parcels": ("geometry", *COLUMNS)}),
        parameters=_CODES,
        measures=(
            "access.parks",
            "access.reached",
            "land.coded",
            "land.site",
            *MEASURES_READ,
        ),
        update=_served_again,
    ),
    Measure(
        "access.straight",
        "Access to parks, straight",
        "%",
        _straight,
        parameters=("radius.", *_CODES),
        measures=("access.parks", "access.served", "land.coded"),
        explain=_why,
    ),
)

PATHS: Final[Mapping[str, str]] = MappingProxyType({"access": "access.straight"})


def told(found: Access | None, housing: str) -> dict[str, float | None]:
    """Return the shares of an access as the totals tell them; that of housing by a name."""
    return {
        housing: found.housing_pct if found else None,
        "work_pct": found.work_pct if found else None,
        "residents_pct": found.residents_pct if found else None,
        "workers_pct": found.workers_pct if found else None,
    }


def lacking(
    shares: Mapping[str, float | None], path: str, without: Message | None
) -> list[Missing]:
    """Return what shares of an access lack.

    Parameters
    ----------
    shares
        The shares as they are told, see `told`.
    path
        What they stand below in the totals.
    without
        What is needed before there are any; None where there can be some.
    """
    needs = (
        Message.of("residential parcels"),
        Message.of("parcels where people work"),
        Message.of("residents of the parcels"),
        Message.of("workers of the parcels"),
    )
    return [
        Missing(f"{path}.{name}", without or need)
        for (name, share), need in zip(shares.items(), needs, strict=True)
        if share is None
    ]


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about access to parks in a straight line."""
    found = cast("Access | None", results.value("access.straight"))
    return {"access": told(found, "park_500m_pct")}


def missing(results: Results) -> Iterable[Missing]:
    """Yield what the access to parks lacks."""
    none = results.value("access.straight") is None
    without = Message.of("greens whose role is park or square") if none else None
    yield from lacking(section(results)["access"], "access", without)
