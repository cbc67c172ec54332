"""Industry chains: who supplies whom, how much that matters, and how near they should be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from layers.codes import CodeSet
from layers.factor import Factor, number, rows
from layers.setting import Setting

ORDER: Final = 70
GROUPS: Final = MappingProxyType(
    {"chain": "Weights of industry links", "reach": "Distances of industry links"}
)
SETTINGS: Final = (
    Setting(
        "plan.nuisance_m",
        "Protective distance around nuisance class 3",
        50.0,
        "number",
        "m",
        low=0,
        high=10_000,
    ),
)
_SOURCE: Final = "reading of park reports; weights and distances are engineering defaults"


@dataclass(frozen=True, slots=True)
class Node:
    """A link of an industry chain.

    Parameters
    ----------
    id, title, title_zh
        Its name in the table, in English and in Chinese.
    chain
        The chain that it belongs to.
    nuisance
        1 none, 2 some, 3 serious.
    """

    id: str
    title: str
    title_zh: str
    chain: str
    nuisance: int


@dataclass(frozen=True, slots=True)
class Edge:
    """What one node gives to another.

    Parameters
    ----------
    id
        Its name in the table.
    giver, taker
        Nodes.
    carrier, carrier_zh
        What is given, in English and in Chinese.
    """

    id: str
    giver: str
    taker: str
    carrier: str
    carrier_zh: str


@cache
def nodes() -> Mapping[str, Node]:
    """Return the nodes of all chains by id."""
    return MappingProxyType(
        {
            row["node_id"]: Node(
                row["node_id"],
                row["name_en"],
                row["name_zh"],
                row["chain"],
                int(row["nuisance_class_1_3"]),
            )
            for row in rows("industry_nodes.csv")
        }
    )


@cache
def edges() -> tuple[Edge, ...]:
    """Return the edges of all chains in the order of the table."""
    return tuple(
        Edge(
            row["edge_id"],
            row["from_node"],
            row["to_node"],
            row["carrier_en"],
            row["carrier_zh"],
        )
        for row in rows("industry_chains.csv")
    )


def factors(codes: CodeSet) -> Iterator[Factor]:
    """Yield the weight [-] and the preferred greatest distance [m] of each edge."""
    del codes
    known = nodes()
    for row in rows("industry_chains.csv"):
        giver, taker = known[row["from_node"]], known[row["to_node"]]
        title = f"{giver.title} → {taker.title}: {row['carrier_en']}"
        title_zh = f"{giver.title_zh} → {taker.title_zh}：{row['carrier_zh']}"
        footing = (_SOURCE, "", row["confidence"])
        yield Factor(
            f"chain.{row['edge_id']}",
            title,
            title_zh,
            "-",
            None,
            number(row["weight_0_1"]),
            None,
            *footing,
            note=row["note"],
        )
        yield Factor(
            f"reach.{row['edge_id']}",
            f"Distance – {title}",
            f"距离 – {title_zh}",
            "m",
            None,
            number(row["preferred_max_distance_m"]),
            None,
            *footing,
            note=row["note"],
        )
