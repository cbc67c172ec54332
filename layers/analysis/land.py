"""Land: areas of parcels, sums inside the red line, and the land-use balance.

Areas are plane areas in the plan's CRS. What depends on shapes alone and what depends on
land-use codes are measures of their own, so that changing a code touches no shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd
import shapely

from layers.analysis.absent import Missing
from layers.analysis.balance import Balance, balanced, plain_row
from layers.analysis.by_code import Uses
from layers.analysis.carrying import kept_rows
from layers.analysis.groups import around, groups
from layers.analysis.overlaps import Overlaps
from layers.analysis.overlay import Numbers, Shapes, areas_inside, by_id, sound
from layers.edit import Change
from layers.explanation import Explanation, Term
from layers.measure import Inputs, Measure, Results
from layers.message import Message
from layers.prepared import prepared


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums of land.

    Parameters
    ----------
    site_m2
        Area of the red line; None without one. [m²]
    parcels_m2
        Sum of the parcels' areas inside it. [m²]
    overlap_m2
        That sum less the area of the parcels' union. [m²]
    unassigned_m2
        Site less that union; None without a red line. [m²]
    outside_m2
        Land of parcels outside the red line, which is in none of the sums. [m²]
    """

    site_m2: float | None
    parcels_m2: float
    overlap_m2: float
    unassigned_m2: float | None
    outside_m2: float = 0.0


# ---- measures -----------------------------------------------------------------------------------


def _site(inputs: Inputs) -> Any:  # noqa: ANN401
    shapes = sound(inputs.geometries("boundary"))
    flat = shapes[shapely.get_dimensions(shapes) == 2]
    return shapely.union_all(flat) if len(flat) and shapely.area(flat).sum() > 0 else None


def _areas(inputs: Inputs) -> pd.Series:
    """Return the plane area of each parcel [m²]."""
    # A parcel without a shape has no land; `check` lists it. Its NaN would make every sum one.
    areas = inputs.shapes("parcels").areas
    if not np.isfinite(areas).all():
        areas = np.nan_to_num(areas, posinf=0.0, neginf=0.0)
    return by_id(areas, inputs.ids("parcels"))


def _inside(inputs: Inputs) -> pd.Series:
    """Return the plane area of each parcel inside the red line [m²]."""
    areas = cast("pd.Series", inputs.value("land.areas"))
    site = inputs.value("land.site")
    found = np.zeros(len(areas)) if site is not None else areas.to_numpy()
    parcels = inputs.shapes("parcels")
    site = prepared(site)
    for group in groups(parcels.bounds) if site is not None else ():
        box = shapely.box(*around(group, parcels.bounds))
        # Most groups lie inside as a whole, and none of their shapes need be made.
        if shapely.contains_properly(site, box):
            found[group] = areas.to_numpy()[group]
        elif shapely.intersects(site, box):
            found[group] = _areas_inside(site, parcels.taken(group), areas.to_numpy()[group])
    return by_id(found, inputs.ids("parcels"))


def _areas_inside(site: Any, shapes: Shapes, areas: Numbers) -> Numbers:  # noqa: ANN401
    try:
        return areas_inside(site, shapes, areas)
    except shapely.GEOSException:
        return areas_inside(site, sound(shapes), areas)


def _inside_again(inputs: Inputs, before: Inputs, value: pd.Series, change: Change) -> pd.Series:
    """Measure only the parcels that were touched."""
    kept = kept_rows(inputs, before, change, "parcels", same=("land.site",))
    if kept is None:
        return _inside(inputs)
    areas, site = cast("pd.Series", inputs.value("land.areas")), inputs.value("land.site")
    if site is None:
        return areas
    shapes = inputs.shapes("parcels").taken(kept.fresh)
    found = kept.filled(value.to_numpy(), _areas_inside(site, shapes, areas.to_numpy()[kept.fresh]))
    return by_id(found, inputs.ids("parcels"))


def _sums(inputs: Inputs) -> Sums:
    """Return the sums of land; ``unassigned = site - (Σ parcels - overlap)`` [m²]."""
    site = inputs.value("land.site")
    overlaps = cast("Overlaps", inputs.value("land.overlaps"))
    inside = float(cast("pd.Series", inputs.value("land.inside")).to_numpy().sum())
    whole = float(cast("pd.Series", inputs.value("land.areas")).to_numpy().sum())
    if site is None:
        return Sums(None, inside, overlaps.overlap_m2, None)
    site_m2 = float(shapely.area(site))
    unassigned = site_m2 - (inside - overlaps.overlap_m2)
    # Sums of a site that is filled to the last metre differ from it in the last digits.
    noise = 1e-9 * site_m2
    unassigned = 0.0 if abs(unassigned) < noise else max(0.0, unassigned)
    outside = whole - inside
    return Sums(
        site_m2, inside, overlaps.overlap_m2, unassigned, outside if outside > noise else 0.0
    )


def _balance(inputs: Inputs) -> Balance:
    sums = cast("Sums", inputs.value("land.sums"))
    return balanced(
        inputs.value("land.by_code"),
        inputs.codes,
        sums.site_m2,
        sums.unassigned_m2,
        sums.overlap_m2,
    )


# ---- why ----------------------------------------------------------------------------------------


def _why_areas(inputs: Inputs, value: pd.Series, path: str) -> Explanation:
    del path
    return Explanation(
        Message.of("Plane area of each parcel in {crs}", crs=inputs.crs),
        features=MappingProxyType({"parcels": len(value)}),
    )


_FORMULAS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "land.site_m2": "Plane area of the red line in {crs}",
        "land.parcels_m2": "Sum of the plane areas of the parcels inside the red line, in {crs}",
        "land.overlap_m2": (
            "Sum of the parcels' areas inside the red line less the area of their union, in {crs}"
        ),
        "land.unassigned_m2": (
            "Area of the red line less the area of the union of the parcels inside it, in {crs}"
        ),
        "land.outside_m2": "Area of the parcels outside the red line, in {crs}; in no other sum",
    }
)


def _why_sums(inputs: Inputs, value: Sums, path: str) -> Explanation:
    formula = _FORMULAS.get(path, "Sums of plane areas inside the red line, in {crs}")
    inputs_: list[Term] = [
        Term(Message.of("Sum of the parcels' areas inside the red line"), value.parcels_m2, "m²"),
        Term(Message.of("Land in more than one parcel"), value.overlap_m2, "m²"),
    ]
    left_out: list[Message] = []
    if value.site_m2 is None:
        left_out.append(Message.of("The plan has no red line; all parcels count as a whole."))
    else:
        inputs_.insert(0, Term(Message.of("Area of the red line"), value.site_m2, "m²"))
    if value.outside_m2:
        left_out.append(
            Message.of("{area} m² of parcels lie outside the red line.", area=value.outside_m2)
        )
    inside = cast("pd.Series", inputs.value("land.inside")).to_numpy()
    return Explanation(
        Message.of(formula, crs=inputs.crs),
        tuple(inputs_),
        MappingProxyType({"parcels": int((inside > 0).sum())}),
        tuple(left_out),
    )


def _why_balance(inputs: Inputs, value: Balance, path: str) -> Explanation:
    del path
    inside = cast("pd.Series", inputs.value("land.inside")).to_numpy()
    shown = {"area_ha", "share_pct", "site_pct"}
    moved = [row.code for row in value.rows if row.adjusted & shown]
    left_out: list[Message] = []
    if moved:
        left_out.append(
            Message.of(
                "Rounded by the largest-remainder method so that the table adds up as printed; "
                "moved by one last digit: {codes}.",
                codes=", ".join(moved),
            )
        )
    return Explanation(
        Message.of(
            "Share of a class = 100 × its area / area of urban construction land "
            "(GB 50137-2011, 4.4.1); codes of {set}",
            set=inputs.codes.name,
        ),
        (
            Term(Message.of("Urban construction land"), value.urban_m2, "m²"),
            Term(Message.of("All rows"), value.total_m2, "m²"),
        ),
        MappingProxyType({"parcels": int((inside > 0).sum())}),
        tuple(left_out),
    )


_SHAPES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({"parcels": ("geometry",)})

MEASURES = (
    Measure(
        "land.site",
        "Red line",
        "",
        _site,
        layers=MappingProxyType({"boundary": ("geometry",)}),
    ),
    Measure(
        "land.areas",
        "Area of parcels",
        "m²",
        _areas,
        layers=_SHAPES,
        explain=_why_areas,
        per_feature="parcels",
        themed=True,
    ),
    Measure(
        "land.inside",
        "Area of parcels inside the red line",
        "m²",
        _inside,
        layers=_SHAPES,
        measures=("land.site", "land.areas"),
        update=_inside_again,
        explain=_why_areas,
        per_feature="parcels",
        themed=True,
    ),
    Measure(
        "land.sums",
        "Sums of land",
        "m²",
        _sums,
        measures=("land.site", "land.areas", "land.inside", "land.overlaps"),
        explain=_why_sums,
    ),
    Measure(
        "land.balance",
        "Land-use balance",
        "m²",
        _balance,
        parameters=("plan.code_set", "plan.own_codes"),
        measures=("land.by_code", "land.sums", "land.inside"),
        explain=_why_balance,
    ),
)

PATHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "land": "land.sums",
        "land.by_code": "land.by_code",
        "land.balance": "land.balance",
        "land.urban_m2": "land.balance",
    }
)
"""Which measure answers for a path of the totals and all below it."""


# ---- totals -------------------------------------------------------------------------------------


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about land."""
    sums = cast("Sums", results.value("land.sums"))
    balance = cast("Balance", results.value("land.balance"))
    return {
        "land": {
            "site_m2": sums.site_m2,
            "parcels_m2": sums.parcels_m2,
            "unassigned_m2": sums.unassigned_m2,
            "overlap_m2": sums.overlap_m2,
            "outside_m2": sums.outside_m2,
            "urban_m2": balance.urban_m2,
            "urban_ha": balance.urban_ha,
            "total_ha": balance.total_ha,
            "by_code": dict(results.value("land.by_code")),
            "balance": [plain_row(row) for row in balance.rows],
        }
    }


def missing(results: Results) -> Iterable[Missing]:
    """Yield what the land totals lack."""
    sums = cast("Sums", results.value("land.sums"))
    if sums.site_m2 is None:
        for path in ("land.site_m2", "land.unassigned_m2"):
            yield Missing(path, Message.of("a red line"))
    uses = cast("Uses", results.value("land.uses"))
    if not len(uses.parts):
        return
    empty = np.array([not parts[0][0] for parts in uses.parts], bool)
    if count := int(empty[uses.places].sum()):
        yield Missing("land.balance", Message.of("a land-use code for every parcel"), count)
    if count := int(uses.without_shares[uses.places].sum()):
        yield Missing("land.balance", Message.of("shares for every parcel of mixed use"), count)
