"""The table in which QGIS keeps styles inside a file: one default style for each layer."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from typing import Final

from layers.document import Document
from layers.files import geopackage
from layers.files.layer_styles.drawn import picture_of
from layers.files.layer_styles.qml import qml
from layers.files.layer_styles.sld import sld
from layers.looks import style_of

TABLE: Final = "layer_styles"
NAME: Final = "GreenPlat"
"""Name of the styles that are ours; those of other names are never touched."""
DESCRIPTION: Final = "Written at each save of the plan; save your own under another name."

_COLUMNS: Final = (
    '"id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "f_table_catalog" TEXT(256),'
    ' "f_table_schema" TEXT(256), "f_table_name" TEXT(256), "f_geometry_column" TEXT(256),'
    ' "styleName" TEXT(30), "styleQML" TEXT, "styleSLD" TEXT, "useAsDefault" BOOLEAN,'
    ' "description" TEXT, "owner" TEXT(30), "ui" TEXT(30), "update_time" DATETIME DEFAULT'
    " (strftime('%Y-%m-%dT%H:%M:%fZ','now'))"
)
_WRITTEN: Final = (
    "f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column", "styleName",
    "styleQML", "styleSLD", "useAsDefault", "description", "owner", "ui", "update_time",
)  # fmt: skip
_CHANGE: Final = (
    'UPDATE layer_styles SET "styleQML" = ?, "styleSLD" = ?,'
    " update_time = strftime('%Y-%m-%dT%H:%M:%fZ','now')"
    ' WHERE f_table_name = ? AND "styleName" = ?'
)
_PUT: Final = (
    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,"
    ' "styleName", "styleQML", "styleSLD", "useAsDefault", description, owner, ui)'
    " VALUES ('', '', ?, ?, ?, ?, ?, ?, ?, '', NULL)"
)


def styles_of(document: Document, kind: str) -> tuple[str, str]:
    """Return the style of a layer as QML and as SLD."""
    picture = picture_of(document, kind, style_of(document, kind))
    return qml(document, picture), sld(document, picture)


def write(
    connection: sqlite3.Connection,
    document: Document,
    tables: Collection[str] | None = None,
) -> None:
    """Bring the styles in a file up to a plan; what is there already is not written again.

    Where the table is another program's and refuses them, it is left as it is: the plan does not
    need it.

    Parameters
    ----------
    tables
        Kinds whose tables the file has; all of the plan where None.
    """
    if not _prepared(connection):
        return
    for kind in document.layers if tables is None else tables:
        written = styles_of(document, kind)
        rows = _rows(connection, kind)
        if rows is None:
            continue
        ours = [(found, sld_) for name, found, sld_, _ in rows if name == NAME]
        if not ours:
            # A default of somebody else's stays the one that opens.
            default = not any(row[3] in (1, "1", "true") for row in rows)
            values = (kind, geopackage.GEOMETRY, NAME, *written, int(default), DESCRIPTION)
            connection.execute(_PUT, values)
        elif ours != [written]:
            connection.execute(_CHANGE, (*written, kind, NAME))


def _rows(connection: sqlite3.Connection, kind: str) -> list[tuple[str, str, str, object]] | None:
    """Return the styles of a layer; None where some is no text."""
    try:
        return connection.execute(
            'SELECT "styleName", "styleQML", "styleSLD", "useAsDefault" FROM layer_styles'
            " WHERE f_table_name = ?",
            (kind,),
        ).fetchall()
    except sqlite3.OperationalError as error:
        if "UTF-8" in str(error):
            return None
        raise


def _prepared(connection: sqlite3.Connection) -> bool:
    """Make the table where it is not there; return whether it is one that can be written."""
    if TABLE not in geopackage.tables(connection):
        taken: Mapping[str, str] = geopackage.columns(connection, TABLE)
        if taken:  # a view of this name
            return False
        connection.execute(f"CREATE TABLE {TABLE} ({_COLUMNS})")
        geopackage.register_contents(connection, TABLE, "attributes")
        return True
    there = geopackage.columns(connection, TABLE)
    return all(name in there for name in _WRITTEN) and not _refuses(connection)


def _refuses(connection: sqlite3.Connection) -> bool:
    """Return whether the table could refuse a row: nothing is taken back once it was written."""
    (sql,) = connection.execute(
        "SELECT sql FROM sqlite_master WHERE lower(name) = ? AND type = 'table'", (TABLE,)
    ).fetchone()
    columns = connection.execute(f"PRAGMA table_xinfo({TABLE})").fetchall()
    needed = any(row[3] and row[4] is None and not row[5] for row in columns)
    alone = any(row[2] for row in connection.execute(f"PRAGMA index_list({TABLE})"))
    strange = any(word in sql.upper() for word in ("CHECK", "REFERENCES", "VIRTUAL", "ROWID"))
    return needed or alone or strange or any(row[6] for row in columns)
