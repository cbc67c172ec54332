import contextlib
import json
import sqlite3

import pytest

from layers.analysis import measures
from layers.edits.code_set import convert_codes
from layers.edits.own_codes import own_codes, remove_own_codes
from layers.edits.parameters import set_parameter
from layers.errors import InvalidEditError, ProjectFileError
from layers.files import project
from tests.likeness import plan_print
from tests.strategies import document, layer, squares

ROWS = [
    {"code": "I", "name": "Industry", "name_zh": "工业", "counts_as": "GB50137-2011:M"},
    {"code": "Q", "name": "Green", "colour": "#00ff00", "counts_as": "1401"},
    {"code": "X", "name": "Something"},
]


def park():
    return document(layer("parcels", squares(4), land_use=["M", "M", "G1", None]))


def test_a_set_is_taken_used_and_taken_away_and_each_step_goes_back():
    plan = park()
    taken = own_codes(plan, "Own  set", ROWS)
    assert str(taken.title) == "Take the code set Own set with 3 classes"
    held = plan.applied(taken)
    assert held.codes.id == "GB50137-2011"
    used = held.applied(convert_codes(held, "own"))
    assert list(used.codes.classes) == ["I", "Q", "X"]
    assert used.layer("parcels").values("land_use").tolist()[:3] == ["I", "I", "Q"]
    with pytest.raises(InvalidEditError, match="follows its own code set Own set"):
        remove_own_codes(used)
    assert plan_print(held.applied(taken.inverted())) == plan_print(plan)
    assert plan_print(held.applied(remove_own_codes(held))) == plan_print(plan)
    assert not own_codes(held, "Own set", ROWS)


def test_the_balance_goes_by_what_the_classes_count_as():
    plan = park()
    plan = plan.applied(own_codes(plan, "Own", ROWS))
    plan = plan.applied(convert_codes(plan, "own"))
    rows = {row.code: row for row in measures().evaluate(plan).value("land.balance").rows}
    assert (rows["I"].area_m2, rows["I"].kind, rows["I"].share_pct) == (20_000, "urban", 66.67)
    assert (rows["Q"].kind, rows["Q"].share_pct) == ("urban", 33.33)
    assert (rows["I"].title, rows["I"].title_zh) == ("Industry", "工业")


def test_results_follow_a_set_that_is_exchanged_while_in_use():
    plan = park()
    plan = plan.applied(own_codes(plan, "Own", ROWS))
    plan = plan.applied(convert_codes(plan, "own"))
    before = measures().evaluate(plan)
    edit = own_codes(plan, "Own", [{**ROWS[0], "counts_as": "E2"}, ROWS[1]])
    after = plan.applied(edit)
    kept = measures().evaluate(after, before)
    rows = {row.code: row for row in kept.value("land.balance").rows}
    assert rows["I"].kind == "other"
    assert rows == {row.code: row for row in measures().evaluate(after).value("land.balance").rows}
    assert "green.I" in after.parameters
    assert plan_print(after.applied(edit.inverted())) == plan_print(plan)


def test_the_plan_file_keeps_the_set_and_plans_without_one_open(tmp_path):
    plan = park()
    plan = plan.applied(own_codes(plan, "Own", ROWS))
    for found in (plan, plan.applied(convert_codes(plan, "own")), park()):
        path = tmp_path / f"{len(found.parameters)}.gpkg"
        project.save(found, path)
        opened = project.load(path).document
        assert opened.codes.title == found.codes.title
        assert dict(opened.parameters) == dict(found.parameters)


@pytest.mark.parametrize("text", [None, "{}", "nothing"])
def test_a_file_whose_own_set_was_tampered_with_is_refused_with_a_sentence(tmp_path, text):
    plan = park()
    plan = plan.applied(own_codes(plan, "Own", ROWS))
    plan = plan.applied(convert_codes(plan, "own"))
    path = tmp_path / "plan.gpkg"
    project.save(plan, path)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        if text is None:
            connection.execute("DELETE FROM greenplat_parameters WHERE id = 'plan.own_codes'")
        else:
            connection.execute(
                "UPDATE greenplat_parameters SET value = ? WHERE id = 'plan.own_codes'",
                (json.dumps(text),),
            )
    with pytest.raises(ProjectFileError, match="is damaged"):
        project.load(path)


def test_the_setting_takes_the_own_set_where_there_is_one():
    plan = park()
    with pytest.raises(InvalidEditError, match="cannot be own"):
        set_parameter(plan, "plan.code_set", "own")
    plan = plan.applied(own_codes(plan, "Own", ROWS))
    assert plan.applied(set_parameter(plan, "plan.code_set", "own")).codes.title == "Own"


@pytest.mark.parametrize(
    ("name", "classes", "said"),
    [
        ("", ROWS, "needs a name of up to 80 characters"),
        ("x" * 81, ROWS, "needs a name of up to 80 characters"),
        ("Own", "I", "are a list of objects"),
        ("Own", [1], "Row 1 must be an object"),
        ("Own", [{"kode": "I"}], "Row 1: a class has no kode"),
        ("Own", [], "no row with a code and a name"),
        ("Own", [*ROWS, ROWS[0]], "Row 4: the code I stands already in row 1"),
    ],
)
def test_a_set_that_cannot_be_is_refused(name, classes, said):
    with pytest.raises(InvalidEditError) as caught:
        own_codes(park(), name, classes)
    assert said in str(caught.value)


def test_a_plan_without_an_own_set_has_none_to_take_away():
    with pytest.raises(InvalidEditError, match="no code set of its own"):
        remove_own_codes(park())
