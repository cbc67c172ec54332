"""Runoff coefficients of parcels and of the site.

``ψ = Σ A_i · ψ_i / Σ A_i`` over the surfaces of `layers.analysis.covers`, as the sponge-city guide
(海绵城市建设技术指南 2014) has it.
Coefficients are those of yearly volumes, not those of peaks, which are for pipes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd

from layers.analysis.absent import Missing
from layers.analysis.attached import Ground, Rests
from layers.analysis.claims import CLAIMING, Claims
from layers.analysis.covers import Partition, Some
from layers.analysis.distinct import distinct
from layers.analysis.overlay import Places, by_id, places_of
from layers.analysis.sink import Range
from layers.explanation import Explanation, Step, Term
from layers.measure import Inputs, Measure, Results
from layers.message import Message
from layers.parameters import Factor

BOUNDS: Final = ("low", "central", "high")
ASPHALT: Final = "pave_asphalt"
PERMEABLE: Final = "pave_permeable"
GREEN: Final = "green"
BARE: Final = "soil_unpaved"
NEEDED: Final = Message.of("parcels, and all runoff coefficients")
SURFACES: Final = MappingProxyType(
    {
        "water": "water",
        "greens": GREEN,
        "corridors": GREEN,
        "roads": ASPHALT,
        "rooftops": "roof_hard",
    }
)
"""The surface of each kind that claims ground, where its features do not say."""


# ---- surfaces -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Surfaces:
    """What the ground of claims is made of.

    Parameters
    ----------
    places
        Place of each claim's surface in `names`.
    names
        Surfaces: rows of the runoff coefficients.
    assumed
        Count of roads whose surface is not entered.
    """

    places: Places
    names: tuple[str, ...]
    assumed: int


def _surfaces(inputs: Inputs) -> Surfaces:
    claims = cast("Claims", inputs.value("carbon.claims"))
    known = list(inputs.factors("runoff."))
    names = tuple(dict.fromkeys([*SURFACES.values(), "roof_green", *known]))
    order = {name: place for place, name in enumerate(names)}
    places = np.array([order[SURFACES[kind]] for kind in CLAIMING], np.intp)[claims.kinds]
    roads = claims.span("roads")
    codes, written = distinct(inputs.column("roads", "surface"))
    table = np.array([*(order.get(name, -1) for name in written), -1], np.intp)
    found = table[codes][places_of(claims.ids[roads], inputs.ids("roads"))]
    places[roads] = np.where(found >= 0, found, order[ASPHALT])
    roofs = claims.span("rooftops")
    sorts, written = distinct(inputs.column("rooftops", "green_roof"))
    planted = np.array([*(name in ("ext", "int") for name in written), False], bool)
    green = planted[sorts][places_of(claims.ids[roofs], inputs.ids("rooftops"))]
    places[roofs] = np.where(green, order["roof_green"], order["roof_hard"])
    return Surfaces(places, names, int((found < 0).sum()))


def _paving(inputs: Inputs) -> Mapping[str, float]:
    """Return the shares of the surfaces of what parcels have sealed. [-]."""
    share = inputs.parameter("plan.permeable_pct")
    permeable = share / 100.0 if isinstance(share, int | float) else 0.0
    return {ASPHALT: 1.0 - permeable, PERMEABLE: permeable}


def _areas(inputs: Inputs) -> Mapping[str, float]:
    """Return the ground of each surface inside the site. [m²]."""
    partition = cast("Partition", inputs.value("carbon.covers"))
    rests = cast("Rests", inputs.value("carbon.rests"))
    surfaces = cast("Surfaces", inputs.value("runoff.surfaces"))
    claims = partition.claims
    sums = np.bincount(surfaces.places, claims.areas, len(surfaces.names)).tolist()
    found = dict(zip(surfaces.names, sums, strict=True))
    for name, area in (
        (GREEN, rests.attached_m2),
        (BARE, partition.bare_m2),
        *((name, share * rests.sealed_m2) for name, share in _paving(inputs).items()),
    ):
        found[name] = found.get(name, 0.0) + area
    return MappingProxyType({name: area for name, area in found.items() if area > 0})


def _coefficient(inputs: Inputs, name: str, bound: str = "central") -> float:
    factor = inputs.parameter(f"runoff.{name}")
    if not isinstance(factor, Factor) or factor.central is None:
        return np.nan
    found = getattr(factor, bound)
    return factor.central if found is None else found


def _of_parcels(inputs: Inputs) -> pd.Series:
    """Return the composite runoff coefficient of each parcel; NaN outside the site. [-]."""
    partition = cast("Partition", inputs.value("carbon.covers"))
    ground = cast("Ground", inputs.value("carbon.ground"))
    surfaces = cast("Surfaces", inputs.value("runoff.surfaces"))
    rates = np.array([_coefficient(inputs, name) for name in surfaces.names])
    pieces, ids, inside = partition.pieces, partition.parcel_ids, partition.inside()
    mine = rates[surfaces.places][pieces.claims]
    sums = Some.summed(pieces.parcels, pieces.areas * mine).of(ids)
    sums += ground.attached_m2 * _coefficient(inputs, GREEN)
    shares = _paving(inputs).items()
    sums += ground.sealed_m2 * sum(_coefficient(inputs, name) * share for name, share in shares)
    found = np.divide(sums, inside, out=np.full(len(ids), np.nan), where=inside > 0)
    return by_id(found, ids)


def _site(inputs: Inputs) -> Range:
    """Return the composite runoff coefficient of the site, ``ψ = Σ A · ψ / Σ A``. [-]."""
    areas = cast("Mapping[str, float]", inputs.value("runoff.areas"))
    total = sum(areas.values())
    if not total:
        return Range(None, None, None)
    found = [
        sum(area * _coefficient(inputs, name, bound) for name, area in areas.items()) / total
        for bound in BOUNDS
    ]
    return Range(*(None if np.isnan(value) else value for value in found))


# ---- why ----------------------------------------------------------------------------------------


def _why_site(inputs: Inputs, value: object, path: str) -> Explanation:
    del value, path
    areas = cast("Mapping[str, float]", inputs.value("runoff.areas"))
    terms: list[Term] = []
    steps: list[Step] = []
    for name, area in areas.items():
        factor = inputs.parameter(f"runoff.{name}")
        if isinstance(factor, Factor):
            given = tuple(_coefficient(inputs, name, bound) for bound in BOUNDS)
            held = tuple(area * one for one in given)
            title = Message(factor.title)
            steps.append(Step.of(title, "{A} m² × {psi}", held, "m²", A=area, psi=given))
            terms.append(Term(Message.of("Area: {title}", title=Message(factor.title)), area, "m²"))
            terms.append(Term.of(factor))
    total = sum(areas.values())
    if total:
        sums = tuple(sum(column) for column in zip(*(one.value for one in steps), strict=True))
        mean = tuple(one / total for one in sums)
        name = Message.of("Runoff coefficient")
        steps.append(Step.of(name, "{S} m² / {A} m²", mean, S=sums, A=total))
    partition = cast("Partition", inputs.value("carbon.covers"))
    return Explanation(
        Message.of("ψ = Σ A · ψ / Σ A over the surfaces inside the red line"),
        tuple(terms),
        MappingProxyType({"parcels": int((partition.inside() > 0).sum())}),
        tuple(_assumed(inputs)),
        tuple(steps),
    )


def _assumed(inputs: Inputs) -> Iterable[Message]:
    surfaces = cast("Surfaces", inputs.value("runoff.surfaces"))
    rests = cast("Rests", inputs.value("carbon.rests"))
    if surfaces.assumed:
        text = "Assumed: asphalt or concrete on {n} roads without a surface."
        yield Message.of(text, n=surfaces.assumed)
    if rests.sealed_m2:
        share = inputs.parameter("plan.permeable_pct")
        yield Message.of(
            "Assumed: what is neither drawn nor green of a parcel is sealed; {share} % of it has"
            " permeable paving.",
            share=share if isinstance(share, int | float) else 0,
        )
    yield Message.of(
        "Assumed: extensive green roofs count as those with 300 mm of substrate; sunken green"
        " counts as green, its storage with what is entered."
    )


_READ: Final = MappingProxyType({"roads": ("surface",), "rooftops": ("green_roof",)})

MEASURES = (
    Measure(
        "runoff.surfaces",
        "Surfaces of what is drawn",
        "",
        _surfaces,
        layers=_READ,
        parameters=("runoff.",),
        measures=("carbon.claims",),
    ),
    Measure(
        "runoff.areas",
        "Ground by surface",
        "m²",
        _areas,
        parameters=("plan.permeable_pct",),
        measures=("carbon.covers", "carbon.rests", "runoff.surfaces"),
    ),
    Measure(
        "runoff.parcels",
        "Runoff coefficient",
        "",
        _of_parcels,
        parameters=("runoff.", "plan.permeable_pct"),
        measures=("carbon.covers", "carbon.ground", "runoff.surfaces"),
        per_feature="parcels",
        themed=True,
        deferred=True,
    ),
    Measure(
        "runoff.site",
        "Runoff coefficient of the site",
        "",
        _site,
        parameters=("runoff.", "plan.permeable_pct"),
        measures=("carbon.covers", "carbon.rests", "runoff.areas", "runoff.surfaces"),
        explain=_why_site,
    ),
)

PATHS: Final[Mapping[str, str]] = MappingProxyType(
    {f"runoff.coefficient{bound}": "runoff.site" for bound in ("", "_low", "_high")}
)


# ---- totals -------------------------------------------------------------------------------------


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about runoff."""
    site = cast("Range", results.value("runoff.site"))
    return {
        "runoff": {
            "coefficient": site.central,
            "coefficient_low": site.low,
            "coefficient_high": site.high,
        }
    }


def missing(results: Results) -> Iterable[Missing]:
    """Yield what the runoff coefficient lacks."""
    if cast("Range", results.value("runoff.site")).central is None:
        for path in ("coefficient", "coefficient_low", "coefficient_high"):
            yield Missing(f"runoff.{path}", NEEDED)
