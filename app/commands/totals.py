"""``greenplat totals``: all numbers of a plan."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.command import Command
from app.output import Cell, say, table, write_json, write_line
from resources.translations import current, tr

if TYPE_CHECKING:
    from layers.document import Document


_ADDED: Final = (
    ("land.site_m2", "Inside the red line", "m²"),
    ("land.parcels_m2", "Parcels", "m²"),
    ("carbon.sink_t_per_a.central", "Carbon sink", "t CO₂/a"),
    ("solar.kwp", "Peak power", "kWp"),
    ("solar.kwh_per_a", "Yield", "kWh/a"),
    ("solar.avoided_t_per_a", "Avoided emissions", "t CO₂/a"),
)
"""What a phase adds: path of the totals, title and unit."""


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", type=Path, help=tr("plan file"))
    parser.add_argument(
        "--phase",
        metavar="P",
        help=tr("count what stands once this phase is built, and what it adds"),
    )
    parser.add_argument("--alternative", metavar="A", help=tr("alternative of the plan"))


def _run(options: Namespace) -> None:
    from layers.analysis import measures
    from layers.analysis.absent import sentences
    from layers.analysis.totals import missing, totals
    from layers.errors import PlanError
    from layers.files import project

    document = project.load(options.plan).document
    if options.alternative:
        raise PlanError(
            "The plan has no alternative {name}; it has the one layout that it was saved with. "
            "Leave --alternative away.",
            name=options.alternative,
        )
    whole = document
    if options.phase:
        from layers.analysis.phases import restricted

        document = restricted(whole, options.phase)
    results = measures().evaluate(document)
    found = totals(results, speak=say)
    if options.phase:
        found["phase"] = _phase(whole, options.phase, found)
    if options.json:
        write_json(found)
        return
    write_line(f"{document.name}  {document.crs}")
    for title, rows in _parts(found):
        if rows:
            write_line()
            write_line(title)
            write_line(table(rows))
    for sentence, _ in sentences(missing(results, found)):
        write_line(say(sentence))


def _phase(document: Document, phase: str, found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a phase adds to those that it contains, by path of the totals."""
    from layers.analysis import measures
    from layers.analysis.phases import phase_before, restricted
    from layers.analysis.totals import totals

    before = phase_before(document, phase)
    earlier: Mapping[str, Any] = {}
    if before is not None:
        results = measures().evaluate(restricted(document, before))
        earlier = totals(results, speak=say, stamped=False)
    added = {
        path: _difference(_at(found, path), _at(earlier, path) if before is not None else 0.0)
        for path, _, _ in _ADDED
    }
    return {"name": _phase_name(document, phase), "before": before, "increment": added}


def _phase_name(document: Document, phase: str) -> str:
    """Return the name of a phase that may have been given by its order."""
    layer = document.layer("phases")
    names, orders = layer.values("name").astype("str"), layer.values("order").astype("str")
    known = {str(order): str(name) for order, name in zip(orders, names, strict=True)}
    return phase if (names == phase).any() else known.get(phase, phase)


def _at(found: Mapping[str, Any], path: str) -> float | None:
    value: Any = found
    for part in path.split("."):
        value = value[part]
    return value


def _difference(now: float | None, before: float | None) -> float | None:
    return None if now is None or before is None else now - before


def _parts(found: Mapping[str, Any]) -> Iterator[tuple[str, list[tuple[Cell, ...]]]]:
    """Yield the parts of the totals that a person reads, with their rows."""
    land, carbon, solar = found["land"], found["carbon"], found["solar"]
    if "phase" in found:
        phase = found["phase"]
        title = tr("Added by {phase}", phase=phase["name"])
        if phase["before"] is not None:
            title = tr("Added by {phase} to {before}", phase=phase["name"], before=phase["before"])
        yield (
            title,
            [(current()(text), phase["increment"][path], unit) for path, text, unit in _ADDED],
        )
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
            if row["area_m2"]
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
    yield tr("Emissions and sinks"), _ledger(found["energy"])
    yield tr("Limits"), _limits(found["limits"])
    yield tr("Targets"), _indicators(found["indicators"])


def _indicators(found: list[dict[str, Any]]) -> list[tuple[Cell, ...]]:
    """Return the indicators that have a value, each beside its target."""
    from layers.analysis.indicators import STATES

    speak = current().sentence
    columns = (
        "id",
        "title_zh" if current().language == "zh" else "title",
        "value",
        "unit",
        "target",
    )
    return [
        (*(row[name] for name in columns), speak(STATES[row["state"]]))
        for row in found
        if row["value"] is not None
    ]


_LINES: Final = (
    ("industry", "Industry"),
    ("transport", "Transport"),
    ("buildings", "Buildings"),
    ("water", "Water supply"),
    ("operational", "Emissions"),
    ("green", "Green land"),
    ("pv", "PV used in the park"),
    ("net", "Net balance"),
)
"""Lines of the ledger and its sums."""


def _ledger(found: Mapping[str, Any]) -> list[tuple[Cell, ...]]:
    """Return the ledger, central values."""
    rows: list[tuple[Cell, ...]] = [
        (tr(title), found["ledger"][name]["central"], "t CO₂/a") for name, title in _LINES
    ]
    rows += [
        (tr("Sink share"), found["sink_pct"], "%"),
        (tr("Self-sufficiency"), found["self_sufficiency_pct"], "%"),
        (tr("Self-consumption"), found["self_consumption_pct"], "%"),
    ]
    return rows


def _limits(found: Mapping[str, Any]) -> list[tuple[Cell, ...]]:
    """Return how many figures are beyond limits; none where a plan has no parcels."""
    titles = {
        "mandatory": tr("Beyond mandatory limits"),
        "guiding": tr("Beyond guiding limits"),
        "advice": tr("Beyond defaults of classes"),
        "parcels": tr("Parcels concerned"),
        "unchecked": tr("Limits without a figure"),
    }
    return [(title, found[key], "") for key, title in titles.items()] if any(found.values()) else []


def _named(cover: str) -> str:
    from layers.parameters import shipped_factors

    factor = shipped_factors().get(f"sink.{cover}")
    return current()(factor.title) if factor else cover


COMMAND: Final = Command(
    "totals", "land balance, carbon sink, roof PV and indicators of a plan", _arguments, _run
)
