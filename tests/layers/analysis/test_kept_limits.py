import numpy as np
import pytest

from layers.analysis import measures
from layers.analysis.kept_limits import exchanged, held_of_one
from layers.edit import Change
from layers.edits.attributes import set_values
from layers.limits import breaches, held_by
from tests.likeness import difference
from tests.strategies import document, layer, squares


def plan_of(far):
    return document(layer("parcels", squares(len(far)), land_use=["M1"] * len(far), far=far))


def test_what_is_beyond_stays_in_order_whatever_is_looked_at_anew():
    before = breaches(held_by(plan_of([9.0, 9.0, 1.5, 9.0, 0.1]))[0])
    after = breaches(held_by(plan_of([9.0, 1.5, 0.1, 9.0, 9.0]))[0])
    gone = np.array([2, 3, 5])
    fresh = after.taken(np.isin(after.ids, gone))
    assert difference(exchanged(before, gone, fresh), after) == ""
    none = fresh.taken(np.zeros(len(fresh), bool))
    assert exchanged(before, gone, none).ids.tolist() == [1, 4]
    assert exchanged(none, gone, fresh).ids.tolist() == fresh.ids.tolist()


def test_what_stands_as_before_is_the_same_value():
    plan = plan_of([9.0, 1.5, 1.5])
    known = measures().behind(["limits.standing"])
    results = known.evaluate(plan)
    for far, same in ((1.6, True), (7.0, False)):
        edit = set_values(plan, "parcels", [2], {"far": far})
        found = known.evaluate(plan.applied(edit), results, Change.of(edit))
        kept = found.value("limits.standing")
        assert (kept is results.value("limits.standing")) is same
        assert len(kept.breaches) == (1 if same else 2)


def test_one_parcel_is_looked_at_alone():
    plan = plan_of([9.0, 1.5, 0.1])
    results = measures().behind(["limits.standing"]).evaluate(plan)
    whole = held_by(plan)[0]
    for place, id_ in enumerate(plan.layer("parcels").ids.tolist()):
        found = held_of_one(results, id_)
        assert found.figures[:, 0].tolist() == pytest.approx(whole.figures[:, place], nan_ok=True)
        assert found.number.tolist() == [whole.number[place]]
    assert held_of_one(results, 99) is None
