"""What the classes of a style are called, in the language of what leaves the plan."""

from __future__ import annotations

from app.exporters.wording import Wording
from layers.analysis.classes import ClassEntry
from layers.analysis.per_feature import subject
from layers.document import Document
from layers.kinds import kinds
from layers.style import Style


def class_title(
    document: Document, kind: str, style: Style, entry: ClassEntry, wording: Wording
) -> str:
    """Return what a class is called: what it goes by, and its value or its bounds."""
    tr, column = wording.tr, kinds()[kind].column(style.by)
    about = subject(document, kind, style.by)
    title = style.by if about is None else about.title if about.own else tr(about.title)
    if entry.missing:
        value = tr("no value")
    elif entry.others:
        value = tr("{n} more values", n=entry.others)
    elif column is not None and column.table == "land_use":
        value = f"{entry.value} {wording.land_use(entry.value)}".strip()
    else:
        value = entry.title or wording.value(column, entry.value)
    return tr("{title}: {value}", title=title, value=value)
