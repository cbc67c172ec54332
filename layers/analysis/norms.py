"""Land beside the ranges of standards and customs: shares of classes, and land per head.

``share_c = 100 · A_c / A_b`` of urban construction land and ``a_c = A_c / N`` per resident
(GB 50137-2011, 4.3 and 4.4). The ranges were made for whole cities: they advise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np

from layers.analysis.absent import Missing
from layers.analysis.balance import Balance
from layers.analysis.people import People, PeopleSums
from layers.analysis.transport import Ways
from layers.codes import CodeSet
from layers.explanation import Explanation, Term
from layers.factor_tables.norms import OF_URBAN, PARK_TITLE
from layers.measure import Inputs, Measure, Results
from layers.message import Message
from layers.parameters import Factor

BELOW: Final = "below"
WITHIN: Final = "within"
ABOVE: Final = "above"


@dataclass(frozen=True, slots=True)
class Norm:
    """A figure of the land beside a range.

    Parameters
    ----------
    factor
        The range.
    value
        None where it is missing. [unit of the factor]
    """

    factor: Factor
    value: float | None

    @property
    def subject(self) -> str:
        """The classes whose land is meant, as ``A+B`` or ``G1``."""
        return subject_of(self.factor)

    @property
    def of_urban(self) -> bool:
        """Whether it is a share of urban construction land."""
        return self.factor.title.endswith(OF_URBAN)

    @property
    def state(self) -> str | None:
        """Whether the value is below, within or above the range; None where it is missing."""
        if self.value is None:
            return None
        if self.factor.low is not None and self.value < self.factor.low:
            return BELOW
        if self.factor.high is not None and self.value > self.factor.high:
            return ABOVE
        return WITHIN

    @property
    def of_park(self) -> bool:
        """Whether it is a share of the construction land of a park."""
        return self.factor.title.endswith(PARK_TITLE)


def judged(norms: Sequence[Norm]) -> tuple[Norm, ...]:
    """Return the ranges of shares that land is judged by: one for each class.

    Ranges of whole cities and of parks ask for different shares of the same class, and both
    cannot hold: that of parks is taken where there is one, else that of the standard.
    """
    of_parks = {one for norm in norms if norm.of_park for one in norm.subject.split("+")}
    return tuple(
        norm
        for norm in norms
        if norm.of_park or (norm.of_urban and of_parks.isdisjoint(norm.subject.split("+")))
    )


def subject_of(factor: Factor) -> str:
    """Return the classes that a range is about; its title begins with them."""
    return factor.title.partition(" – ")[0]


def _people(column: str) -> Callable[[Inputs], float | None]:
    def people(inputs: Inputs) -> float | None:
        """Return the people inside the red line; None where no parcel there has a number."""
        return cast("PeopleSums", inputs.value("land.people_sums")).total(column)

    return people


def _per_head(inputs: Inputs) -> Mapping[str, float] | None:
    """Return the land of each main class per resident; None without residents. [m²]."""
    population = inputs.value("land.population")
    if not population:
        return None
    codes = inputs.codes
    balance = cast("Balance", inputs.value("land.balance"))
    found: dict[str, float] = {}
    for code, area in inputs.value("land.by_code").items():
        main = codes.main_class(code)
        if main is not None:
            found[main] = found.get(main, 0.0) + area / population
    found["urban"] = balance.urban_m2 / population
    return MappingProxyType(found)


def area_of(subject: str, by_code: Mapping[str, float], codes: CodeSet) -> float:
    """Return the area of the classes that a rule names, as ``A+B`` or ``G1``. [m²].

    Examples
    --------
    >>> from layers.codes import code_set
    >>> area_of("A+B", {"A35": 2.0, "B1": 3.0, "M1": 9.0}, code_set("GB50137-2011"))
    5.0
    """
    return sum(by_code[code] for code in _lying_in(subject, tuple(by_code), codes))


@lru_cache(maxsize=512)
def _lying_in(subject: str, known: tuple[str, ...], codes: CodeSet) -> tuple[str, ...]:
    """Return which codes lie in the classes of a rule: there are many rules, and the same codes."""
    wanted = frozenset(f"{codes.id}:{one}" for one in subject.split("+"))
    return tuple(code for code in known if codes.lies_in(code, wanted))


def _norms(inputs: Inputs) -> tuple[Norm, ...]:
    """Return the plan's figures beside the ranges that hold for its code set."""
    balance = cast("Balance", inputs.value("land.balance"))
    by_code = cast("Mapping[str, float]", inputs.value("land.by_code"))
    population, codes = inputs.value("land.population"), inputs.codes
    climate = inputs.parameter("plan.climate")
    found: list[Norm] = []
    for name, factor in inputs.factors("norm.").items():
        zone = name.removeprefix("PC-R-")
        if zone in ("cold", "warm") and zone != climate:
            continue
        whole = population if factor.unit == "m²" else balance.urban_m2 / 100.0
        area = area_of(subject_of(factor), by_code, codes)
        found.append(Norm(factor, area / whole if whole else None))
    return tuple(found)


# ---- why ----------------------------------------------------------------------------------------


def _why(inputs: Inputs, value: tuple[Norm, ...], path: str) -> Explanation:
    asked = path.removeprefix("land.norms").strip(".")
    chosen = [norm for norm in value if not asked or norm.factor.id == asked]
    balance = cast("Balance", inputs.value("land.balance"))
    terms = [
        Term(Message.of("Urban construction land"), balance.urban_m2, "m²"),
        Term(Message.of("Residents"), inputs.value("land.population"), ""),
        *(Term.of(norm.factor) for norm in chosen),
    ]
    return Explanation(
        Message.of(
            "Share = 100 × area of the classes / urban construction land; per head = area of the"
            " classes / residents (GB 50137-2011, 4.3 and 4.4)"
        ),
        tuple(terms),
        left_out=(
            Message.of("The ranges were made for whole cities. They advise and are not enforced."),
        ),
    )


def _why_people(column: str) -> Callable[[Inputs, object, str], Explanation]:
    def why(inputs: Inputs, value: object, path: str) -> Explanation:
        del value, path
        people = cast("People", inputs.value("land.people"))
        told, within = ~np.isnan(people.entered[column]), people.share > 0
        left_out: list[Message] = []
        if lacking := int((~told & within).sum()):
            left_out.append(Message.of("{n} parcels have no number.", n=lacking))
        if outside := float((people.entered[column] - people.inside[column])[told].sum()):
            text = "{people} people live or work on land outside the red line and do not count."
            left_out.append(Message.of(text, people=round(outside, 1)))
        return Explanation(
            Message.of(
                "Sum over the parcels that have a number; of a parcel that the red line cuts, the"
                " share that its land inside has"
            ),
            features=MappingProxyType({"parcels": int((told & within).sum())}),
            left_out=tuple(left_out),
        )

    return why


def _land_of(main: str) -> Message:
    if main == "urban":
        return Message.of("Urban construction land")
    return Message.of("Land of {code}", code=main)


def _why_per_head(inputs: Inputs, value: Mapping[str, float] | None, path: str) -> Explanation:
    residents = inputs.value("land.population")
    main = path.removeprefix("land.per_head_m2").strip(".")
    known = value or {}
    terms = [
        Term(_land_of(code), found * residents, "m²")
        for code, found in known.items()
        if residents and code == main
    ]
    return Explanation(
        Message.of(
            "Land of a main class inside the red line / residents; urban is the construction land"
        ),
        (*terms, Term(Message.of("Residents"), residents, "")),
        left_out=(Message.of("Workers who live elsewhere are no residents."),),
    )


MEASURES = (
    Measure(
        "land.population",
        "Residents",
        "",
        _people("population"),
        measures=("land.people_sums", "land.people"),
        explain=_why_people("population"),
    ),
    Measure(
        "land.workers",
        "Workers",
        "",
        _people("workers"),
        measures=("land.people_sums", "land.people"),
        explain=_why_people("workers"),
    ),
    Measure(
        "land.per_head",
        "Land per resident",
        "m²",
        _per_head,
        parameters=("plan.code_set", "plan.own_codes"),
        measures=("land.by_code", "land.balance", "land.population"),
        explain=_why_per_head,
    ),
    Measure(
        "land.norms",
        "Land beside the ranges of standards",
        "",
        _norms,
        parameters=("norm.", "plan.climate", "plan.code_set", "plan.own_codes"),
        measures=("land.by_code", "land.balance", "land.population"),
        explain=_why,
    ),
)

PATHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "land.norms": "land.norms",
        "land.population": "land.population",
        "land.workers": "land.workers",
        "land.per_head_m2": "land.per_head",
    }
)


# ---- totals -------------------------------------------------------------------------------------


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about people, and about land beside standards."""
    norms = cast("tuple[Norm, ...]", results.value("land.norms"))
    chosen = {norm.factor.id for norm in judged(norms)}
    return {
        "land": {
            "population": results.value("land.population"),
            "workers": results.value("land.workers"),
            "per_head_m2": dict(results.value("land.per_head") or {}),
            "norms": [
                {
                    "id": norm.factor.id,
                    "name_en": norm.factor.title,
                    "name_zh": norm.factor.title_zh,
                    "value": norm.value,
                    "low": norm.factor.low,
                    "high": norm.factor.high,
                    "unit": norm.factor.unit,
                    "state": norm.state,
                    "judged": norm.factor.id in chosen,
                    "source": norm.factor.source,
                    "confidence": norm.factor.confidence,
                }
                for norm in norms
            ],
        }
    }


def missing(results: Results) -> Iterable[Missing]:
    """Yield what people and land per head lack."""
    for name in ("population", "workers"):
        if results.value(f"land.{name}") is None:
            needs = (
                Message.of("residents of the parcels")
                if name == "population"
                else Message.of("workers of the parcels")
            )
            yield Missing(f"land.{name}", needs)
    # Of parcels that are asked for people those that say nothing are missing in the sums.
    ways = cast("Ways", results.value("energy.ways"))
    for name, text, count in (
        ("population", "the residents of {n} parcels", ways.without_residents),
        ("workers", "the workers of {n} parcels", ways.without_workers),
    ):
        if count and results.value(f"land.{name}") is not None:
            yield Missing(f"land.{name}", Message.of(text, n=count), count)
