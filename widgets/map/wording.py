"""What is written on the features of a layer: its template, and the texts of some of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import dropwhile
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers.fields import TITLE, Field, titles_of
from layers.kinds import kinds
from layers.style import Labels
from layers.template import Template, TemplateError
from resources.translations import current, tr
from widgets.map.ragged import Indices
from widgets.map.scene import Scene, SceneLayer

MORE_FROM_MM: Final = (0.0, 30.0, 60.0)
"""How large a feature usually is where the first, second, third line of the kind's own template
are written. [mm]
"""
FEW: Final = 100
"""Rows that are looked at before all are."""
ROADS: Final = ("S1", "1207")
"""Codes of land for roads."""


@lru_cache(maxsize=64)
def parsed(text: str) -> Template | None:
    """Return the template that a text says, None where it says none."""
    try:
        return Template.parse(text)
    except TemplateError:
        return None


def declared(layer: SceneLayer) -> bool:
    """Return whether a layer is labelled as its kind declares it, and not by the user's words."""
    labels = layer.style.labels
    return labels.template in {"", kinds()[layer.kind.id].style.labels.template}


def ranged(labels: Labels) -> bool:
    """Return whether the user has said at what scales labels are written."""
    usual = Labels()
    return (labels.nearest, labels.farthest) != (usual.nearest, usual.farthest)


def template_of(layer: SceneLayer, grain_mm: float) -> Template | None:
    """Return what is written on a layer's features, None for nothing.

    Parameters
    ----------
    layer
        The layer.
    grain_mm
        How large a feature usually is: of the kind's own template, small ones have the first
        line only, all alike. [mm]
    """
    labels = layer.style.labels
    if not labels.shown:
        return None
    found = parsed(labels.template) if labels.template else None
    if found is None or not found.lines:
        return parsed("{" + layer.kind.label + "}") if layer.kind.label else None
    if declared(layer) and layer.kind.coverage:
        # Parcels of many a plan have no numbers: their codes then come in the place of these.
        found = Template(tuple(dropwhile(lambda line: not _told(layer, line), found.lines)))
        return found.shortened(sum(grain_mm >= least for least in MORE_FROM_MM))
    return found


def _told(layer: SceneLayer, line: Iterable[str | Field]) -> bool:
    """Return whether a line of a template can say something of some feature of a layer."""
    names = [piece.name for piece in line if isinstance(piece, Field) and not piece.measure]
    return any(name not in layer.source.columns or _filled(layer, name) for name in names)


def _filled(layer: SceneLayer, column: str) -> bool:
    """Return whether a column has a value; of columns that have the first rows mostly tell."""
    values = layer.source.values(column)
    return any((part.notna() & (part != "")).any() for part in (values.iloc[:FEW], values))


def texts(scene: Scene, layer: SceneLayer, template: Template, ids: Indices) -> list[str]:
    """Return what is written on some features, in the language of the window."""
    titles = None
    titled = any(field.name.endswith(TITLE) for field in template.fields)
    if titled and scene.document is not None:
        chinese = current().language == "zh"
        titles = titles_of(scene.document, layer.kind.id, chinese=chinese, translate=tr)
    return template.texts(layer.source, ids, scene.results, titles)


def spoken_for(layer: SceneLayer, ids: Indices) -> NDArray[np.bool_]:
    """Return which features need no words: land for roads, which carries the names of the roads.

    What the user writes is written on all of them.
    """
    if not (layer.kind.coverage and declared(layer) and "land_use" in layer.source.columns):
        return np.zeros(len(ids), bool)
    codes = layer.source.values("land_use").iloc[layer.source.positions(ids)]
    return codes.str.startswith(ROADS).fillna(value=False).to_numpy(bool)


def state(scene: Scene, layer: SceneLayer) -> tuple[object, ...]:
    """Return what changes when other texts would be written on a layer, or elsewhere."""
    labels = layer.style.labels
    template = parsed(labels.template) if labels.template else None
    columns = template.columns if template is not None else ()
    measures = template.measures if template is not None else ()
    entries = scene.results.entries if scene.results is not None else {}
    return (
        labels,
        layer.style.nearest,
        layer.style.farthest,
        layer.source.version("geometry", *filter(None, (layer.kind.label,)), *columns, "land_use"),
        tuple(entries[name].version if name in entries else 0 for name in measures),
        scene.document.codes.id if scene.document is not None else "",
        current().language,
    )
