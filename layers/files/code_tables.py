"""Tables of land-use codes as files: read into a plan's own set, and written to begin one with."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final, cast

import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from layers.errors import ImportDataError
from layers.own_codes import Checked, OwnClass, checked

SUFFIXES: Final = (".csv", ".txt", ".tsv", ".xlsx", ".ods")
"""Files that hold such a table."""
LARGEST_BYTES: Final = 5_000_000
COLUMNS: Final = ("code", "name", "name_zh", "parent", "colour", "counts_as")
ALIASES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "code": ("code", "代码", "用地代码", "分类代码", "编码"),
        "name": ("name", "name_en", "english", "英文名称", "英文"),
        "name_zh": ("name_zh", "chinese", "名称", "用地名称", "中文名称", "类别名称", "用地类别"),
        "parent": ("parent", "main class", "class", "上级", "上级代码", "大类", "父类"),
        "colour": ("colour", "color", "rgb", "颜色", "色值"),
        "counts_as": ("counts_as", "counts as", "计为", "对应", "对应代码", "归属"),
    }
)
"""Heads of columns, without regard to case."""


def read(path: Path) -> Checked:
    """Return the classes of a table of codes, and what is wrong with its rows.

    Parameters
    ----------
    path
        CSV in UTF-8 or GB18030 with commas, semicolons or tabs between, or a workbook whose first
        sheet it is. The first row names the columns.

    Raises
    ------
    ImportDataError
        Where the file cannot be read as a table, or has no column of codes.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise ImportDataError(
            "{file} is no table of codes. Give one of {known}.",
            file=path.name,
            known=", ".join(SUFFIXES),
        )
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ImportDataError(
            "{file} cannot be read: {reason}.",
            file=path.name,
            reason=error.strerror or str(error),
        ) from error
    if size > LARGEST_BYTES:
        raise ImportDataError(
            "{file} has {found} MB; a table of codes has up to {most} MB.",
            file=path.name,
            found=f"{size / 1e6:.1f}",
            most=f"{LARGEST_BYTES / 1e6:g}",
        )
    workbook = path.suffix.lower() in {".xlsx", ".ods"}
    rows = _of_workbook(path) if workbook else _of_text(path)
    if not rows:
        raise ImportDataError("{file} is empty.", file=path.name)
    places = _columns(rows[0])
    if "code" not in places or not {"name", "name_zh"} & set(places):
        raise ImportDataError(
            "{file} has no columns of codes and names. Its first row says {found}; wanted are"
            " {wanted}.",
            file=path.name,
            found=", ".join(rows[0])[:120] or "–",
            wanted=", ".join(COLUMNS),
        )
    found = [
        {name: row[place] for name, place in places.items() if place < len(row)} for row in rows[1:]
    ]
    return checked(found, first=2)


def _columns(heads: Sequence[str]) -> dict[str, int]:
    plain = [unicodedata.normalize("NFKC", head).strip().casefold() for head in heads]
    found: dict[str, int] = {}
    for name, aliases in ALIASES.items():
        places = [plain.index(alias) for alias in aliases if alias in plain]
        if places:
            found[name] = places[0]
    return found


def _of_text(path: Path) -> list[list[str]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ImportDataError(
            "{file} cannot be read: {reason}.",
            file=path.name,
            reason=error.strerror or str(error),
        ) from error
    text = ""
    for encoding in ("utf-8-sig", "utf-16", "gb18030"):
        if encoding == "utf-16" and content[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
            continue
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ImportDataError(
            "{file} is no text in UTF-8 or GB18030. Save it as UTF-8.", file=path.name
        )
    head = text.partition("\n")[0]
    between = max(",;\t", key=head.count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text), delimiter=between)]
    except csv.Error as error:
        raise ImportDataError(
            "{file} cannot be read as a table: {reason}.", file=path.name, reason=str(error)
        ) from error


def _of_workbook(path: Path) -> list[list[str]]:
    try:
        frame = cast(
            "pd.DataFrame",
            pyogrio.read_dataframe(
                path, layer=0, read_geometry=False, HEADERS="FORCE", FIELD_TYPES="STRING"
            ),
        )
    except (DataSourceError, DataLayerError, ValueError, RuntimeError) as error:
        raise ImportDataError("{file} cannot be read as a workbook.", file=path.name) from error
    rows = [[str(name) for name in frame.columns]]
    cells = frame.itertuples(index=False)
    rows += [["" if pd.isna(value) else str(value) for value in row] for row in cells]
    return rows


def csv_text(classes: Iterable[OwnClass]) -> str:
    """Return classes as the text of a CSV file, which `read` takes again."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in classes:
        writer.writerow([getattr(one, name) for name in COLUMNS])
    # The mark at the beginning tells spreadsheets that this is UTF-8.
    return "\ufeff" + text.getvalue()
