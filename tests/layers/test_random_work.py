"""Random histories: every edit comes back by undo, and kept results equal fresh ones.

A new verb is added to this machine with one rule; that is its undo test.
"""

import contextlib
from dataclasses import fields
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from layers import measure
from layers.analysis import measures
from layers.edits import bookmarks
from layers.edits.attributes import reset_parameter, set_parameter, set_values
from layers.edits.draw import delete, draw
from layers.edits.factor_sets import restore_all, set_parameters
from layers.edits.indicators import set_indicator
from layers.edits.rasters import add_raster, move_raster, remove_raster, set_raster
from layers.edits.styles import reset_style, set_style, show_labels
from layers.edits.zone import zone
from layers.errors import InvalidEditError
from layers.files import project
from layers.kinds import kinds
from layers.raster import ROLES, Raster, RasterStyle
from layers.session import Session
from layers.style import Labels, Style
from tests.layers.repair_rules import RepairRules
from tests.layers.shaping_rules import ShapingRules
from tests.likeness import difference, plan_print
from tests.strategies import documents, rows_of, shapes

KINDS = st.sampled_from([*kinds(), *["parcels"] * 6])
"""Half of the work is on parcels."""


HOME = Path(gettempdir()).resolve()
COLOURS = st.sampled_from(["", "#000000", "#ffffff", "#3f8f4f80"])
SIZES = st.sampled_from([0.0, 0.001, 0.3, 1_000.0])
SHARES = st.sampled_from([0.0, 1e-9, 0.5, 1.0])
SCALES = st.sampled_from([(0.0, inf), (0.0, 500.0), (500.0, inf), (1e-9, 1e9)])
TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)
BOOKMARKS = st.builds(
    bookmarks.Bookmark,
    st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"]), min_size=1, max_size=9),
    st.floats(-1e9, 1e9),
    st.floats(-1e9, 1e9),
    st.floats(1, 1e9),
)


@st.composite
def styles(draw):
    """Styles as far as they go."""
    nearest, farthest = draw(SCALES)
    near, far = draw(SCALES)
    breaks = sorted(draw(st.sets(st.floats(-1e300, 1e300), max_size=9)))
    return Style(
        fill=draw(COLOURS),
        stroke=draw(COLOURS),
        width=draw(SIZES),
        unit=draw(st.sampled_from(["mm", "px", "m"])),
        by=draw(st.sampled_from(["", "land_use", "measure:solar.roof_kwh", "gone", "far"])),
        colours=draw(st.dictionaries(TEXTS, COLOURS.filter(bool), max_size=3)),
        breaks=tuple(breaks),
        ramp=tuple(draw(COLOURS.filter(bool)) for _ in breaks),
        scheme=draw(st.sampled_from(["", "natural"])),
        dash=tuple(draw(st.lists(SIZES, max_size=4))),
        width_column=draw(st.sampled_from(["", "width_m", "gone"])),
        marker=draw(st.sampled_from(["circle", "diamond"])),
        size=draw(SIZES),
        hatch=draw(st.sampled_from(["", "dots", "cross"])),
        opacity=draw(SHARES),
        nearest=nearest,
        farthest=farthest,
        labels=Labels(
            draw(TEXTS), draw(st.booleans()), draw(SIZES), draw(COLOURS), draw(SIZES), near, far
        ),
    )


@st.composite
def rasters(draw):
    """Rasters beside the plan; nothing reads their files here."""
    nearest, farthest = draw(SCALES)
    style = RasterStyle(
        bands=draw(st.sampled_from([(), (1,), (3, 2, 1)])),
        stretch=draw(st.sampled_from(["auto", "manual"])),
        lowest=draw(st.floats(-1e300, 0)),
        highest=draw(st.floats(1e-300, 1e300)),
        ramp=draw(st.sampled_from(["", "grey"])),
        gamma=draw(st.sampled_from([0.05, 1.0, 20.0])),
        opacity=draw(SHARES),
        hillshade=draw(st.booleans()),
        nearest=nearest,
        farthest=farthest,
    )
    path = HOME / draw(st.sampled_from(["a.tif", "中文 1.tif", "b/c:2.png"]))
    role, title = draw(st.sampled_from(sorted(ROLES))), draw(TEXTS)
    return Raster("", role, str(path), title, "", style, draw(st.booleans()))


class Shown:
    """A plan that a failure prints in one line."""

    def __init__(self, plan):
        self.plan = plan

    def __repr__(self):
        return repr(self.plan)


class Work(ShapingRules, RepairRules, RuleBasedStateMachine):
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

    @rule(value=st.floats(0.0, 2.0))
    def take_in_assumptions(self, value):
        """Many factors at once, and all of them back."""
        plan = self.session.document
        if {"sink.lawn", "sink.shrub"} <= set(plan.parameters):
            cells = {"low": None, "central": value, "high": None}
            self.perform(set_parameters(plan, {"sink.lawn": cells, "sink.shrub": cells}))

    @rule()
    def restore_all_factors(self):
        self.perform(restore_all(self.session.document))

    @rule(
        name=st.sampled_from(["NZCP-waste", "MIIT-12", "T-energy", "gone"]),
        value=st.sampled_from([None, 0, 1, 80.5, "yes"]),
        source=st.sampled_from([None, "", "2024 report"]),
    )
    def set_indicator(self, name, value, source):
        with contextlib.suppress(InvalidEditError):
            self.perform(set_indicator(self.session.document, name, value, source))

    # ---- how it looks ---------------------------------------------------------------------------

    @rule(kind=KINDS, style=styles(), row=st.sampled_from(["", "dialog"]))
    def set_style(self, kind, style, row):
        self.perform(set_style(self.session.document, kind, style, merge_key=row))

    @rule(kind=KINDS)
    def reset_style(self, kind):
        self.perform(reset_style(self.session.document, kind))

    @rule(kind=KINDS, shown=st.booleans())
    def show_labels(self, kind, shown):
        self.perform(show_labels(self.session.document, kind, shown=shown))

    @rule(raster=rasters())
    def add_raster(self, raster):
        self.perform(add_raster(self.session.document, raster))

    def some_raster(self, data):
        keys = sorted(self.session.document.rasters)
        return data.draw(st.sampled_from(keys)) if keys else None

    @rule(data=st.data())
    def remove_raster(self, data):
        if (key := self.some_raster(data)) is not None:
            self.perform(remove_raster(self.session.document, key))

    @rule(data=st.data(), raster=rasters(), row=st.sampled_from(["", "dialog"]))
    def set_raster(self, data, raster, row):
        if (key := self.some_raster(data)) is not None:
            changes = {one.name: getattr(raster.style, one.name) for one in fields(raster.style)}
            changes |= {"role": raster.role, "title": raster.title, "visible": raster.visible}
            self.perform(set_raster(self.session.document, key, changes, merge_key=row))

    @rule(data=st.data(), up=st.booleans())
    def move_raster(self, data, up):
        if (key := self.some_raster(data)) is not None:
            self.perform(move_raster(self.session.document, key, up=up))

    @rule(bookmark=BOOKMARKS)
    def add_bookmark(self, bookmark):
        self.perform(bookmarks.add(self.session.document, bookmark))

    @rule(data=st.data())
    def reorder_bookmarks(self, data):
        plan = self.session.document
        found = bookmarks.bookmarks(plan)
        kept = data.draw(st.permutations(found))[: data.draw(st.integers(0, len(found)))]
        self.perform(bookmarks.keep(plan, kept))

    @rule()
    def save_and_open(self):
        plan = self.session.document
        with TemporaryDirectory(dir=HOME) as folder:
            path = Path(folder) / "plan.gpkg"
            project.save(plan, path)
            again = project.load(path).document
        assert again.styles == plan.styles
        assert again.rasters == plan.rasters
        assert again.properties == plan.properties

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
