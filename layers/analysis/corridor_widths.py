"""Corridors: length, ground, and width against what is asked of their type.

Classes of width are those of the review of ecological corridors (``belt.ECO-W1`` … ``ECO-W6``);
too narrow is what lies below the lowest width of its type. Both are advice.
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
from layers.analysis.claims import bands
from layers.analysis.joined_lines import placed
from layers.analysis.overlay import Numbers, Shapes, by_id, clipped, sound
from layers.explanation import Explanation, Term
from layers.factor import Factor
from layers.measure import Inputs, Measure, Results
from layers.message import Message

CLASSES: Final = tuple(f"belt.ECO-W{number}" for number in range(1, 7))
"""Classes of width, the narrowest first."""
LEAST: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ecological": "belt.ECO-W1",
        "greenway": "belt.GW-urban",
        "protective": "belt.PROT-road26",
        "waterfront": "belt.ECO-riparian",
    }
)
"""Whose low end is the least width of a type of corridor; that of ecological ones for no type."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Corridors inside the red line.

    Parameters
    ----------
    length_m, area_m2
        Of centre lines, and of the ground they take together; None without a corridor, the area
        also where a width is missing.
    unmeasured
        Count of corridors without a width.
    """

    length_m: float | None
    area_m2: float | None
    unmeasured: int


def lengths_inside(site: Any, lines: Shapes) -> Numbers:  # noqa: ANN401
    """Return how long lines are inside the site; all of them without one. [m].

    Examples
    --------
    >>> lines = shapely.linestrings([[(0, 0), (10, 0)], [(20, 0), (30, 0)]])
    >>> lengths_inside(shapely.box(-5, -5, 4, 5), lines).tolist()
    [4.0, 0.0]
    """
    there = placed(lines)
    cut = lines[there] if site is None else shapely.intersection(lines[there], site)
    found = np.zeros(len(lines))
    found[there] = shapely.length(cut)
    return found


def _extent(inputs: Inputs) -> Extent:
    lines, widths = inputs.geometries("corridors"), inputs.numbers("corridors", "width_m")
    site = inputs.value("land.site")
    if not len(lines):
        return Extent(None, None, 0)
    there = placed(lines)
    unmeasured = int((~(widths > 0)).sum())
    length = float(lengths_inside(site, lines).sum())
    if unmeasured:
        return Extent(length, None, unmeasured)
    ground = clipped(site, sound(bands(lines[there], widths[there])))
    return Extent(length, float(shapely.area(shapely.union_all(ground))), 0)


def _low(inputs: Inputs, id_: str) -> float:
    factor = inputs.parameter(id_)
    low = factor.low if isinstance(factor, Factor) else None
    return np.nan if low is None else low


def _classes(inputs: Inputs) -> pd.Series:
    """Return the class of each corridor's width, 0 below the first; NaN without a width. [-]."""
    widths = inputs.numbers("corridors", "width_m")
    lows = np.sort([_low(inputs, id_) for id_ in CLASSES])
    found = np.searchsorted(lows[np.isfinite(lows)], widths, side="right").astype(np.float64)
    return by_id(np.where(np.isnan(widths), np.nan, found), inputs.ids("corridors"))


def _kept(inputs: Inputs) -> pd.Series:
    """Return how much of the least width of its type each corridor has, 100 at most. [%]."""
    widths = inputs.numbers("corridors", "width_m")
    places, types = pd.factorize(inputs.column("corridors", "type"))
    asked = np.array(
        [_low(inputs, LEAST.get(str(one), CLASSES[0])) for one in [*types, ""]], np.float64
    )
    least = asked[places]
    share = np.divide(widths, least, out=np.full(len(widths), np.nan), where=least > 0)
    return by_id(100.0 * np.minimum(share, 1.0), inputs.ids("corridors"))


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide corridors are, as far as their widths are known.

    Parameters
    ----------
    narrow
        Count of those below the least width of their type.
    kept_pct
        Share of the length that has that width. [%]
    """

    narrow: int
    kept_pct: float


def _widths(inputs: Inputs) -> Widths | None:
    """Return how wide corridors are; None where no width is known."""
    kept = cast("pd.Series", inputs.value("network.width_kept")).to_numpy()
    lengths = lengths_inside(inputs.value("land.site"), inputs.geometries("corridors"))
    known = np.isfinite(kept)
    whole = float(lengths[known].sum())
    if not whole > 0:
        return None
    wide = float(lengths[known & (kept >= 100.0)].sum())
    return Widths(int((kept[known] < 100.0).sum()), 100.0 * wide / whole)


def _why_extent(inputs: Inputs, value: object, path: str) -> Explanation:
    extent = cast("Extent", value)
    of_area = path.endswith("area_m2")
    formula = (
        "Union of the bands of the corridors, half the width to each side, inside the red line"
        if of_area
        else "Σ length of the corridors' centre lines inside the red line"
    )
    return Explanation(
        Message.of(formula),
        features=MappingProxyType({"corridors": len(inputs.ids("corridors"))}),
        left_out=_unmeasured(extent.unmeasured),
    )


def _unmeasured(count: int) -> tuple[Message, ...]:
    return (Message.of("Corridors without a width: {n}.", n=count),) if count else ()


def _why_widths(inputs: Inputs, value: object, path: str) -> Explanation:
    del value
    factors = (inputs.parameter(id_) for id_ in LEAST.values())
    kept = cast("pd.Series", inputs.value("network.width_kept")).to_numpy()
    return Explanation(
        Message.of("Corridors whose width is below the lowest one asked of their type")
        if path.endswith("narrow")
        else Message.of("Length of the corridors that are as wide as their type asks, over all"),
        tuple(Term.of(one, one.low) for one in factors if isinstance(one, Factor)),
        MappingProxyType({"corridors": int(np.isfinite(kept).sum())}),
        _unmeasured(int(np.isnan(kept).sum())),
    )


_WIDTH: Final = MappingProxyType({"corridors": ("width_m",)})
_SHAPED: Final = MappingProxyType({"corridors": ("geometry", "width_m")})
_ASKED: Final = (*dict.fromkeys((*CLASSES, *LEAST.values())),)

MEASURES = (
    Measure(
        "network.extent",
        "Length and ground of the corridors",
        "",
        _extent,
        layers=_SHAPED,
        measures=("land.site",),
        explain=_why_extent,
    ),
    Measure(
        "network.width_class",
        "Class of the corridor's width",
        "",
        _classes,
        layers=_WIDTH,
        parameters=CLASSES,
        per_feature="corridors",
        themed=True,
        deferred=True,
    ),
    Measure(
        "network.width_kept",
        "Share of the least width of its type",
        "%",
        _kept,
        layers=MappingProxyType({"corridors": ("type", "width_m")}),
        parameters=_ASKED,
        per_feature="corridors",
        themed=True,
    ),
    Measure(
        "network.widths",
        "Corridors by width",
        "",
        _widths,
        layers=MappingProxyType({"corridors": ("geometry",)}),
        parameters=_ASKED,
        measures=("network.width_kept", "land.site"),
        explain=_why_widths,
    ),
)

PATHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "corridors.length_m": "network.extent",
        "corridors.area_m2": "network.extent",
        "corridors.narrow": "network.widths",
        "corridors.width_kept_pct": "network.widths",
    }
)


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about the size of corridors."""
    extent = cast("Extent", results.value("network.extent"))
    widths = cast("Widths | None", results.value("network.widths"))
    return {
        "corridors": {
            "length_m": extent.length_m,
            "area_m2": extent.area_m2,
            "narrow": None if widths is None else widths.narrow,
            "width_kept_pct": None if widths is None else widths.kept_pct,
        }
    }


def missing(results: Results) -> Iterable[Missing]:
    """Yield what the size of corridors lacks."""
    extent = cast("Extent", results.value("network.extent"))
    if extent.length_m is None:
        yield Missing("corridors.length_m", Message.of("green corridors"))
    if extent.area_m2 is None:
        needs = Message.of("green corridors with a width")
        yield Missing("corridors.area_m2", needs, extent.unmeasured)
    if results.value("network.widths") is None:
        for name in ("narrow", "width_kept_pct"):
            needs = Message.of("green corridors with a width")
            yield Missing(f"corridors.{name}", needs, extent.unmeasured)
