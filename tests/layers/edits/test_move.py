import numpy as np
import pytest
import shapely

from layers.edits.move import duplicate, middle, move, move_all, rotate, rotate_all
from layers.edits.operations import operations
from layers.errors import InvalidEditError
from tests.strategies import EAST, NORTH, document, layer, small_plan, squares


def areas(plan, kind="parcels"):
    return np.round(plan.layer(kind).areas, 6).tolist()


def is_whole(plan):
    return bool(shapely.coverage_is_valid(plan.layer("parcels").geometries, gap_width=0.001))


def test_roofs_and_lines_are_moved_as_they_are():
    plan = small_plan()
    after = plan.applied(move(plan, "corridors", [1], 10, -5))
    assert shapely.get_coordinates(after.layer("corridors").geometries[0]).tolist() == [
        [EAST + 10, NORTH + 95],
        [EAST + 310, NORTH + 95],
    ]
    assert str(move(plan, "rooftops", [1, 2], 1, 1).title) == "Rooftops: move 2"


def test_nothing_is_moved_by_nothing():
    assert not move(small_plan(), "parcels", [1], 0, 0)
    assert not rotate(small_plan(), "parcels", [1], 720)


def test_a_moved_parcel_takes_free_ground_alone_and_keeps_its_id():
    plan = small_plan()
    after = plan.applied(move(plan, "parcels", [3], 30, 0))
    assert areas(after) == [10_000] * 6
    assert is_whole(after)
    # Half of the way back its western neighbour holds 20 m of it.
    again = after.applied(move(after, "parcels", [3], -50, 0))
    assert areas(again)[2] == 8_000
    assert again.layer("parcels").ids.tolist() == [1, 2, 3, 4, 5, 6]
    assert is_whole(again)


def test_several_parcels_keep_their_common_border():
    plan = small_plan()
    after = plan.applied(move(plan, "parcels", [1, 2, 3], 0, -40))
    assert areas(after) == [10_000] * 6
    assert is_whole(after)
    after = plan.applied(rotate(plan, "parcels", [1, 2, 3, 4, 5, 6], 30))
    assert areas(after) == pytest.approx([10_000] * 6)
    assert is_whole(after)


def test_a_parcel_that_would_lie_on_others_is_refused():
    plan = small_plan()
    with pytest.raises(InvalidEditError, match="For 1 of 1 parcels no ground is free"):
        move(plan, "parcels", [3], -100, 0)


def test_a_square_turned_about_its_middle_stays_but_for_its_corners():
    plan = document(layer("parcels", squares(1)))
    assert middle(plan, "parcels", [1]) == (EAST + 50, NORTH + 50)
    after = plan.applied(rotate(plan, "parcels", [1], 90))
    assert after.layer("parcels").geometries[0].equals(squares(1)[0].normalize())
    around = plan.applied(rotate(plan, "parcels", [1], 90, [EAST, NORTH]))
    assert around.layer("parcels").bounds[0] == pytest.approx(
        [EAST - 100, NORTH, EAST, NORTH + 100]
    )


def test_copies_have_the_values_and_numbers_of_their_own():
    plan = small_plan()
    after = plan.applied(duplicate(plan, "parcels", [2, 5], 0, 300)).layer("parcels")
    assert after.ids.tolist() == [*range(1, 9)]
    assert after.values("number").tolist()[6:] == ["A2a", "B2a"]
    assert after.values("land_use").tolist()[6:] == ["M2", "G1"]
    assert after.values("owner").tolist()[6:] == ["cd", "gh"]
    roofs = plan.applied(duplicate(plan, "rooftops", [1], 5, 5)).layer("rooftops")
    assert roofs.values("height_m").tolist()[::2] == [12.0, 12.0]


def test_copies_on_their_originals_have_no_ground():
    with pytest.raises(InvalidEditError, match="For 2 of 2 parcels"):
        duplicate(small_plan(), "parcels", [1, 2], 0, 0)


def test_features_of_several_kinds_are_moved_in_one_step():
    plan = small_plan()
    selection = {"rooftops": [1], "corridors": [1]}
    after = plan.applied(move_all(plan, selection, 5, 0))
    assert after.layer("rooftops").bounds[0, 0] == EAST + 25
    assert after.layer("corridors").bounds[0, 0] == EAST + 5
    copied = plan.applied(move_all(plan, selection, 5, 0, copies=True))
    assert [len(copied.layer(kind)) for kind in selection] == [3, 2]
    turned = plan.applied(rotate_all(plan, selection, 180))
    # The box around both reaches from 0 to 300 m and from 20 to 100 m.
    assert turned.layer("corridors").bounds[0].tolist() == pytest.approx(
        [EAST, NORTH + 20, EAST + 300, NORTH + 20]
    )
    for verb in (move_all, rotate_all):
        with pytest.raises(InvalidEditError, match="elect"):
            verb(plan, {}, *([1, 1] if verb is move_all else [1]))


@pytest.mark.parametrize("seed", range(4))
def test_random_moves_leave_the_coverage_whole(seed):
    random = np.random.default_rng(seed)
    plan = document(layer("parcels", squares(4, 3, side=50.0)))
    for _ in range(6):
        ids = random.choice(plan.layer("parcels").ids, 3, replace=False).tolist()
        try:
            if random.random() < 0.5:
                edit = move(plan, "parcels", ids, *random.uniform(-60, 60, 2).tolist())
            else:
                edit = rotate(plan, "parcels", ids, float(random.uniform(0, 360)))
        except InvalidEditError:
            continue
        plan = plan.applied(edit)
        shapes = plan.layer("parcels").geometries
        assert is_whole(plan)
        assert shapely.area(shapes).sum() == pytest.approx(shapely.union_all(shapes).area)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"op": "move", "kind": "parcels", "ids": [99], "dx": 1, "dy": 1}, "no feature 99"),
        ({"op": "move", "kind": "moon", "ids": [1], "dx": 1, "dy": 1}, "No layer is called"),
        ({"op": "move", "kind": "parcels", "ids": [1], "dx": 1e9, "dy": 1}, "1000 km at most"),
        ({"op": "move", "kind": "parcels", "ids": [1], "dx": 9e5, "dy": 1}, "from the plan"),
        ({"op": "rotate", "kind": "parcels", "ids": [], "angle": 5}, "Choose features"),
        ({"op": "duplicate", "kind": "parcels", "ids": [99], "dx": 1, "dy": 1}, "no feature"),
    ],
)
def test_what_cannot_be_moved_is_refused_with_a_sentence(given, said):
    op = given.pop("op")
    with pytest.raises(InvalidEditError, match=said):
        operations()[op].edit(small_plan(), given)
