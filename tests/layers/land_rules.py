"""Rules for the machine of random histories: the verbs that give parcels other ground."""

import shapely
from hypothesis import strategies as st
from hypothesis.stateful import rule

from layers.edits.ground import draw_hole, draw_parcel, fill_gap
from layers.edits.merge import merge
from layers.edits.reshape import reshape
from layers.edits.sides import move_edge
from layers.edits.split import split, split_by_layer
from layers.edits.vertices import delete_vertex, insert_vertex, move_vertices
from layers.errors import InvalidEditError
from tests.strategies import EAST, NORTH, shapes

COORDINATES = st.floats(-60, 560, allow_nan=False).map(lambda x: round(x, 3))
PLACES = st.tuples(COORDINATES, COORDINATES).map(lambda at: (EAST + at[0], NORTH + at[1]))
LINES = st.lists(PLACES, min_size=2, max_size=4, unique=True).map(shapely.LineString)
STEPS = st.sampled_from([0.0, 0.0004, 0.5, 3.0, -20.0, 400.0])


class LandRules:
    """Each verb with what hypothesis thinks of; what is refused must leave the plan as it is."""

    def attempt(self, verb, *arguments, **named):
        plan = self.session.document
        try:
            edit = verb(plan, *arguments, **named)
        except InvalidEditError:
            return
        self.perform(edit)

    def some_parcel(self, data):
        """A parcel's id and shape; nothing where there is none."""
        layer = self.session.document.layer("parcels")
        if not len(layer):
            return None
        place = data.draw(st.integers(0, len(layer) - 1))
        shape = layer.geometries[place]
        return (int(layer.ids[place]), shape) if shape is not None and shape.area > 0 else None

    def some_corner(self, data):
        found = self.some_parcel(data)
        if found is None:
            return None
        xy = shapely.get_coordinates(found[1]).tolist()
        at = data.draw(st.integers(0, len(xy) - 2))
        return tuple(xy[at]), tuple(xy[at + 1])

    @rule(line=LINES, data=st.data(), named=st.booleans())
    def split(self, line, data, named):
        self.attempt(split, line, self.some_ids(data, "parcels") if named else None, every=False)

    @rule(kind=st.sampled_from(["greens", "corridors", "boundary", "facilities"]))
    def split_by_layer(self, kind):
        self.attempt(split_by_layer, kind)

    @rule(data=st.data(), keep=st.sampled_from(["largest", "first"]))
    def merge(self, data, keep):
        ids = self.some_ids(data, "parcels")
        self.attempt(merge, ids, "largest" if keep == "largest" or not ids else ids[0])

    @rule(data=st.data(), across=STEPS, up=STEPS)
    def move_a_corner(self, data, across, up):
        if (found := self.some_corner(data)) is not None:
            (x, y), _ = found
            self.attempt(move_vertices, {(x, y): (x + across, y + up)})

    @rule(data=st.data(), distance=STEPS)
    def move_a_side(self, data, distance):
        if (found := self.some_corner(data)) is not None:
            self.attempt(move_edge, *found, distance)

    @rule(data=st.data(), share=st.sampled_from([0.0, 0.3, 0.5, 1.0]))
    def insert_a_corner(self, data, share):
        if (found := self.some_corner(data)) is not None:
            (x, y), (u, v) = found
            self.attempt(insert_vertex, (x + share * (u - x), y + share * (v - y)))

    @rule(data=st.data())
    def delete_a_corner(self, data):
        if (found := self.some_corner(data)) is not None:
            self.attempt(delete_vertex, found[0])

    @rule(data=st.data(), line=LINES, named=st.booleans())
    def reshape(self, data, line, named):
        found = self.some_parcel(data) if named else None
        self.attempt(reshape, line, None if found is None else found[0])

    @rule(shape=shapes("parcels"))
    def draw_a_parcel(self, shape):
        self.attempt(draw_parcel, shape, {"number": "new"})

    @rule(data=st.data(), shape=shapes("parcels"), fill=st.booleans())
    def draw_a_hole(self, data, shape, fill):
        if (found := self.some_parcel(data)) is not None:
            self.attempt(draw_hole, found[0], shape, fill=fill)

    @rule(place=PLACES)
    def fill_a_gap(self, place):
        self.attempt(fill_gap, place)
