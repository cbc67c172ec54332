import os
import sys
import time

import pytest

from app.places import folder_beside, refuse_existing, refuse_no_plan, replaced
from layers.errors import ProjectFileError


def test_what_is_there_is_refused_without_force(tmp_path):
    file = tmp_path / "a"
    refuse_existing(file, force=False)
    file.write_text("old")
    with pytest.raises(ProjectFileError, match="--force"):
        refuse_existing(file, force=False)
    refuse_existing(file, force=True)
    with pytest.raises(ProjectFileError, match="is a folder"):
        refuse_existing(tmp_path, force=True)


def test_the_old_file_stays_until_the_new_one_is_whole(tmp_path):
    file = tmp_path / "a"
    file.write_text("old")
    with pytest.raises(ZeroDivisionError), replaced(file) as fresh:
        fresh.write_text(f"half {1 // 0}")
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]
    with replaced(file) as fresh:
        fresh.write_text("new")
    assert file.read_text() == "new"
    assert list(tmp_path.iterdir()) == [file]


def test_a_missing_folder_is_a_sentence(tmp_path):
    with pytest.raises(ProjectFileError, match="does not exist"), replaced(tmp_path / "no" / "a"):
        pass


def test_a_plan_replaces_plans_alone(tmp_path):
    source = tmp_path / "a.gpkg"
    source.write_text("the user's own")
    for path, said in [
        (tmp_path / "a.shp", "ends in .gpkg"),
        (source, "only a plan is replaced"),
    ]:
        with pytest.raises(ProjectFileError, match=said):
            refuse_no_plan(path)
    with pytest.raises(ProjectFileError, match="made from"):
        refuse_no_plan(source, [source])
    refuse_no_plan(tmp_path / "b.gpkg", [source])


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_what_is_no_file_is_not_replaced_by_a_plan(tmp_path):
    os.mkfifo(tmp_path / "a.gpkg")
    with pytest.raises(ProjectFileError, match="only a plan is replaced"):
        refuse_no_plan(tmp_path / "a.gpkg")


def test_folders_that_a_crash_left_are_taken_away_after_an_hour(tmp_path):
    target = tmp_path / "a.pdf"
    old, young = tmp_path / ".a.00000000.unfinished", tmp_path / ".a.00000001.unfinished"
    for folder, age in ((old, 3700), (young, 60)):
        folder.mkdir()
        (folder / "a.pdf").write_text("half")
        os.utime(folder, (time.time() - age,) * 2)
    with folder_beside(target) as folder:
        assert folder.is_dir()
    assert list(tmp_path.iterdir()) == [young]
