import csv
import io

import pytest

from layers import crosswalk
from layers.codes import CODE_SETS, OWN, code_set
from layers.crosswalk import matches, settled
from layers.own_codes import OwnClass, own_set, text_of
from resources import shipped

GB, MNR = code_set("GB50137-2011"), code_set("MNR2023")


def becomes(code, one, other):
    return settled(matches(code, one, other))


@pytest.mark.parametrize(
    ("code", "other"),
    [
        ("M1", "100101"),
        ("B2", "0902"),
        ("S1", "1207"),  # 1207 has village roads too: all of S1 lies in it
        ("B41", "090105"),
        ("B4", "090105"),  # the same, though it lies in 0901 as well
        ("G1", "1401"),
        ("A3", None),  # education or research
        ("U15", None),  # telecommunication or post
        ("E1", None),
        ("H11", None),
        ("Z9", None),
    ],
)
def test_codes_of_2011_become_those_of_2023_or_are_asked_for(code, other):
    assert becomes(code, GB, MNR) == other


@pytest.mark.parametrize(
    ("code", "other"),
    [
        ("100101", "M1"),
        ("0802", "A35"),  # the same, though it lies in A3 as well
        ("0804", "A3"),
        ("1307", "U15"),
        ("1207", None),  # urban roads are S1, village roads H14
        ("0901", None),
        ("04", None),
        ("16", None),
    ],
)
def test_codes_of_2023_become_those_of_2011_or_are_asked_for(code, other):
    assert becomes(code, MNR, GB) == other


def test_the_table_names_known_codes_once_and_says_how_sure_it_is():
    text = shipped("codes", "crosswalk.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    pairs = [(row["gb50137_code"], row["mnr2023_code"]) for row in rows]
    assert len(set(pairs)) == len(pairs) == len(rows) > 80
    assert all(one in GB and other in MNR for one, other in pairs)
    assert {row["relation"] for row in rows} == set(crosswalk.RELATIONS)
    assert all(row["source"] and row["confidence"] in {"recalled", "verified"} for row in rows)


@pytest.mark.parametrize(("one", "other"), [(GB, MNR), (MNR, GB)])
def test_no_code_is_the_same_as_two_and_what_is_the_same_comes_back(one, other):
    for code in one.classes:
        same = [found.code for found in matches(code, one, other) if found.relation == "same"]
        assert len(same) <= 1, code
        if same:
            assert becomes(code, one, other) == same[0]
            assert becomes(same[0], other, one) == code


def test_urban_construction_land_stays_such_where_a_code_is_converted():
    """A settled code may not move land in or out of the balance."""
    for one, other in ((GB, MNR), (MNR, GB)):
        for code, found in one.classes.items():
            new = becomes(code, one, other)
            if new is not None and crosswalk.SAME in {
                match.relation for match in matches(code, one, other)
            }:
                assert other.classes[new].urban == found.urban, (code, new)


def own(*rows):
    return own_set(text_of("Own", [OwnClass(*row) for row in rows]))


def test_an_own_set_is_compared_through_what_its_classes_count_as():
    mine = own(
        ("I", "Industry", "", "", "", "GB50137-2011:M"),
        ("I1", "Clean industry", "", "I", "", "GB50137-2011:M1"),
        ("O1", "Offices", "", "", "", "GB50137-2011:B2"),
        ("O2", "Headquarters", "", "", "", "GB50137-2011:B2"),
        ("X", "Something", "", "", "", ""),
    )
    assert mine.id == OWN
    assert becomes("M1", GB, mine) == "I1"
    assert becomes("M3", GB, mine) == "I"
    assert becomes("100101", MNR, mine) == "I1"
    assert becomes("B2", GB, mine) is None
    assert [one.code for one in matches("B2", GB, mine)] == ["O1", "O2"]
    assert becomes("G1", GB, mine) is None
    assert becomes("I1", mine, GB) == "M1"
    assert becomes("I1", mine, MNR) == "100101"
    assert becomes("X", mine, GB) is None


def test_an_own_set_begun_with_a_shipped_one_keeps_its_codes():
    mine = own(
        ("M1", "Clean industry", "", "", "", "GB50137-2011:M1"),
        ("M1a", "Electronics", "", "M1", "", "GB50137-2011:M1"),
    )
    assert becomes("M1", GB, mine) == "M1"
    assert becomes("M1a", mine, GB) == "M1"


def test_the_sets_are_those_that_the_table_compares():
    assert set(CODE_SETS) == {GB.id, MNR.id}
