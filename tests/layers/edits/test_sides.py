import pytest
import shapely

from layers.edits.sides import move_edge
from layers.errors import InvalidEditError
from tests.layers.edits.test_split import plan_of, whole
from tests.layers.edits.test_vertices import areas, at
from tests.strategies import squares


def test_a_side_moves_in_parallel_and_its_ends_slide():
    slanted = shapely.Polygon([at(0, 0), at(100, 0), at(120, 100), at(0, 100)])
    right = shapely.Polygon([at(100, 0), at(200, 0), at(200, 100), at(120, 100)])
    plan = plan_of([slanted, right])
    after = plan.applied(move_edge(plan, at(120, 100), at(0, 100), -10.0))
    assert areas(after)[0] == pytest.approx(11_000 + 0.5 * (120 + 122) * 10)
    moved = plan.applied(move_edge(plan, at(100, 0), at(120, 100), 5.0))
    assert whole(moved)
    assert sum(areas(moved)) == pytest.approx(20_000)
    assert areas(moved)[0] == pytest.approx(11_000 - 5 * (100**2 + 20**2) ** 0.5)


@pytest.mark.parametrize(
    ("ends", "distance", "says"),
    [
        ((at(0, 0), at(100, 100)), 1.0, "No feature has a side"),
        ((at(0, 0), at(100, 0)), 100.0, "cross|without ground|three vertices"),
    ],
)
def test_a_side_that_is_not_there_or_would_swallow_its_parcel_is_refused(ends, distance, says):
    with pytest.raises(InvalidEditError, match=says):
        move_edge(plan_of(squares(2, 2)), *ends, distance)
