"""Land by phase: what each phase adds, and what stands once it is built.

A parcel belongs to the first phase that holds its inner point, as a whole. Where phases are nested,
the later one adds what the earlier does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.analysis.absent import Missing
from layers.analysis.additive import exchanged
from layers.analysis.by_code import Uses, divided
from layers.analysis.carrying import kept_rows
from layers.analysis.overlay import Numbers, Places, Shapes, lie_inside, sound
from layers.edit import Change
from layers.explanation import Explanation
from layers.measure import Inputs, Measure, Results
from layers.message import Message

PhasePlaces = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class PhaseLand:
    """Land of a phase by land-use code.

    Parameters
    ----------
    name
        Name of the phase; empty for parcels in none.
    year
        When it is built, None where that is not entered. [a]
    by_code, cumulative
        Area that it adds, and area once it is built; empty code for none. [m²]
    """

    name: str
    year: int | None
    by_code: Mapping[str, float]
    cumulative: Mapping[str, float]

    @property
    def area_m2(self) -> float:
        """What the phase adds. [m²]."""
        return sum(self.by_code.values())


def _order(inputs: Inputs) -> Places:
    """Return the places of the phases by their order, those without one last."""
    order = inputs.numbers("phases", "order")
    return np.argsort(order, kind="stable").astype(np.intp)  # NaN comes last


def _assigned(areas: Shapes, parcels: Shapes) -> PhasePlaces:
    """Return the first area that holds the inner point of each parcel; -1 for none."""
    found = np.full(len(parcels), -1, np.int32)
    for place, area in enumerate(areas):
        left = np.flatnonzero(found < 0)
        found[left[lie_inside(area, parcels[left])]] = place
    return found


def _of_parcels(inputs: Inputs) -> PhasePlaces:
    """Return the place of each parcel's phase in their order; -1 for none."""
    if not len(inputs.ids("phases")):
        return np.broadcast_to(np.int32(-1), len(inputs.ids("parcels")))
    return _assigned(_areas(inputs), sound(inputs.geometries("parcels")))


def _areas(inputs: Inputs) -> Shapes:
    return sound(inputs.geometries("phases"))[_order(inputs)]


def _of_parcels_again(
    inputs: Inputs, before: Inputs, value: PhasePlaces, change: Change
) -> PhasePlaces:
    """Look only at the parcels that were touched."""
    if not len(inputs.ids("phases")):
        return _of_parcels(inputs)
    kept = kept_rows(inputs, before, change, "parcels", untouched=("phases",))
    if kept is None:
        return _of_parcels(inputs)
    shapes = sound(inputs.shapes("parcels").taken(kept.fresh))
    return kept.filled(value, _assigned(_areas(inputs), shapes))


@dataclass(frozen=True, slots=True, eq=False)
class PhaseSums:
    """Parcels by phase in order, those in none last; none of them without phases.

    Parameters
    ----------
    areas
        Land inside the red line by phase and use. [m²]
    parcels
        Count of parcels by phase.
    """

    areas: Numbers
    parcels: NDArray[np.intp]


def _sums(inputs: Inputs, places: Places | None = None) -> PhaseSums:
    uses, count = cast("Uses", inputs.value("land.uses")), len(inputs.ids("phases"))
    if not count:
        return PhaseSums(np.zeros((0, 0)), np.zeros(0, np.intp))
    phases = cast("PhasePlaces", inputs.value("land.phase_of"))
    inside = cast("pd.Series", inputs.value("land.inside")).to_numpy()
    use = uses.places
    if places is not None:
        phases, inside, use = phases[places], inside[places], use[places]
    phases = np.where(phases < 0, count, phases)
    shape = (count + 1, len(uses.parts))
    sums = np.bincount(phases * shape[1] + use, inside, shape[0] * shape[1])
    return PhaseSums(
        sums.astype(np.float64, copy=False).reshape(shape),
        np.bincount(phases, minlength=count + 1),
    )


def _sums_again(inputs: Inputs, before: Inputs, value: PhaseSums, change: Change) -> PhaseSums:
    """Take away the parcels that were touched as they were, and add them as they are."""
    if not len(inputs.ids("phases")):
        return value if not len(value.parcels) else _sums(inputs)
    kept = kept_rows(inputs, before, change, "parcels", untouched=("phases",), same=("land.site",))
    if kept is None or inputs.value("land.uses").parts != before.value("land.uses").parts:
        return _sums(inputs)
    gone, fresh = _sums(before, kept.gone), _sums(inputs, kept.fresh)
    areas = exchanged(value.areas, gone.areas, fresh.areas)
    if areas is None:
        return _sums(inputs)
    return PhaseSums(areas, value.parcels - gone.parcels + fresh.parcels)


def _land(inputs: Inputs) -> tuple[PhaseLand, ...]:
    """Return the land of each phase in order, then that of parcels in none."""
    sums = cast("PhaseSums", inputs.value("land.phase_sums")).areas
    if not len(sums):
        return ()
    order, uses = _order(inputs), cast("Uses", inputs.value("land.uses"))
    names = [str(name) if name is not None else "" for name in _texts(inputs, order)]
    years = inputs.numbers("phases", "year")[order]
    found: list[PhaseLand] = []
    whole = np.zeros(len(uses.parts))
    for place in range(len(order) + 1):
        last = place == len(order)
        if last and not sums[place].any():
            continue
        whole = whole + sums[place]
        year = None if last or np.isnan(years[place]) else int(years[place])
        name = "" if last else names[place]
        found.append(PhaseLand(name, year, _by_code(uses, sums[place]), _by_code(uses, whole)))
    return tuple(found)


def _texts(inputs: Inputs, order: Places) -> Iterable[str | None]:
    for value in inputs.column("phases", "name", order):
        yield None if pd.isna(value) else str(value)


def _by_code(uses: Uses, sums: Numbers) -> Mapping[str, float]:
    found = divided(uses, sums.tolist())
    return MappingProxyType({code: found[code] for code in sorted(found) if found[code] > 0})


def _why(inputs: Inputs, value: tuple[PhaseLand, ...], path: str) -> Explanation:
    del value, path
    sums = cast("PhaseSums", inputs.value("land.phase_sums"))
    return Explanation(
        Message.of(
            "Sum of the plane areas of the parcels inside the red line whose inner point lies in"
            " the phase and in none before it"
        ),
        features=MappingProxyType(
            {"parcels": int(sums.parcels[:-1].sum()), "phases": len(inputs.ids("phases"))}
        ),
    )


MEASURES = (
    Measure(
        "land.phase_of",
        "Phase of parcels",
        "",
        _of_parcels,
        layers=MappingProxyType({"parcels": ("geometry",), "phases": ("geometry", "order")}),
        update=_of_parcels_again,
    ),
    Measure(
        "land.phase_sums",
        "Land by phase and use",
        "m²",
        _sums,
        layers=MappingProxyType({"parcels": (), "phases": ("geometry", "order")}),
        measures=("land.phase_of", "land.uses", "land.site", "land.inside"),
        update=_sums_again,
    ),
    Measure(
        "land.phases",
        "Land by phase",
        "m²",
        _land,
        layers=MappingProxyType({"phases": ("name", "order", "year")}),
        measures=("land.phase_sums", "land.uses"),
        explain=_why,
    ),
)

PATHS: Final[Mapping[str, str]] = MappingProxyType({"land.phases": "land.phases"})


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about the phases."""
    return {
        "land": {
            "phases": [
                {
                    "id": phase.name,
                    "year": phase.year,
                    "area_m2": phase.area_m2,
                    "by_code": dict(phase.by_code),
                    "cumulative": dict(phase.cumulative),
                }
                for phase in cast("tuple[PhaseLand, ...]", results.value("land.phases"))
            ]
        }
    }


def missing(results: Results) -> Iterable[Missing]:
    """Yield what the land by phase lacks."""
    outside = [phase for phase in results.value("land.phases") if not phase.name]
    if outside and len(results.value("land.phases")) > 1:
        sums = cast("PhaseSums", results.value("land.phase_sums"))
        yield Missing("land.phases", Message.of("a phase for every parcel"), int(sums.parcels[-1]))
