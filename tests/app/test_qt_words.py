"""Qt's own dialogs speak Chinese in the Chinese window."""

import pytest

from app.qt_words import QtWords
from resources.translations import use_language


@pytest.fixture
def words(qapp):
    use_language("zh")
    yield QtWords(qapp)
    use_language("en")


def test_labels_with_keys_are_found_without_them(words):
    assert words.loaded
    assert words.translate("QFileDialog", "&Look in:") == "查找范围："
    assert words.translate("QFileDialog", "Files of &type:") == "文件类型："
    assert words.translate("QFileDialog", "&Save") == "保存(&S)"


def test_what_nobody_translates_is_left_as_it_stands(words):
    assert words.translate("QFileDialog", "Nobody's &words") == "Nobody's &words"
    assert "%1" in words.translate("QAbstractFileIconProvider", "%1 File")


def test_the_size_of_a_file_is_no_volume(words):
    assert "体积" not in words.translate("QFileSystemModel", "Size")
    assert words.translate("QFileSystemModel", "Type") == "类型"
