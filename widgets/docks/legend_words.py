"""What stands beside the pictures of the layer tree: names of layers, and of their classes."""

from __future__ import annotations

from math import isfinite

from layers.analysis.classes import ClassEntry
from layers.analysis.per_feature import Figures
from layers.document import Document
from layers.kinds import kinds
from layers.looks import column_of
from layers.measure import Results
from layers.style import Style
from resources.translations import tr
from widgets import forms, words


def layer_name(kind: str, style: Style, results: Results | None) -> str:
    """Return the name of a layer, with how much of it is seen and whether its colours will change.

    Parameters
    ----------
    kind
        What is drawn.
    style
        How it is drawn.
    results
        What is known so far; a style by a measure waits for them.
    """
    title = words.declared(kinds()[kind].title)
    if style.opacity < 1:
        title = f"{title}  {style.opacity:.0%}"
    if Figures.of(results, style).pending:
        title = tr("{title} – computing…", title=title)
    return title


def entry_name(document: Document, kind: str, style: Style, entry: ClassEntry) -> str:
    """Return the name of a class."""
    column = column_of(kind, style)
    if entry.missing:
        title = tr("without a value")
    elif entry.pending:
        title = tr("computing…")
    elif entry.others:
        title = tr("{n} more values", n=entry.others)
    elif entry.title or column is None:
        title = entry.title or entry.value
    elif column.table == "land_use" and document.codes.colour(entry.value) is None:
        title = tr("{code}  (unknown code)", code=entry.value)
    else:
        title = forms.titled(column, document, entry.value)
    return title


def seen_at(style: Style) -> str:
    """Return the sentence on the scales at which a layer is drawn."""
    nearest = words.number(round(style.nearest))
    if not isfinite(style.farthest):
        return tr("Not drawn at this scale: only from 1:{nearest} outwards", nearest=nearest)
    farthest = words.number(round(style.farthest))
    if not style.nearest:
        return tr("Not drawn at this scale: only up to 1:{farthest}", farthest=farthest)
    return tr(
        "Not drawn at this scale: only from 1:{nearest} to 1:{farthest}",
        nearest=nearest,
        farthest=farthest,
    )
