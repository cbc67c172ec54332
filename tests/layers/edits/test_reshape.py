import pytest
import shapely

from layers.edits.reshape import reshape
from layers.errors import InvalidEditError
from tests.layers.edits.test_split import line, plan_of, whole
from tests.strategies import EAST, NORTH, squares


def areas(plan):
    return shapely.area(plan.layer("parcels").geometries).tolist()


def test_land_passes_to_the_parcel_in_which_the_line_begins():
    plan = plan_of(squares(2))
    edit = reshape(plan, line((90, 20), (120, 20), (120, 60), (90, 60)))
    after = plan.applied(edit)
    assert areas(after) == [10_800.0, 9_200.0]
    assert whole(after)
    assert str(edit.title) == "Reshape parcel #1 by +800.0 m²"


def test_land_is_cut_off_and_goes_to_the_neighbour():
    plan = plan_of(squares(2))
    after = plan.applied(reshape(plan, line((100, 20), (80, 20), (80, 60), (100, 60)), 1))
    assert areas(after) == [9_200.0, 10_800.0]
    assert whole(after)


def test_a_line_to_and_fro_gives_and_takes():
    plan = plan_of(squares(2))
    wave = line((100, 10), (120, 10), (120, 30), (80, 30), (80, 60), (105, 60))
    after = plan.applied(reshape(plan, wave, 1))
    assert areas(after) == [10_000.0 + 400 - 600, 10_000.0 - 400 + 600]
    assert whole(after)


def test_a_third_parcel_gives_its_share_and_gets_the_vertices():
    plan = plan_of(squares(2, 2))
    around = line((90, 50), (150, 50), (150, 150), (50, 150), (50, 90))
    after = plan.applied(reshape(plan, around))
    assert whole(after)
    assert areas(after) == [17_500.0, 7_500.0, 7_500.0, 7_500.0]


def test_free_ground_is_taken_and_given_up():
    plan = plan_of(squares(1))
    after = plan.applied(reshape(plan, line((100, 20), (130, 20), (130, 60), (100, 60))))
    assert areas(after) == [11_200.0]
    back = after.applied(reshape(after, line((100, 10), (100, 90))))
    assert areas(back) == [10_000.0]


@pytest.mark.parametrize(
    ("places", "id_", "says"),
    [
        (((10, 10), (50, 50)), None, "encloses nothing"),
        (((500, 10), (550, 50)), None, "encloses nothing"),
        (((90, 10), (110, 10)), 9, "no feature 9"),
    ],
)
def test_what_encloses_nothing_is_refused(places, id_, says):
    plan = plan_of(squares(2))
    with pytest.raises(InvalidEditError, match=says):
        reshape(plan, line(*places), id_)


def test_a_whole_neighbour_is_not_swallowed():
    inner = shapely.box(EAST + 110, NORTH + 10, EAST + 120, NORTH + 20)
    plan = plan_of([squares(1)[0], squares(2)[1].difference(inner), inner])
    with pytest.raises(InvalidEditError, match="all of parcel #3"):
        reshape(plan, line((90, 5), (140, 5), (140, 40), (90, 40)), 1)


def test_land_of_parcels_that_lie_over_one_another_is_refused_in_words():
    plan = plan_of([*squares(2), shapely.affinity.translate(squares(2)[1], 0, 40)])
    with pytest.raises(InvalidEditError, match="overlap"):
        reshape(plan, line((90, 20), (150, 20), (150, 80), (90, 80)), 1)
