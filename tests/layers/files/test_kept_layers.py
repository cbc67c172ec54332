"""What is kept of large plans: the same as in the file, or not taken at all."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3

import numpy as np
import pandas as pd
import pytest
import shapely

from layers.document import Document
from layers.edits.attributes import set_values
from layers.files import kept_layers, known, project, reading
from layers.kinds import kinds
from layers.layer import Layer, empty_frame
from layers.progress import Progress

CRS = "EPSG:4547"
X, Y = 39_500_000.0, 3_400_000.0


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    found = tmp_path / "cache"
    monkeypatch.setattr(kept_layers, "folder", lambda: found)
    monkeypatch.setattr(kept_layers, "FEWEST", 4)
    return found


def shapes():
    """Six polygons: one with a hole, one in two parts, one turned the other way."""
    found = [shapely.box(X + 10 * n, Y, X + 10 * n + 8, Y + 8) for n in range(6)]
    found[1] = found[1].difference(shapely.box(X + 12, Y + 2, X + 14, Y + 4))
    found[2] = shapely.union(found[2], shapely.box(X + 20, Y + 20, X + 24, Y + 24))
    found[3] = found[3].reverse()
    return np.array(found, object)


def plan(**further):
    frame = empty_frame(kinds()["parcels"], CRS).reindex(pd.RangeIndex(1, 7))
    frame.index = pd.Index([2, 3, 5, 7, 11, 13], name="fid")
    frame["land_use"] = pd.Series(["M1", None, "G1", "M1", "工", ""], frame.index, dtype="str")
    frame["far"] = pd.Series([1.5, np.nan, 0.0, -1.0, 2.0, 3.0], frame.index)
    for name, values in further.items():
        frame[name] = pd.Series(values, frame.index)
    frame["geometry"] = shapes()
    frame = frame.set_geometry("geometry", crs=CRS)
    return Document.new("kept", CRS, base_year=2026).with_layer(Layer("parcels", frame))


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "plan.gpkg"
    times = pd.to_datetime(["2026-01-01T10:00:00.250", None] * 3, utc=True).as_unit("ms")
    further = {
        "whole": pd.array([1, None, 3, 4, 5, 6], "Int64"),
        "yes": pd.array([True, None, False, True, True, True], "boolean"),
        "when": times,
        "nothing": pd.array([None] * 6, "Int64"),
    }
    project.save(plan(**further), found)
    return found


def keep(path):
    document = project.load(path).document
    kept_layers.write(path, document)
    return document


def no_reading(*_):
    raise AssertionError("read from the plan")


def test_what_is_kept_is_what_was_read(path, monkeypatch):
    before = keep(path).layer("parcels")
    monkeypatch.setattr(reading, "_rows", no_reading)
    opened = project.load(path)
    after = opened.document.layer("parcels")
    assert opened.notes == ()
    assert after.columns == before.columns
    assert after.next_id == before.next_id
    pd.testing.assert_frame_equal(
        pd.DataFrame(after.frame).drop(columns="geometry"),
        pd.DataFrame(before.frame).drop(columns="geometry"),
    )
    assert np.array_equal(shapely.to_wkb(after.geometries), shapely.to_wkb(before.geometries))
    assert after.coordinates is not None
    assert before.coordinates is not None
    for name in ("bounds", "doubled", "areas"):
        one, other = getattr(after.coordinates, name), getattr(before.coordinates, name)
        assert np.array_equal(one, other), name
    assert after.coordinates.bounds[:, 0].flags.c_contiguous


def test_an_opened_plan_can_be_edited_and_saved(path):
    keep(path)
    document = project.load(path).document
    edited = document.applied(set_values(document, "parcels", [5], {"far": 9.0, "land_use": "M2"}))
    project.save(edited, path, base=document)
    again = project.load(path).document.layer("parcels")
    assert again.values("far").loc[5] == 9.0
    assert again.values("land_use").fillna("-").tolist() == ["M1", "-", "M2", "M1", "工", ""]


def test_another_stamp_means_another_plan(path):
    keep(path)
    assert set(kept_layers.read(path)) == {"parcels"}
    times = path.stat()
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns + 1))
    assert kept_layers.read(path) == {}


def test_a_plan_written_to_within_its_stamp_is_read(path):
    keep(path)
    times = path.stat()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            connection.create_function(name, 1, lambda _: 0)
        connection.execute("UPDATE parcels SET land_use = 'M2' WHERE fid = 2")
        connection.commit()
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert path.stat().st_size == times.st_size
    assert kept_layers.read(path) == {}
    assert project.load(path).document.layer("parcels").values("land_use").iloc[0] == "M2"


def test_nothing_is_kept_of_what_was_not_read(path, folder):
    document = project.load(path).document
    edited = document.applied(set_values(document, "parcels", [5], {"far": 9.0}))
    kept_layers.write(path, edited)
    kept_layers.write(path.with_name("other.gpkg"), document)
    assert not folder.exists()


def test_a_plan_that_changes_meanwhile_is_not_kept(path, folder, monkeypatch):
    document = project.load(path).document
    answers = iter([True, False])
    monkeypatch.setattr(known, "holds", lambda *_: next(answers))
    kept_layers.write(path, document)
    assert list(folder.iterdir()) == []


def test_small_layers_are_not_kept(path, folder, monkeypatch):
    monkeypatch.setattr(kept_layers, "FEWEST", 7)
    keep(path)
    assert not folder.exists()


@pytest.mark.skipif(os.name == "nt", reason="rights of files are other ones there")
def test_nobody_else_may_read_what_is_kept(path):
    document = project.load(path).document
    place = kept_layers.path_of(path)
    place.parent.mkdir()
    left = place.with_suffix(f".{os.getpid()}")
    left.write_bytes(b"left by a run that was ended")
    left.chmod(0o666)
    kept_layers.write(path, document)
    assert place.stat().st_mode & 0o777 == 0o600
    assert set(kept_layers.read(path)) == {"parcels"}


def test_it_stops_when_told_and_leaves_nothing(path, folder):
    document = project.load(path).document

    class Stopped(Exception):  # noqa: N818
        pass

    def stop(_):
        raise Stopped

    with pytest.raises(Stopped):
        kept_layers.write(path, document, Progress(stop))
    assert list(folder.iterdir()) == []


def test_a_file_that_is_there_is_not_written_again(path):
    document = keep(path)
    before = kept_layers.path_of(path).stat().st_ino
    kept_layers.write(path, document)
    assert kept_layers.path_of(path).stat().st_ino == before


def head_and_body(path):
    data = path.read_bytes()
    start = len(kept_layers.MAGIC) + 8
    length = int.from_bytes(data[start - 8 : start], "little")
    return json.loads(data[start : start + length]), data[start + length :]


def forged(path, head, body):
    numbers = np.frombuffer(body, np.uint64)
    head = {**head, "sum": int(np.add.reduce(numbers)), "size": len(body)}
    text = json.dumps(head).encode()
    path.write_bytes(kept_layers.MAGIC + len(text).to_bytes(8, "little") + text + body)


def test_damaged_files_count_as_not_there(path):
    keep(path)
    place = kept_layers.path_of(path)
    whole = place.read_bytes()
    middle = len(whole) // 2
    for data in (
        b"",
        whole[:10],
        whole[:-64],
        whole + bytes(64),
        b"x" + whole[1:],
        whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        kept_layers.MAGIC + (200).to_bytes(8, "little") + b"[" * 200,
        kept_layers.MAGIC + (2**63).to_bytes(8, "little"),
    ):
        place.write_bytes(data)
        assert kept_layers.read(path) == {}
    place.write_bytes(whole)
    assert set(kept_layers.read(path)) == {"parcels"}


@pytest.mark.parametrize(
    ("name", "place", "number"),
    [
        ("ids", 1, 2), ("rings", 1, 3), ("rings", 0, 1), ("rings", -1, 10_000),
        ("polygons", 1, 5), ("polygons", -1, 99), ("features", 2, 1), ("features", -1, -1),
        ("xy", 0, np.nan), ("xy", 3, 1e12), ("xy", 0, X + 1),
    ],
)  # fmt: skip
def test_sums_that_are_right_do_not_make_offsets_right(path, name, place, number):
    keep(path)
    file = kept_layers.path_of(path)
    head, body = head_and_body(file)
    forged(file, head, body)
    assert set(kept_layers.read(path)) == {"parcels"}
    dtype, shape, at = head["layers"]["parcels"]["arrays"][name]
    data = bytearray(body)
    array = np.frombuffer(data, dtype, int(np.prod(shape)), at)
    array[place] = number
    forged(file, head, bytes(data))
    assert kept_layers.read(path) == {}


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("ids", ["<i8", [6], -64]), ("ids", ["<i8", [6], 10**12]), ("ids", ["<i4", [6], 0]),
        ("ids", ["O", [6], 0]), ("ids", ["<i8", [-6], 0]), ("xy", ["<f8", [2**62, 2], 0]),
        ("ids", ["<i8", ["6"], 0]), ("ids", ["<i8"]), ("several", ["|b1", [5], 0]),
        ("columns", ["|u1", [64], 0]), ("xy", ["nonsense", [1, 2], 0]), ("ids", None),
    ],
)  # fmt: skip
def test_what_a_file_says_of_itself_is_not_believed(path, name, entry):
    keep(path)
    file = kept_layers.path_of(path)
    head, body = head_and_body(file)
    head["layers"]["parcels"]["arrays"][name] = entry
    forged(file, head, body)
    assert kept_layers.read(path) == {}


def test_other_columns_than_the_plan_has_are_not_taken(path, monkeypatch):
    keep(path)
    file = kept_layers.path_of(path)
    head, body = head_and_body(file)
    head["layers"]["parcels"]["dtypes"]["far"] = "Int64"
    forged(file, head, body)
    rows = []
    genuine = reading._rows
    monkeypatch.setattr(reading, "_rows", lambda *given: rows.append(given) or genuine(*given))
    assert project.load(path).document.layer("parcels").values("far").iloc[0] == 1.5
    assert len(rows) == 1


def test_the_oldest_files_go_first(path, folder, monkeypatch):
    folder.mkdir()
    for number in range(3):
        old = folder / f"{number}.layers"
        old.write_bytes(bytes(1_000))
        os.utime(old, (number, number))
    keep(path)
    size = kept_layers.path_of(path).stat().st_size
    kept_layers.path_of(path).unlink()
    monkeypatch.setattr(kept_layers, "LARGEST_BYTES", size + 1_500)
    keep(path)
    assert {one.name for one in folder.iterdir()} == {"2.layers", kept_layers.path_of(path).name}


def test_nothing_is_kept_where_there_is_no_room(path, folder, monkeypatch):
    monkeypatch.setattr(kept_layers, "LARGEST_BYTES", 100)
    keep(path)
    assert list(folder.iterdir()) == []
    monkeypatch.setattr(kept_layers, "folder", lambda: path / "no folder")
    keep(path)
    assert kept_layers.read(path) == {}
