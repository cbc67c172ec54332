"""GeoPackage as it lies on disk: its own tables, geometries as blobs, the spatial index.

Rows are written with Python's ``sqlite3`` and not with GDAL, so that one changed row of 100,000
can be exchanged and no trigger of other origin runs. The words of the tables and triggers are
those of OGC 12-128r18 (GeoPackage 1.3),
the triggers those of 1.4, which let other programs update rows in any way.
"""

# ruff: noqa: S608 - names of tables and columns go through `quoted` or are constants of ours.
from __future__ import annotations

import contextlib
import sqlite3
import struct
from collections.abc import Collection, Generator, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

APPLICATION_ID: Final = 0x47504B47
USER_VERSION: Final = 10300
GEOMETRY: Final = "geom"

_TABLES: Final = {
    "gpkg_spatial_ref_sys": """
        srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
        organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT""",
    "gpkg_contents": """
        table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
        description TEXT DEFAULT '',
        last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
        min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
        CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)""",
    "gpkg_geometry_columns": """
        table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
        srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
        CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
        CONSTRAINT uk_gc_table_name UNIQUE (table_name),
        CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
        CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)""",
    "gpkg_extensions": """
        table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
        scope TEXT NOT NULL,
        CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)""",
}
"""The columns of its own tables."""
_WGS_84: Final = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)
_SYSTEMS: Final = (
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", None),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", None),
    ("WGS 84 geodetic", 4326, "EPSG", 4326, _WGS_84, None),
)
_MAXIMUM_VALUES: Final = 500
_SHORTEST: Final = 8
"""Bytes of a header without an envelope."""
_ENVELOPES: Final = np.array([0, 32, 48, 48, 64])
"""Bytes of the envelope by what the header says that it has: none, xy, xyz, xym, xyzm."""
_HEADER: Final = np.dtype(
    [("magic", "S2"), ("version", "u1"), ("flags", "u1"), ("srs", "<i4"), ("box", "<f8", (4,))]
)


def quoted(name: str) -> str:
    """Return a name as SQL writes it.

    Examples
    --------
    >>> quoted('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'


# ---- geometries ---------------------------------------------------------------------------------


def blobs(geometries: NDArray[np.object_], srs_id: int) -> list[bytes | None]:
    """Return geometries as GeoPackage holds them: a header with the envelope, then WKB.

    Parameters
    ----------
    geometries
        Shapely geometries, None where a row has none; only x and y are kept.
    srs_id
        Number of their reference system in the file.
    """
    boxes: NDArray[np.float64] = shapely.bounds(geometries)
    heads = np.zeros(len(geometries), _HEADER)
    heads["magic"], heads["flags"], heads["srs"] = b"GP", 0b0000_0011, srs_id
    heads["box"] = boxes[:, [0, 2, 1, 3]] if len(geometries) else boxes.reshape(0, 4)
    # The envelope of an empty geometry is left out: its bounds are NaN.
    hollow = struct.pack("<2sBBi", b"GP", 0, 0b0001_0001, srs_id)
    packed, size = heads.tobytes(), _HEADER.itemsize
    bodies = shapely.to_wkb(geometries, output_dimension=2, byte_order=1, flavor="iso").tolist()
    empty: list[bool] = np.isnan(boxes[:, 0]).tolist() if len(geometries) else []
    return [
        None
        if body is None
        else (hollow if without else packed[place * size : (place + 1) * size]) + body
        for place, (body, without) in enumerate(zip(bodies, empty, strict=True))
    ]


def heads(data: NDArray[np.uint8], bounds: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """Return how long the headers of geometries are; None where one of them has none.

    Parameters
    ----------
    data
        The bytes of all geometries, as GeoPackage holds them.
    bounds
        Where each of them begins in these, and where the last one ends.
    """
    starts, sizes = bounds[:-1], np.diff(bounds)
    if (sizes < _SHORTEST).any():
        return None
    flags = data[starts + 3]
    envelopes = flags >> 1 & 7
    magic = (data[starts] == ord("G")) & (data[starts + 1] == ord("P"))
    if not (magic & (envelopes < len(_ENVELOPES))).all():
        return None
    found = _SHORTEST + _ENVELOPES[envelopes]
    return found if (found <= sizes).all() else None


# ---- the container ------------------------------------------------------------------------------


def read_only(path: Path) -> sqlite3.Connection:
    """Return a connection that leaves no trace: no lock, no -wal, no -shm, same bytes and times."""
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA query_only = ON")
    return connection


def working_copy(path: Path) -> sqlite3.Connection:
    """Return a connection for writing to a copy that nobody else has open.

    The copy replaces the plan only when it is complete, so a journal and syncing on the way
    would be lost time.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA secure_delete = OFF")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA cache_size = -65536")
    return connection


def initialise(connection: sqlite3.Connection) -> bool:
    """Make an empty GeoPackage of an empty database; return whether anything was lacking.

    A filled one gets what it lacks, but no rows for the tables that it has.
    """
    there = tables(connection)
    if "gpkg_contents" not in there:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {USER_VERSION}")
    for name, columns_ in _TABLES.items():
        if name not in there:
            connection.execute(f"CREATE TABLE {name} ({columns_})")
    if "gpkg_spatial_ref_sys" not in there:
        connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)", _SYSTEMS)
    return not there.keys() >= _TABLES.keys()


def tables(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the real tables of a file and their SQL; views and virtual tables are left out."""
    rows: Iterable[tuple[str, str]] = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql NOT NULL"
    )
    return {
        name: sql for name, sql in rows if not sql.lstrip().upper().startswith("CREATE VIRTUAL")
    }


def columns(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """Return the columns of a table and the types they were declared with."""
    rows = connection.execute(f"PRAGMA table_info({quoted(table)})").fetchall()
    return {str(row[1]): str(row[2]).upper() for row in rows}


def register_system(connection: sqlite3.Connection, row: tuple[str, int, str, int, str]) -> None:
    """Enter a reference system: name, id, organisation, its number there, WKT."""
    connection.execute(
        "INSERT OR REPLACE INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,NULL)",
        row,
    )


def register_contents(
    connection: sqlite3.Connection,
    table: str,
    data_type: str,
    *,
    box: Sequence[float | None] = (None, None, None, None),
    srs_id: int | None = None,
) -> None:
    """Enter a table in the list of contents, or bring its entry up to date."""
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?,?,?)"
        " ON CONFLICT (table_name) DO NOTHING",
        (table, data_type, table),
    )
    connection.execute(
        "UPDATE gpkg_contents SET data_type = ?, min_x = ?, min_y = ?, max_x = ?, max_y = ?,"
        " srs_id = ?, last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now') WHERE table_name = ?",
        (data_type, *box, srs_id, table),
    )


def register_geometry(
    connection: sqlite3.Connection, table: str, geometry_type: str, srs_id: int
) -> None:
    """Enter the geometry column of a table, or bring its entry up to date."""
    connection.execute("DELETE FROM gpkg_geometry_columns WHERE table_name = ?", (table,))
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,0,0)",
        (table, GEOMETRY, geometry_type, srs_id),
    )
    connection.execute(
        "INSERT OR IGNORE INTO gpkg_extensions VALUES (?,?,'gpkg_rtree_index',"
        "'http://www.geopackage.org/spec120/#extension_rtree','write-only')",
        (table, GEOMETRY),
    )


def geometry_type(found: NDArray[np.object_], single: str) -> str:
    """Return the type under which a layer is entered: that of all its geometries, else GEOMETRY.

    Examples
    --------
    >>> geometry_type(shapely.from_wkt(["POLYGON EMPTY", "MULTIPOLYGON EMPTY"]), "POLYGON")
    'GEOMETRY'
    """
    names = {
        int(number): shapely.GeometryType(int(number)).name
        for number in np.unique(shapely.get_type_id(found))
        if number >= 0
    }
    match list(names.values()):
        case []:
            return single
        case [only]:
            return only.replace("LINEARRING", "LINESTRING")
        case _:
            return "GEOMETRY"


# ---- the spatial index --------------------------------------------------------------------------


def index_name(table: str) -> str:
    """Return the name of a table's spatial index."""
    return f"rtree_{table}_{GEOMETRY}"


def _triggers(table: str) -> dict[str, str]:
    """Return the triggers that keep a spatial index true when other programs write."""
    index, of, geom = quoted(index_name(table)), quoted(table), quoted(GEOMETRY)
    box = ", ".join(f"ST_{corner}(NEW.{geom})" for corner in ("MinX", "MaxX", "MinY", "MaxY"))
    new = f"(NEW.{geom} NOTNULL AND NOT ST_IsEmpty(NEW.{geom}))"
    old = f"(OLD.{geom} NOTNULL AND NOT ST_IsEmpty(OLD.{geom}))"
    none = f"(NEW.{geom} ISNULL OR ST_IsEmpty(NEW.{geom}))"
    none_before = f"(OLD.{geom} ISNULL OR ST_IsEmpty(OLD.{geom}))"
    put = f"INSERT OR REPLACE INTO {index} VALUES (NEW.fid, {box})"
    take = f"DELETE FROM {index} WHERE id = OLD.fid"
    moved = (
        f"UPDATE {index} SET minx = ST_MinX(NEW.{geom}), maxx = ST_MaxX(NEW.{geom}),"
        f" miny = ST_MinY(NEW.{geom}), maxy = ST_MaxY(NEW.{geom}) WHERE id = NEW.fid"
    )
    same, other = "OLD.fid = NEW.fid", "OLD.fid != NEW.fid"
    on = f"AFTER UPDATE OF {geom} ON {of}"
    bodies = {
        "insert": f"AFTER INSERT ON {of} WHEN {new} BEGIN {put};",
        "update2": f"{on} WHEN {same} AND {none} BEGIN {take};",
        "update4": f"AFTER UPDATE ON {of} WHEN {other} AND {none}"
        f" BEGIN DELETE FROM {index} WHERE id IN (OLD.fid, NEW.fid);",
        "update5": f"AFTER UPDATE ON {of} WHEN {other} AND {new} BEGIN {take}; {put};",
        "update6": f"{on} WHEN {same} AND {new} AND {old} BEGIN {moved};",
        "update7": f"{on} WHEN {same} AND {new} AND {none_before} BEGIN {put};",
        "delete": f"AFTER DELETE ON {of} WHEN OLD.{geom} NOT NULL BEGIN {take};",
    }
    return {
        (name := f"{index_name(table)}_{key}"): f"CREATE TRIGGER {quoted(name)} {body} END"
        for key, body in bodies.items()
    }


def drop_triggers(connection: sqlite3.Connection, table: str) -> list[str]:
    """Take all triggers from a table, so that none runs; return the SQL of those not of ours."""
    ours = _triggers(table)
    rows: list[tuple[str, str]] = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND lower(tbl_name) = ?",
        (table.lower(),),
    ).fetchall()
    for name, _ in rows:
        connection.execute(f"DROP TRIGGER {quoted(name)}")
    prefix = index_name(table)
    return [sql for name, sql in rows if name not in ours and not name.startswith(prefix)]


def put_triggers(connection: sqlite3.Connection, table: str, foreign: Iterable[str]) -> None:
    """Give a table the triggers of its index, and those of other origin back."""
    for statement in (*_triggers(table).values(), *foreign):
        connection.execute(statement)


@contextlib.contextmanager
def asleep(connection: sqlite3.Connection, names: Iterable[str]) -> Generator[None]:
    """Let no trigger of some tables without shapes run meanwhile."""
    foreign = [sql for table in names for sql in drop_triggers(connection, table)]
    yield
    for statement in foreign:
        connection.execute(statement)


def make_room(connection: sqlite3.Connection, table: str, names: Collection[str]) -> None:
    """Take away what stands in the place of a table of ours and cannot hold its rows.

    Parameters
    ----------
    names
        Columns of the table.
    """
    found = connection.execute(
        "SELECT type, name FROM sqlite_master WHERE lower(name) = ? AND type IN ('table', 'view')",
        (table.lower(),),
    ).fetchone()
    if found is None:
        return
    rows = connection.execute(f"PRAGMA table_info({quoted(found[1])})").fetchall()
    there = {name for _, name, *_ in rows}
    wanting = [name for _, name, _, needed, usual, _ in rows if needed and usual is None]
    if found[0] == "view" or not there.issuperset(names) or not {*names}.issuperset(wanting):
        connection.execute(f"DROP {found[0]} {quoted(found[1])}")


def boxes(ids: Sequence[int], found: NDArray[np.object_]) -> list[tuple[float, ...]]:
    """Return the rows of the spatial index: id, least and greatest x, least and greatest y."""
    bounds: NDArray[np.float64] = shapely.bounds(found).reshape(-1, 4)
    there = ~np.isnan(bounds[:, 0])
    numbers = np.asarray(ids, np.int64)[there].tolist()
    edges = bounds[there][:, [0, 2, 1, 3]].tolist()
    return [(id_, *edge) for id_, edge in zip(numbers, edges, strict=True)]


def put_boxes(connection: sqlite3.Connection, table: str, rows: Iterable[Any]) -> None:
    """Write rows of the spatial index."""
    index = quoted(index_name(table))
    connection.executemany(f"INSERT OR REPLACE INTO {index} VALUES (?,?,?,?,?)", rows)


def chunks(ids: Sequence[int]) -> Iterable[list[tuple[int]]]:
    """Yield ids as parameters of statements, a few hundred at a time."""
    for start in range(0, len(ids), _MAXIMUM_VALUES):
        yield [(id_,) for id_ in ids[start : start + _MAXIMUM_VALUES]]


def extent(found: NDArray[np.object_]) -> tuple[float | None, ...]:
    """Return least x, least y, greatest x and greatest y; four None where there is no geometry."""
    bounds: NDArray[np.float64] = shapely.bounds(found).reshape(-1, 4)
    there = bounds[~np.isnan(bounds[:, 0])]
    if len(there) == 0:
        return (None,) * 4
    return (*there[:, :2].min(axis=0).tolist(), *there[:, 2:].max(axis=0).tolist())
