"""Sources of factors in the reader's language."""

from layers.codes import CODE_SETS
from layers.footing import SOURCES, footing
from layers.parameters import shipped_factors
from resources.translations import translation

PARTS = {
    part
    for codes in CODE_SETS
    for factor in shipped_factors(codes).values()
    for part in factor.source.split(" · ")
}


def shouted(message: object) -> str:
    return str(message).upper()


def test_english_sources_stay_as_they_are():
    english = translation("en").sentence
    for text in (
        "",
        "engineering default",
        "GB/T 51161-2016 · Table 5.2.1",
        "a {brace} · indicator 7",
    ):
        assert footing(text, english) == text


def test_every_part_is_spoken_by_itself():
    assert footing("definition · Table 4-3", shouted) == "DEFINITION · TABLE 4-3"


def test_clauses_are_numbered_sentences():
    heard = []
    footing("x · Table 4.2 · indicator 12 · Annex 2 · ch. 7", lambda one: heard.append(one) or "")
    assert [one.text for one in heard] == [
        "x",
        "Table {number}",
        "indicator {number}",
        "Annex {number}",
        "ch. {number}",
    ]


def test_words_of_the_shipped_tables_are_declared():
    assert {"engineering default", "definition", "practice"} <= PARTS & set(SOURCES)
    lone = {part for part in PARTS if "default" in part and "pvlib" not in part}
    assert sorted(part for part in lone - set(SOURCES) if "Table" not in part) == []
    assert len(SOURCES) == len(set(SOURCES))
