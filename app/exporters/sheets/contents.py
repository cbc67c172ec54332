"""What a sheet says about its plan: legend, table, totals, notes and title block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from app.exporters import figures
from app.exporters.class_titles import class_title
from app.exporters.figures import Line
from app.exporters.sheets.blocks import Block, Figures, Notes, Table, TitleBlock
from app.exporters.sheets.charts import chart_blocks
from app.exporters.sheets.declared import Sheet
from app.exporters.sheets.legend import Entry, Legend
from app.exporters.sheets.seen import Ramp, Seen
from app.exporters.sheets.swatches import Swatch
from app.exporters.wording import Wording, hectares, number
from layers.analysis.balance import UNCODED
from layers.analysis.by_code import Uses
from layers.analysis.classes import entries_of
from layers.analysis.per_feature import subject
from layers.analysis.totals import totals
from layers.document import Document
from layers.kind import Shape
from layers.kinds import kinds
from layers.looks import Look, look_of, style_of
from layers.measure import Results
from layers.raster import ROLES
from layers.style import Style
from layers.units import M2_PER_HA
from widgets.map.marks import Dots, Lines

FEW_VALUES = 20.0
"""Where a raster's values span less, they have decimals. [unit of the raster]"""
QUIET_LINE = "#a8b0b3"
"""Outline of kinds that are ground for the others."""


def styles(document: Document, sheet: Sheet) -> Mapping[str, Style]:
    """Return the styles that differ on a sheet from those of the screen.

    Kinds that are ground are lines without fills, and a red line that is not official is dashed
    and pale: it must not be taken for one that is.
    """
    found: dict[str, Style] = {}
    for kind in sheet.quiet:
        style = style_of(document, kind)
        found[kind] = replace(style, by="", fill="", hatch="", stroke=QUIET_LINE, width=0.12)
    if sheet.table == "covers" and "greens" in sheet.kinds:
        found["greens"] = replace(style_of(document, "greens"), hatch="")  # nothing lies below
    if boundary_state(document) != "official":
        style = style_of(document, "boundary")
        found["boundary"] = replace(style, stroke=style.stroke[:7] + "b0", dash=(5.0, 2.5))
    return found


def boundary_state(document: Document) -> str:
    """Return ``official`` where every part of the red line is, else something else."""
    layer = document.layer("boundary")
    stated = {value if isinstance(value, str) else "" for value in layer.values("status").tolist()}
    return "official" if stated == {"official"} else ""


def blocks(
    document: Document,
    results: Results,
    sheet: Sheet,
    wording: Wording,
    seen: Seen | None = None,
) -> list[Block]:
    """Return what stands beside the map, from above to below, title block apart.

    Parameters
    ----------
    document, results
        The plan and its results.
    sheet
        Which sheet.
    wording
        In which language.
    seen
        What of it is drawn at its scale; all that the sheet declares where None.
    """
    tr = wording.tr
    seen = seen or Seen(sheet.kinds)
    first, *more = legends(document, results, sheet, wording, seen.kinds)
    over = tuple(_sign(one) for one in seen.signs)
    below = tuple(_ramp(one, wording) for one in reversed(seen.ramps))
    found: list[Block] = [replace(first, others=first.others + over + below), *more]
    match sheet.table:
        case "balance":
            found.append(_balance(document, results, wording))
        case "covers":
            found.append(_covers(results, wording))
        case _:
            found.append(_solar(results, wording))
    found.append(Figures(tr("Totals"), figures.headlines(results, wording)))
    found += chart_blocks(results, sheet, wording)
    left_out = [
        tr(
            "Left out: the raster {name}; its file {file} is missing or cannot be read.",
            name=name,
            file=file,
        )
        for name, file in seen.left_out
    ]
    generalised = [
        tr(
            "{kind}: borders are generalised to {mm} mm on paper, as there are very many.",
            kind=tr(kinds()[kind].title),
            mm=f"{seen.fineness:.2g}",
        )
        for kind in seen.generalised
    ]
    found.append(Notes(tr("Notes"), (*left_out, *generalised, *_notes(document, wording))))
    return found


# ---- legend -------------------------------------------------------------------------------------


def legends(
    document: Document,
    results: Results,
    sheet: Sheet,
    wording: Wording,
    shown: Sequence[str],
) -> list[Legend]:
    """Return the legend, and one more for each kind that goes by numbers.

    The first has the land-use classes with their areas, then the other kinds drawn.
    """
    tr, own = wording.tr, styles(document, sheet)
    classes: list[Entry] = []
    others: list[Entry] = []
    graduated: list[Legend] = []
    for kind in (kind for kind in shown if len(document.layer(kind))):
        style = own.get(kind) or style_of(document, kind)
        if kind == "parcels" and style.by == "land_use" and not style.graduated:
            lines = figures.balance(document, results, wording)
            classes += [
                _class_entry(document, line, style, wording) for line in lines if _drawn(line)
            ]
            classes += _mixed_entries(document, style, results, wording)
        elif style.graduated:
            graduated.append(_graduated(document, kind, style, results, wording))
        elif style.by and style.by != kinds()[kind].style.by:
            found = _classes(document, kind, style, results, wording)
            (classes if kind == "parcels" else others).extend(found)
        else:
            others += _entries(document, kind, style, wording)
    more = tr("{n} more classes", n="{n}")
    first = Legend(tr("Legend"), "ha", tuple(classes), tuple(others), more)
    return [first, *graduated]


def _graduated(
    document: Document, kind: str, style: Style, results: Results, wording: Wording
) -> Legend:
    """Return the legend of a kind that goes by numbers: its classes with their unit.

    Behind them stands how much is in each: the area of parcels, else how many features.
    """
    tr, declared = wording.tr, kinds()[kind]
    about = subject(document, kind, style.by)
    title = style.by if about is None else about.title if about.own else tr(about.title)
    declared_unit = about.unit if about is not None else ""
    unit = tr(declared_unit) if declared_unit else ""
    areas = kind == "parcels"
    entries = [
        Entry(
            Swatch(declared.shape, style, one.look),
            "",
            tr("no value") if one.missing else _bounds(one.title, declared_unit),
            number((one.area_m2 or 0.0) / M2_PER_HA, 2) if areas else number(one.count),
            float(one.area_m2 or 0.0) if areas else float(one.count),
        )
        for one in entries_of(document, kind, results, style)
        if one.count or one.title
    ]
    head = tr("{title}: {value}", title=tr(declared.title), value=title)
    return Legend(
        f"{head} [{unit}]" if unit else head,
        "ha" if areas else tr("Count"),
        tuple(entries),
        (),
        tr("{n} more classes", n="{n}"),
    )


def _bounds(title: str, unit: str) -> str:
    """Return the bounds of a class as the sheet's other numbers are written, without their unit."""
    return title.removesuffix(unit).rstrip().replace("\N{THIN SPACE}", ",")


def _ramp(ramp: Ramp, wording: Wording) -> Entry:
    """Return the colours of a raster with the values between which they run."""
    raster = ramp.raster
    decimals = 0 if ramp.high - ramp.low >= FEW_VALUES else 2
    low, high = number(ramp.low, decimals), number(ramp.high, decimals)
    span = f"{low} – {high} m" if raster.heights else f"{low} – {high}"
    title = raster.title or wording.tr(ROLES[raster.role])
    look = Look(None, "")
    return Entry(
        Swatch(Shape.POLYGON, Style(), look, ramp.colours),
        "",
        wording.tr("{title}: {value}", title=title, value=span),
    )


def _sign(sign: Lines | Dots) -> Entry:
    """Return a line or dot that is drawn over the plan, in the words it was made with."""
    shape = Shape.LINE if isinstance(sign, Lines) else Shape.POINT
    return Entry(Swatch(shape, Style(), Look(None, ""), sign=sign), "", sign.title)


def _drawn(line: Line) -> bool:
    """Return whether parcels are drawn with the code of a row, or with none."""
    return bool(line.area_m2) and not line.below and (bool(line.code) or line.kind == UNCODED)


def _class_entry(document: Document, line: Line, style: Style, wording: Wording) -> Entry:
    look = look_of(document, "parcels", style, line.code or None)
    swatch = Swatch(kinds()["parcels"].shape, style, look)
    # Classes do not stand here above their parts, so that the plain name tells enough.
    title = wording.land_use(line.code) or line.title
    return Entry(swatch, line.code, title, number(line.area_ha, 2), line.area_m2)


def _mixed_entries(
    document: Document, style: Style, results: Results, wording: Wording
) -> list[Entry]:
    """Return the mixed uses with shares; their areas stand with the classes that share them."""
    uses = cast("Uses", results.value("land.uses"))
    found = dict.fromkeys(
        use for parts, (use, _) in zip(uses.parts, uses.written, strict=True) if len(parts) > 1
    )
    entries: list[Entry] = []
    for use in sorted(found):
        swatch = Swatch(kinds()["parcels"].shape, style, look_of(document, "parcels", style, use))
        entries.append(Entry(swatch, use, wording.land_use(use)))
    return entries


def _classes(
    document: Document, kind: str, style: Style, results: Results, wording: Wording
) -> list[Entry]:
    """Return the classes of a style of the plan's own, with areas for parcels."""
    swatches = kinds()[kind].shape
    return [
        Entry(
            Swatch(swatches, style, one.look),
            "",
            class_title(document, kind, style, one, wording),
            number(one.area_m2 / M2_PER_HA, 2) if kind == "parcels" and one.area_m2 else "",
            one.area_m2 or 0.0,
        )
        for one in entries_of(document, kind, results, style)
        if one.count or one.title
    ]


def _entries(document: Document, kind: str, style: Style, wording: Wording) -> list[Entry]:
    """Return one entry for each look that the features of a kind have."""
    declared, tr = kinds()[kind], wording.tr
    values: list[str | None] = [None]
    if style.by:
        found = document.layer(kind).values(style.by).tolist()
        values = sorted({value if isinstance(value, str) else None for value in found}, key=str)
    entries: dict[Look, Entry] = {}
    for value in values:
        look = look_of(document, kind, style, value)
        known = look.known and value is not None
        title = tr(declared.title)
        if known:
            of_it = wording.value(declared.column(style.by), value)
            title = tr("{title}: {value}", title=title, value=of_it)
        if kind == "boundary":
            status = figures.boundary_status(document, wording)
            title = tr("{title} ({status})", title=title, status=status)
        key = look if known else replace(look, value=None)
        entries.setdefault(key, Entry(Swatch(declared.shape, style, look), "", title))
    return list(entries.values())


# ---- tables -------------------------------------------------------------------------------------


def _balance(document: Document, results: Results, wording: Wording) -> Table:
    tr = wording.tr
    lines = [
        line
        for line in figures.balance(document, results, wording)
        if not line.depth and (line.area_m2 or line.share_pct is not None)
    ]
    site = any(line.site_pct is not None for line in lines)
    heads = (tr("Land use"), tr("Area [ha]"), tr("Urban land [%]"), tr("Site [%]"))
    rows = [
        (
            f"{line.code} {line.title}".strip(),
            number(line.area_ha, 2),
            "" if line.share_pct is None else number(line.share_pct, 2),
            "" if line.site_pct is None else number(line.site_pct, 2),
        )
        for line in lines
    ]
    strong = frozenset(n for n, line in enumerate(lines) if line.rank in {"sum", "total"})
    columns = len(heads) if site else len(heads) - 1
    shown = tuple(row[:columns] for row in rows)
    return Table(tr("Land balance"), heads[:columns], shown, strong)


def _covers(results: Results, wording: Wording) -> Table:
    tr = wording.tr
    found: Mapping[str, Any] = totals(results, stamped=False)["carbon"]
    rows = [
        (
            wording.cover(cover),
            "" if part.get("extra") else hectares(part["area_m2"]),
            number(part["central"], 1),
        )
        for cover, part in found["by_cover"].items()
    ]
    rows.append((tr("Carbon sink"), "", number(found["sink_t_per_a"]["central"], 1)))
    heads = (tr("Cover"), tr("Area [ha]"), tr("Sink [t CO₂/a]"))
    return Table(tr("Carbon sink"), heads, tuple(rows), frozenset({len(rows) - 1}))


def _solar(results: Results, wording: Wording) -> Table:
    tr = wording.tr
    found: Mapping[str, Any] = totals(results, stamped=False)["solar"]
    parts = (
        (tr("All roofs"), found),
        (tr("of which planned"), found.get("planned", {})),
        (tr("of which built"), found.get("built", {})),
    )
    rows = tuple(
        (
            title,
            hectares(part.get("roof_m2")),
            number(figures.scaled(part.get("kwp"), 1e3), 2),
            number(figures.scaled(part.get("kwh_per_a"), 1e6), 2),
        )
        for title, part in parts
    )
    heads = (tr("Roof PV"), tr("Area [ha]"), tr("Power [MWp]"), tr("Yield [GWh/a]"))
    return Table(tr("Roof PV"), heads, rows, frozenset({0}))


# ---- notes and title block ----------------------------------------------------------------------


def _notes(document: Document, wording: Wording) -> tuple[str, ...]:
    tr = wording.tr
    status = figures.boundary_status(document, wording)
    codes = document.codes.title
    return (
        tr(
            "Coordinate system: {crs}; X is north, Y is east.",
            crs=figures.crs_name(document.crs, wording),
        ),
        tr("Red line: {status}. Land-use codes: {codes}.", status=status, codes=codes),
        tr("Areas are plane areas; printed figures are rounded so that they add up."),
    )


def title_block(  # noqa: PLR0917 - what every block gets, and two words more
    document: Document,
    results: Results,
    sheet: Sheet,
    wording: Wording,
    scale: str,
    title: str | None = None,
) -> TitleBlock:
    """Return the title block; what nobody can know is left to be written by hand."""
    tr = wording.tr
    year = document.parameters.get("plan.base_year")
    cells = (
        (tr("Prepared by"), ""),
        (tr("Drawing no."), ""),
        (tr("Checked"), ""),
        (tr("Approved"), ""),
        (tr("Scale"), scale),
        (tr("Base year"), str(year or "")),
        (tr("Stamp"), figures.stamp_of(results)[:12]),
        (tr("Date"), ""),
    )
    name = figures.plan_name(document, wording.language, title)
    return TitleBlock(name, sheet.named(wording.language), cells)
