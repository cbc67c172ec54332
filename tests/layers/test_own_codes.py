import pytest

from layers.codes import OWN, code_set
from layers.errors import PlanError
from layers.own_codes import OwnClass, checked, codes_in, own_set, rows_of, stored, text_of
from layers.parameters import factors_of, new_parameters

ROWS = [
    {"code": "I", "name": "Industry", "name_zh": "工业", "counts_as": "M"},
    {"code": "I1", "name_zh": "无污染工业", "parent": "I", "colour": "200, 100, 50"},
    {"code": "P", "name": "Park", "colour": "00FF00", "counts_as": "MNR2023:1401"},
]


def own(rows=None):
    found = checked(ROWS if rows is None else rows)
    assert found.problems == ()
    return own_set(text_of("Own", found.classes))


def test_classes_have_the_flags_and_limits_of_what_they_count_as():
    mine, gb = own(), code_set("GB50137-2011")
    assert (mine.id, mine.title, mine.name) == (OWN, "Own", "Own")
    assert gb.name == "GB50137-2011"
    assert mine.basis("I") == mine.basis("I1") == "GB50137-2011:M"
    assert mine.classes["I1"].green_max_pct == gb.classes["M"].green_max_pct
    assert mine.classes["I1"].urban
    assert mine.lies_in("I1", {"GB50137-2011:M"})
    assert mine.colour("I") == gb.colour("M")
    assert mine.colour("I1") == "#c86432"
    assert mine.classes["I1"].title == "无污染工业"


def test_factors_of_an_own_set_are_those_of_what_its_classes_count_as():
    found = factors_of(own([*ROWS, {"code": "H", "name": "Homes", "counts_as": "R2"}]))
    assert found["green.H"].central == 30
    assert found["green.I1"].central == 0
    assert "green.M1" not in found
    assert found["limit.I.green"].high == factors_of(code_set("GB50137-2011"))["limit.M.green"].high
    assert found["sink.lawn"].central is not None


def test_a_class_that_counts_as_none_has_no_factor_and_is_told():
    looked = checked([*ROWS, {"code": "X", "name": "Something"}])
    assert "For X no class is named that they count as" in str(looked.doubtful[0])
    mine = own_set(text_of("Own", looked.classes))
    assert mine.basis("X") == ""
    assert not mine.classes["X"].urban
    assert "green.X" not in factors_of(mine)
    assert mine.colour("X")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"name": "No code"}, "Row 4: a class needs a code and a name; the code is empty."),
        ({"code": "Q"}, "Row 4: a class needs a code and a name; the name is empty."),
        ({"code": "I", "name": "Again"}, "Row 4: the code I stands already in row 1."),
        ({"code": "A/B", "name": "x"}, "Row 4: A/B cannot be a code."),
        ({"code": "A:1", "name": "x"}, "Row 4: A:1 cannot be a code."),
        ({"code": "A" * 21, "name": "x"}, "cannot be a code"),
        ({"code": "Q", "name": "x", "colour": "green"}, "Row 4: green is no colour."),
        ({"code": "Q", "name": "x", "colour": "1,2,300"}, "Row 4: 1,2,300 is no colour."),
        ({"code": "Q", "name": "x", "counts_as": "M9"}, "no shipped code set has a class M9"),
        ({"code": "Q", "name": "x", "parent": "ZZ"}, "above Q is ZZ, which the table does not"),
        ({"code": "Q", "name": "x", "parent": "Q"}, "the classes above Q come back to it"),
        ({"code": "Q", "name": "x" * 121}, "a name has up to 120 characters; this one has 121"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_number(row, said):
    (problem, *_) = checked([*ROWS, row]).problems
    assert said in str(problem)


def test_empty_rows_are_passed_over_and_an_empty_table_is_refused():
    assert len(checked([*ROWS, {}, {"code": " ", "name": None}]).classes) == 3
    assert "no row" in str(checked([{}]).problems[0])
    many = [{"code": f"C{n}", "name": "x"} for n in range(1001)]
    assert "up to 1000 classes; this table has 1001" in str(checked(many).problems[0])


def test_numbers_that_a_spreadsheet_made_of_codes_are_codes():
    (found,) = checked([{"code": 1001.0, "name": "Industry"}]).classes
    assert found.code == "1001"


@pytest.mark.parametrize("set_id", ["GB50137-2011", "MNR2023"])
def test_a_shipped_set_as_a_table_is_taken_as_it_is(set_id):
    codes = code_set(set_id)
    mine = own_set(text_of("Copy", rows_of(codes)))
    assert list(mine.classes) == list(codes.classes)
    for code, found in codes.classes.items():
        copy = mine.classes[code]
        assert (copy.title, copy.title_zh, copy.colour) == (
            found.title,
            found.title_zh,
            found.colour,
        )
        assert (copy.urban, copy.construction) == (found.urban, found.construction)


def test_the_text_in_the_plan_gives_the_set_again_and_another_one_is_refused():
    text = text_of("Own", checked(ROWS).classes)
    name, classes = stored(text)
    assert (name, classes) == ("Own", checked(ROWS).classes)
    assert all(isinstance(one, OwnClass) for one in classes)
    parameters = {**new_parameters(2025), "plan.own_codes": text, "plan.code_set": OWN}
    assert codes_in(parameters) is own_set(text)
    for broken in ("", "{}", "[1]", '{"name": "x", "classes": [{"code": "A/B", "name": "x"}]}'):
        with pytest.raises(PlanError, match="own code set cannot be read"):
            stored(broken)
