"""Random histories: every edit comes back by undo, and kept results equal fresh ones.

A new verb is added to this machine with one rule; that is its undo test.
"""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from layers import measure
from layers.analysis import measures
from layers.edits.attributes import reset_parameter, set_parameter, set_values
from layers.edits.draw import delete, draw
from layers.edits.zone import zone
from layers.kinds import kinds
from layers.session import Session
from tests.likeness import difference, plan_print
from tests.strategies import documents, rows_of, shapes

KINDS = st.sampled_from([*kinds(), *["parcels"] * 6])
"""Half of the work is on parcels."""


class Shown:
    """A plan that a failure prints in one line."""

    def __init__(self, plan):
        self.plan = plan

    def __repr__(self):
        return repr(self.plan)


class Work(RuleBasedStateMachine):
    """Somebody edits, undoes, redoes; a list of remembered plans says what must come out."""

    @initialize(opened=documents().map(Shown))
    def open_a_plan(self, opened):
        plan = opened.plan
        # Every measure counts as costly, so that results are left for later as in a large plan.
        self.light_s, measure.LIGHT_S = measure.LIGHT_S, -1.0
        self.asked = None
        self.session = Session(plan)
        self.plans = [plan]
        self.known = {}
        self.prints = [self.print_of(plan)]
        self.keys = [""]
        self.at = 0

    def print_of(self, plan):
        """Return a print in which layers seen before are not read again; the end reads all."""
        return plan_print(plan, self.known)

    # ---- verbs ----------------------------------------------------------------------------------

    def perform(self, edit):
        self.session.perform(edit)
        if not edit:
            return
        joins = (
            bool(edit.merge_key)
            and self.at == len(self.prints) - 1
            and self.keys[self.at] == edit.merge_key
        )
        if not joins:
            self.at += 1
        del self.prints[self.at :], self.plans[self.at :], self.keys[self.at :]
        self.plans.append(self.session.document)
        self.prints.append(self.print_of(self.session.document))
        self.keys.append(edit.merge_key)

    def some_ids(self, data, kind):
        ids = self.session.document.layer(kind).ids.tolist()
        return data.draw(
            st.lists(st.sampled_from(ids), min_size=1, max_size=4) if ids else st.just([])
        )

    @rule(data=st.data(), stroke=st.sampled_from(["", "stroke"]))
    def zone(self, data, stroke):
        plan = self.session.document
        code = data.draw(st.none() | st.sampled_from(["M1", "M2", "G1", "S1", "R", "H11"]))
        if code is not None and code not in plan.codes:
            code = next(iter(plan.codes.classes))
        self.perform(zone(plan, self.some_ids(data, "parcels"), code, merge_key=stroke))

    @rule(data=st.data(), kind=KINDS)
    def set_values(self, data, kind):
        plan = self.session.document
        self.perform(
            set_values(plan, kind, self.some_ids(data, kind), data.draw(rows_of(kind, plan)))
        )

    @rule(data=st.data(), kind=KINDS)
    def draw(self, data, kind):
        plan = self.session.document
        shape, row = data.draw(shapes(kind)), data.draw(rows_of(kind, plan))
        self.perform(draw(plan, kind, shape, row))

    @rule(data=st.data(), kind=KINDS)
    def delete(self, data, kind):
        self.perform(delete(self.session.document, kind, self.some_ids(data, kind)))

    @rule(
        name=st.sampled_from(["sink.lawn", "sink.tree_urban", "pv.pr", "green.G1"]),
        value=st.floats(0, 1) | st.none(),
    )
    def set_factor(self, name, value):
        plan = self.session.document
        if value is None:
            self.perform(reset_parameter(plan, name)) if name in plan.parameters else None
        elif name in plan.parameters:
            self.perform(set_parameter(plan, name, {"low": None, "central": value, "high": None}))

    @rule(
        change=st.sampled_from(
            [
                ("plan.base_year", 2020),
                ("plan.base_year", None),
                ("plan.attached_cover", "shrub"),
                ("plan.code_set", "MNR2023"),
                ("plan.code_set", "GB50137-2011"),
            ]
        )
    )
    def set_setting(self, change):
        self.perform(set_parameter(self.session.document, *change))

    # ---- back and forth -------------------------------------------------------------------------

    @rule()
    def end_the_stroke(self):
        self.session.seal()
        self.keys[self.at] = ""

    @rule()
    def undo(self):
        assert self.session.undo() is (self.at > 0)
        self.at = max(self.at - 1, 0)

    @rule()
    def redo(self):
        assert self.session.redo() is (self.at < len(self.prints) - 1)
        self.at = min(self.at + 1, len(self.prints) - 1)

    @rule()
    def compute(self):
        self.asked = None
        kept = self.session.evaluate()
        fresh = measures().evaluate(self.session.document)
        for name in measures().measures:
            assert difference(kept.value(name), fresh.value(name), name) == ""

    @rule()
    def compute_what_is_light(self):
        self.session.evaluate(light_only=True)

    @rule()
    def begin_to_compute_beside_the_window(self):
        if self.asked is None:
            self.asked = self.session.question()

    @rule()
    def end_to_compute_beside_the_window(self):
        if self.asked is not None:
            self.session.adopt(self.asked(None))
            self.asked = None

    # ---- what holds always ----------------------------------------------------------------------

    @precondition(lambda self: hasattr(self, "session"))
    @invariant()
    def the_plan_is_the_remembered_one(self):
        assert self.print_of(self.session.document) == self.prints[self.at]

    @precondition(lambda self: hasattr(self, "session"))
    @invariant()
    def ids_ascend_and_the_counter_is_above_them(self):
        for layer in self.session.document.layers.values():
            ids = layer.ids.tolist()
            assert ids == sorted(set(ids))
            assert not ids or ids[-1] < layer.next_id

    def teardown(self):
        measure.LIGHT_S = getattr(self, "light_s", measure.LIGHT_S)
        for plan, found in zip(
            getattr(self, "plans", ()), getattr(self, "prints", ()), strict=True
        ):
            assert plan_print(plan) == found, "an older plan was changed in place"


class TestWork(Work.TestCase):
    pass


class TestLongWork(Work.TestCase):
    settings = settings(max_examples=300, stateful_step_count=50, deadline=None)
    pytestmark = pytest.mark.soak
