"""Shading of roofs as the plan keeps it: which still holds, and what sun and sky it leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.analysis.absent import Missing
from layers.analysis.carrying import kept_rows
from layers.analysis.clock import offset_of
from layers.analysis.overlay import Numbers, Places, by_id
from layers.analysis.sky import plain_sky, sky_of
from layers.analysis.yields import Place
from layers.edit import Change
from layers.explanation import Explanation, Term
from layers.measure import Inputs, Measure, Results
from layers.message import Message
from layers.shading.horizons import Shading
from layers.shading.keeping import BEYOND, NAME, NO_HEIGHT, SEEN, KeptShading, keys_of
from layers.shading.march import REACH_M
from layers.shading.roofs import heights_of
from layers.shading.sun_share import sky_weights, sun_share
from layers.weather import STORED, weather_in

STALE, NEVER = 3, 4
"""State of a roof whose shading no longer holds, and of one that was never looked at."""
LACKING: Final = 0.1
"""Of roofs around which more of the ground has no heights it is told. [-]"""

_COMPUTE: Final = Message.of("the shading of the roofs: Analyse, Compute the shading of roofs")


@dataclass(frozen=True, slots=True, eq=False)
class RoofKeys:
    """What tells roofs from what they were, in the order of their ids.

    Parameters
    ----------
    keys
        Numbers of `keys_of`.
    heights
        Above the ground, NaN where unknown. [m]
    """

    keys: NDArray[np.uint64]
    heights: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class RoofStates:
    """What is known of the shading of roofs, in the order of their ids.

    Parameters
    ----------
    places
        Where each stands in what is kept; -1 where nothing of it holds.
    states
        One of `SEEN`, `BEYOND`, `NO_HEIGHT`, `STALE`, `NEVER`.
    elsewhere
        Whether it was computed with another surface model than the plan has.
    """

    places: Places
    states: NDArray[np.uint8]
    elsewhere: bool

    def count(self, *states: int) -> int:
        """Return how many roofs are in one of some states."""
        return int(np.isin(self.states, states).sum())


def _kept(inputs: Inputs) -> KeptShading | None:
    return KeptShading.of(inputs.enclosed(NAME))


def _keys(inputs: Inputs, places: Places | None = None) -> RoofKeys | None:
    """Return the numbers by which roofs are told; none where no shading is kept."""
    if inputs.value("solar.shading_kept") is None:
        return None
    shapes = inputs.shapes("rooftops")
    objects = shapes.objects if places is None else shapes.taken(places)
    height, floors = (inputs.numbers("rooftops", name, places) for name in ("height_m", "floors"))
    heights = heights_of(height, floors)
    types = np.asarray(inputs.column("rooftops", "roof_type", places), object)
    pitched = np.array([one == "pitched" for one in types.tolist()], bool)
    return RoofKeys(keys_of(objects, heights, pitched), heights)


def _keys_again(
    inputs: Inputs, before: Inputs, value: RoofKeys | None, change: Change
) -> RoofKeys | None:
    """Look only at the roofs that were touched."""
    kept = kept_rows(inputs, before, change, "rooftops")
    fresh = None if kept is None else _keys(inputs, kept.fresh)
    if value is None or kept is None or fresh is None:
        return _keys(inputs)
    return RoofKeys(kept.filled(value.keys, fresh.keys), kept.filled(value.heights, fresh.heights))


def _states(inputs: Inputs) -> RoofStates | None:
    """Return which roofs' shading still holds; None where none was computed."""
    kept = cast("KeptShading | None", inputs.value("solar.shading_kept"))
    roofs = cast("RoofKeys | None", inputs.value("solar.shading_keys"))
    if kept is None or roofs is None:
        return None
    ids = inputs.ids("rooftops")
    models = inputs.rasters("dsm")
    elsewhere = (models[-1].key if models else "") != kept.source
    elsewhere = elsewhere or kept.reach_m != REACH_M
    places, good = kept.fresh(ids, roofs.keys, inputs.shapes("rooftops").bounds, roofs.heights)
    if elsewhere:
        good = np.zeros(len(ids), bool)
    states = np.where(places < 0, NEVER, STALE).astype(np.uint8)
    states[good] = kept.states[places[good]]
    return RoofStates(np.where(states == SEEN, places, -1), states, elsewhere)


def _shading(inputs: Inputs) -> Shading | None:
    """Return the horizons of the roofs, in the order of their ids; None where none is known."""
    kept = cast("KeptShading | None", inputs.value("solar.shading_kept"))
    found = cast("RoofStates | None", inputs.value("solar.shading_states"))
    if kept is None or found is None:
        return None
    return kept.shading.picked(inputs.ids("rooftops"), found.places)


def _sky_view(inputs: Inputs) -> pd.Series:
    """Return the sky view factor of each roof, NaN where its shading is not known. [-]."""
    shading = cast("Shading | None", inputs.value("solar.shading"))
    ids = inputs.ids("rooftops")
    return by_id(np.full(len(ids), np.nan) if shading is None else shading.sky_view, ids)


def sun_lost(inputs: Inputs) -> pd.Series:
    """Return the share of a year's direct sun on the level that each roof loses. [%].

    ``100 · (1 - Σ DNI sin e · lit / Σ DNI sin e)`` over the hours of the year.
    """
    shading = cast("Shading | None", inputs.value("solar.shading"))
    place = cast("Place | None", inputs.value("solar.place"))
    ids = inputs.ids("rooftops")
    if shading is None or place is None:
        return by_id(np.full(len(ids), np.nan), ids)
    weather, hours = weather_in(inputs.parameter(STORED)), offset_of(inputs)
    if weather is not None:
        sky = sky_of(weather, hours, exact=False)
    else:
        sky = plain_sky(place.lon, place.lat, hours)
    level = sky.dni * np.sin(np.deg2rad(np.maximum(sky.elevation_deg, 0.0)))
    weights = sky_weights(sky.azimuth_deg, sky.elevation_deg, level)
    return by_id(100.0 * (1.0 - sun_share(shading, weights)), ids)


def _mean(measure: str) -> Callable[[Inputs], float | None]:
    def compute(inputs: Inputs) -> float | None:
        """Return the mean over the roofs whose shading is known, weighted with their areas."""
        values = cast("pd.Series", inputs.value(measure)).to_numpy()
        areas = np.nan_to_num(inputs.shapes("rooftops").areas)
        known = np.isfinite(values) & (areas > 0)
        if not known.any():
            return None
        return float(np.average(values[known], weights=areas[known]))

    return compute


def _why(inputs: Inputs, value: object, path: str) -> Explanation:
    del value
    kept = cast("KeptShading | None", inputs.value("solar.shading_kept"))
    found = cast("RoofStates | None", inputs.value("solar.shading_states"))
    formula = Message.of(
        "h(α) = max atan((z - z₀) / d) from points all over the roof; V = mean of cos² h;"
        " lost = 1 - Σ DNI sin e [e > h] / Σ DNI sin e; means by roof area"
    )
    if path.endswith("roofs"):
        formula = Message.of("Count of the roofs whose shading is known and holds")
    if kept is None or found is None:
        return Explanation(formula)
    model = kept.file or "–"
    terms = (
        Term(Message.of("Surface model"), model),
        Term(Message.of("Looked around as far as"), kept.reach_m, "m"),
        Term(Message.of("Directions"), float(kept.shading.table.shape[1]), ""),
    )
    features = MappingProxyType({"rooftops": found.count(SEEN)})
    return Explanation(formula, terms, features, tuple(assumed(kept, found)))


def assumed(kept: KeptShading, found: RoofStates) -> Iterable[Message]:
    """Yield what shading takes for granted of ground and surface model."""
    seen = found.places[found.places >= 0]
    if not kept.source:
        yield Message.of(
            "Assumed: level ground with nothing on it but the roofs, as high as the plan says: it"
            " has no surface model."
        )
    elif raised := int((kept.raised[seen] > 0).sum()):
        text = "Assumed: {n} roofs that the surface model does not show stand on its ground."
        yield Message.of(text, n=raised)
    if lacking := int((kept.known[seen] < 1.0 - LACKING).sum()):
        yield Message.of(
            "Assumed: an open horizon where the surface model has no heights. Around {n} roofs that"
            " is more than a tenth of the ground up to {far} m.",
            n=lacking,
            far=round(kept.reach_m),
        )
    yield Message.of("The curvature of the earth and trees in leaf or bare are left out.")


_ROOFS: Final = MappingProxyType({"rooftops": ("geometry",)})
_KEPT: Final = ("solar.shading_kept", "solar.shading_states")


def _total(name: str, title: str, unit: str, compute: Any, *read: str) -> Measure:  # noqa: ANN401
    return Measure(
        f"solar.{name}",
        title,
        unit,
        compute,
        layers=_ROOFS,
        measures=(*_KEPT, *read),
        explain=_why,
    )


def _count(inputs: Inputs) -> int | None:
    found = cast("RoofStates | None", inputs.value("solar.shading_states"))
    return None if found is None else found.count(SEEN)


MEASURES = (
    Measure("solar.shading_kept", "Shading kept in the plan", "", _kept, enclosed=(NAME,)),
    Measure(
        "solar.shading_keys",
        "What roofs are told by",
        "",
        _keys,
        layers=MappingProxyType({"rooftops": ("geometry", "height_m", "floors", "roof_type")}),
        measures=("solar.shading_kept",),
        update=_keys_again,
    ),
    Measure(
        "solar.shading_states",
        "State of the shading of roofs",
        "",
        _states,
        layers=_ROOFS,
        measures=("solar.shading_kept", "solar.shading_keys"),
        rasters=("dsm",),
    ),
    Measure(
        "solar.shading",
        "Horizons of roofs",
        "",
        _shading,
        layers=_ROOFS,
        measures=_KEPT,
    ),
    Measure(
        "solar.sky_view",
        "Sky view factor of the roof",
        "",
        _sky_view,
        layers=_ROOFS,
        measures=("solar.shading", *_KEPT),
        explain=_why,
        per_feature="rooftops",
        themed=True,
    ),
    Measure(
        "solar.sun_lost",
        "Direct sun that the roof loses to shading",
        "%",
        sun_lost,
        layers=_ROOFS,
        parameters=(STORED, "plan.utc_offset"),
        measures=("solar.shading", "solar.place", *_KEPT),
        explain=_why,
        per_feature="rooftops",
        themed=True,
    ),
    _total("sky_view_mean", "Sky view factor of the roofs", "", _mean("solar.sky_view"),
           "solar.sky_view"),
    _total("sun_lost_mean", "Direct sun that roofs lose to shading", "%", _mean("solar.sun_lost"),
           "solar.sun_lost"),
    _total("shaded_roofs", "Roofs with a known shading", "", _count),
)  # fmt: skip

PATHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "solar.sky_view": "solar.sky_view_mean",
        "solar.sun_lost_pct": "solar.sun_lost_mean",
        "solar.shaded_roofs": "solar.shaded_roofs",
    }
)


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about shading."""
    return {"solar": {path.split(".")[1]: results.value(id_) for path, id_ in PATHS.items()}}


def unknown(found: RoofStates | None) -> Iterable[tuple[Message, int]]:
    """Yield what would make the shading of the roofs known that have none, and of how many.

    Parameters
    ----------
    found
        What is known of them; None where nothing was computed.
    """
    if found is None:
        yield _COMPUTE, 0
        return
    if old := found.count(STALE, NEVER):
        text = Message.of(
            "the shading of {n} roofs, which were changed or drawn since, or stand near such ones:"
            " Analyse, Compute the shading of roofs",
            n=old,
        )
        if found.elsewhere:
            text = Message.of(
                "the shading of the roofs with the surface model that the plan has now: Analyse,"
                " Compute the shading of roofs"
            )
        yield text, old
    if beyond := found.count(BEYOND):
        yield Message.of("heights in the surface model where {n} roofs are", n=beyond), beyond
    if without := found.count(NO_HEIGHT):
        text = Message.of("a surface model, or the height or the floors of {n} roofs", n=without)
        yield text, without


def missing(results: Results) -> Iterable[Missing]:
    """Yield which roofs have no shading that holds, and what is to be done."""
    roofs = len(results.document.layer("rooftops"))
    found = cast("RoofStates | None", results.value("solar.shading_states"))
    if not roofs or found is None:
        needs = _COMPUTE if roofs else Message.of("rooftops")
        for path in PATHS:
            yield Missing(path, needs, roofs)
        return
    for text, count in unknown(found):
        yield Missing("solar.shaded_roofs", text, count)
    place = results.value("solar.place")
    if found.count(SEEN) and place is None:
        yield Missing("solar.sun_lost_pct", Message.of("a place of the plan"))
    if not found.count(SEEN):
        for path in ("solar.sky_view", "solar.sun_lost_pct"):
            yield Missing(path, _COMPUTE, roofs)
