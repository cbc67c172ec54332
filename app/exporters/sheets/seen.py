"""What of a plan is seen on a sheet at its scale: kinds, names, and rasters below them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path
from typing import Final

import numpy as np

from app.exporters.sheets.declared import Sheet
from layers.document import Document
from layers.edits.overlays import overlays as remembered
from layers.errors import ExportError
from layers.kinds import kinds
from layers.looks import style_of
from layers.measure import Results
from layers.raster import Raster
from layers.style import Labels, Style
from resources.translations import speaking
from widgets.map import raster_colours
from widgets.map.marks import Dots, Lines, Marks
from widgets.map.overlays import overlays
from widgets.map.raster_picture import bands_of
from widgets.map.rasters import RasterUnderlay, underlays_for_paper

ALWAYS: Final = inf
RAMP_STEPS: Final = 9
"""Colours of a ramp in the legend; between them they run."""


@dataclass(frozen=True, slots=True)
class Ramp:
    """A raster that shows values by colours.

    Parameters
    ----------
    raster
        What it shows.
    colours
        From the least to the greatest value, ``#rrggbb``.
    low, high
        Between which values the colours run. [unit of the raster]
    """

    raster: Raster
    colours: tuple[str, ...]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Seen:
    """What is drawn on a sheet, and what should be and is not.

    Parameters
    ----------
    kinds
        Kinds that are drawn.
    lettered
        Those of them that are written on.
    left_out
        Rasters whose file is missing or cannot be read: their names and those of the files.
    generalised
        Kinds that have so many places that their borders are drawn less finely.
    fineness
        How finely these are drawn. [mm]
    ramps
        Rasters that show values by colours, lowest first.
    signs
        What is drawn over the plan and has a title.
    """

    kinds: tuple[str, ...]
    lettered: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    generalised: tuple[str, ...] = ()
    fineness: float = 0.0
    ramps: tuple[Ramp, ...] = ()
    signs: tuple[Lines | Dots, ...] = ()


def kinds_seen(document: Document, sheet: Sheet, scale: float, hidden: Collection[str]) -> Seen:
    """Return the kinds that are drawn on a sheet, and those that are written on.

    These are the ones that the sheet declares, and those for which the plan has a label of its
    own.

    Parameters
    ----------
    document, sheet
        What is drawn.
    scale
        Denominator of the sheet's scale. [-]
    hidden
        Kinds that the user has hidden.
    """
    drawn = tuple(
        kind
        for kind in sheet.kinds
        if kind not in hidden and style_of(document, kind).seen_at(scale)
    )
    lettered = tuple(
        kind
        for kind in drawn
        if _written(style_of(document, kind).labels, scale)
        and (kind in sheet.labels or (own_labels(document, kind) and kind not in sheet.quiet))
    )
    return Seen(drawn, lettered)


def own_labels(document: Document, kind: str) -> bool:
    """Return whether the plan writes on a kind otherwise than is declared."""
    labels, declared = style_of(document, kind).labels, kinds()[kind].style.labels
    return _always(labels) != _always(declared)


def _written(labels: Labels, scale: float) -> bool:
    return labels.shown and labels.nearest <= scale <= labels.farthest


def _always(labels: Labels) -> Labels:
    return replace(labels, shown=True, nearest=0.0, farthest=ALWAYS)


def at_all_scales(style: Style) -> Style:
    """Return a style that is drawn and written at all scales.

    What a sheet shows is decided by its scale; the widths on large paper are those of a smaller
    scale, by which the painter would decide otherwise.
    """
    return replace(style, nearest=0.0, farthest=ALWAYS, labels=_always(style.labels))


def rasters_seen(
    document: Document, scale: float, hidden: Collection[str] = ()
) -> tuple[tuple[RasterUnderlay, ...], tuple[tuple[str, str], ...]]:
    """Return the visible rasters of a plan, lowest first, and the names of those without a file.

    Parameters
    ----------
    document
        The plan.
    scale
        Denominator of the sheet's scale. [-]
    hidden
        Ids of what the user has hidden.
    """
    wanted = {
        key: replace(raster, style=replace(raster.style, nearest=0.0, farthest=ALWAYS))
        for key, raster in document.rasters.items()
        if raster.visible and raster.style.seen_at(scale) and raster.id not in hidden
    }
    try:
        return underlays_for_paper(replace(document, rasters=wanted)), ()
    except ExportError:
        found = {key: _one(document, raster) for key, raster in wanted.items()}
    there = {key: wanted[key] for key, underlay in found.items() if underlay}
    gone = [wanted[key] for key, underlay in found.items() if not underlay]
    names = tuple((one.title or one.key, Path(one.path).name) for one in gone)
    return underlays_for_paper(replace(document, rasters=there)), names


def _one(document: Document, raster: Raster) -> bool:
    """Return whether the file of a raster can be read."""
    try:
        found = underlays_for_paper(replace(document, rasters={raster.key: raster}))
    except ExportError:
        return False
    for one in found:
        one.placed.file.close()
    return True


def marks_seen(results: Results, names: Collection[str] | None, language: str) -> tuple[Marks, ...]:
    """Return what is drawn over a plan, with titles in the language of the sheet.

    Parameters
    ----------
    results
        Results of the plan.
    names
        Of what is drawn; those that nobody knows are passed over. What the plan remembers where
        None.
    language
        Of the titles.
    """
    wanted = remembered(results.document) if names is None else names
    with speaking(language):
        return tuple(one.make(results) for one in overlays() if one.id in wanted)


def ramps_of(underlays: Sequence[RasterUnderlay]) -> tuple[Ramp, ...]:
    """Return how the values of rasters are shown, of those that have one band; once drawn."""
    found: list[Ramp] = []
    for raster, file in ((one.raster, one.placed.file) for one in underlays):
        band, *more = bands_of(raster, file)
        if more or raster.role == "imagery":
            continue
        spread = file.known_spread(band)
        if spread is None and raster_colours.needs_spread(raster, file.dtype):
            continue  # nothing of it is on the map
        stretch = raster_colours.stretch_of(raster, file.dtype)
        low, high = raster_colours.bounds(raster.style, stretch, spread, file.dtype)
        places = np.linspace(0, len(raster_colours.ramp(raster.ramp)) - 1, RAMP_STEPS).astype(int)
        colours = raster_colours.ramp(raster.ramp)[places].tolist()
        found.append(
            Ramp(raster, tuple("#{:02x}{:02x}{:02x}".format(*one) for one in colours), low, high)
        )
    return tuple(found)
