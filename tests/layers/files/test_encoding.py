"""Which characters bytes are, judged over all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.errors import ImportDataError
from layers.files.encoding import codec_of, decoded

WORDS = ["工业用地", "居住用地", "物流仓储用地", "公园绿地", "建筑密度上限", "容积率", "零碳产业园"]


def read(texts: list[str], codec: str, **given_options):
    return decoded([b"name"], {0: [text.encode(codec) for text in texts]}, **given_options)


@pytest.mark.parametrize("declared", [None, "UTF-8", "GBK", "ISO-8859-1", "1252"])
@pytest.mark.parametrize(
    ("codec", "name"), [("utf-8", "UTF-8"), ("gbk", "GB18030"), ("gb18030", "GB18030")]
)
def test_chinese_is_read_right_whatever_the_file_says(codec, name, declared):
    found = read(WORDS, codec, declared=declared)
    assert found.columns[0] == WORDS
    assert found.encoding == name


@pytest.mark.parametrize("word", WORDS)
def test_one_word_alone_in_utf_8_is_not_taken_for_gbk(word):
    assert read([word], "utf-8", declared="GBK").columns[0] == [word]


def test_mu_alone_in_gbk_is_not_taken_for_utf_8_and_the_user_is_told():
    # The GBK bytes of 亩 are valid UTF-8 as well: Ķ.
    found = read(["亩"], "gbk")
    assert found.columns[0] == ["亩"]
    assert "亩" in str(found.doubtful[0])
    assert "Ķ" in str(found.doubtful[0])


def test_a_lying_cpg_is_named():
    assert "but they are GB18030" in str(read(WORDS, "gbk", declared="UTF-8").doubtful[0])
    assert "but they are UTF-8" in str(read(WORDS, "utf-8", declared="936").doubtful[0])


def test_an_honest_cpg_of_another_language_is_believed():
    found = read(["Straße", "Grünfläche", "Fußweg"], "cp1252", declared="1252")
    assert found.columns[0] == ["Straße", "Grünfläche", "Fußweg"]
    assert found.encoding == "CP1252"


def test_big5_is_read_where_the_user_or_the_file_says_so():
    words = ["工業用地", "綠地", "體育館"]
    assert read(words, "big5", manual="BIG5").columns[0] == words


def test_the_choice_of_the_user_wins_and_what_does_not_fit_is_told():
    found = read(["工业"], "gbk", manual="UTF-8")
    assert "�" in str(found.columns[0][0])
    assert found.encoding == "UTF-8"
    assert "1 text is not in UTF-8" in str(found.doubtful[0])
    assert read(["Ķ"], "utf-8", manual="UTF-8").columns[0] == ["Ķ"]


def test_an_encoding_that_does_not_exist_is_named():
    with pytest.raises(ImportDataError, match=r"No encoding is called nonsense"):
        read(["a"], "utf-8", manual="nonsense")
    assert codec_of("rot13") is None
    assert codec_of("hex") is None


def test_texts_cut_inside_a_character_lose_that_character_alone():
    # 建筑密度上限 takes 18 bytes in UTF-8; a field of ten bytes ends inside the fourth one.
    found = decoded(["建筑密度上限".encode()[:10]], {0: ["工业用地".encode(), None]})
    assert found.names == ("建筑密",)
    assert found.columns[0] == ["工业用地", None]
    assert "ends inside a character" in str(found.doubtful[0])


@given(st.lists(st.text(st.characters(codec="utf-8")), max_size=6))
def test_ascii_and_utf_8_come_back(texts):
    assert read(texts, "utf-8", manual="UTF-8").columns[0] == texts


@given(st.lists(st.binary(max_size=12), max_size=5), st.sampled_from([None, "936", "1252", "x"]))
def test_any_bytes_are_read_without_a_crash(texts, declared):
    found = decoded([b"\xff"], {0: texts}, declared=declared)
    assert len(found.columns[0]) == len(texts)
