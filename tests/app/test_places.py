import pytest

from app.places import refuse_existing, replaced
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
