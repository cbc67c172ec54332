"""What the commands print: JSON for programs, tables and sentences for people."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import unicodedata
from collections.abc import Generator, Sequence
from typing import TextIO

from layers.errors import PlanError
from layers.message import Message
from resources.translations import current

Cell = str | float | int | None


def write_json(data: object) -> None:
    """Print data as one JSON document, in UTF-8 whatever the terminal is set to."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2)
    stream = sys.stdout
    with _told():
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
        _there(stream).write(f"{text}\n")


def write_line(text: str = "") -> None:
    """Print one line; signs that the terminal does not have come out as question marks."""
    stream = sys.stdout
    with _told():
        if isinstance(stream, io.TextIOWrapper):
            with contextlib.suppress(io.UnsupportedOperation):
                stream.reconfigure(errors="replace")
        _there(stream).write(f"{text}\n")


def flush() -> None:
    """Print what waits to be printed; where there is no output, nothing does."""
    if sys.stdout:
        with _told():
            sys.stdout.flush()


def _there(stream: TextIO | None) -> TextIO:
    if stream is None:
        raise PlanError("There is no standard output to print to.")
    return stream


@contextlib.contextmanager
def _told() -> Generator[None]:
    """Turn an output that takes nothing more into a sentence; a closed pipe stays what it is."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        # What was not printed would be tried again at exit, and complained about.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise PlanError(
            "The answer could not be printed: {reason}.", reason=error.strerror or str(error)
        ) from error


def say(message: Message) -> str:
    """Return a message in the language in which the program speaks."""
    return current().sentence(message)


def shown(value: Cell, decimals: int = 2) -> str:
    """Return a cell as text: a dash for missing, numbers with thousands apart.

    Examples
    --------
    >>> shown(12345.678), shown(None), shown(7), shown("M1")
    ('12,345.68', '–', '7', 'M1')
    """
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    return f"{value:,.{decimals}f}" if isinstance(value, float) else f"{value:,}"


def width(text: str) -> int:
    """Return the columns that a text takes in a terminal; Chinese signs take two.

    Examples
    --------
    >>> width("M1"), width("用地")
    (2, 4)
    """
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def table(rows: Sequence[Sequence[Cell]], head: Sequence[str] = (), decimals: int = 2) -> str:
    """Return an aligned table: numbers to the right, texts to the left.

    Examples
    --------
    >>> print(table([("M1", 12.5), ("G1", 3.25)], ("Code", "ha")))
    Code     ha
    M1    12.50
    G1     3.25
    """
    texts = [[shown(cell, decimals) for cell in row] for row in rows]
    lines = [list(head), *texts] if head else texts
    if not lines:
        return ""
    columns = range(max(len(line) for line in lines))
    widths = [max(width(line[at]) for line in lines if at < len(line)) for at in columns]
    right = [
        any(isinstance(row[at], int | float) for row in rows if at < len(row)) for at in columns
    ]
    return "\n".join(
        "  ".join(
            _padded(cell, widths[at], right=right[at]) for at, cell in enumerate(line)
        ).rstrip()
        for line in lines
    )


def _padded(text: str, wanted: int, *, right: bool) -> str:
    space = " " * (wanted - width(text))
    return space + text if right else text + space
