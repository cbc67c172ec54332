"""Options of the command line that belong to the file named before them."""

from __future__ import annotations

import re
from argparse import Action, ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from typing_extensions import override

FIRST: Final = "parcels"
"""The kind that options belong to before any kind was named."""


@dataclass(slots=True)
class Source:
    """A file that one kind is read from, and how.

    Parameters
    ----------
    path
        The file; None until it was named.
    layer, encoding, crs
        What was said about it; None for nothing.
    fields
        Names of the file's fields by column.
    """

    path: Path | None = None
    layer: str | None = None
    encoding: str | None = None
    crs: str | None = None
    fields: dict[str, str] = field(default_factory=dict[str, str])


def sources_of(options: Namespace) -> dict[str, Source]:
    """Return the files that a command line names, by kind, in the order of the naming."""
    found: dict[str, Source] | None = getattr(options, "sources", None)
    if found is None:
        found = {}
        options.sources = found
    return found


def _current(options: Namespace) -> Source:
    kind: str = getattr(options, "current_kind", None) or FIRST
    return sources_of(options).setdefault(kind, Source())


class KindFile(Action):
    """``--KIND F``: the file of a kind; options that follow belong to it."""

    @override
    def __call__(
        self,
        parser: ArgumentParser,
        namespace: Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Note the file."""
        kind = self.dest
        source = sources_of(namespace).setdefault(kind, Source())
        if source.path is not None:
            parser.error(f"--{kind} was given twice")
        source.path = Path(str(values))
        namespace.current_kind = kind


class OfFile(Action):
    """``--layer``, ``--encoding``, ``--crs``: of the file named before."""

    @override
    def __call__(
        self,
        parser: ArgumentParser,
        namespace: Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Note the option at the file named before."""
        setattr(_current(namespace), self.dest, str(values))


class FieldOfFile(Action):
    """``--field land_use=DLBM``: which field of the file named before is which column."""

    @override
    def __call__(
        self,
        parser: ArgumentParser,
        namespace: Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Note the field at the file named before."""
        column, _, name = str(values).partition("=")
        _current(namespace).fields[column] = name


def pair(text: str) -> str:
    """Return a text of the form ``column=field``; without a field the column stays empty."""
    column, sign, _ = text.partition("=")
    if not (column and sign):
        raise ArgumentTypeError(f"{text!r} must look like land_use=DLBM")
    return text


def spread_fields(words: Sequence[str]) -> list[str]:
    """Return words in which each field has a ``--field`` of its own.

    Several may follow one ``--field``; argparse would take a path behind them for one as well.

    Examples
    --------
    >>> spread_fields(["--field", "far=RJL", "land_use=DLBM", "plan.gpkg"])
    ['--field', 'far=RJL', '--field', 'land_use=DLBM', 'plan.gpkg']
    """
    found: list[str] = []
    follows = False
    for word in words:
        pairs = bool(re.match(r"[A-Za-z_]\w*=", word))
        if follows and pairs and found[-1] != "--field":
            found.append("--field")
        follows = word == "--field" or (follows and pairs)
        found.append(word)
    return found


def add_file_options(parser: ArgumentParser) -> None:
    """Add the options that belong to the file named before them."""
    from resources.translations import tr

    parser.add_argument("--layer", action=OfFile, metavar="L", help=tr("layer of the file"))
    parser.add_argument(
        "--encoding", action=OfFile, metavar="E", help=tr("encoding of its texts, such as gb18030")
    )
    parser.add_argument(
        "--crs",
        action=OfFile,
        metavar="C",
        help=tr("its reference system where the file's is missing or wrong, such as EPSG:4547"),
    )
    parser.add_argument(
        "--field",
        action=FieldOfFile,
        type=pair,
        metavar="land_use=DLBM",
        help=tr("which of its fields holds which column; with none, land_use=, it stays empty"),
    )
