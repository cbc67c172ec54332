"""Random histories with code sets: conversions, a plan's own set, mixed use with shares.

The machine of random work with the verbs of this subject, which change what most results read.
"""

import math

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from layers.analysis import measures
from layers.edits.attributes import set_values
from layers.edits.code_set import conversion, convert_codes
from layers.edits.own_codes import own_codes, remove_own_codes
from layers.edits.zone import zone
from layers.errors import InvalidEditError
from layers.mixed import SHARES
from tests.layers.test_random_work import Work
from tests.strategies import land_uses

SETS = st.sampled_from(["GB50137-2011", "MNR2023", "own"])
CODES = ["M1", "I", "I1", "100101", "G1", "Q"]


@st.composite
def classes(draw):
    """Tables of own classes, some with codes of shipped sets that mean something else."""
    found = draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=4, unique=True))
    basis = st.sampled_from(["", "M1", "M", "G1", "100101", "17", "E2"])
    return [
        {
            "code": code,
            "name": f"Class {code}",
            "parent": draw(st.sampled_from(["", *found[:place]])),
            "counts_as": draw(basis),
        }
        for place, code in enumerate(found)
    ]


class CodeWork(Work):
    def attempt(self, verb, *arguments, **named):
        """Do what a verb says; what it refuses leaves the plan as it is."""
        try:
            edit = verb(self.session.document, *arguments, **named)
        except InvalidEditError:
            return
        self.perform(edit)

    @rule(data=st.data(), parts=st.sampled_from([(70, 30), (50, 30, 20), (90, 20), ()]))
    def zone_mixed(self, data, parts):
        known = st.sampled_from(list(self.session.document.codes.classes))
        codes = data.draw(st.lists(known, min_size=2, max_size=3, unique=True))
        text = "/".join(codes)
        if len(parts) == len(codes):
            text = "/".join(f"{code}:{part}" for code, part in zip(codes, parts, strict=True))
        self.attempt(zone, self.some_ids(data, "parcels"), text)

    @rule(data=st.data(), shares=st.sampled_from(["70/30", "20/30/50", "1/2", None]))
    def set_shares(self, data, shares):
        ids = self.some_ids(data, "parcels")
        self.attempt(set_values, "parcels", ids, {SHARES: shares})

    @rule(data=st.data())
    def set_use(self, data):
        use = data.draw(land_uses(self.session.document))
        self.attempt(set_values, "parcels", self.some_ids(data, "parcels"), {"land_use": use})

    @rule(rows=classes(), name=st.sampled_from(["Ours", "园区分类"]))
    def take_own_codes(self, rows, name):
        self.attempt(own_codes, name, rows)

    @rule()
    def take_own_codes_away(self):
        self.attempt(remove_own_codes)

    @rule(data=st.data(), to=SETS)
    def convert(self, data, to):
        plan = self.session.document
        try:
            rows = conversion(plan, to)
        except InvalidEditError:
            return
        choices = {}
        for row in rows:
            if row.settled is None and row.matches and data.draw(st.booleans()):
                choices[row.code] = row.matches[0].code
            elif row.clash:
                choices[row.code] = row.code
        self.attempt(convert_codes, to, choices)

    @rule()
    def areas_by_code_add_up_to_the_parcels(self):
        found = measures().evaluate(self.session.document)
        inside = math.fsum(found.value("land.inside").tolist())
        by_code = math.fsum(found.value("land.by_code").values())
        assert math.isclose(by_code, inside, rel_tol=1e-12, abs_tol=1e-9)


CodeWork.TestCase.settings = settings(max_examples=6, stateful_step_count=16, deadline=None)


class TestCodeWork(CodeWork.TestCase):
    pass
