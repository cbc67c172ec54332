"""Sheets of the workbook: indicators beside their targets, and why every number is what it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.exporters.spreadsheet import Book, Cell, Head, Table
from app.exporters.wording import Wording
from layers.analysis.explained import Reason, explained
from layers.analysis.indicators import STATES
from layers.analysis.totals import totals
from layers.document import Document
from layers.factor_tables.indicators import SETS, YES
from layers.measure import Results
from layers.parameters import Factor
from resources.translations import speaking
from widgets import indicator_words

Row = Mapping[str, Any]


def targets(book: Book, document: Document, results: Results, wording: Wording) -> None:
    """Write the indicators of the sets in use beside their targets."""
    tr = wording.tr
    heads = (
        Head(tr("Set"), 26),
        Head(tr("Id"), 22),
        Head(tr("Indicator"), 38),
        Head(tr("Value"), 13, "plain"),
        Head(tr("Unit"), 13),
        Head(tr("At least"), 10, "plain"),
        Head(tr("At most"), 10, "plain"),
        Head(tr("State"), 22),
        Head(tr("Value from"), 30),
        Head(tr("Confidence"), 13),
        Head(tr("Source"), 60),
        Head(tr("Year"), 8),
    )
    note = tr("Targets that are recalled or assumed advise and are not enforced.")
    table = Table(book, tr("Targets"), heads, plan=book.plan, note=note, keep=3)
    rows: list[Row] = totals(results, stamped=False)["indicators"]
    chinese = wording.language == "zh"
    for row in rows:
        cells: tuple[Cell, ...] = (
            SETS[row["set"]][chinese],
            row["id"],
            row["title_zh"] if chinese else row["title"],
            _answer(row["value"], row["unit"], wording),
            _unit(row["unit"], wording),
            _answer(row["low"], row["unit"], wording),
            row["high"],
            tr.sentence(STATES[row["state"]]),
            _origin(document, row, wording),
            wording.confidence(row["confidence"]),
            wording.source(row["source"]),
            row["year"],
        )
        table.add(cells)
    table.end(filtered=True)


def _unit(sign: str, wording: Wording) -> str:
    """Return a unit as the window has it; what is there or not has none."""
    with speaking(wording.language):
        return indicator_words.unit(sign)


def _answer(value: float | None, unit: str, wording: Wording) -> Cell:
    if value is None or unit != YES:
        return value
    return wording.tr("yes") if value else wording.tr("no")


def _origin(document: Document, row: Row, wording: Wording) -> str:
    tr = wording.tr
    words = {"computed": tr("computed"), "typed": tr("typed"), "reported": tr("reported")}
    typed = document.parameters.get(f"typed.{row['quantity']}")
    source = typed.source if isinstance(typed, Factor) and row["origin"] == "typed" else ""
    return " · ".join(filter(None, (words.get(row["origin"], ""), source)))


def why(book: Book, results: Results, wording: Wording) -> None:
    """Write every number of the totals with its formula, what went in, and what was left out."""
    tr = wording.tr
    heads = (
        Head(tr("Path"), 34),
        Head(tr("Number"), 40),
        Head(tr("Value"), 16, "plain"),
        Head(tr("Unit"), 13),
        Head(tr("Formula"), 60),
        Head(tr("Source"), 50),
        Head(tr("Year"), 10),
        Head(tr("Confidence"), 13),
        Head(tr("Left out and assumed"), 70),
    )
    note = tr("Below each number stands what went into it.")
    table = Table(book, tr("Reasons"), heads, plan=book.plan, note=note, keep=2)
    for reason in explained(results, speak=tr.sentence, language=wording.language):
        for cells in _numbers(reason):
            table.add(cells, weight="strong")
        for term in reason.why["inputs"]:
            value = term["value"]
            told: tuple[Cell, ...] = (
                None,
                term["name"],
                str(value) if isinstance(value, bool) else value,
                term["unit"],
                None,
                term["source"],
                term["year"],
                wording.confidence(term["confidence"]) or None,
                None,
            )
            table.add(told, depth=1)
    table.end()


def _numbers(reason: Reason) -> list[tuple[Cell, ...]]:
    """Return the rows of the numbers of a reason; the first has formula and what was left out."""
    formula, left_out = reason.why["formula"], " ".join(reason.why["left_out"])
    found: list[tuple[Cell, ...]] = []
    numbers = zip(reason.paths, reason.names, reason.values, reason.units, strict=True)
    for path, name, value, unit in numbers:
        shown = str(value) if isinstance(value, bool) else value
        first = not found
        told = (formula if first else None, None, None, None, left_out if first else None)
        found.append((path, name, shown, unit, *told))
    return found
