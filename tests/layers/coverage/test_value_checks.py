"""Numbers of parcels that are missing or used twice."""

from layers.coverage.checks import check
from tests.strategies import document, layer, squares


def found(plan, code):
    return check(plan, codes=(code,))


def test_parcels_without_a_number_are_one_problem_and_road_land_needs_none():
    plan = document(
        layer(
            "parcels",
            squares(4),
            number=["A-01", "  ", None, None],
            land_use=["M1", "M1", "M1", "S1"],
        )
    )
    (problem,) = found(plan, "missing_number")
    assert (problem.ids, problem.area_m2) == ((2, 3), 20_000)
    assert not found(plan, "number_twice")


def test_each_number_used_twice_is_a_problem():
    plan = document(layer("parcels", squares(5), number=["A-01", "A-02", " A-01", "A-02", "A-03"]))
    problems = found(plan, "number_twice")
    assert [(one.ids, str(one.text)) for one in problems] == [
        ((1, 3), "2 parcels have the number A-01."),
        ((2, 4), "2 parcels have the number A-02."),
    ]
