"""What policies ask of roofs: the share of them that photovoltaics cover, by use; advice alone.

Counted is the field of modules, the usable area of roofs on which PV is planned or built, over the
area of all roofs of that use. A roof has the use of the parcel on which it stands.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from layers.analysis.absent import Missing
from layers.analysis.additive import exchanged
from layers.analysis.by_code import Coded
from layers.analysis.carrying import touched_ids
from layers.analysis.overlay import Ids, Numbers, Places, places_of
from layers.analysis.roof_modules import RoofModules
from layers.analysis.yields import FAR_KM, Place, nearest_place
from layers.codes import CodeSet
from layers.edit import Change
from layers.explanation import Explanation, Term
from layers.measure import Inputs, Measure, Results
from layers.message import Message
from layers.missing import equal
from layers.mixed import codes_of
from layers.parameters import Factor

Mask = NDArray[np.bool_]

_USES: Final = ("land.coded", "land.existing_coded")

INDUSTRY: Final = ("GB50137-2011:M", "MNR2023:1001")
TRADE: Final = (*INDUSTRY, "GB50137-2011:W", "GB50137-2011:B", "MNR2023:1101", "MNR2023:09")
OFFICES: Final = ("GB50137-2011:A1", "MNR2023:0801")
SCHOOLS: Final = ("GB50137-2011:A3", "GB50137-2011:A5", "MNR2023:0804", "MNR2023:0806")
PUBLIC: Final = ("GB50137-2011:A", "MNR2023:08")
VILLAGES: Final = ("GB50137-2011:H14", "MNR2023:0703")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a policy asks of some roofs.

    Parameters
    ----------
    factor
        Its factor, whose low value is the floor.
    title
        Which roofs.
    classes
        On land of which classes.
    new
        Whether it asks of new buildings alone, False for existing ones, None for both.
    cities
        Cities of the yield table near which it holds; empty for everywhere.
    """

    factor: str
    title: Message
    classes: tuple[str, ...]
    new: bool | None = None
    cities: tuple[str, ...] = ()


NEW_FACTORIES: Final = "pv.pol_new_factory"
"""The policy that the plan's own target of PV on roofs is that of."""
_GUANGDONG: Final = ("guangzhou", "shenzhen")
RULES: Final = (
    Rule(
        NEW_FACTORIES,
        Message.of("New factories and public institutions"),
        (*INDUSTRY, *PUBLIC),
        True,
    ),
    Rule("pv.pol_nea_gov", Message.of("Party and government"), OFFICES),
    Rule("pv.pol_nea_school", Message.of("Schools and hospitals"), SCHOOLS),
    Rule("pv.pol_nea_ci", Message.of("Factories, warehouses and business"), TRADE),
    Rule("pv.pol_nea_rural", Message.of("Rural homes"), VILLAGES),
    Rule(
        "pv.pol_sh_factory", Message.of("New factories in Shanghai"), INDUSTRY, True, ("shanghai",)
    ),
    Rule(
        "pv.pol_gd_2030",
        Message.of("New factories in Guangdong by 2030"),
        INDUSTRY,
        True,
        _GUANGDONG,
    ),
    Rule(
        "pv.pol_gd_existing",
        Message.of("Existing parks in Guangdong by 2030"),
        TRADE,
        False,
        _GUANGDONG,
    ),
)


@dataclass(frozen=True, slots=True)
class Floor:
    """How a policy is met.

    Parameters
    ----------
    rule
        The policy.
    floor_pct
        Share of roof area that it asks for. [%]
    roofs
        How many roofs it asks it of.
    roof_m2, field_m2, usable_m2
        Their area; what of it fields of planned and built modules cover; and what they could. [m²]
    """

    rule: Rule
    floor_pct: float
    roofs: int
    roof_m2: float
    field_m2: float
    usable_m2: float

    @property
    def sums(self) -> tuple[float, float, float, float]:
        """What is summed over the roofs."""
        return self.roofs, self.roof_m2, self.field_m2, self.usable_m2

    @property
    def share_pct(self) -> float | None:
        """Covered share, None where there is no such roof, or a factor is missing. [%]."""
        known = self.roof_m2 > 0 and not math.isnan(self.field_m2)
        return 100.0 * self.field_m2 / self.roof_m2 if known else None

    @property
    def possible_pct(self) -> float | None:
        """Share that could be covered, None where a factor is missing. [%]."""
        known = self.roof_m2 > 0 and not math.isnan(self.usable_m2)
        return 100.0 * self.usable_m2 / self.roof_m2 if known else None

    @property
    def met(self) -> bool | None:
        """Whether it is met, None where it asks nothing."""
        share = self.share_pct
        return None if share is None else share >= self.floor_pct - 1e-9


_SUMS: Final = 4
"""Sums of a floor: count of roofs, their area, fields of modules, what could be covered."""


def _held(inputs: Inputs) -> list[tuple[Rule, float]]:
    """Return the policies that hold at the plan's place, and the share that each asks for. [%]."""
    city = _city(inputs)
    found: list[tuple[Rule, float]] = []
    for rule in RULES:
        factor = inputs.parameter(rule.factor)
        here = not rule.cities or city in rule.cities
        if here and isinstance(factor, Factor) and factor.low is not None:
            found.append((rule, 100.0 * factor.low))
    return found


def _floors(inputs: Inputs) -> tuple[Floor, ...]:
    """Return how each policy that holds at the plan's place is met."""
    rules = _held(inputs)
    return _told(rules, _sums(inputs, [rule for rule, _ in rules]))


def _told(rules: Sequence[tuple[Rule, float]], sums: Numbers) -> tuple[Floor, ...]:
    return tuple(
        Floor(rule, share, int(roofs), *rest)
        for (rule, share), (roofs, *rest) in zip(rules, sums.tolist(), strict=True)
    )


def _sums(inputs: Inputs, rules: Sequence[Rule], roofs: Places | None = None) -> Numbers:
    """Return the sums of each policy over roofs, all where no places are given."""
    owners = cast("Ids", inputs.value("solar.roof_parcels"))
    sums = np.zeros((len(rules), _SUMS))
    if not len(owners):
        return sums
    pv = inputs.column("rooftops", "pv", roofs)
    modules = cast("RoofModules", inputs.value("solar.modules"))
    some = slice(None) if roofs is None else roofs
    ground, usable = modules.roof_m2[some], modules.usable_m2[some]
    owner = places_of(owners[some], inputs.ids("parcels"))
    covered = equal(pv, "planned") | equal(pv, "built")
    planned, existing = (_Uses(inputs, name, owner) for name in _USES)
    for row, rule in zip(sums, rules, strict=True):
        mine = planned.on(rule.classes) & modules.inside[some]
        if rule.new is not None:
            stood = existing.on(rule.classes)
            mine &= ~stood if rule.new else stood
        row[:] = mine.sum(), ground[mine].sum(), usable[mine & covered].sum(), usable[mine].sum()
    return sums


def _floors_again(
    inputs: Inputs, before: Inputs, value: tuple[Floor, ...], change: Change
) -> tuple[Floor, ...]:
    """Take away the roofs on parcels that were touched as they were, and add them as they are."""
    touched = touched_ids(change, ("parcels", "rooftops"))
    alike = inputs.value("solar.modules") is before.value("solar.modules")
    alike &= inputs.value("solar.place") is before.value("solar.place")
    alike &= inputs.factors("pv.") is before.factors("pv.") and inputs.codes is before.codes
    if touched is None or len(touched["rooftops"]) or not alike:
        return _floors(inputs)
    old, now = (cast("Ids", one.value("solar.roof_parcels")) for one in (before, inputs))
    if not len(now):
        return value
    roofs = np.flatnonzero(np.isin(now, touched["parcels"]) | (now != old))
    if not len(roofs):
        return value
    rules = [one.rule for one in value]
    sums = np.array([one.sums for one in value]).reshape(-1, _SUMS)
    found = exchanged(sums, _sums(before, rules, roofs), _sums(inputs, rules, roofs))
    if found is None:
        return _floors(inputs)
    return _told([(one.rule, one.floor_pct) for one in value], found)


def _city(inputs: Inputs) -> str:
    place = cast("Place | None", inputs.value("solar.place"))
    if place is None:
        return ""
    nearest, km = nearest_place(place.lon, place.lat)
    return nearest.city if km <= FAR_KM else ""


class _Uses:
    """Land uses of the parcels of roofs, planned or existing, each looked up once."""

    def __init__(self, inputs: Inputs, measure: str, owner: Places) -> None:
        self._codes: CodeSet = inputs.codes
        coded = cast("Coded", inputs.value(measure))
        self._names = coded.codes
        # A roof that stands on no parcel has no use.
        self._stands = owner >= 0
        self._places = coded.places[owner[self._stands]]

    def on(self, classes: tuple[str, ...]) -> Mask:
        """Return which roofs stand on land of some classes; a mixed use counts by its first."""
        fits = [
            any(self._codes.lies_in(code, classes) for code in codes_of(name)[:1])
            for name in self._names
        ]
        found = np.zeros(len(self._stands), bool)
        found[self._stands] = np.array(fits, bool)[self._places]
        return found


def _why(inputs: Inputs, value: object, path: str) -> Explanation:
    floors = cast("tuple[Floor, ...]", value)
    asked = [one for one in floors if one.rule.factor in path] or list(floors)
    terms: list[Term] = []
    for one in asked:
        factor = inputs.parameter(one.rule.factor)
        if isinstance(factor, Factor):
            terms.append(Term.of(factor, factor.low))
    if len(asked) == 1:
        terms.insert(0, Term(Message.of("Roof area"), asked[0].roof_m2, "m²"))
        terms.insert(1, Term(Message.of("Field of modules"), asked[0].field_m2, "m²"))
    return Explanation(
        Message.of("share = 100 · usable area of planned and built roofs / area of all such roofs"),
        tuple(terms),
        MappingProxyType({"rooftops": max((one.roofs for one in asked), default=0)}),
        (
            Message.of("Assumed: a building is new where its land is not used alike today."),
            Message.of("Advice: policies ask it of counties and years, not of each plan."),
        ),
    )


MEASURES = (
    Measure(
        "solar.floors",
        "Roofs covered by PV, by what policies ask for",
        "",
        _floors,
        layers=MappingProxyType({"rooftops": ("pv",), "parcels": ()}),
        parameters=("pv.", "plan.code_set", "plan.own_codes"),
        measures=(
            "solar.modules",
            "solar.roof_parcels",
            "solar.place",
            *_USES,
        ),
        update=_floors_again,
        explain=_why,
    ),
)

PATHS: Final[Mapping[str, str]] = MappingProxyType({"solar.floors": "solar.floors"})


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say of policies for roofs."""
    floors = cast("tuple[Floor, ...]", results.value("solar.floors"))
    rows = [
        {
            "id": one.rule.factor,
            "title": str(one.rule.title),
            "floor_pct": one.floor_pct,
            "share_pct": one.share_pct,
            "possible_pct": one.possible_pct,
            "roofs": one.roofs,
            "met": one.met,
        }
        for one in floors
        if one.roof_m2 > 0
    ]
    return {"solar": {"floors": rows}}


def missing(results: Results) -> Iterable[Missing]:
    """Yield nothing: where no roof is asked for anything, nothing is missing."""
    del results
    return ()
