"""What indicators are read from, and how the quantities that they ask for are computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from layers.analysis.absent import Missing, concerns
from layers.analysis.coal_equivalent import CALORIFIC_KGCE_KWH, GAS_KGCE_M3, coal_equivalent_tce
from layers.explanation import Term
from layers.factor_tables.indicators import CONVENTION, EQUAL, EQUAL_FACTOR
from layers.measure import Results
from layers.message import Message
from layers.parameters import Factor

CALORIFIC_FACTOR: Final = "emission.tce_electricity"
GAS_FACTOR: Final = "emission.tce_natural_gas"
ENERGY: Final = "indicators.T-energy"
"""The path of the energy use of the park, which other quantities read."""
ENERGY_QUANTITY: Final = "energy_tce"


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the quantities are read from.

    Parameters
    ----------
    results
        Results of the plan.
    found
        Its totals, as far as they are known.
    typed
        Typed values by quantity, which go before what is computed.
    computed
        How quantities are computed, by name.
    """

    results: Results
    found: Mapping[str, Any]
    typed: Mapping[str, float]
    computed: Mapping[str, Computed]

    def at(self, path: str) -> float | None:
        """Return the number at a path of the totals, None where it is missing or not there."""
        value: Any = self.found
        for part in path.split("."):
            value = cast("dict[str, Any]", value).get(part) if isinstance(value, dict) else None
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return float(value) if number else None

    def setting(self, id_: str) -> float | None:
        """Return a setting that is a number, None where it is not entered."""
        value = self.results.document.parameters.get(id_)
        return float(value) if isinstance(value, int | float) else None

    def value(self, quantity: str) -> float | None:
        """Return a quantity: what is typed, else what is computed, None where it is missing."""
        if quantity in self.typed:
            return self.typed[quantity]
        known = self.computed.get(quantity)
        return known.compute(self) if known is not None else None

    def lacks(self, quantity: str, known: Iterable[Missing]) -> tuple[Missing, ...]:
        """Return what the totals lack that a quantity reads; nothing where it is typed.

        Parameters
        ----------
        quantity
            What is asked for.
        known
            What the totals lack.
        """
        how = self.computed.get(quantity)
        if how is None or quantity in self.typed:
            return ()
        every = tuple(known)
        found: list[Missing] = []
        for path in (*how.paths, *how.rests):
            if path == ENERGY:
                found += self.lacks(ENERGY_QUANTITY, every)
            found += [one for one in every if concerns(one.path, path)]
        return tuple(found)

    @property
    def kgce_kwh(self) -> float:
        """Coal equivalent of electricity, as the plan is set. [kgce/kWh]."""
        return self._central(coal_factor(self.results), CALORIFIC_KGCE_KWH)

    @property
    def kgce_m3(self) -> float:
        """Coal equivalent of gas. [kgce/m³]."""
        return self._central(GAS_FACTOR, GAS_KGCE_M3)

    def tce(self, kwh: float, heat_gj: float = 0.0, gas_m3: float = 0.0) -> float:
        """Return energy in coal equivalent by the plan's convention. [tce]."""
        return coal_equivalent_tce(kwh, heat_gj, gas_m3, self.kgce_kwh, self.kgce_m3)

    def _central(self, id_: str, otherwise: float) -> float:
        found = self.results.document.parameters.get(id_)
        value = found.central if isinstance(found, Factor) else None
        return otherwise if value is None else value


def coal_factor(results: Results) -> str:
    """Return the factor of the coal equivalent of electricity that the plan is set to."""
    equal = results.document.parameters.get(CONVENTION) == EQUAL
    return EQUAL_FACTOR if equal else CALORIFIC_FACTOR


@dataclass(frozen=True, slots=True)
class Computed:
    """How a quantity is computed.

    Parameters
    ----------
    compute
        Its value; None where something is missing.
    formula
        The formula, with its source.
    paths
        Totals that go in.
    factors
        Factors and settings that go in.
    left_out
        What is not counted, and what is assumed.
    rests
        Totals that it rests on besides, and whose lacks are its own.
    terms
        Numbers that go in and are no totals.
    none_there
        Why there is nothing to measure; None where there is.
    same
        Whether it is its one total itself.
    """

    compute: Callable[[Reading], float | None]
    formula: Message
    paths: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    left_out: tuple[Message, ...] = ()
    rests: tuple[str, ...] = ()
    terms: Callable[[Reading], Iterable[Term]] | None = None
    none_there: Callable[[Reading], Message | None] | None = None
    same: bool = False
