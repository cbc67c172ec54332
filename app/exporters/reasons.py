"""The calculation report: every number of the totals with its formula, coefficients and sources.

It is one page of HTML that needs nothing else, made for those who check a plan: what each number
is, how it was computed, from which values with which footing, how many features are in it, what
was left out, and what is missing.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

from app.exporter import Exporter, Options
from app.exporters import figures
from app.exporters.wording import MISSING, Wording, number, shortest
from layers.analysis.absent import sentences
from layers.analysis.explained import Reason, explained
from layers.analysis.totals import EMPTY, missing, totals
from layers.document import Document
from layers.kinds import kinds
from layers.measure import Results
from layers.progress import Progress

_STYLE: Final = """
body { font: 14px/1.5 "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
  color: #1c2b26; max-width: 1080px; margin: 32px auto; padding: 0 24px; }
h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 19px; margin: 36px 0 8px;
  border-bottom: 2px solid #1d6b45; padding-bottom: 4px; }
section { break-inside: avoid; margin: 18px 0; border-left: 3px solid #d7e3dc; padding-left: 14px; }
h3 { font-size: 15px; margin: 0; } .path { color: #5d6b73; font-size: 12px; }
.value { font-size: 17px; font-weight: 600; } .formula { margin: 4px 0; }
table { border-collapse: collapse; width: 100%; margin: 6px 0; font-size: 13px; }
th { text-align: left; background: #eef4f0; font-weight: 600; } th, td { padding: 3px 8px;
  border-bottom: 1px solid #e3e9e6; vertical-align: top; } td.n { text-align: right;
  white-space: nowrap; } ul { margin: 4px 0 4px 18px; padding: 0; } .missing { color: #9a4b12; }
@media print { body { margin: 0; max-width: none; font-size: 11px; } }
"""


def write(
    document: Document, results: Results, path: Path, options: Options, progress: Progress
) -> None:
    """Write the report as one page of HTML."""
    wording = Wording(options.lang, document.codes, document.parameters)
    title = figures.plan_name(document, options.lang, options.title)
    parts = [*_head(document, results, wording, title)]
    above = ""
    order = list(EMPTY)
    for reason in explained(results, speak=wording.tr.sentence, language=options.lang):
        part = reason.paths[0].partition(".")[0]
        progress.at(order.index(part) / len(order))
        if part != above:
            parts.append(f"<h2>{_text(part_title(part, wording))}</h2>")
            above = part
        parts.extend(_section(reason, wording))
    parts.append("</body></html>")
    path.write_text("\n".join(parts), encoding="utf-8", newline="\n")


def part_title(part: str, wording: Wording) -> str:
    """Return the heading of a part of the totals."""
    tr = wording.tr
    titles = {
        "land": tr("Land"),
        "carbon": tr("Carbon"),
        "energy": tr("Energy"),
        "solar": tr("Roof PV"),
        "corridors": tr("Green network"),
        "slow": tr("Walking and cycling"),
        "access": tr("Access to parks"),
        "runoff": tr("Rain and runoff"),
        "chains": tr("Industry chains"),
        "limits": tr("Limits"),
        "indicators": tr("Targets"),
    }
    return titles.get(part, part)


def _head(document: Document, results: Results, wording: Wording, title: str) -> Iterator[str]:
    tr = wording.tr
    known = totals(results)
    yield (
        f'<!doctype html><html lang="{wording.language}"><head><meta charset="utf-8">'
        f"<title>{_text(title)} – {_text(tr('Calculation report'))}</title>"
        f"<style>{_STYLE}</style></head><body>"
    )
    yield f"<h1>{_text(title)}</h1><p>{_text(tr('Calculation report'))}</p><table>"
    rows = {
        tr("Coordinate system"): figures.crs_name(document.crs, wording),
        tr("Code set"): document.codes.title,
        tr("Parcels"): str(known["plan"]["parcels"]),
        tr("Stamp of the plan"): str(known["plan"]["stamp"]),
    }
    for name, value in rows.items():
        yield f"<tr><th>{_text(name)}</th><td>{_text(value)}</td></tr>"
    yield "</table>"
    note = tr(
        "Verified: seen in a copy of the source. Recalled: from knowledge of the source, not seen."
        " Assumption: an engineering default. Edited: set by the planner."
    )
    yield f"<p>{_text(note)}</p>"
    lacks = [tr.sentence(text) for text, _ in sentences(missing(results, known))]
    if lacks:
        yield f"<h2>{_text(tr('Missing'))}</h2><ul>"
        yield from (f'<li class="missing">{_text(text)}</li>' for text in lacks)
        yield "</ul>"


def _section(reason: Reason, wording: Wording) -> Iterator[str]:
    tr, why = wording.tr, reason.why
    yield "<section>"
    for path, name, value, unit in zip(
        reason.paths, reason.names, reason.values, reason.units, strict=True
    ):
        shown = quantity(value, wording)
        sign = "" if value is None else f" {unit}"
        lacking = ' class="value missing"' if value is None else ' class="value"'
        yield (
            f"<h3>{_text(name)}: <span{lacking}>{_text(f'{shown}{sign}'.rstrip())}</span>"
            f' <span class="path">{_text(path)}</span></h3>'
        )
    yield f'<p class="formula">{_text(why["formula"])}</p>'
    if why["steps"]:
        yield f"<p>{_text(tr('The formula with values put in'))}:</p><ul>"
        yield from (f"<li>{_text(line)}</li>" for line in why["steps"])
        yield "</ul>"
    if why["inputs"]:
        heads = (
            tr("Input"),
            tr("Value"),
            tr("Unit"),
            tr("Source"),
            tr("Year"),
            tr("Confidence"),
        )
        yield f"<table><tr>{''.join(f'<th>{_text(head)}</th>' for head in heads)}</tr>"
        for term in cast("list[Mapping[str, Any]]", why["inputs"]):
            cells = (term["unit"], term["source"], term["year"], sure(term, wording))
            yield (
                f'<tr><td>{_text(term["name"])}</td><td class="n">'
                f"{_text(quantity(term['value'], wording))}</td>"
                f"{''.join(f'<td>{_text(cell)}</td>' for cell in cells)}</tr>"
            )
        yield "</table>"
    if why["features"]:
        texts = features(why["features"], wording)
        yield f"<p>{_text(tr('Features in it'))}: {_text(', '.join(texts))}</p>"
    if why["left_out"]:
        yield f"<p>{_text(tr('Left out and assumed'))}:</p><ul>"
        yield from (f"<li>{_text(text)}</li>" for text in why["left_out"])
        yield "</ul>"
    yield "</section>"


def quantity(value: object, wording: Wording) -> str:
    """Return a value as text: numbers with the digits that they need, a dash for missing."""
    if isinstance(value, bool):
        return wording.tr("yes") if value else wording.tr("no")
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        if abs(value) >= 1000:
            return number(value)
        return shortest(value) if value == 0.0 or abs(value) >= 0.01 else f"{value:.4g}"
    return MISSING if value is None else str(value)


def sure(term: Mapping[str, Any], wording: Wording) -> str:
    """Return the word for how sure a term is."""
    return wording.confidence(str(term["confidence"]))


def features(found: Mapping[str, int], wording: Wording) -> list[str]:
    """Return the kinds of features with their counts."""
    return [
        f"{wording.tr(kinds()[kind].title) if kind in kinds() else kind} {count:,}"
        for kind, count in found.items()
    ]


def _text(text: object) -> str:
    return html.escape(str(text))


EXPORTERS = (
    Exporter(
        id="reasons",
        title="Calculation report",
        suffixes=(".htm",),
        options=("lang", "title"),
        write=write,
    ),
)
