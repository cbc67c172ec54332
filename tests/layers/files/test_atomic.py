"""A file is the old one or the new one, and nothing is left beside it."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys

import pytest

from layers.errors import ProjectFileError
from layers.files import atomic

posix = pytest.mark.skipif(sys.platform == "win32", reason="rights and links of POSIX")


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_stands_there_when_it_is_complete(tmp_path):
    target = tmp_path / "plan.gpkg"
    with atomic.replacing(target, None) as beside:
        assert beside.parent == tmp_path
        assert beside.read_bytes() == b""
        beside.write_bytes(b"new")
        assert not target.exists()
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["plan.gpkg"]


def test_work_begins_with_the_contents_of_another_file(tmp_path):
    start, target = tmp_path / "old.gpkg", tmp_path / "new.gpkg"
    start.write_bytes(b"old and ")
    with atomic.replacing(target, start) as beside, beside.open("ab") as file:
        file.write(b"new")
    assert target.read_bytes() == b"old and new"
    assert start.read_bytes() == b"old and "


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("a bug")])
def test_after_an_error_the_old_file_stands_there_alone(tmp_path, error):
    target = tmp_path / "plan.gpkg"
    target.write_bytes(b"old")

    def write():
        with atomic.replacing(target, target) as beside:
            beside.write_bytes(b"half")
            beside.with_name(beside.name + "-journal").write_bytes(b"x")
            raise error

    with pytest.raises(type(error)):
        write()
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["plan.gpkg"]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(28, "No space left on device"), "the disk is full. The file is as it was"),
        (sqlite3.OperationalError("database or disk is full"), "the disk is full"),
        (OSError(5, "Input/output error"), "could not be saved: Input/output error"),
    ],
)
def test_what_the_disk_says_becomes_a_sentence(tmp_path, error, sentence):
    target = tmp_path / "plan.gpkg"

    def write():
        with atomic.replacing(target, None):
            raise error

    with pytest.raises(ProjectFileError, match=sentence):
        write()
    assert names(tmp_path) == []


@posix
def test_rights_of_the_old_file_are_kept_and_links_followed(tmp_path):
    target, link = tmp_path / "plan.gpkg", tmp_path / "link.gpkg"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    with atomic.replacing(link, None) as beside:
        beside.write_bytes(b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_unfinished_files_of_a_crash_are_taken_away_after_an_hour(tmp_path):
    target = tmp_path / "plan.gpkg"
    old, fresh, other = (
        tmp_path / name
        for name in (".plan.gpkg.1.unfinished", ".plan.gpkg.2.unfinished", ".x.gpkg.1.unfinished")
    )
    for path in (old, fresh, other):
        path.write_bytes(b"half")
    for path in (old, other):
        os.utime(path, (1.0, 1.0))
    with atomic.replacing(target, None) as beside:
        beside.write_bytes(b"new")
    assert names(tmp_path) == [".plan.gpkg.2.unfinished", ".x.gpkg.1.unfinished", "plan.gpkg"]


def test_places_that_take_no_file_are_named(tmp_path):
    with pytest.raises(ProjectFileError, match=r"the folder .*gone is not there"):
        atomic.refuse_read_only(tmp_path / "gone" / "plan.gpkg")
    with pytest.raises(ProjectFileError, match="that is a folder"):
        atomic.refuse_read_only(tmp_path)


@posix
def test_a_file_without_right_to_write_is_read_only(tmp_path):
    path = tmp_path / "plan.gpkg"
    assert not atomic.is_read_only(path)
    path.write_bytes(b"old")
    assert not atomic.is_read_only(path)
    path.chmod(0o444)
    assert atomic.is_read_only(path)
    with pytest.raises(ProjectFileError, match=r"read-only\. Save the plan under another name"):
        atomic.refuse_read_only(path)
