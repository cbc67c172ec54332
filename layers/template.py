r"""Label templates: text with fields in braces, ``{number}\n{land_use} {area_ha:.2f} ha``.

A small and safe part of what ``str.format`` knows. Templates come with files from anywhere: no
attribute, no index and no conversion is read, and widths and decimals are bounded.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self, cast

import numpy as np
from numpy.typing import NDArray

from layers.errors import PlanError
from layers.fields import COMPUTED, MEASURE, TITLE, Field, Rows, Titles, Written, offered
from layers.kinds import kinds
from layers.layer import Layer
from layers.measure import Results
from layers.message import Message

MISSING: Final = "–"
MOST_CHARACTERS: Final = 1_000
"""A template is at most so long. [characters]"""
MOST_LINES: Final = 6
WIDEST: Final = 40
"""Largest width of a field. [characters]"""
MOST_DECIMALS: Final = 12

_SPEC: Final = re.compile(r"(?:.?[<>^=])?\+?0?(\d{0,2}),?(?:\.(\d{1,2}))?([defgs%]?)", re.DOTALL)
_MEASURE_ID: Final = re.compile(r"[A-Za-z_][\w.]*")


class TemplateError(PlanError):
    """A label template that cannot be read."""


@dataclass(frozen=True, slots=True)
class Template:
    """What is written on a feature, with fields for its values.

    Parameters
    ----------
    lines
        Line by line what stands as it is, and fields.
    """

    lines: tuple[tuple[str | Field, ...], ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        r"""Return the template that a text says; ``\n`` can be typed as two characters.

        Raises
        ------
        TemplateError
            Where braces do not fit together, or a field is written in a way that is not known.

        Examples
        --------
        >>> Template.parse(r"{number}\n{area_ha:.1f} ha").fields
        (Field(name='number', spec='', measure=False), Field(name='area_ha', spec='.1f', measure=False))
        """  # noqa: E501
        if len(text) > MOST_CHARACTERS:
            raise TemplateError(
                "A label is written by at most {most} characters; here are {found}. Shorten it.",
                most=MOST_CHARACTERS,
                found=len(text),
            )
        text = text.replace("\\n", "\n").replace("\r\n", "\n")
        lines: list[list[str | Field]] = [[]]
        try:
            pieces = tuple(string.Formatter().parse(text))
        except ValueError:
            raise TemplateError(
                "The braces of the label do not fit together. Write a field as {example}, and a "
                "brace that is meant as such twice.",
                example="{number}",
            ) from None
        for literal, name, spec, conversion in pieces:
            first, *others = literal.split("\n")
            lines[-1] += [first] if first else []
            lines.extend([other] if other else [] for other in others)
            if name is not None:
                lines[-1].append(_field(name, spec or "", conversion))
        found = tuple(tuple(line) for line in lines if line)
        if len(found) > MOST_LINES:
            raise TemplateError(
                "A label has at most {most} lines; here are {found}. Leave some out.",
                most=MOST_LINES,
                found=len(found),
            )
        return cls(found)

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields, each once."""
        return tuple(
            dict.fromkeys(
                piece for line in self.lines for piece in line if isinstance(piece, Field)
            )
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that it reads, ``geometry`` included: with equal versions of them the texts
        are the same.
        """  # noqa: D205
        names = [field.name for field in self.fields if not field.measure]
        read = ["geometry" if name in COMPUTED else name.removesuffix(TITLE) for name in names]
        own = [name for name in names if name.endswith(TITLE)]  # a column may be called so itself
        return tuple(dict.fromkeys(name for name in (*read, *own) if name != "fid"))

    @property
    def measures(self) -> tuple[str, ...]:
        """Ids of the measures that it reads."""
        return tuple(dict.fromkeys(field.name for field in self.fields if field.measure))

    def shortened(self, lines: int) -> Self:
        """Return the template with its first lines only."""
        return type(self)(self.lines[:lines])

    def problems(self, kind: str, columns: Iterable[str] = ()) -> tuple[Message, ...]:
        """Return in sentences what cannot be written on features of a kind.

        Parameters
        ----------
        kind
            Id of the kind.
        columns
            Columns of its layer, the user's own among them.
        """
        declared = kinds()[kind]
        known = offered(kind, columns)
        measures = [name for name in known if name.startswith(MEASURE + ":")]
        found: list[Message] = []
        for field in self.fields:
            name = f"{MEASURE}:{field.name}" if field.measure else field.name
            column = declared.column(field.name)
            if name not in known:
                there = measures if field.measure else [n for n in known if n not in measures]
                found.append(
                    Message.of(
                        "{kind} have no {field} to be written. There are: {known}.",
                        kind=Message(declared.title),
                        field=name,
                        known=", ".join(there) or MISSING,
                    )
                )
            elif field.numeric and (
                field.name.endswith(TITLE) or (column is not None and column.dtype == "text")
            ):
                found.append(
                    Message.of(
                        "{field} is a text; {spec} is for numbers. Leave it out.",
                        field=field.name,
                        spec=":" + field.spec,
                    )
                )
        return tuple(found)

    def texts(
        self,
        layer: Layer,
        ids: NDArray[np.int64],
        results: Results | None = None,
        titles: Titles | None = None,
    ) -> list[str]:
        """Return what is written on some features; empty where all that is asked for is missing.

        A missing value is written as a dash; a line whose values are all missing is left out.

        Parameters
        ----------
        layer
            The plan's layer.
        ids
            Features; one that is not there has no text.
        results
            Values of measures; all of them are missing where None.
        titles
            Titles of values in the language of the window, see `titles_of`.
        """
        asked = np.asarray(ids, np.int64)
        places = layer.positions(asked)
        there = np.flatnonzero(places >= 0)
        kept, places = asked[there], places[there]
        rows = Rows(layer, kept, places, results, titles or {})
        written = {field: rows.written(field) for field in self.fields}
        lines = [_line(line, written, len(kept)) for line in self.lines]
        asking = [any(isinstance(piece, Field) for piece in line) for line in self.lines]
        texts = [""] * len(asked)
        for place, parts in zip(there.tolist(), zip(*lines, strict=True), strict=bool(lines)):
            # What stands beside values alone says nothing: a unit under a number that is missing.
            told = any(part and asks for part, asks in zip(parts, asking, strict=True))
            if told or not any(asking):
                texts[place] = "\n".join(part for part in parts if part)
        return texts


def _field(name: str, spec: str, conversion: str | None) -> Field:
    measure = name == MEASURE
    if measure:
        name, _, spec = spec.partition(":")
    match = _SPEC.fullmatch(spec)
    unknown = match is None or (measure and not _MEASURE_ID.fullmatch(name))
    if unknown or conversion or not name or match is None:
        raise TemplateError(
            "{field} is not a way to write a value. Write {example} for a column, {decimals} with "
            "two decimals, {measure} for a measure of each feature.",
            field=_shown(name, spec, conversion),
            example="{number}",
            decimals="{area_ha:.2f}",
            measure="{measure:solar.roof_kwh:,.0f}",
        )
    width, decimals = int(match[1] or 0), int(match[2] or 0)
    if width > WIDEST or decimals > MOST_DECIMALS:
        raise TemplateError(
            "{field} asks for more than {width} characters or {decimals} decimals. Take less.",
            field=_shown(name, spec, conversion),
            width=WIDEST,
            decimals=MOST_DECIMALS,
        )
    return Field(name, spec, measure)


def _shown(name: str, spec: str, conversion: str | None) -> str:
    return (
        "{" + name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "") + "}"
    )


def _line(line: tuple[str | Field, ...], written: Mapping[Field, Written], count: int) -> list[str]:
    """Return one line of all labels; empty where all its fields are missing."""
    fields = [written[piece] for piece in line if isinstance(piece, Field)]
    if not fields:
        return ["".join(cast("tuple[str, ...]", line))] * count
    parts = [
        [piece] * count
        if isinstance(piece, str)
        else [MISSING if value is None else value for value in written[piece]]
        for piece in line
    ]
    told = [any(value is not None for value in values) for values in zip(*fields, strict=True)]
    return [
        "".join(pieces).strip() if says else ""
        for says, pieces in zip(told, zip(*parts, strict=True), strict=True)
    ]
