import json

import pytest

from layers.files.plain import in_bounds, plain


@pytest.mark.parametrize(
    "name", ["a%20b.gpkg", "绿地率30%20.gpkg", "two\nlines.gpkg", "what?.gpkg"]
)
def test_a_path_with_signs_of_its_own_is_read_by_another_name(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"content")
    with plain(path) as found:
        assert not set(found.name) & set("%?#\n")
        assert found.read_bytes() == b"content"
    assert path.exists()
    assert not found.exists()


def test_an_ordinary_path_is_taken_as_it_is(tmp_path):
    with plain(tmp_path / "零碳 园区（终稿）.gpkg") as found:
        assert found == tmp_path / "零碳 园区（终稿）.gpkg"


def test_numbers_beyond_64_bits_become_decimals_and_others_stay(tmp_path):
    path = tmp_path / "big.geojson"
    path.write_text('{"a": 9223372036854775808, "b": 12}', encoding="utf-8")
    with in_bounds(path) as found:
        assert json.loads(found.read_text(encoding="utf-8")) == {"a": 2.0**63, "b": 12}
    assert "9223372036854775808" in path.read_text(encoding="utf-8")


def test_files_without_such_numbers_are_not_written_again(tmp_path):
    path = tmp_path / "small.geojson"
    path.write_text('{"a": 12}', encoding="utf-8")
    with in_bounds(path) as found:
        assert found == path
