"""The sheet of regulatory indicators: what each parcel plans beside its limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np

from app.exporters.spreadsheet import Book, Cell, Head, Table, fits
from app.exporters.wording import Wording
from layers.document import Document
from layers.indicators import INDICATORS, ClassLimits
from layers.limits import Held, footing
from layers.measure import Results
from layers.progress import Progress
from layers.units import M2_PER_HA


def limits(
    book: Book, document: Document, results: Results, wording: Wording, progress: Progress
) -> None:
    """Write the indicators of all parcels; for each what is planned, and the limits in force."""
    tr = wording.tr
    held = cast("Held", results.value("limits.held"))
    classes = cast("ClassLimits", results.value("limits.classes"))
    fits(len(held.ids))
    heads = [
        Head(tr("Parcel number"), 14),
        Head(tr("Code"), 9),
        Head(tr("Land use"), 28),
        Head(tr("Area [ha]"), 11, "ha"),
    ]
    for one in INDICATORS:
        unit = f" [{one.unit}]" if one.unit else ""
        heads += [
            Head(f"{tr(one.title)}{unit}", 11, "plain"),
            Head(tr("At least"), 9, "plain"),
            Head(tr("At most"), 9, "plain"),
            Head(tr("Force"), 12),
        ]
    heads += [Head(tr("Beyond its limit"), 28), Head(tr("Source"), 60)]
    note = tr(
        "FAR counts floor area in storeys above 8 m twice. Defaults of land-use classes guide; they"
        " stand where a parcel has no limit of its own."
    )
    table = Table(book, tr("Indicators"), heads, plan=book.plan, note=note)
    layer = document.layer("parcels")
    columns = (layer.values("number").tolist(), layer.values("land_use").tolist())
    areas = (np.nan_to_num(layer.areas) / M2_PER_HA).tolist()
    for place, (number, code, area) in enumerate(zip(*columns, areas, strict=True)):
        if place % 1000 == 0:
            progress.at(0.8 * place / len(layer))
        land_use = wording.land_use(code) if isinstance(code, str) else ""
        cells: list[Cell] = [number, code, land_use, area]
        cells += _figures(held, place, wording)
        cells += [_beyond(held, place, wording), _sources(document, held, classes, place, wording)]
        table.add(cells)
    table.end(filtered=True)


def _figures(held: Held, place: int, wording: Wording) -> Iterator[Cell]:
    for number in range(len(INDICATORS)):
        yield round(float(held.figures[number, place]), 4)
        yield float(held.low[number, place])
        yield float(held.high[number, place])
        yield _force(held, number, place, wording)


def _force(held: Held, number: int, place: int, wording: Wording) -> Cell:
    if np.isnan(held.low[number, place]) and np.isnan(held.high[number, place]):
        return None
    if not held.own[number, place]:
        return wording.tr("class default")
    mandatory = bool(held.mandatory[number, place])
    return wording.tr("mandatory") if mandatory else wording.tr("guiding")


def _beyond(held: Held, place: int, wording: Wording) -> Cell:
    found = np.flatnonzero(held.below[:, place] | held.above[:, place])
    return ", ".join(wording.tr(INDICATORS[number].title) for number in found) or None


def _sources(
    document: Document, held: Held, classes: ClassLimits, place: int, wording: Wording
) -> Cell:
    """Return where the limits of a parcel come from, and how sure its defaults are."""
    row = classes.factors[int(held.classes[place])]
    texts: dict[str, list[str]] = {}
    for number, one in enumerate(INDICATORS):
        own = bool(held.own[number, place])
        if not own and not row[number]:
            continue
        found = footing(document, int(held.ids[place]), number, "" if own else row[number])
        sure = wording.tr(found.confidence) if found.confidence else ""
        text = ", ".join(filter(None, (sure, wording.source(found.source))))
        if text:
            texts.setdefault(text, []).append(wording.tr(one.title))
    roofed = [
        wording.tr(INDICATORS[number].title) for number in np.flatnonzero(held.roofed[:, place])
    ]
    if roofed:
        texts[wording.tr("planned as the roofs say")] = roofed
    return "; ".join(f"{', '.join(titles)}: {text}" for text, titles in texts.items()) or None
