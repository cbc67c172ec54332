"""Parts of the totals are told again where what they rest on is another value."""

import pytest

from layers.analysis import measures
from layers.analysis.retold import retold
from layers.analysis.totals import totals
from layers.edit import Change
from layers.edits.draw import delete
from layers.edits.parameters import set_parameter
from layers.edits.zone import zone
from tests.strategies import small_plan


@pytest.fixture
def calls():
    return []


def after(plan, results, edit):
    changed = plan.applied(edit)
    return changed, measures().evaluate(changed, results, Change.of(edit))


def test_what_rests_on_the_same_is_not_told_again(calls):
    def tell(results):
        calls.append(1)
        return results.value("solar.roofs")

    plan = small_plan()
    results = measures().evaluate(plan)
    first = retold(tell, results)
    _, zoned = after(plan, results, zone(plan, [1], "B2"))
    assert retold(tell, zoned) is first
    assert calls == [1]


def test_another_value_is_told(calls):
    def tell(results):
        calls.append(dict(results.value("land.by_code")))
        return calls[-1]

    plan = small_plan()
    results = measures().evaluate(plan)
    retold(tell, results)
    _, zoned = after(plan, results, zone(plan, [1], "W1"))
    assert "W1" in retold(tell, zoned)
    assert len(calls) == 2


@pytest.mark.parametrize(
    "verb",
    [
        lambda plan: set_parameter(plan, "plan.base_year", 2031),
        lambda plan: delete(plan, "rooftops", [1]),
    ],
)
def test_parameters_and_counts_of_the_plan_are_looked_at(verb, calls):
    def tell(results):
        calls.append(1)
        base = results.document.parameters["plan.base_year"]
        yield base, len(results.document.layer("rooftops"))

    plan = small_plan()
    results = measures().evaluate(plan)
    ((base, count),) = retold(tell, results)
    _, changed = after(plan, results, verb(plan))
    assert retold(tell, changed) != ((base, count),)
    assert len(calls) == 2


def test_totals_after_edits_are_those_told_from_nothing(monkeypatch):
    plan = small_plan()
    results = measures().evaluate(plan)
    totals(results)
    for edit in (lambda p: zone(p, [4], "M1"), lambda p: delete(p, "parcels", [2])):
        plan, results = after(plan, results, edit(plan))
        kept = totals(results)
        with monkeypatch.context() as patched:
            patched.setattr("layers.analysis.retold._KEPT", {})
            assert totals(measures().evaluate(plan)) == kept
