"""Existing land use: its balance, beside that of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd

from layers.analysis.absent import Missing
from layers.analysis.additive import exchanged
from layers.analysis.balance import Balance, balanced, plain_row
from layers.analysis.by_code import Coded, coding
from layers.analysis.carrying import kept_rows
from layers.analysis.land import Sums
from layers.analysis.overlay import Places
from layers.edit import Change
from layers.explanation import Explanation, Term
from layers.measure import Inputs, Measure, Results
from layers.message import Message

_CODED: Final = coding("land_use_existing")


def _by_code(inputs: Inputs) -> Mapping[str, float] | None:
    """Return the area of each existing code inside the site; None where no parcel has one. [m²]."""
    coded = cast("Coded", inputs.value("land.existing_coded"))
    if not any(code.strip() for code in coded.codes):
        return None
    return MappingProxyType({key: area for key, area in _areas(inputs).items() if area > 0})


def _areas(inputs: Inputs, places: Places | None = None) -> dict[str, float]:
    """Return the area of each existing code on some parcels, or on all. [m²]."""
    coded = cast("Coded", inputs.value("land.existing_coded"))
    inside = cast("pd.Series", inputs.value("land.inside")).to_numpy()
    of_parcels = coded.places
    if places is not None:
        of_parcels, inside = of_parcels[places], inside[places]
    sums = np.bincount(of_parcels, inside, len(coded.codes)).tolist()
    found: dict[str, float] = {}
    for code, area in zip(coded.codes, sums, strict=True):
        key = code if code.strip() else ""
        found[key] = found.get(key, 0.0) + area
    return found


def _by_code_again(
    inputs: Inputs, before: Inputs, value: Mapping[str, float] | None, change: Change
) -> Mapping[str, float] | None:
    """Take away the parcels that were touched as they were, and add them as they are."""
    coded, old = (cast("Coded", one.value("land.existing_coded")) for one in (inputs, before))
    if value is None or coded.codes != old.codes:
        return _by_code(inputs)
    kept = kept_rows(inputs, before, change, "parcels", same=("land.site",))
    if kept is None:
        return _by_code(inputs)
    gone, fresh = _areas(before, kept.gone), _areas(inputs, kept.fresh)
    areas = np.array([[one.get(key, 0.0) for key in fresh] for one in (value, gone, fresh)])
    found = exchanged(*areas)
    if found is None:
        return _by_code(inputs)
    pairs = zip(fresh, found.tolist(), strict=True)
    return MappingProxyType({key: area for key, area in pairs if area > 0})


def _balance(inputs: Inputs) -> Balance | None:
    """Return the balance of existing land use, as the planned one is made."""
    by_code = cast("Mapping[str, float] | None", inputs.value("land.existing_by_code"))
    if by_code is None:
        return None
    sums = cast("Sums", inputs.value("land.sums"))
    return balanced(by_code, inputs.codes, sums.site_m2, sums.unassigned_m2, sums.overlap_m2)


def _why(inputs: Inputs, value: Balance | None, path: str) -> Explanation:
    del path
    inside = cast("pd.Series", inputs.value("land.inside")).to_numpy()
    formula = Message.of(
        "Sum of the plane areas of the parcels of an existing code, inside the red line; share ="
        " 100 × area / area of urban construction land (GB 50137-2011, 4.4.1)"
    )
    terms: tuple[Term, ...] = ()
    if value is not None:
        terms = (Term(Message.of("Urban construction land"), value.urban_m2, "m²"),)
    return Explanation(formula, terms, MappingProxyType({"parcels": int((inside > 0).sum())}))


MEASURES = (
    Measure(
        "land.existing_coded",
        "Existing land-use codes",
        "",
        _CODED[0],
        layers=MappingProxyType({"parcels": ("land_use_existing",)}),
        update=_CODED[1],
    ),
    Measure(
        "land.existing_by_code",
        "Area by existing land-use code",
        "m²",
        _by_code,
        layers=MappingProxyType({"parcels": ()}),
        measures=("land.existing_coded", "land.site", "land.inside"),
        update=_by_code_again,
    ),
    Measure(
        "land.existing_balance",
        "Balance of existing land use",
        "m²",
        _balance,
        parameters=("plan.code_set", "plan.own_codes"),
        measures=("land.existing_by_code", "land.sums", "land.inside"),
        explain=_why,
    ),
)

PATHS: Final[Mapping[str, str]] = MappingProxyType(
    {"land.existing": "land.existing_balance", "land.existing_urban_m2": "land.existing_balance"}
)


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about existing land use."""
    balance = cast("Balance | None", results.value("land.existing_balance"))
    return {
        "land": {
            "existing_urban_m2": None if balance is None else balance.urban_m2,
            "existing": [] if balance is None else [plain_row(row) for row in balance.rows],
        }
    }


def missing(results: Results) -> Iterable[Missing]:
    """Yield what the existing balance lacks."""
    coded = cast("Coded", results.value("land.existing_coded"))
    needs = Message.of("the existing land use of every parcel")
    if results.value("land.existing_balance") is None:
        yield Missing("land.existing_urban_m2", needs)
        return
    empty = np.array([not code.strip() for code in coded.codes], bool)
    if count := int(empty[coded.places].sum()):
        yield Missing("land.existing", needs, count)
