"""What a number lacks: shown as missing, never as 0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from layers.message import Message

NOT_YET: Final = Message.of("an analysis that this version does not have")
"""What totals need that nothing computes."""

TITLES: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "land": Message.of("Land balance"),
        "land.site_m2": Message.of("Area of the red line"),
        "land.unassigned_m2": Message.of("Unassigned land"),
        "land.population": Message.of("Residents"),
        "land.workers": Message.of("Workers"),
        "carbon": Message.of("Carbon"),
        "carbon.sink_t_per_a": Message.of("Carbon sink"),
        "carbon.by_cover": Message.of("Carbon sink by cover"),
        "carbon.lost_once_t": Message.of("Carbon lost once by building over"),
        "carbon.counted_once_m2": Message.of("Land claimed twice"),
        "carbon.operational_t_per_a": Message.of("Emissions"),
        "carbon.net_t_per_a": Message.of("Net emissions"),
        "energy": Message.of("Energy"),
        "energy.electricity_kwh_per_a": Message.of("Electricity"),
        "energy.heat_gj_per_a": Message.of("Heat of the network"),
        "energy.gas_m3_per_a": Message.of("Gas"),
        "energy.pv_kwh_per_a": Message.of("Yield of planned and built roof PV"),
        "energy.self_used_kwh_per_a": Message.of("PV electricity used in the park"),
        "energy.bought_kwh_per_a": Message.of("Electricity that is bought"),
        "energy.sink_pct": Message.of("Sink in the emissions"),
        "energy.ledger": Message.of("Ledger of emissions"),
        "energy.ledger.operational": Message.of("Emissions"),
        "energy.ledger.net": Message.of("Net emissions"),
        "energy.ledger.industry": Message.of("Emissions of industry"),
        "energy.ledger.transport": Message.of("Emissions of transport"),
        "energy.ledger.buildings": Message.of("Emissions of buildings"),
        "energy.ledger.water": Message.of("Emissions of water"),
        "energy.ledger.pv": Message.of("PV used in the park"),
        "solar": Message.of("Roof PV"),
        "solar.roof_m2": Message.of("Roof area"),
        "solar.planned.roof_m2": Message.of("Roofs with planned PV"),
        "solar.built.roof_m2": Message.of("Roofs with built PV"),
        "solar.usable_m2": Message.of("Usable roof area"),
        "solar.kwp": Message.of("Roof PV, power"),
        "solar.kwh_per_a": Message.of("Roof PV, yield"),
        "solar.avoided_t_per_a": Message.of("Emissions avoided by PV"),
        "solar.shaded_roofs": Message.of("Shading of roofs"),
        "solar.sky_view": Message.of("Shading of roofs"),
        "solar.sun_lost_pct": Message.of("Shading of roofs"),
        "corridors": Message.of("Connectivity of corridors"),
        "corridors.length_m": Message.of("Length of corridors"),
        "corridors.area_m2": Message.of("Area of corridors"),
        "corridors.narrow": Message.of("Widths of corridors"),
        "corridors.width_kept_pct": Message.of("Widths of corridors"),
        "slow": Message.of("Slow-traffic network"),
        "access": Message.of("Access to parks"),
        "chains": Message.of("Industry chains"),
        "runoff": Message.of("Rainwater storage"),
        "runoff.coefficient": Message.of("Runoff coefficient"),
        "runoff.coefficient_low": Message.of("Runoff coefficient"),
        "runoff.coefficient_high": Message.of("Runoff coefficient"),
        "runoff.control_pct": Message.of("Annual runoff control ratio"),
    }
)
"""Names of totals by the beginning of their path."""


@dataclass(frozen=True, slots=True)
class Missing:
    """An input that a total needs and does not have.

    Parameters
    ----------
    path
        Path of the total.
    needs
        What it needs.
    features
        Count of features that lack it; 0 where it is no matter of features.
    """

    path: str
    needs: Message
    features: int = 0


def title_of(path: str) -> Message:
    """Return the name of a total, or of what it is part of.

    Examples
    --------
    >>> str(title_of("carbon.sink_t_per_a.central")), str(title_of("corridors.alpha"))
    ('Carbon sink', 'Connectivity of corridors')
    """
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        found = TITLES.get(".".join(parts[:length]))
        if found is not None:
            return found
    return Message.of("{path}", path=path)


def concerns(one: str, other: str) -> bool:
    """Return whether paths of the totals are the same, or one is part of the other.

    Examples
    --------
    >>> concerns("energy.ledger.net", "energy.ledger.net.central"), concerns("land", "slow")
    (True, False)
    """
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def sentences(lacks: Iterable[Missing]) -> list[tuple[Message, int]]:
    """Return one sentence for each input that is missing, and how many features lack it.

    What lacks the same is named together, each total by its name and only once.

    Examples
    --------
    >>> lacks = [Missing("corridors.alpha", NOT_YET), Missing("runoff.coefficient", NOT_YET)]
    >>> [str(text) for text, _ in sentences(lacks)]
    ['Missing for Connectivity of corridors, Runoff coefficient: an analysis that this version \
does not have']
    """
    needs: dict[tuple[str, int], Message] = {}
    titles: dict[tuple[str, int], dict[str, Message]] = {}
    for lack in lacks:
        key = str(lack.needs), lack.features
        needs[key] = lack.needs
        title = title_of(lack.path)
        titles.setdefault(key, {})[str(title)] = title
    return [
        (
            Message.of(
                "Missing for {path}: {needs}", path=Message.listed(titles[key].values()), needs=text
            ),
            key[1],
        )
        for key, text in needs.items()
    ]
