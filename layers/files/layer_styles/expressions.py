"""Label templates as QGIS writes them: expressions over the columns of a layer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from layers.document import Document
from layers.errors import PlanError
from layers.fields import COMPUTED, TITLE, Field, titles_of
from layers.kind import Shape
from layers.kinds import kinds
from layers.template import MISSING, Template
from layers.units import M2_PER_HA, M2_PER_MU
from resources.translations import current

_GEOMETRY: Final[Mapping[str, str]] = {
    "area_m2": "area($geometry)",
    "area_ha": f"(area($geometry) / {M2_PER_HA:g})",
    "area_mu": f"(area($geometry) / {M2_PER_MU!r})",
    "length_m": "length($geometry)",
}
_SPEC: Final = re.compile(r".*?(,?)(?:\.(\d{1,2}))?([defgs%]?)", re.DOTALL)
_PLAIN_DECIMALS: Final = 4


def field_name(name: str) -> str:
    """Return a column as an expression names it.

    Examples
    --------
    >>> field_name('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    r"""Return a text as an expression writes it.

    Examples
    --------
    >>> text("it's")
    "'it''s'"
    """
    escaped = value.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n")
    return f"'{escaped}'"


def label(document: Document, kind: str, template: str) -> tuple[str, bool]:
    """Return what QGIS writes on features: an expression, or the bare name of a column.

    Returns
    -------
    tuple
        The text, and whether it is an expression. Empty where the template cannot be read.
    """
    try:
        parsed = Template.parse(template)
    except PlanError:
        return "", False
    match parsed.lines:
        case ((Field(measure=False) as only,),) if not only.spec and _is_text(kind, only.name):
            return only.name, False
        case _:
            pass
    lines = [_line(document, kind, line) for line in parsed.lines]
    lines = [line for line in lines if line]
    match lines:
        case []:
            return "", False
        case [only]:
            return only, True
        case _:
            # Null takes its line with it.
            kept = f"array_filter(array({', '.join(lines)}), @element IS NOT NULL)"
            return f"array_to_string({kept}, '\\n')", True


def _is_text(kind: str, name: str) -> bool:
    column = kinds()[kind].column(name)
    return column is not None and column.dtype == "text"


def _line(document: Document, kind: str, line: tuple[str | Field, ...]) -> str:
    """Return the expression of one line; empty where other programs have none of its fields."""
    values = {piece: _value(document, kind, piece) for piece in line if isinstance(piece, Field)}
    told = [value for value in values.values() if value]
    if values and not told:
        return ""
    pieces = [
        text(piece)
        if isinstance(piece, str)
        else f"coalesce({value}, {text(MISSING)})"
        if (value := values[piece])
        else text(MISSING)
        for piece in line
    ]
    joined = " || ".join(pieces)
    if not told:
        return joined
    known = told[0] if len(told) == 1 else f"coalesce({', '.join(told)})"
    if len(pieces) == 1:
        return known
    return f"CASE WHEN {known} IS NOT NULL THEN {joined} END"


def _value(document: Document, kind: str, field: Field) -> str:
    """Return the expression of a field as text, null where the value is missing."""
    columns = document.layer(kind).columns
    base = field.name.removesuffix(TITLE)
    match field:
        case Field(measure=True):
            return ""
        case Field(name="fid"):
            return "to_string($id)"
        case Field(name=name) if name in columns:
            return _column(kind, field)
        case Field(name=name) if name in COMPUTED:
            around = name == "length_m" and kinds()[kind].shape is Shape.POLYGON
            value = "perimeter($geometry)" if around else _GEOMETRY[name]
            return _number(value, field.spec or COMPUTED[name].spec)
        case _:
            return _title(document, kind, base) if base in columns else ""


def _column(kind: str, field: Field) -> str:
    column, value = kinds()[kind].column(field.name), field_name(field.name)
    dtype = "" if column is None else column.dtype
    if dtype == "text":
        return value
    return _number(value, field.spec) if dtype or field.numeric else f"to_string({value})"


def _title(document: Document, kind: str, column: str) -> str:
    language = current()
    titles = titles_of(document, kind, chinese=language.language == "zh", translate=language).get(
        column, {}
    )
    value = field_name(column)
    if not titles:
        return value
    pairs = ", ".join(f"{text(key)}, {text(title)}" for key, title in titles.items())
    return f"coalesce(map_get(map({pairs}), {value}), {value})"


def _number(value: str, spec: str) -> str:
    r"""Return a number as text.

    Examples
    --------
    >>> _number('"far"', ".1f")
    'replace(format_number("far", 1, \'en\'), \',\', \'\')'
    """
    found = _SPEC.fullmatch(spec)
    if not spec or found is None or found[3] in ("e", "g", "s"):
        return f"to_string(round({value}, {_PLAIN_DECIMALS}))"
    share = found[3] == "%"
    if not (found[3] or found[2]):
        return f"to_string(round({value}, {_PLAIN_DECIMALS}))"
    decimals = 0 if found[3] == "d" else int(found[2] or 6)
    number = f"{value} * 100" if share else value
    written = f"format_number({number}, {decimals}, 'en')"
    if not found[1]:
        written = f"replace({written}, ',', '')"
    return f"{written} || '%'" if share else written
