"""Each roof stands on the parcel that holds its inner point."""

import pytest

from layers.analysis import measures
from layers.edit import Change
from layers.edits.draw import delete, draw
from layers.edits.split import split
from tests.layers.analysis.parks import box, line
from tests.strategies import document, layer, squares


def owners(plan, older=None, change=None):
    return measures().evaluate(plan, older, change).value("solar.roof_parcels").tolist()


def plan_of(*roofs):
    return document(layer("parcels", squares(3)), layer("rooftops", list(roofs)))


ROOFS = (box(10, 10, 40, 90), box(60, 10, 90, 90), box(80, 0, 180, 20), box(900, 0, 950, 50))


def test_the_inner_point_decides():
    assert owners(plan_of(*ROOFS)) == [1, 1, 2, -1]


@pytest.mark.parametrize(
    "verb",
    [
        lambda plan: split(plan, line((50, -10), (50, 110)), [1]),
        lambda plan: delete(plan, "parcels", [1]),
        lambda plan: delete(plan, "rooftops", [2]),
        lambda plan: draw(plan, "parcels", box(880, -20, 980, 80), {}),
        lambda plan: draw(plan, "rooftops", box(210, 10, 290, 90), {}),
    ],
)
def test_kept_owners_are_fresh_ones(verb):
    plan = plan_of(*ROOFS)
    results, edit = measures().evaluate(plan), verb(plan)
    after = plan.applied(edit)
    assert owners(after, results, Change.of(edit)) == owners(after)
