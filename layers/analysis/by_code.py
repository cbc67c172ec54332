"""Land by land-use code, whatever codes occur."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.analysis.additive import exchanged
from layers.analysis.carrying import kept_rows
from layers.analysis.overlay import Numbers, Places
from layers.edit import Change
from layers.explanation import Explanation
from layers.measure import Inputs, Measure
from layers.message import Message
from layers.mixed import codes_of, fractions_of, is_mixed


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """Land-use codes as numbers.

    Parameters
    ----------
    places
        Place of each parcel's code in ``codes``.
    codes
        The codes as found, the empty code for parcels without one.
    counts
        How many parcels have each of them.
    blank
        Whether an empty text occurs beside missing codes, or instead of them.
    """

    places: Places
    codes: tuple[str, ...]
    counts: Places
    blank: bool = False


def coding(
    column: str,
) -> tuple[Callable[[Inputs], Coded], Callable[[Inputs, Inputs, Coded, Change], Coded]]:
    """Return how the codes of a column of parcels become numbers, anew and after an edit."""

    def coded(inputs: Inputs) -> Coded:
        """Return the parcels' codes as numbers, once for all who sum by code."""
        # Sorted, so that they stand in one order whichever parcel comes first.
        places, codes = pd.factorize(inputs.column("parcels", column), sort=True)
        found = [str(code) for code in codes]
        blank = "" in found
        if (places < 0).any():
            places = np.where(places < 0, len(found), places)
            found.append("")
        if len(found) == 1:  # as of a column that nobody has filled
            return Coded(_nowhere_else(len(places)), tuple(found), np.array([len(places)]), blank)
        counts = np.bincount(places, minlength=len(found))
        return Coded(places.astype(np.intp), tuple(found), counts, blank)

    def again(inputs: Inputs, before: Inputs, value: Coded, change: Change) -> Coded:
        """Look at the parcels that were touched; at all where a code comes or occurs no more."""
        kept = kept_rows(inputs, before, change, "parcels")
        # An empty text beside missing codes is told from them when all are looked at.
        if kept is None or value.blank:
            return coded(inputs)
        known = {code: place for place, code in enumerate(value.codes)}
        codes = inputs.column("parcels", column, kept.fresh)
        fresh = np.array([_place_of(code, known) for code in codes], np.intp)
        if (fresh < 0).any():
            return coded(inputs)
        counts = value.counts - np.bincount(value.places[kept.gone], minlength=len(known))
        counts += np.bincount(fresh, minlength=len(known))
        if not counts.all():
            return coded(inputs)
        alike = len(value.codes) == 1
        places = _nowhere_else(kept.count) if alike else kept.filled(value.places, fresh)
        return Coded(places, value.codes, counts)

    return coded, again


def _nowhere_else(count: int) -> Places:
    """Return the place of the only code there is: one of them in memory, however many there are."""
    return np.broadcast_to(np.intp(0), count)


def _place_of(code: object, known: Mapping[str, int]) -> int:
    if code == "":
        return -1
    return known.get(code if isinstance(code, str) else "", -1)


@dataclass(frozen=True, slots=True, eq=False)
class Uses:
    """Land uses with what each code has of them.

    Parameters
    ----------
    places
        Place of each parcel's use in ``parts``.
    parts
        For each use its codes with their fractions, which sum to 1. A mixed use whose shares are
        missing stands there undivided; the empty code is for parcels without one.
    written
        The codes and shares of each use as they stand in the two columns.
    """

    places: Places
    parts: tuple[tuple[tuple[str, float], ...], ...]
    written: tuple[tuple[str, str], ...]

    @property
    def without_shares(self) -> NDArray[np.bool_]:
        """Which uses are mixed and have no shares that add up to 100 %."""
        return np.array([is_mixed(parts[0][0]) for parts in self.parts], bool)


def _uses(inputs: Inputs) -> Uses:
    """Return the parcels' uses: mixed ones by their shares, the others as they are coded."""
    coded = cast("Coded", inputs.value("land.coded"))
    # An empty text is no code either.
    parts: list[tuple[tuple[str, float], ...]] = [
        ((code if code.strip() else "", 1.0),) for code in coded.codes
    ]
    written = [(code, "") for code in coded.codes]
    mixed = np.array([is_mixed(code) for code in coded.codes], bool)
    if not mixed.any():
        return Uses(coded.places, tuple(parts), tuple(written))
    places = coded.places.copy()
    rows = np.flatnonzero(mixed[places])
    texts = inputs.column("parcels", "land_use_shares", rows)
    numbers, distinct = pd.factorize(texts)
    # A missing text has the number -1: it comes first here.
    pairs = places[rows] * (len(distinct) + 1) + numbers + 1
    for pair in np.unique(pairs).tolist():
        place, number = divmod(pair, len(distinct) + 1)
        text = str(distinct[number - 1]) if number else ""
        codes = codes_of(coded.codes[place])
        fractions = fractions_of(text, len(codes))
        places[rows[pairs == pair]] = len(parts)
        parts.append(tuple(zip(codes, fractions, strict=True)) if fractions else parts[place])
        written.append((coded.codes[place], text))
    return Uses(places, tuple(parts), tuple(written))


def divided(uses: Uses, sums: Iterable[float]) -> dict[str, float]:
    """Return sums by use as sums by code; the parts of each use add up to it.

    Examples
    --------
    >>> uses = Uses(np.array([0]), ((("M1", 0.7), ("B2", 0.3)),), (("M1/B2", "70/30"),))
    >>> divided(uses, [1000.0])
    {'M1': 700.0, 'B2': 300.0}
    """
    found: dict[str, float] = {}
    for parts, whole in zip(uses.parts, sums, strict=True):
        rest = whole
        for code, fraction in parts[:-1]:
            part = whole * fraction
            rest -= part
            found[code] = found.get(code, 0.0) + part
        last = parts[-1][0]
        found[last] = found.get(last, 0.0) + rest
    return found


@dataclass(frozen=True, slots=True, eq=False)
class UseSums:
    """Sums over the parcels of each land use.

    Parameters
    ----------
    whole_m2, inside_m2
        Their land, and what of it lies inside the red line. [m²]
    parcels
        How many have land inside it.
    """

    whole_m2: Numbers
    inside_m2: Numbers
    parcels: Numbers


def _use_sums(inputs: Inputs) -> UseSums:
    return UseSums(*_summed(inputs, None))


def _summed(inputs: Inputs, rows: Places | None) -> Numbers:
    uses = cast("Uses", inputs.value("land.uses"))
    whole, inside = (
        cast("pd.Series", inputs.value(name)).to_numpy() for name in ("land.areas", "land.inside")
    )
    places = uses.places
    if rows is not None:
        places, whole, inside = places[rows], whole[rows], inside[rows]
    count = len(uses.parts)
    if not count:
        return np.zeros((3, 0))
    sums = [np.bincount(places, one, count) for one in (whole, inside, inside > 0)]
    return np.stack(sums).astype(np.float64, copy=False)


def _use_sums_again(inputs: Inputs, before: Inputs, value: UseSums, change: Change) -> UseSums:
    """Take away the parcels that were touched as they were, and add them as they are."""
    kept = kept_rows(inputs, before, change, "parcels", same=("land.site",))
    uses, known = (cast("Uses", one.value("land.uses")) for one in (inputs, before))
    if kept is None or uses.written != known.written:
        return _use_sums(inputs)
    sums = np.stack([value.whole_m2, value.inside_m2, value.parcels])
    found = exchanged(sums, _summed(before, kept.gone), _summed(inputs, kept.fresh))
    return _use_sums(inputs) if found is None else UseSums(*found)


def _by_code(inputs: Inputs) -> Mapping[str, float]:
    """Return ``A_c = Σ A_i`` for every code as found, empty for none [m²]."""
    uses = cast("Uses", inputs.value("land.uses"))
    sums = cast("UseSums", inputs.value("land.use_sums"))
    some = (sums.parcels > 0).tolist()
    occur = {
        code for parts, there in zip(uses.parts, some, strict=True) if there for code, _ in parts
    }
    areas = divided(uses, sums.inside_m2.tolist())
    return MappingProxyType({code: areas[code] for code in sorted(occur)})


def _why_by_code(inputs: Inputs, value: Mapping[str, float], path: str) -> Explanation:
    uses = cast("Uses", inputs.value("land.uses"))
    inside = cast("pd.Series", inputs.value("land.inside")).to_numpy()
    asked = path.removeprefix("land.by_code.") if path.startswith("land.by_code.") else None
    chosen = np.array(
        [asked is None or any(code == asked for code, _ in parts) for parts in uses.parts], bool
    )
    mixed = np.array([len(parts) > 1 for parts in uses.parts], bool) & chosen
    count = int((chosen[uses.places] & (inside > 0)).sum()) if len(uses.parts) else 0
    shared = int((mixed[uses.places] & (inside > 0)).sum()) if len(uses.parts) else 0
    left_out: list[Message] = []
    if "" in value:
        left_out.append(
            Message.of("{area} m² of parcels have no land-use code.", area=round(value[""], 2))
        )
    whole = math.fsum(area for code, area in value.items() if is_mixed(code))
    if whole:
        left_out.append(
            Message.of(
                "{area} m² of mixed use have no shares and belong to no single code.",
                area=round(whole, 2),
            )
        )
    return Explanation(
        Message.of("Sum of the plane areas of the parcels of a code, inside the red line")
        if not shared
        else Message.of(
            "Sum of the plane areas of the parcels of a code, inside the red line; of {n} parcels"
            " of mixed use by their shares",
            n=shared,
        ),
        features=MappingProxyType({"parcels": count}),
        left_out=tuple(left_out),
    )


_CODED: Final = coding("land_use")

MEASURES = (
    Measure(
        "land.coded",
        "Land-use codes",
        "",
        _CODED[0],
        layers=MappingProxyType({"parcels": ("land_use",)}),
        update=_CODED[1],
    ),
    Measure(
        "land.uses",
        "Land uses with their shares",
        "",
        _uses,
        layers=MappingProxyType({"parcels": ("land_use_shares",)}),
        measures=("land.coded",),
    ),
    Measure(
        "land.use_sums",
        "Area by land use",
        "m²",
        _use_sums,
        layers=MappingProxyType({"parcels": ()}),
        measures=("land.uses", "land.areas", "land.inside", "land.site"),
        update=_use_sums_again,
    ),
    Measure(
        "land.by_code",
        "Area by land-use code",
        "m²",
        _by_code,
        measures=("land.uses", "land.use_sums", "land.inside"),
        explain=_why_by_code,
    ),
)
