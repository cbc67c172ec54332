"""The report of an import: for people in sentences, for scripts as JSON."""

from __future__ import annotations

import json

from layers.files.report import Report, together
from layers.message import Message
from resources.translations import translation

PARCELS = Report(
    kind="parcels",
    file="地块.shp",
    read=10,
    kept=8,
    repaired=(Message.of("{n} repaired", n=1),),
    dropped=(Message.of("{n} dropped", n=2),),
    doubtful=(Message("doubtful"),),
    encoding="GB18030",
    crs="EPSG:4547",
    fields={"land_use": "DLBM"},
    empty=("far", "height_max_m"),
)
ROADS = Report(
    "roads", "roads.gpkg", 5, 5, dropped=(Message("none"),), encoding="UTF-8", crs="EPSG:4490"
)


def test_sentences_begin_with_the_count_and_what_was_lost():
    assert list(map(str, PARCELS.sentences())) == [
        "8 of 10 features of 地块.shp came into the plan (GB18030, EPSG:4547).",
        "2 dropped",
        "doubtful",
        "Columns filled: Land use ← DLBM.",
        "Columns that stayed empty: FAR; Height limit.",
        "1 repaired",
    ]


def test_each_of_several_files_has_its_own_encoding_and_system():
    said = [str(message) for message in together([PARCELS, ROADS]).sentences()]
    assert "8 of 10 features of 地块.shp came into the plan (GB18030, EPSG:4547)." in said
    assert "5 of 5 features of roads.gpkg came into the plan (UTF-8, EPSG:4490)." in said


def test_sentences_can_be_said_in_chinese():
    (head, *_) = PARCELS.sentences()
    said = translation("zh").sentence(head)
    assert said != str(head)
    assert "地块.shp" in said


def test_scripts_get_plain_values():
    answer = PARCELS.as_json()
    assert json.loads(json.dumps(answer)) == {
        "read": 10,
        "kept": 8,
        "repaired": ["1 repaired"],
        "dropped": ["2 dropped"],
        "doubtful": ["doubtful"],
        "encoding": "GB18030",
        "crs": "EPSG:4547",
        "fields": {"land_use": "DLBM"},
    }


def test_several_files_are_summed_and_kept_apart():
    both = together([PARCELS, ROADS])
    assert (both.read, both.kept, both.file) == (15, 13, "地块.shp, roads.gpkg")
    assert list(map(str, both.dropped)) == ["2 dropped", "none"]
    assert both.encoding == "GB18030"
    kinds = both.as_json()["kinds"]
    assert kinds["roads"]["kept"] == 5
    assert kinds["parcels"] == PARCELS.as_json()


def test_one_file_is_its_own_report():
    assert together([PARCELS]) is PARCELS
