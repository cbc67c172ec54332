"""The plan file: one GeoPackage that is saved all or nothing, and opened without a trace."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyproj import CRS

from layers.document import Document
from layers.errors import FileChangedError, ImportDataError, ProjectFileError
from layers.files import (
    atomic,
    crs,
    geopackage,
    kept_layers,
    known,
    reading,
    schema,
    stored_factors,
    tables,
)
from layers.files.layer_styles import table as layer_styles
from layers.files.schema import Entry
from layers.history import Step
from layers.kinds import kinds
from layers.layer import Layer, empty_frame
from layers.memory import give_back
from layers.message import Message
from layers.progress import Progress

_SIDE_FILES: Final = ("-wal", "-journal")
"""Where another program keeps what it has not yet written into the file."""

_SQLITE: Final = b"SQLite format 3\0"
_MUCH_BYTES: Final = 20_000_000
"""Reading a larger file leaves memory unused that is worth being given back at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A plan that was opened.

    Parameters
    ----------
    document
        The plan.
    read_only
        Whether its file cannot be written.
    format
        Major and minor version in which it was saved.
    notes
        What was found odd, for the user.
    history
        What was done to it up to its last save, oldest first.
    whole
        Whether the document is all that the file holds; else cells in it are of a wrong type.
    """

    document: Document
    read_only: bool
    format: tuple[int, int]
    notes: tuple[Message, ...] = ()
    history: tuple[Entry, ...] = ()
    whole: bool = True


def save(
    document: Document,
    path: Path,
    *,
    base: Document | None = None,
    history: Sequence[Step] = (),
    origin: Path | None = None,
    progress: Progress | None = None,
) -> None:
    """Write a plan: the old file or the new one stands there afterwards, nothing between.

    Parameters
    ----------
    document
        The plan.
    path
        Its file. Tables of other programs in it survive.
    base
        The document last saved to or opened from that file; only rows that differ are written.
    history
        Steps of this session; those of earlier saves are recognised.
    origin
        Plan file whose foreign tables come along where ``path`` does not exist yet.
    progress
        Told how far it is; may stop the work.

    Raises
    ------
    ProjectFileError
        Where the file cannot be written. It is as it was then.
    FileChangedError
        Where another program has changed it since ``base`` was read from it or saved to it.
    """
    progress = progress or Progress()
    target = path.resolve()
    atomic.refuse_read_only(target)
    with atomic.locked(target):
        start = _start(target, origin)
        older = _known_older(target, base)
        with atomic.replacing(target, start) as beside:
            progress.at(0.05)
            with contextlib.closing(geopackage.working_copy(beside)) as connection:
                connection.execute("BEGIN")
                _write(connection, document, older, history, progress, folder=target.parent)
                connection.execute("COMMIT")
                _check(connection, path)
            progress.at(0.98)
        # Where only rows were written, what could not be read of the others is still there.
        known.remember(target, document, whole=older is None or known.is_whole(target, older))


def _start(target: Path, origin: Path | None) -> Path | None:
    """Return the file to begin with; raise where the target is none that may be replaced."""
    for path in (target, origin):
        if path is None or not path.exists():
            continue
        _refuse_unwritten(path)
        with _connected(path, path) as connection:
            schema.read_meta(connection, str(path))
        return path
    return None


def _refuse_unwritten(path: Path) -> None:
    # A log left beside a file that is replaced would be taken for the new file's own.
    if _side_files(path):
        raise ProjectFileError(
            "{path} could not be saved: another program has it open with changes not yet written"
            " (the files ending in -wal or -journal beside it). Close it there, or save under"
            " another name.",
            path=str(path),
        )


def _write(
    connection: sqlite3.Connection,
    document: Document,
    older: Document | None,
    history: Sequence[Step],
    progress: Progress,
    *,
    folder: Path,
) -> None:
    if geopackage.initialise(connection):
        older = None  # all layers have to be entered again
    system = crs.file_entry(document.crs)
    geopackage.register_system(connection, system)
    changed = [
        layer
        for kind, layer in document.layers.items()
        if older is None
        or layer.version() != older.layer(kind).version()
        or layer.next_id != older.layer(kind).next_id
    ]
    rows = sum(len(layer) for layer in changed) or 1
    done = 0
    for layer in changed:
        begun, part = 0.1 + 0.75 * done / rows, 0.75 * len(layer) / rows
        progress.at(begun)
        kind = kinds()[layer.kind]
        if older is None or not tables.write_rows(
            connection, layer, older.layer(layer.kind), kind, system[1]
        ):

            def at(share: float, begun: float = begun, part: float = part) -> None:
                progress.at(begun + share * part)

            tables.write(connection, layer, kind, system[1], at)
        done += len(layer)
    with geopackage.asleep(connection, (*schema.TABLES, layer_styles.TABLE)):
        schema.write(connection, document, history, folder)
        layer_styles.write(connection, document)
    progress.at(0.87)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if answer != "ok":
        raise ProjectFileError(
            "{path} could not be saved: what was written does not read back ({reason})."
            " The file is as it was; save elsewhere.",
            path=str(path),
            reason=answer,
        )


def _known_older(target: Path, base: Document | None) -> Document | None:
    """Return the base where the file is known to hold just that."""
    if base is None or not target.exists() or (held := known.holds(target, base)) is None:
        return None
    if held:
        return base
    try:
        # Looked at by other programs it may be another file with the same in it.
        unchanged = known.same(load(target).document, base)
    except ProjectFileError:
        unchanged = False
    if not unchanged:
        raise FileChangedError(
            "{path} was changed by another program since it was opened, and was left as it is."
            " Save under another name, or open it again.",
            path=str(target),
        )
    return None


# ---- opening ------------------------------------------------------------------------------------


def load(path: Path, progress: Progress | None = None) -> Opened:
    """Return the plan of a file, which is the same afterwards to the byte and the second.

    Raises
    ------
    ProjectFileError
        Where it is no plan, is damaged, or was saved by a newer version of the program.
    """
    progress = progress or Progress()
    target = path.resolve()
    stamp = known.stamp(target)
    try:
        with _readable(path) as readable:
            progress.at(0.05)
            with _connected(readable, path) as connection:
                opened = _opened(connection, readable, path, progress)
    finally:
        if len(stamp) > 1 and stamp[1] > _MUCH_BYTES:
            give_back()
    if not _side_files(path):
        known.remember(target, opened.document, stamp, whole=opened.whole)
    return opened


def _opened(
    connection: sqlite3.Connection, readable: Path, path: Path, progress: Progress
) -> Opened:
    meta = schema.read_meta(connection, str(path))
    notes: list[Message] = []
    if meta.format > schema.FORMAT:
        notes.append(
            Message.of(
                "The plan was saved by a newer version of the program (format {found}; this one"
                " writes {known}). What only the newer one knows is kept, but not shown.",
                found="{}.{}".format(*meta.format),
                known="{}.{}".format(*schema.FORMAT),
            )
        )
    system = _system(meta.crs, path)
    there = geopackage.tables(connection)
    kept = kept_layers.read(readable)
    layers: dict[str, Layer] = {}
    whole = True
    for place, (id_, kind) in enumerate(kinds().items()):
        progress.at(0.1 + 0.85 * place / len(kinds()))
        next_id = meta.next_ids.get(id_, 1)
        if id_ in there:
            sequence = connection.execute(
                "SELECT seq FROM sqlite_sequence WHERE name = ?", (id_,)
            ).fetchone()
            if sequence and isinstance(sequence[0], int):
                next_id = max(next_id, sequence[0] + 1)
            found = reading.read(connection, readable, kind, system, next_id, kept=kept.get(id_))
            layers[id_], whole = found.layer, whole and found.whole
            notes += found.notes
        elif next_id > 1:
            raise ProjectFileError(
                "{path} is damaged: its table {table} is not there. Take a copy saved earlier.",
                path=path.name,
                table=id_,
            )
        else:
            layers[id_] = Layer(id_, empty_frame(kind, meta.crs), next_id)
    document = Document(
        meta.crs,
        MappingProxyType(layers),
        stored_factors.read(connection, str(path), notes),
        MappingProxyType(schema.read_styles(connection)),
        MappingProxyType(dict(meta.properties)),
        MappingProxyType(schema.read_rasters(connection, path.resolve().parent)),
        MappingProxyType(schema.read_enclosed(connection)),
    )
    told, read_only = schema.read_history(connection), atomic.is_read_only(path)
    return Opened(document, read_only, meta.format, tuple(notes), told, whole)


def _system(text: str, path: Path) -> CRS:
    """Return the reference system of a plan; raise where it is none for a plan."""
    try:
        found = crs.parsed(text)
    except ImportDataError:
        found = None
    if found is None or not crs.is_plan_crs(found):
        raise ProjectFileError(
            "{path} is damaged: its reference system {crs} is not one of a plan, which is"
            " projected and in metres. Take a copy saved earlier.",
            path=path.name,
            crs=text[:60],
        )
    return found


@contextlib.contextmanager
def _readable(path: Path) -> Generator[Path]:
    """Give the file to be read: the plan itself, or a copy with what another program holds back."""
    if not path.is_file():
        raise ProjectFileError(
            "There is no file {path}. It may have been moved or renamed.", path=str(path)
        )
    try:
        beside = _side_files(path)
        if not beside:
            yield path
            return
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / path.name
            shutil.copyfile(path, copy)
            for other in beside:
                shutil.copyfile(other, Path(folder) / other.name)
            with contextlib.closing(sqlite3.connect(copy)) as connection:
                connection.execute("PRAGMA journal_mode = DELETE").fetchall()
            yield copy
    except OSError as error:
        raise ProjectFileError(
            "{path} cannot be read: {reason}.",
            path=str(path),
            reason=error.strerror or str(error),
        ) from error
    except sqlite3.Error as error:
        raise _unreadable(path) from error


def _side_files(path: Path) -> list[Path]:
    places = (path.with_name(path.name + end) for end in _SIDE_FILES)
    return [place for place in places if place.is_file() and place.stat().st_size > 0]


@contextlib.contextmanager
def _connected(readable: Path, path: Path) -> Generator[sqlite3.Connection]:
    """Give a connection that only reads; what SQLite cannot read becomes a sentence."""
    try:
        with readable.open("rb") as file:
            head = file.read(len(_SQLITE))
    except OSError as error:
        raise ProjectFileError(
            "{path} cannot be read: {reason}.",
            path=str(path),
            reason=error.strerror or str(error),
        ) from error
    if head != _SQLITE:
        raise ProjectFileError(
            "{path} is not a plan: a plan is a GeoPackage (.gpkg) saved by this program.",
            path=str(path),
        )
    try:
        with contextlib.closing(geopackage.read_only(readable)) as connection:
            yield connection
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> ProjectFileError:
    return ProjectFileError(
        "{path} is damaged and cannot be read. Take a copy saved earlier.", path=str(path)
    )
