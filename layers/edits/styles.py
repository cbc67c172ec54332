"""How a kind is drawn: another style, or the declared one again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Final

from layers.document import Document
from layers.edit import Edit, ValueDelta
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.rows import layer_of, near
from layers.errors import InvalidEditError
from layers.kinds import kinds
from layers.layer import Layer
from layers.looks import style_of
from layers.message import Message
from layers.style import (
    LONGEST,
    MEASURE,
    MOST_CLASSES,
    MOST_COLOURS,
    MOST_DASHES,
    WIDEST,
    Labels,
    Style,
    classes_fit,
    is_colour,
    is_size,
    misfit,
)
from resources.translations import grouped


def set_style(document: Document, kind: str, style: Style, *, merge_key: str = "") -> Edit:
    """Return the edit that gives a kind a style of its own; nothing where it has it already.

    Parameters
    ----------
    document
        The plan.
    kind
        Whose style it becomes.
    style
        The whole of it; one that is as declared leaves the kind without a style of its own.
    merge_key
        The same for edits in a row that make one step, as while a dialog is open.

    Raises
    ------
    InvalidEditError
        Where the kind or something in the style cannot be.
    """
    layer_of(document, kind)
    _check(style)
    before = document.styles.get(kind)
    after = None if style == kinds()[kind].style else style
    deltas = () if before == after else (ValueDelta("styles", kind, before, after),)
    title = Message.of("Style of {kind}", kind=Message(kinds()[kind].title))
    return Edit(title, deltas, merge_key)


def reset_style(document: Document, kind: str) -> Edit:
    """Return the edit that draws a kind as declared again.

    Raises
    ------
    InvalidEditError
        Where no kind has this id.
    """
    layer_of(document, kind)
    return set_style(document, kind, kinds()[kind].style)


def show_labels(document: Document, kind: str, *, shown: bool) -> Edit:
    """Return the edit that writes names on the features of a kind, or writes none.

    Raises
    ------
    InvalidEditError
        Where no kind has this id.
    """
    layer_of(document, kind)
    style = style_of(document, kind)
    return set_style(document, kind, replace(style, labels=replace(style.labels, shown=shown)))


def _check(style: Style) -> None:
    """Refuse what no map can draw."""
    colours = [style.fill, style.stroke, *style.colours.values(), *style.ramp, style.labels.colour]
    odd = next((one for one in colours if not is_colour(one)), None)
    if odd is not None:
        raise InvalidEditError(
            "A colour is written as #rrggbb or #rrggbbaa; {value} is none.", value=ascii(odd)[:40]
        )
    if not classes_fit(style.breaks, style.ramp):
        raise InvalidEditError(
            "A graduated style has a colour for each bound and bounds that ascend; this one has "
            "{bounds} bounds and {colours} colours.",
            bounds=len(style.breaks),
            colours=len(style.ramp),
        )
    if len(style.colours) > MOST_COLOURS:
        raise InvalidEditError(
            "A style can colour up to {limit} values; this one has {found}.",
            limit=MOST_COLOURS,
            found=len(style.colours),
        )
    sizes = (style.width, style.size, style.labels.height, style.labels.halo, *style.dash)
    if not all(map(is_size, sizes)) or not 0 <= style.opacity <= 1:
        raise InvalidEditError(
            "Widths and sizes lie between 0 and {most}, the opacity between 0 and 1.",
            most=f"{WIDEST:g}",
        )
    _check_rest(style)


def _check_rest(style: Style) -> None:
    for ranged in (style, style.labels):
        if not ranged.nearest < ranged.farthest:
            raise InvalidEditError(
                "The largest scale comes before the smallest one: 1:{nearest} and 1:{farthest} are"
                " the other way round.",
                nearest=grouped(ranged.nearest),
                farthest=grouped(ranged.farthest),
            )
    lengths = {
        "dash": (len(style.dash), MOST_DASHES),
        "breaks": (len(style.breaks), MOST_CLASSES),
        "template": (len(style.labels.template), LONGEST),
        "by": (len(style.by), LONGEST),
        "width_column": (len(style.width_column), LONGEST),
    }
    for name, (found, most) in lengths.items():
        if found > most:
            raise InvalidEditError(
                "The style's {name} is {found} long; {most} is the most.",
                name=name,
                found=found,
                most=most,
            )


def _style(document: Document, kind: str, style: Mapping[str, object] | None) -> Edit:
    """Return the edit that lays fields over the style that a kind has; null sets it back."""
    layer = layer_of(document, kind)
    if style is None:
        return reset_style(document, kind)
    known = [one.name for one in fields(Style)]
    parts = style.get("labels")
    for name, found in [
        *((name, known) for name in style),
        *((name, [one.name for one in fields(Labels)]) for name in _names(parts)),
    ]:
        if name not in found:
            raise InvalidEditError(
                "A style has no field {name}. Fields like it are {near}.",
                name=str(name)[:40],
                near=near(str(name), found),
            )
    _check_sorts(Style(), style)
    _check_sorts(Labels(), parts if isinstance(parts, Mapping) else {})
    present = style_of(document, kind)
    labels = {**_plain_labels(present.labels), **(parts if isinstance(parts, Mapping) else {})}
    given = {**present.plain(), **style, "labels": _there(labels)}
    after = Style.read(_there(given))
    if after is None:
        raise InvalidEditError("Sizes, scales and bounds of a style are numbers; some here is not.")
    _check_by(layer, after.by)
    return set_style(document, kind, after)


def _there(values: Mapping[str, object]) -> dict[str, object]:
    """Return values without those that are null: their fields become as in an empty style."""
    return {name: value for name, value in values.items() if value is not None}


def _check_sorts(empty: Style | Labels, values: Mapping[str, object]) -> None:
    odd = misfit(empty, _there(values))
    if odd:
        raise InvalidEditError(
            "The style's {name} cannot be {value}.", name=odd, value=ascii(values[odd])[:60]
        )
    try:
        json.dumps(values, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half a sign, as an escape may say
        raise InvalidEditError("A text of the style cannot be stored: half a sign.") from None


def _check_by(layer: Layer, by: str) -> None:
    """Refuse a column that is not there; whether a measure is, nothing here knows."""
    columns = [one for one in layer.columns if one != "geometry"]
    declared = by.startswith(MEASURE) or kinds()[layer.kind].column(by) is not None
    if by and not declared and by not in columns:
        raise InvalidEditError(
            "{kind} has no column {column}. Columns like it are {near}.",
            kind=Message(kinds()[layer.kind].title),
            column=by[:40],
            near=near(by, columns),
        )


def _names(parts: object) -> list[str]:
    return [str(name) for name in parts] if isinstance(parts, Mapping) else []


def _plain_labels(labels: Labels) -> Mapping[str, object]:
    found = Style(labels=labels).plain().get("labels")
    return found if isinstance(found, Mapping) else {}


OPERATIONS: Final = (
    Operation(
        "style",
        (Field("kind", FieldType.TEXT), Field("style", FieldType.VALUES, nullable=True)),
        _style,
    ),
)
