"""Rules for the machine of random histories: what is broken is mended, as far as it can be."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from layers.coverage.checks import check
from layers.coverage.mending import MENDS
from layers.coverage.repairs import repair_all
from layers.edits.clean import clean, repair
from layers.errors import InvalidEditError

WAYS = st.sampled_from([(code, how) for code, ways in MENDS.items() for how in ways])


class RepairRules:
    """Each way to mend, for problems that random work has made."""

    @rule(way=WAYS, kind=st.sampled_from(["parcels", "parcels", "rooftops", "roads"]))
    def mend_all(self, way, kind):
        code, how = way
        plan = self.session.document
        before = check(plan, codes=(code,), of=(kind,))
        try:
            edit = repair_all(plan, code, kind, how)
        except InvalidEditError:
            return
        self.perform(edit)
        # Those cut off whole or joined may leave others; none comes of nothing.
        assert bool(edit) <= bool(before)

    @rule(way=WAYS, data=st.data())
    def mend_one(self, way, data):
        code, how = way
        plan = self.session.document
        problems = check(plan, codes=(code,))
        if not problems:
            return
        one = data.draw(st.sampled_from(range(len(problems))).map(problems.__getitem__))
        try:
            at = None if one.x is None else (one.x, one.y)
            edit = repair(plan, code, one.kind, one.ids, how=how, at=at)
        except InvalidEditError:
            return
        self.perform(edit)

    @rule(width=st.sampled_from([0.0, 0.05, 1.0, 10.0]))
    def clean(self, width):
        plan = self.session.document
        self.perform(clean(plan, gap_m=width, overlap_m=width, sliver_m=width))
