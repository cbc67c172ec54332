"""Existing land use: its balance, beside that of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd

from layers.analysis.absent import Missing
from layers.analysis.balance import Balance, balanced, plain_row
from layers.analysis.by_code import Coded, coding
from layers.analysis.land import Sums
from layers.explanation import Explanation, Term
from layers.measure import Inputs, Measure, Results
from layers.message import Message

_CODED: Final = coding("land_use_existing")


def _by_code(inputs: Inputs) -> Mapping[str, float] | None:
    """Return the area of each existing code inside the site; None where no parcel has one. [m²]."""
    coded = cast("Coded", inputs.value("land.existing_coded"))
    if not any(code.strip() for code in coded.codes):
        return None
    inside = cast("pd.Series", inputs.value("land.inside")).to_numpy()
    sums = np.bincount(coded.places, inside, len(coded.codes)).tolist()
    found: dict[str, float] = {}
    for code, area in zip(coded.codes, sums, strict=True):
        if area > 0:
            key = code if code.strip() else ""
            found[key] = found.get(key, 0.0) + area
    return MappingProxyType(found)


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
        measures=("land.existing_coded", "land.inside"),
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
