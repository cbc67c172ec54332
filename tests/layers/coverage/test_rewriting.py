import pytest
import shapely

from layers.coverage.rewriting import Piece, rewritten
from layers.errors import InvalidEditError
from layers.message import Message
from tests.strategies import EAST, NORTH, document, layer, squares

TITLE = Message("Test")


def box(west, south, east, north):
    return shapely.box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def plan(**values):
    return document(layer("parcels", squares(2), **values))


def test_parcels_that_only_change_their_ground_have_that_alone_in_the_edit():
    edit = rewritten(plan(), TITLE, reshaped={1: box(0, 0, 100, 100), 2: box(100, 0, 200, 100)})
    assert edit.deltas[0].columns == ("geometry",)
    assert edit.deltas[0].ids.tolist() == [1, 2]
    assert not rewritten(plan(), TITLE)


def test_pieces_have_their_parent_s_values_but_for_their_own():
    before = plan(number=["A", "B"], far=[1.5, None], land_use=["M1", None])
    halves = [box(0, 0, 50, 100), box(50, 0, 100, 100)]
    pieces = [Piece(halves[0], {"number": "A1"}, 1), Piece(halves[1], {"far": None}, 1)]
    edit = rewritten(before, TITLE, created=pieces, removed=[1])
    rows = before.applied(edit).layer("parcels").frame
    assert rows.index.tolist() == [2, 3, 4]
    assert rows["number"].tolist()[1:] == ["A1", "A"]
    assert rows["far"].isna().tolist() == [True, False, True]
    assert rows["land_use"].tolist()[1:] == ["M1", "M1"]
    assert rows.dtypes.equals(before.layer("parcels").frame.dtypes)
    alone = rewritten(before, TITLE, created=[Piece(box(200, 0, 300, 100))], conserve=False)
    row = before.applied(alone).layer("parcels").frame.loc[3].drop("geometry")
    assert row.isna().all()


def test_what_stays_can_get_values_as_well():
    before = plan(population=[1.0, 2.0])
    edit = rewritten(
        before,
        TITLE,
        reshaped={2: box(0, 0, 200, 100)},
        values={2: {"population": 3.0}},
        removed=[1],
    )
    after = before.applied(edit).layer("parcels")
    assert after.values("population").tolist() == [3.0]
    assert after.applied(edit.inverted().deltas[0]).frame.equals(before.layer("parcels").frame)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"reshaped": {1: box(0, 0, 110, 100)}}, "would change by"),
        ({"reshaped": {1: box(0, 0, 110, 100)}, "conserve": False}, "overlap, or no longer meet"),
        ({"reshaped": {1: box(0, 0, 99.9995, 100)}, "conserve": False}, "no longer meet"),
        ({"created": [Piece(box(50, 10, 60, 20))], "conserve": False}, "overlap"),
        ({"reshaped": {1: shapely.Polygon()}}, "without ground"),
        ({"reshaped": {1: shapely.Point(0, 0)}}, "without ground"),
        ({"reshaped": {1: shapely.Polygon([(0, 0), (9, 9), (9, 0), (0, 8)])}}, "cross or touch"),
        ({"removed": [7]}, "no feature 7"),
        ({"reshaped": {7: box(0, 0, 1, 1)}}, "no feature 7"),
    ],
)
def test_what_would_not_stay_whole_is_refused(changes, says):
    with pytest.raises(InvalidEditError, match=says):
        rewritten(plan(), TITLE, **changes)


def test_faults_that_were_there_are_not_the_edit_s():
    overlapping = document(layer("parcels", [*squares(2), box(150, 20, 180, 60)]))
    halves = [box(0, 0, 50, 100), box(50, 0, 100, 100)]
    pieces = [Piece(half, {}, 1) for half in halves]
    assert rewritten(overlapping, TITLE, created=pieces, removed=[1])
    with pytest.raises(InvalidEditError, match="overlap"):
        rewritten(overlapping, TITLE, created=[Piece(box(120, 20, 140, 60))], conserve=False)
