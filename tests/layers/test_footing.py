"""Sources and notes of factors in the reader's language."""

import re

from layers.analysis.load_shapes import load_shapes
from layers.codes import CODE_SETS
from layers.factor_tables.indicators import items
from layers.footing import SOURCES, footing, message, remarks
from layers.parameters import shipped_factors
from resources.translations import translation

FACTORS = [factor for codes in CODE_SETS for factor in shipped_factors(codes).values()]
PARTS = {part for factor in FACTORS for part in factor.source.split(" · ")}
OTHERS = {
    "SoDa climatology (Remund 2003) in pvlib",
    "Ineichen and Perez 2002",
    *(part for one in items().values() for part in one.source.split(" · ")),
    *(one.source for one in load_shapes().values()),
}
"""What a sky without clouds, indicators that are no factors and shapes of loads rest on."""


def shouted(said: object) -> str:
    return str(said).upper()


def test_english_sources_stay_as_they_are():
    english = translation("en").sentence
    for text in (
        "",
        "engineering default",
        "GB/T 51161-2016 · Table 4.2.1",
        "GB 50282-2016 城市给水工程规划规范 (not seen)",
        "2006 IPCC Guidelines vol.4 ch.5 · 4.4.1",
        "unreferenced list of daily full-load hours: 3.5 h/d = 1278 kWh/kWp · this looks high",
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


def test_standards_have_their_number_and_their_title():
    seen = message("GB/T 51161-2016 民用建筑能耗标准")
    assert seen.values == {"standard": "GB/T 51161-2016", "name": "民用建筑能耗标准"}
    unseen = message("GB 50282-2016 城市给水工程规划规范 (not seen)")
    assert (unseen.text, unseen.values["standard"]) == (
        "{standard} {name} (not seen)",
        "GB 50282-2016",
    )
    chapter = message("2006 IPCC Guidelines vol.4 ch.5")
    assert chapter.values == {"volume": "4", "chapter": "5"}


def test_words_of_the_shipped_tables_are_declared():
    assert {"engineering default", "definition", "practice"} <= PARTS & set(SOURCES)
    lone = {part for part in PARTS if "default" in part and "pvlib" not in part}
    assert sorted(part for part in lone - set(SOURCES) if "Table" not in part) == []
    assert len(SOURCES) == len(set(SOURCES))


def test_no_source_is_declared_that_no_table_has():
    assert sorted(set(SOURCES) - PARTS - OTHERS) == []


def test_only_titles_of_papers_stay_english():
    """Whoever reads Chinese finds titles in English, and those are of papers and reports."""
    papers = re.compile(r"et al\.|Dobos|^MEE|pvlib|PVWatts|^GB/T [\d-]+$|^WHO")
    said = {text for text in PARTS | OTHERS if re.search("[a-z]{3}", text)}
    lone = {text for text in said if message(text).text == text and text not in SOURCES}
    assert sorted(text for text in lone if not papers.search(text)) == []


def test_what_notes_say_is_found_part_by_part():
    found = set(remarks(one.note for one in FACTORS))
    assert "On sealed ground only" in found
    assert "unreferenced list of daily full-load hours: {hours} h/d = {energy} kWh/kWp" in found
    assert not [text for text in found if " · " in text]
    assert not [text for text in found if re.search(r"\d h/d = \d", text)]
