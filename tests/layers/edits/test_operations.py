import json

import pytest

from layers.edits.operations import operations, run
from layers.errors import InvalidEditError
from tests.strategies import EAST, NORTH, small_plan


def lines(*found):
    return [json.dumps(one) for one in found]


def test_the_verbs_are_found_by_looking():
    assert {"zone", "set", "draw", "delete", "parameter", "reset"} <= set(operations())


def test_operations_are_done_in_order():
    plan = small_plan()
    outcome = run(
        plan,
        lines(
            {"op": "zone", "ids": [3], "land_use": "G1"},
            {"op": "set", "kind": "parcels", "ids": [3], "values": {"far": 1.5}},
            {
                "op": "draw",
                "kind": "facilities",
                "geometry": f"POINT ({EAST} {NORTH})",
                "values": {"type": "storage"},
            },
            {"op": "delete", "kind": "parcels", "ids": [6]},
            {"op": "parameter", "id": "sink.lawn", "value": 0.1},
        ),
    )
    assert outcome.done == 5
    assert outcome.skipped == ()
    assert outcome.created == {"facilities": (1,)}
    assert outcome.removed == {"parcels": (6,)}
    assert len(outcome.edits) == 5
    assert outcome.seconds >= 0
    row = outcome.document.layer("parcels").rows([3]).iloc[0]
    assert (row["land_use"], row["far"]) == ("G1", 1.5)
    assert outcome.document.factor("sink.lawn").central == 0.1
    assert len(plan.layer("parcels")) == 6


def test_undo_and_redo_reach_over_the_operations_of_the_call():
    plan = small_plan()
    outcome = run(
        plan,
        lines(
            {"op": "delete", "kind": "parcels", "ids": [6]},
            {"op": "zone", "ids": [3], "land_use": "G1"},
            {"op": "undo"},
            {"op": "undo"},
            {"op": "redo"},
        ),
    )
    assert outcome.done == 5
    assert outcome.removed == {"parcels": (6,)}
    assert outcome.document.layer("parcels").values("land_use").isna()[3]
    assert len(outcome.edits) == 1


def test_a_new_operation_forgets_what_was_undone():
    outcome = run(
        small_plan(),
        lines(
            {"op": "zone", "ids": [3], "land_use": "G1"},
            {"op": "undo"},
            {"op": "zone", "ids": [4], "land_use": "G1"},
            {"op": "redo"},
        ),
    )
    assert outcome.done == 3
    assert [skip.line for skip in outcome.skipped] == [4]


def test_what_changes_nothing_is_a_listed_skip():
    outcome = run(small_plan(), lines({"op": "undo"}, {"op": "zone", "ids": [1], "land_use": "M1"}))
    assert outcome.done == 0
    assert [(skip.line, str(skip.text)) for skip in outcome.skipped] == [
        (1, "No operation of this call is left to undo."),
        (2, "zone changes nothing: the plan is so already."),
    ]


def test_created_and_undone_is_not_created():
    draw = {"op": "draw", "kind": "facilities", "geometry": f"POINT ({EAST} {NORTH})"}
    outcome = run(small_plan(), lines(draw, {"op": "undo"}))
    assert (outcome.created, outcome.removed) == ({}, {})


def test_empty_lines_and_a_byte_order_mark_are_passed_over_but_counted():
    with pytest.raises(InvalidEditError, match=r"^Line 3:"):
        run(small_plan(), ["\ufeff" + lines({"op": "undo"})[0], "  \n", "x"])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "must be a JSON object"),
        ("[1]", "must be a JSON object"),
        ("3", "must be a JSON object"),
        ('"zone"', "must be a JSON object"),
        ("[" * 100_000, "must be a JSON object"),
        ('{"op": "set", "kind": "parcels", "ids": [1], "values": {"far": NaN}}', "must be a JSON"),
        ("{}", "field op must name an operation"),
        ('{"op": 3}', "field op must name an operation"),
        ('{"op": "fly", "ids": [1]}', "Operation fly is not known. Known are"),
        ('{"op": "undo", "steps": 2}', "undo has no further fields"),
        ('{"op": "zone"}', "zone needs the field ids"),
        ('{"op": "zone", "ids": [1]}', "zone needs the field land_use"),
        ('{"op": "zone", "ids": 1, "land_use": "M1"}', "ids of zone must be a list"),
        ('{"op": "zone", "ids": ["1"], "land_use": "M1"}', "ids of zone must be a list"),
        ('{"op": "zone", "ids": [1.5], "land_use": "M1"}', "ids of zone must be a list"),
        ('{"op": "zone", "ids": [true], "land_use": "M1"}', "ids of zone must be a list"),
        ('{"op": "zone", "ids": [1e400], "land_use": "M1"}', "ids of zone must be a list"),
        ('{"op": "zone", "ids": [99999999999999999999], "land_use": "M1"}', "must be a list"),
        ('{"op": "zone", "ids": null, "land_use": "M1"}', "ids of zone must be a list"),
        ('{"op": "zone", "ids": [1], "land_use": 3}', "land_use of zone must be a text"),
        ('{"op": "zone", "ids": [1], "land_use": "M1", "x": 1}', "zone has no field x"),
        ('{"op": "zone", "ids": [77], "land_use": "M1"}', "77"),
        ('{"op": "zone", "ids": [-1], "land_use": "M1"}', "-1"),
        ('{"op": "set", "kind": "parcels", "ids": [1], "values": []}', "must be an object"),
        ('{"op": "set", "kind": "parcels", "ids": [1], "values": {"far": "x"}}', "number"),
        ('{"op": "draw", "kind": "parcels", "geometry": "POLYGON"}', "WKT"),
        ('{"op": "parameter", "id": "sink.lawn", "value": {"a": 1}}', "low, central and high"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_its_number(line, said):
    plan = small_plan()
    good = '{"op": "zone", "ids": [3], "land_use": "G1"}'
    with pytest.raises(InvalidEditError) as caught:
        run(plan, [good, line])
    assert str(caught.value).startswith("Line 2: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert plan.layer("parcels").values("land_use").isna()[3]
