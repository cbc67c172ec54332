import pytest
import shapely

from layers.analysis import measures
from layers.analysis.inside import MEASURES_READ, shares_inside
from layers.inputs import Inputs
from tests.layers.analysis.parks import box
from tests.strategies import document, layer


def shares(places=None):
    """Of a parcel inside the red line, one that it cuts, one beyond it, and one without ground."""
    shapes = [box(0, 0, 100, 100), box(150, 0, 250, 100), box(300, 0, 400, 100), shapely.Polygon()]
    plan = document(layer("parcels", shapes), layer("boundary", [box(0, 0, 200, 100)]))
    results, one = measures().evaluate(plan), measures().measures["land.people"]
    known = {name: results.value(name) for name in MEASURES_READ}
    return shares_inside(Inputs(one, plan, known), places)


def test_a_share_is_ground_inside_by_all_ground():
    assert shares().tolist() == pytest.approx([1.0, 0.5, 0.0, 0.0])


def test_of_some_parcels_it_is_the_same():
    assert shares([1, 3]).tolist() == pytest.approx([0.5, 0.0])
