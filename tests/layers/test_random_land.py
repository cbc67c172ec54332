"""Random work on land: whatever is split, merged, drawn and moved, the coverage stays whole."""

import math

import numpy as np
import pytest
import shapely

from layers.edits.divide import divide
from layers.edits.ground import draw_hole, draw_parcel, fill_gap
from layers.edits.merge import merge
from layers.edits.move import duplicate, move, rotate
from layers.edits.reshape import reshape
from layers.edits.road import road
from layers.edits.sides import move_edge
from layers.edits.split import split
from layers.edits.vertices import delete_vertex, insert_vertex, move_vertices
from layers.errors import InvalidEditError
from tests.bench.coverage import generated
from tests.strategies import document, layer


def plan_of(count, seed):
    shapes = generated(count, seed, cached=False)
    random = np.random.default_rng(seed)
    return document(
        layer(
            "parcels",
            list(shapes),
            number=[f"A-{n}" for n in range(len(shapes))],
            population=random.integers(0, 500, len(shapes)).astype(float).tolist(),
            process_kwh=random.uniform(0, 1e6, len(shapes)).tolist(),
        )
    )


def sums(plan):
    parcels = plan.layer("parcels")
    return [math.fsum(parcels.values(name).dropna()) for name in ("population", "process_kwh")]


def random_line(random, shape):
    """A line through a parcel, sometimes through one of its corners, sometimes bent."""
    west, south, east, north = shape.bounds
    reach = max(east - west, north - south) * random.choice([0.6, 1.0, 2.5])
    middle = shapely.get_coordinates(shape.point_on_surface())[0]
    if random.random() < 0.3:
        middle = random.choice(shapely.get_coordinates(shape))
    angle = random.uniform(0, math.pi)
    way = reach * np.array([math.cos(angle), math.sin(angle)])
    bend = random.normal(0, 3, 2) * (random.random() < 0.5)
    return shapely.LineString([middle - way, middle + bend, middle + way])


def some(random, plan):
    parcels = plan.layer("parcels")
    place = int(random.integers(len(parcels)))
    return int(parcels.ids[place]), parcels.geometries[place]


def corner(random, shape):
    xy = shapely.get_coordinates(shape)
    at = int(random.integers(len(xy) - 1))
    return tuple(xy[at].tolist()), tuple(xy[at + 1].tolist())


def cut(random, plan):
    return split(plan, random_line(random, some(random, plan)[1]))


def joined(random, plan):
    id_, shape = some(random, plan)
    near = plan.layer("parcels").meeting(shape.bounds)
    return merge(plan, [id_, int(plan.layer("parcels").ids[random.choice(near)])])


def moved(random, plan):
    (x, y), _ = corner(random, some(random, plan)[1])
    return move_vertices(plan, {(x, y): (x + random.normal(0, 3), y + random.normal(0, 3))})


def slid(random, plan):
    return move_edge(plan, *corner(random, some(random, plan)[1]), random.normal())


def put(random, plan):
    (x, y), (u, v) = corner(random, some(random, plan)[1])
    share = random.uniform(0.2, 0.8)
    return insert_vertex(plan, (x + share * (u - x), y + share * (v - y)))


def taken(random, plan):
    return delete_vertex(plan, corner(random, some(random, plan)[1])[0])


def bent(random, plan):
    id_, shape = some(random, plan)
    ring = shapely.get_exterior_ring(shapely.get_geometry(shape, 0))
    start = random.uniform(0, 1)
    ends = [ring.interpolate((start + more) % 1, normalized=True) for more in (0, 0.15)]
    one, two = (shapely.get_coordinates(end)[0] for end in ends)
    across = np.array([one[1] - two[1], two[0] - one[0]]) * random.choice([-0.5, 0.5])
    return reshape(plan, shapely.LineString([one, (one + two) / 2 + across, two]), id_)


def holed(random, plan):
    id_, shape = some(random, plan)
    hole = shape.point_on_surface().buffer(random.choice([2.0, 15.0]), quad_segs=2)
    return draw_hole(plan, id_, hole, fill=bool(random.random() < 0.5))


def drawn(random, plan):
    x, y = shapely.get_coordinates(some(random, plan)[1].centroid)[0] + random.normal(0, 60, 2)
    return draw_parcel(plan, shapely.Point(x, y).buffer(60, quad_segs=3))


def filled(random, plan):
    x, y = shapely.get_coordinates(some(random, plan)[1].centroid)[0] + random.normal(0, 60, 2)
    return fill_gap(plan, (x, y))


def divided(random, plan):
    id_, shape = some(random, plan)
    if random.random() < 0.5:
        return divide(plan, id_, int(random.integers(2, 6)))
    areas = random.dirichlet(np.ones(3)) * shape.area * random.choice([0.8, 1.0])
    return divide(plan, id_, areas_m2=areas.tolist(), edge=corner(random, shape)[0])


def carved(random, plan):
    line = random_line(random, some(random, plan)[1])
    return road(plan, line, random.choice([4.0, 15.0]), fillet=random.choice([0.0, 6.0]))


def shifted(random, plan):
    ids = [some(random, plan)[0] for _ in range(2)]
    if random.random() < 0.3:
        return rotate(plan, "parcels", ids, random.uniform(-20, 20))
    verb = move if random.random() < 0.7 else duplicate
    return verb(plan, "parcels", ids, *random.normal(0, 30, 2))


CONSERVING = (cut, joined, put, divided)
"""What keeps the land and what is counted on it."""
VERBS = (*CONSERVING, cut, bent, moved, slid, taken, holed, drawn, filled, carved, shifted)


def whole(plan):
    shapes = plan.layer("parcels").geometries
    edges = shapely.coverage_invalid_edges(shapes, gap_width=0.001)
    return shapely.is_empty(edges).all() and shapely.is_valid(shapes).all()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_coverage_stays_whole_and_undo_gives_back_the_first_plan(seed):
    random = np.random.default_rng(seed)
    first = plan = plan_of(150, seed)
    edits, done = [], set()
    for _ in range(90):
        verb = VERBS[random.integers(len(VERBS))]
        try:
            edit = verb(random, plan)
        except InvalidEditError:
            continue
        before, plan = plan, plan.applied(edit)
        edits.append(edit)
        done.add(verb)
        assert whole(plan), verb
        if verb in CONSERVING:
            parcels = shapely.area(plan.layer("parcels").geometries)
            was = math.fsum(shapely.area(before.layer("parcels").geometries))
            assert abs(math.fsum(parcels) - was) < 0.001
            assert sums(plan) == pytest.approx(sums(before), rel=1e-15)
    assert len(edits) > 50
    assert len(done) > 7
    for edit in reversed(edits):
        plan = plan.applied(edit.inverted())
    ours, theirs = plan.layer("parcels"), first.layer("parcels")
    assert shapely.equals_identical(ours.geometries, theirs.geometries).all()
    assert ours.frame.drop(columns="geometry").equals(theirs.frame.drop(columns="geometry"))


@pytest.mark.parametrize(
    ("count", "splits"), [(400, 60), pytest.param(5_000, 1_000, marks=pytest.mark.soak)]
)
def test_after_random_splits_nothing_is_lost_and_every_neighbour_has_the_vertex(count, splits):
    random = np.random.default_rng(count)
    plan = plan_of(count, 3)
    before, counted = plan.layer("parcels").geometries, sums(plan)
    land = shapely.coverage_union_all(before)
    for _ in range(splits):
        edit = cut(random, plan)
        plan = plan.applied(edit)
    after = plan.layer("parcels").geometries
    assert len(after) > count + splits
    assert whole(plan)
    assert abs(math.fsum(shapely.area(after)) - math.fsum(shapely.area(before))) < 0.001
    assert shapely.area(shapely.symmetric_difference(shapely.union_all(after), land)) < 0.001
    assert sums(plan) == pytest.approx(counted, rel=1e-15)
