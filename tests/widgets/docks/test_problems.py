"""Problems as rows of a tree: sorts, and what belongs to them."""

import pytest

from layers.coverage.problem import Problem
from layers.message import Message
from widgets.docks.problems import ProblemModel


def problem(code, area=None, kind="parcels"):
    return Problem(code, kind, (1,), 0.0, 0.0, area, Message(f"{code} {area}"))


@pytest.fixture
def model():
    found = ProblemModel()
    found.show_problems(
        [
            problem("missing_land_use"),
            problem("overlap", 2.0),
            problem("overlap", 30.0),
            problem("duplicate", 1.0, "rooftops"),
        ]
    )
    return found


def test_sorts_stand_in_the_order_of_mending_and_problems_by_their_area(model, qtmodeltester):
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == [
        "Drawn twice (1) · Rooftops",
        "Overlaps (2) · Parcels",
        "Without a land use (1) · Parcels",
    ]
    overlaps = model.index(1, 0)
    assert [model.index(row, 1, overlaps).data() for row in range(2)] == ["30", "2.00"]
    assert model.problem(overlaps) is None
    assert model.sort_of(model.index(0, 0, overlaps))[0] == "overlap"
    qtmodeltester.check(model)


def test_problems_are_counted_over_all_sorts(model):
    assert [one.code for one in model.problems] == [
        "duplicate",
        "overlap",
        "overlap",
        "missing_land_use",
    ]
    for number in range(4):
        assert model.number(model.place(number)) == number
    assert not model.place(4).isValid()
    assert model.number(model.index(1, 0)) == 0
    assert model.number(model.place(9)) == -1
