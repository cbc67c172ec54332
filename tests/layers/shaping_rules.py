"""Rules for the machine of random histories: roads, dividing, moving, trimming, lines beside."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from layers.edits.divide import divide
from layers.edits.green import buffer_water, corridor
from layers.edits.move import duplicate, move, rotate
from layers.edits.offset import offset, set_back
from layers.edits.paste import copied, paste
from layers.edits.road import road
from layers.edits.trim import trim
from tests.layers.land_rules import LINES, PLACES, STEPS, LandRules

WIDTHS = st.sampled_from([0.5, 12.0, 40.0])
RADII = st.sampled_from([0.0, 0.005, 9.0])
SOME = st.sampled_from(["parcels", "parcels", "greens", "corridors", "rooftops", "facilities"])


class ShapingRules(LandRules):
    """Each verb with what hypothesis thinks of; what is refused must leave the plan as it is."""

    @rule(line=LINES, width=WIDTHS, fillet=RADII)
    def road(self, line, width, fillet):
        self.attempt(road, line, width, fillet=fillet)

    @rule(data=st.data(), parts=st.integers(1, 4), edge=st.none() | PLACES)
    def divide(self, data, parts, edge):
        if (found := self.some_parcel(data)) is not None:
            self.attempt(divide, found[0], parts, edge=edge)

    @rule(data=st.data(), shares=st.lists(st.floats(0, 1), max_size=3))
    def divide_by_areas(self, data, shares):
        if (found := self.some_parcel(data)) is not None:
            id_, shape = found
            self.attempt(divide, id_, areas_m2=[share * shape.area for share in shares])

    @rule(data=st.data(), kind=SOME, dx=STEPS, dy=STEPS, verb=st.sampled_from([move, duplicate]))
    def shift(self, data, kind, dx, dy, verb):
        self.attempt(verb, kind, self.some_ids(data, kind), dx, dy)

    @rule(data=st.data(), kind=SOME, angle=st.sampled_from([0.0, 90.0, 33.3, -1e-9]))
    def rotate(self, data, kind, angle):
        self.attempt(rotate, kind, self.some_ids(data, kind), angle)

    @rule(data=st.data(), kind=SOME, dx=STEPS, dy=STEPS)
    def copy_and_paste(self, data, kind, dx, dy):
        text = copied(self.session.document, {kind: self.some_ids(data, kind)})
        self.attempt(paste, text, dx, dy)

    @rule(data=st.data(), kind=SOME, named=st.booleans())
    def trim(self, data, kind, named):
        self.attempt(trim, kind, self.some_ids(data, kind) if named else None)

    @rule(line=LINES, width=WIDTHS)
    def corridor(self, line, width):
        self.attempt(corridor, line, width, cover="shrub")

    @rule(data=st.data(), distance=WIDTHS)
    def green_along_water(self, data, distance):
        self.attempt(buffer_water, self.some_ids(data, "water"), distance)

    @rule(data=st.data(), distance=WIDTHS, edge=st.none() | PLACES)
    def set_back(self, data, distance, edge):
        self.attempt(set_back, self.some_ids(data, "parcels"), distance, edge)

    @rule(data=st.data(), kind=SOME, distance=STEPS, to=st.sampled_from(["control_lines", "cut"]))
    def offset(self, data, kind, distance, to):
        if ids := self.some_ids(data, kind):
            self.attempt(offset, kind, ids[0], distance, to)
