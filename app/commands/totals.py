"""``greenplat totals``: all numbers of a plan."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from app.command import Command
from app.output import Cell, say, table, write_json, write_line
from resources.translations import current, tr


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", type=Path, help=tr("plan file"))
    parser.add_argument("--phase", metavar="P", help=tr("count what lies in this phase alone"))
    parser.add_argument("--alternative", metavar="A", help=tr("alternative of the plan"))


def _run(options: Namespace) -> None:
    from layers.analysis import measures
    from layers.analysis.totals import totals
    from layers.errors import PlanError
    from layers.files import project

    document = project.load(options.plan).document
    if options.alternative:
        raise PlanError(
            "The plan has no alternative {name}; it has the one layout that it was saved with. "
            "Leave --alternative away.",
            name=options.alternative,
        )
    if options.phase:
        from layers.analysis.phases import restricted

        document = restricted(document, options.phase)
    found = totals(measures().evaluate(document), speak=say)
    if options.json:
        write_json(found)
        return
    write_line(f"{document.name}  {document.crs}")
    for title, rows in _parts(found):
        if rows:
            write_line()
            write_line(title)
            write_line(table(rows))
    for lack in found["missing"]:
        write_line(tr("Missing for {path}: {needs}", path=lack["path"], needs=lack["needs"]))


def _parts(found: Mapping[str, Any]) -> Iterator[tuple[str, list[tuple[Cell, ...]]]]:
    """Yield the parts of the totals that a person reads, with their rows."""
    land, carbon, solar = found["land"], found["carbon"], found["solar"]
    yield (
        tr("Land"),
        [
            (tr("Inside the red line"), land["site_m2"], "m²"),
            (tr("Parcels"), land["parcels_m2"], "m²"),
            (tr("Unassigned"), land["unassigned_m2"], "m²"),
            (tr("Overlaps"), land["overlap_m2"], "m²"),
        ],
    )
    name = "name_zh" if current().language == "zh" else "name_en"
    yield (
        tr("Land balance (m², % of urban construction land)"),
        [
            (row["code"], row.get(name) or "", row["area_m2"], row["share_pct"])
            for row in land["balance"]
        ],
    )
    sink = carbon["sink_t_per_a"]
    yield (
        tr("Carbon sink"),
        [
            (tr("Central"), sink["central"], "t CO₂/a"),
            (tr("Low"), sink["low"], "t CO₂/a"),
            (tr("High"), sink["high"], "t CO₂/a"),
        ],
    )
    yield (
        tr("Cover (m², t CO₂/a)"),
        [
            (_named(cover), row["area_m2"], row["central"])
            for cover, row in carbon["by_cover"].items()
        ],
    )
    yield (
        tr("Roof PV"),
        [
            (tr("Roof area"), solar["roof_m2"], "m²"),
            (tr("Usable area"), solar["usable_m2"], "m²"),
            (tr("Peak power"), solar["kwp"], "kWp"),
            (tr("Yield"), solar["kwh_per_a"], "kWh/a"),
            (tr("Avoided emissions"), solar["avoided_t_per_a"], "t CO₂/a"),
        ],
    )


def _named(cover: str) -> str:
    from layers.parameters import shipped_factors

    factor = shipped_factors().get(f"sink.{cover}")
    return current()(factor.title) if factor else cover


COMMAND: Final = Command(
    "totals", "land balance, carbon sink, roof PV and indicators of a plan", _arguments, _run
)
