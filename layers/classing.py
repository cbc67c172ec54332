"""Classes of numbers and the colours for them: bounds by a scheme, ramps as shipped data.

Bounds are found once, when the user asks for classes, and kept in the style: an edit changes which
class a feature is in, never the classes themselves. Finding them anew is a command of the user's.
"""

from __future__ import annotations

import importlib
import json
import math
import warnings
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from layers.errors import PlanError
from layers.style import Style
from resources import shipped
from resources.translations import grouped

Numbers = NDArray[np.float64]

SCHEMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "natural": "Natural breaks (Fisher-Jenks)",
        "quantiles": "Quantiles (equal counts)",
        "equal": "Equal intervals",
        "rounded": "Rounded bounds",
        "deviations": "Standard deviations",
    }
)
"""How bounds can be found, with titles in English; the empty scheme is by hand."""
FEWEST: Final = 2
MOST: Final = 9
"""Classes that a ramp is still told apart by."""
GREATEST: Final = 1e100
"""Numbers beyond it are none that was measured; differences and squares of them have no end."""
_SAME: Final = 1e-12
"""By what share of themselves numbers differ that are the same, counted in another order."""
SAMPLE: Final = 400
"""Natural breaks look at so many values, evenly spread over the sorted ones: they take time that
grows with the square of the count."""


# ---- bounds -------------------------------------------------------------------------------------


def breaks_of(values: Numbers, scheme: str, count: int) -> tuple[float, ...]:
    """Return the upper bounds of classes, ascending, the last one at or near the largest value.

    They are round numbers where that moves hardly a value, so that a legend prints them as they
    are.

    Parameters
    ----------
    values
        Numbers; missing ones are passed over. [any unit]
    scheme
        One of `SCHEMES`.
    count
        How many classes are wanted, from `FEWEST` to `MOST`. There are fewer where the values
        have fewer steps, and `deviations` and `rounded` choose their number by themselves.

    Raises
    ------
    PlanError
        Where there is no number.

    Examples
    --------
    >>> breaks_of(np.arange(1.0, 101.0), "equal", 4)
    (25.8, 50.5, 75.2, 100.0)
    >>> breaks_of(np.array([1.0, 1.0, np.nan, 2.0]), "quantiles", 5)
    (1.0, 2.0)
    """
    found = _together(np.sort(values[np.abs(values) < GREATEST]))
    if not len(found):
        raise PlanError("There is no number yet from which classes could be made.")
    count = min(max(count, FEWEST), MOST)
    distinct = np.unique(found)
    if len(distinct) <= count:
        return tuple(distinct.tolist())
    bins = np.empty(0)
    for wanted in range(count, MOST + 1):  # rounded bounds may be fewer than are asked for
        bins = np.unique(_bins(found, scheme, wanted))
        bins = bins[(bins >= found[0]) & np.isfinite(bins)]
        bins = bins[: np.searchsorted(bins, found[-1]) + 1][:MOST]
        if len(bins) >= FEWEST:
            break
    if scheme in {"natural", "quantiles"}:  # where values lie matters, not the bound itself
        rounder = [_parting(found, bound) for bound in bins.tolist()]
    else:
        gap = float(np.diff(bins).min()) if len(bins) > 1 else max(abs(float(bins[0])), 1e-9)
        places = math.ceil(2 - math.log10(gap))
        rounder = [float(f"{round(bound, places):.15g}") for bound in bins.tolist()]
    kept = tuple(dict.fromkeys(rounder))
    # Where bounds are close to one another, round numbers may change places.
    ascend = all(low < high for low, high in pairwise(kept))
    return kept if ascend and (len(kept) > 1 or len(bins) == 1) else tuple(bins.tolist())


def _together(values: Numbers) -> Numbers:
    """Return sorted values, those that only counting set apart as the greatest of them.

    A yield by power is the same for a thousand roofs, but for its last digits: classes between
    those would bear the same title twice.
    """
    apart = np.diff(values) > _SAME * np.abs(values[1:])
    last = np.append(np.flatnonzero(apart), len(values) - 1)
    return np.repeat(values[last], np.diff(last, prepend=-1)) if len(values) else values


def load() -> None:
    """Load what finds classes, so that the first classes are there at once."""
    importlib.import_module("mapclassify")


def _bins(values: Numbers, scheme: str, count: int) -> Numbers:
    import mapclassify  # takes two seconds, unless `load` was called

    known: Mapping[str, Any] = {
        "quantiles": mapclassify.Quantiles,
        "equal": mapclassify.EqualInterval,
        "rounded": mapclassify.PrettyBreaks,
        "natural": mapclassify.FisherJenks,
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that another library would make it faster
        if scheme == "deviations":
            return np.asarray(mapclassify.StdMean(values).bins, np.float64)
        if scheme != "natural":
            return np.asarray(known.get(scheme, known["quantiles"])(values, k=count).bins, float)
        sample = values
        if len(values) > SAMPLE:
            sample = values[np.linspace(0, len(values) - 1, SAMPLE).round().astype(int)]
        # It counts in single precision: sums of squares of large numbers would lose their ends.
        low, width = sample[0], sample[-1] - sample[0]
        shares = (sample - low) / width
        steps = min(count, len(np.unique(shares.astype(np.float32))))
        bins = np.asarray(known["natural"](shares, k=steps).bins, np.float64)
        return low + bins * width


def _parting(values: Numbers, bound: float) -> float:
    """Return the roundest number that parts sorted values as a bound does, or nearly so.

    At most every two-hundredth value comes into a neighbouring class.
    """
    place, slack = int(np.searchsorted(values, bound, side="right")), len(values) // 200
    for spare, most in ((0, 3), (slack, 16)):
        low = float(values[max(place - 1 - spare, 0)])
        end = place + spare
        high = float(values[end]) if end < len(values) else low + 0.05 * (low - float(values[0]))
        size = math.ceil(math.log10(max(abs(low), abs(high), 1e-9)))
        for digits in range(most + 1):
            step = 10.0 ** (size - digits)
            found = float(f"{math.ceil(low / step) * step:.15g}")
            if low <= found < high:
                return found
    return bound


def class_numbers(values: Numbers, breaks: Sequence[float]) -> NDArray[np.int32]:
    """Return the class of each number, -1 for a missing one.

    A bound belongs to the class below it; what is beyond the last bound to the last class.

    Examples
    --------
    >>> class_numbers(np.array([1.0, 2.0, 9.0, np.nan]), (1.0, 5.0)).tolist()
    [0, 1, 1, -1]
    """
    found = np.searchsorted(np.asarray(breaks, np.float64), values).astype(np.int32)
    return np.where(np.isnan(values), np.int32(-1), np.minimum(found, len(breaks) - 1))


def decimals(breaks: Sequence[float]) -> int:
    """Return how many decimals print bounds as they are, six at most.

    Examples
    --------
    >>> decimals((1.0, 2.25, 100.0))
    2
    """
    for count in range(6):
        if all(abs(round(bound, count) - bound) < 1e-9 * max(abs(bound), 1) for bound in breaks):
            return count
    return 6


def titles(breaks: Sequence[float], unit: str = "") -> tuple[str, ...]:
    """Return from where to where each class goes, for a legend; the same in every language.

    Examples
    --------
    >>> titles((12.5, 20.0, 31.0), "kWh/a")
    ('≤ 12.5 kWh/a', '12.5 – 20.0 kWh/a', '> 20.0 kWh/a')
    """
    places, found = decimals(breaks), list[str]()
    texts = [grouped(bound, places) for bound in breaks]
    for place in range(len(texts)):
        if place == 0:
            text = texts[0] if len(texts) == 1 else f"≤ {texts[0]}"
        elif place == len(texts) - 1:
            text = f"> {texts[place - 1]}"
        else:
            text = f"{texts[place - 1]} – {texts[place]}"
        found.append(f"{text} {unit}".rstrip())
    return tuple(found)


# ---- ramps --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ramp:
    """A row of colours.

    Parameters
    ----------
    id, title
        Its name, and what it is called in English.
    use
        ``sequential`` from little to much, ``diverging`` around a middle, ``qualitative`` for
        categories.
    stops
        Colours ``#rrggbb`` from the first to the last.
    """

    id: str
    title: str
    use: Literal["sequential", "diverging", "qualitative"]
    stops: tuple[str, ...]

    def colours(self, count: int, *, backwards: bool = False) -> tuple[str, ...]:
        """Return so many colours, evenly spread between the first and the last.

        Examples
        --------
        >>> Ramp("g", "Greys", "sequential", ("#000000", "#ffffff")).colours(3)
        ('#000000', '#636363', '#ffffff')
        """
        stops = self.stops[::-1] if backwards else self.stops
        if self.use == "qualitative":
            return tuple(stops[place % len(stops)] for place in range(count))
        return stops if count == len(stops) else _between(stops, count)


@cache
def ramps() -> Mapping[str, Ramp]:
    """Return the shipped ramps by id, in the order of the file."""
    text = shipped("styles", "ramps.json").read_text(encoding="utf-8")
    found = [Ramp(r["id"], r["title"], r["use"], tuple(r["colours"])) for r in json.loads(text)]
    return MappingProxyType({ramp.id: ramp for ramp in found})


def ramp_of(style: Style) -> tuple[Ramp, bool] | None:
    """Return the shipped ramp that a style's colours are from and whether it runs backwards.

    None where some colour was chosen by hand.
    """
    for ramp in ramps().values():
        for backwards in (False, True):
            if style.ramp and ramp.colours(len(style.ramp), backwards=backwards) == style.ramp:
                return ramp, backwards
    return None


@lru_cache(maxsize=256)
def _between(stops: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Return colours between stops, mixed in OKLab so that steps look alike."""
    lab = np.array([_lab(stop) for stop in stops])
    places = np.linspace(0, len(stops) - 1, count) if count > 1 else np.array([len(stops) - 1])
    mixed = [np.interp(places, np.arange(len(stops)), lab[:, axis]) for axis in range(3)]
    return tuple(_hex(one) for one in np.column_stack(mixed))


_TO_CONES: Final = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB: Final = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
"""From linear sRGB to cones and on to OKLab; B. Ottosson, A perceptual color space, 2020."""


def _lab(colour: str) -> Numbers:
    values = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return _TO_LAB @ np.cbrt(_TO_CONES @ linear)


def _hex(lab: Numbers) -> str:
    linear = np.linalg.solve(_TO_CONES, np.linalg.solve(_TO_LAB, lab) ** 3).clip(0, 1)
    values = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{int(value):02x}" for value in (values * 255).round())


# ---- styles -------------------------------------------------------------------------------------


def graduated(  # noqa: PLR0917 - what a dialog asks for
    style: Style, by: str, values: Numbers, scheme: str, count: int, ramp: Ramp, *, backwards: bool
) -> Style:
    """Return a style that colours by number, with bounds found in the values.

    Raises
    ------
    PlanError
        Where there is no number.
    """
    breaks = breaks_of(values, scheme, count)
    colours = ramp.colours(len(breaks), backwards=backwards)
    return replace(style, by=by, breaks=breaks, ramp=colours, scheme=scheme, colours={})


def categorised(style: Style, by: str, values: Iterable[str]) -> Style:
    """Return a style that colours by value, with a colour of its own for each value.

    Values that come later and have none get one of `colour_for`, as the fill is empty.
    """
    found = dict.fromkeys(value for value in values if value)
    colours = _qualitative().colours(len(found))
    pairs = MappingProxyType(dict(zip(found, colours, strict=True)))
    return replace(style, by=by, colours=pairs, fill="", breaks=(), ramp=(), scheme="")


def colour_for(value: str) -> str:
    """Return the colour of a category that was given none: always the same one for a value."""
    stops = _qualitative().stops
    return stops[zlib.crc32(value.encode()) % len(stops)]


def _qualitative() -> Ramp:
    return next(ramp for ramp in ramps().values() if ramp.use == "qualitative")
