"""What the totals say about land: the balance, phases, and figures beside those of standards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtGui import QIcon

from layers.analysis.balance import printed_areas, printed_sum
from layers.codes import CodeSet
from layers.document import Document
from layers.units import AREA_UNITS
from resources.translations import tr
from widgets import theme, words
from widgets.docks.factors import confidences
from widgets.docks.figures import Row
from widgets.docks.section import Section, Totals


def land(totals: Totals, document: Document, unit: str) -> Section:
    """Return the land-use balance as printed."""
    found = totals["land"]
    sign = words.area_head(unit)
    # The units stand in the title: names need the room.
    heads = (tr("Land use"), tr("Area"), tr("Share"), tr("Of site"))
    title = tr("Land balance [{unit}, %]", unit=sign)
    if not len(document.layer("parcels")):
        text = tr("Import or draw parcels to see the land balance.")
        return Section("land", title, heads, [], text)
    rows = [
        _balance_row(
            row, document.codes, unit, f"land.balance.{row['code']}" if row["code"] else ""
        )
        for row in found["balance"]
        if row["area_m2"] or row.get("kind") == "unassigned"
    ]
    urban = [row for row in found["balance"] if row.get("kind") == "urban"]
    shown = sum(1 for row in urban if row["area_m2"])
    if found.get("urban_m2"):
        cells = (
            tr("Urban construction land"),
            _area(printed_sum((row["printed"][unit] for row in urban), unit), unit),
            words.number(100.0, 2),
            "",
        )
        rows.insert(shown, Row(cells, "land.urban_m2", strong=True))
    if found["site_m2"] is not None:
        cells = (tr("Red line"), words.area(found["site_m2"], unit), "", words.number(100.0, 2))
        rows.append(Row(cells, "land.site_m2", strong=True))
    else:
        cells = (tr("All parcels"), words.area(found["parcels_m2"], unit), "", "")
        rows.append(Row(cells, "land.parcels_m2", strong=True))
    return Section("land", title, heads, rows)


def _area(printed: float, unit: str) -> str:
    """Return an area as the balance prints it."""
    return words.number(printed, AREA_UNITS[unit][2])


def _balance_row(row: Mapping[str, Any], codes: CodeSet, unit: str, path: str) -> Row:
    code = str(row["code"])
    name = words.of_two(row["name_en"], row["name_zh"])
    known = code in codes
    moved = {"share_pct", "site_pct", f"area_{unit}"} & set(row["adjusted"])
    note = tr("Moved by one last digit, so that the table adds up as printed.") if moved else ""
    shown_code = f"{code}  " if known or row.get("kind") == "unknown" else ""
    return Row(
        (
            f"{shown_code}{name}",
            _area(row["printed"][unit], unit),
            words.number(row["share_pct"], 2) if row["share_pct"] is not None else "",
            words.number(row.get("site_pct"), 2) if row.get("site_pct") is not None else "",
        ),
        path,
        _swatch(code, codes),
        note=note,
        children=[
            # A class with classes below it has no number of its own in the totals.
            _balance_row(
                child, codes, unit, "" if child["children"] else f"land.by_code.{child['code']}"
            )
            for child in row["children"]
        ],
    )


# ---- existing, phases, standards ----------------------------------------------------------------


def existing(totals: Totals, document: Document, unit: str) -> Section:
    """Return existing land use beside that of the plan, by main class."""
    found = totals["land"]
    sign = words.area_head(unit)
    # The unit stands in the title: names need the room.
    heads = (tr("Land use"), tr("Existing"), tr("Planned"), tr("Change"))
    title = tr("Existing and planned [{unit}]", unit=sign)
    if not found["existing"]:
        text = tr("Enter or import the existing land use of parcels to compare it with the plan.")
        return Section("existing", title, heads, [], text, ("land",))
    before, after = ({row["code"]: row for row in found[name]} for name in ("existing", "balance"))
    rows: list[Row] = []
    for code in dict.fromkeys([*after, *before]):
        one = after.get(code) or before[code]
        was, will = (_printed(rows_.get(code), unit) for rows_ in (before, after))
        if not (was or will) or one["kind"] == "overlap":
            continue
        name = words.of_two(one["name_en"], one["name_zh"])
        shown = f"{code}  {name}" if code in document.codes else name
        decimals = AREA_UNITS[unit][2]
        cells = (shown, *(words.number(value, decimals) for value in (was, will, will - was)))
        path = f"land.existing.{code}" if code in before and code else ""
        rows.append(Row(cells, path, _swatch(code, document.codes)))
    return Section("existing", title, heads, rows, subjects=("land",))


def _printed(row: Mapping[str, Any] | None, unit: str) -> float:
    """Return the area of a row as the balance prints it, so that changes add up as printed."""
    return 0.0 if row is None else row["printed"][unit]


def phases(totals: Totals, document: Document, unit: str) -> Section:
    """Return what each phase adds and what stands once it is built, by main class below it."""
    sign = words.area_head(unit)
    heads = (tr("Phase"), tr("Adds"), tr("Then"))
    title = tr("Phases [{unit}]", unit=sign)
    found = totals["land"]["phases"]
    if not found:
        text = tr("Draw or import phases to see what each of them adds.")
        return Section("phases", title, heads, [], text, ("land",))
    rows: list[Row] = []
    codes = document.codes
    for place, phase in enumerate(found):
        name = phase["id"] or tr("In no phase")
        when = f" ({phase['year']})" if phase["year"] else ""
        adds, then = (_by_main(phase[column], codes) for column in ("by_code", "cumulative"))
        added = printed_areas([adds.get(code, 0.0) for code in then], unit)
        stands = printed_areas([*then.values()], unit)
        children = [
            Row(
                (words.land_use(codes, code), _area(more, unit), _area(area, unit)),
                icon=_swatch(code, codes),
            )
            for code, more, area in zip(then, added, stands, strict=True)
        ]
        cells = (
            f"{name}{when}",
            _area(printed_sum(added, unit), unit),
            _area(printed_sum(stands, unit), unit),
        )
        rows.append(Row(cells, f"land.phases.{place}", children=children))
    return Section("phases", title, heads, rows, subjects=("land",))


def _by_main(by_code: Mapping[str, float], codes: CodeSet) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for code, area in by_code.items():
        main = codes.main_class(code) or code or tr("no code")
        found[main] = found.get(main, 0.0) + area
    order = list(codes.classes)
    places = {code: order.index(code) if code in order else len(order) for code in found}
    return {code: found[code] for code in sorted(found, key=lambda code: (places[code], code))}


def norms(totals: Totals, document: Document, unit: str) -> Section:
    """Return shares of land and land per head beside the ranges of standards and customs."""
    del unit
    heads = (tr("Figure"), tr("Value"), tr("Range"))
    title = tr("Land beside standards")
    found = totals["land"]["norms"]
    if not found or not len(document.layer("parcels")):
        text = tr("The plan's code set has no ranges of standards, or there are no parcels.")
        return Section("norms", title, heads, [], text, ("land",))
    figures: dict[str, list[Mapping[str, Any]]] = {}
    for norm in found:
        if norm["value"] is not None:
            figures.setdefault(_figure(norm), []).append(norm)
    rows: list[Row] = []
    for figure, beside in figures.items():
        if len(beside) > 1:  # said once above the classes, since it is longer than they are
            rows.append(Row((figure, "", ""), strong=True))
            rows += [_norm_row(norm, document.codes) for norm in beside]
        else:
            rows.append(_norm_row(beside[0], None))
    return Section("norms", title, heads, rows, subjects=("land",))


_SIGNS: Final = {"below": "↓ ", "above": "↑ ", "within": ""}


def _parts(norm: Mapping[str, Any]) -> tuple[str, str]:
    """Return the classes that a range is about, and what of them it bounds."""
    subject, _, figure = words.of_two(norm["name_en"], norm["name_zh"]).partition(" – ")
    return subject, figure


def _figure(norm: Mapping[str, Any]) -> str:
    figure = _parts(norm)[1]
    return f"{figure[:1].upper()}{figure[1:]} [{norm['unit']}]"


def _swatch(code: str, codes: CodeSet) -> QIcon | None:
    colour = codes.colour(code) if code in codes else None
    return theme.swatch(colour, "#6b6b6b") if colour else None


def _norm_row(norm: Mapping[str, Any], codes: CodeSet | None) -> Row:
    """Return a figure beside its range: named by its class, or whole where it stands alone."""
    low, high = norm["low"], norm["high"]
    if low is None:
        span = f"≤ {words.figures(high)}"
    else:
        span = f"≥ {words.figures(low)}"
        if high is not None:
            span = f"{words.figures(low)}–{words.figures(high)}"
    confidence = confidences().get(norm["confidence"], norm["confidence"])
    note = tr("{source} ({confidence}); advice only", source=norm["source"], confidence=confidence)
    value = _SIGNS[norm["state"]] + words.number(norm["value"], 1)
    subject = _parts(norm)[0]
    path = f"land.norms.{norm['id']}"
    if codes is None:
        return Row((f"{subject} – {_figure(norm)}", value, span), path, note=note)
    return Row(
        (words.land_use(codes, subject), value, span), path, _swatch(subject, codes), note=note
    )
