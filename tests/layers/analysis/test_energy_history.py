"""After any edits the numbers of energy are as from scratch, those of parcels to the bit."""

import numpy as np
import pytest
import shapely

from layers.analysis import measures
from layers.edit import Change
from layers.edits.attributes import set_values
from layers.edits.merge import merge
from layers.edits.parameters import set_parameter
from layers.edits.split import split
from layers.edits.zone import zone
from layers.errors import PlanError
from tests.likeness import difference
from tests.strategies import EAST, NORTH, document, layer, squares

USES = ["M1", "M2", "B2", "R2", "G1", "W1", "X9", None, "M1/B2", "A5"]
SETTINGS = (
    ("plan.heat_supply", "gas"),
    ("plan.green_power_pct", 40.0),
    ("plan.buildings_industry_2", "ind_standard"),
    ("plan.floor_area_limit", "limit"),
    ("building.ind_light.electricity", 70.0),
)
COLUMNS = ("far", "floor_area_m2", "high_floor_area_m2", "process_kwh", "process_gj", "workers")
COUNT = 12


def some_plan(random):
    def column(most, share):
        known = random.random(COUNT) < share
        values = random.uniform(0, most, COUNT)
        return [float(value) if there else None for value, there in zip(values, known, strict=True)]

    return document(
        layer(
            "parcels",
            squares(4, 3),
            land_use=[USES[place] for place in random.integers(0, len(USES), COUNT)],
            land_use_shares=["70/30" if random.random() < 0.5 else None for _ in range(COUNT)],
            far=column(3, 0.6),
            floor_area_m2=column(9000, 0.3),
            high_floor_area_m2=column(500, 0.2),
            process_kwh=column(1e6, 0.4),
            process_gj=column(1e3, 0.3),
            workers=column(300, 0.5),
        ),
        layer("boundary", [shapely.box(EAST + 20, NORTH + 10, EAST + 360, NORTH + 290)]),
    )


def some_edit(plan, random):
    ids = plan.layer("parcels").ids
    some = random.choice(ids, min(len(ids), int(random.integers(1, 4))), replace=False)
    match int(random.integers(0, 5)):
        case 0:
            return zone(plan, some, USES[random.integers(0, 6)])
        case 1:
            value = float(random.uniform(0, 3)) if random.random() < 0.7 else None
            return set_values(plan, "parcels", some, {COLUMNS[random.integers(0, 6)]: value})
        case 2:
            return set_parameter(plan, *SETTINGS[random.integers(0, len(SETTINGS))])
        case 3:
            shape = plan.layer("parcels").shapes([int(np.searchsorted(ids, some[0]))])[0]
            west, south, east, north = shape.bounds
            middle = (west + east) / 2
            line = shapely.LineString([(middle, south - 1), (middle, north + 1)])
            return split(plan, line, [int(some[0])])
        case _:
            return merge(plan, some)


@pytest.mark.parametrize("seed", [1, 2])
def test_kept_numbers_are_those_of_a_fresh_start(seed):
    random = np.random.default_rng(seed)
    plan = some_plan(random)
    kept, done = measures().evaluate(plan), 0
    while done < 6:
        try:
            edit = some_edit(plan, random)
        except PlanError:  # parcels that do not meet cannot be merged
            continue
        done += 1
        plan = plan.applied(edit)
        kept, fresh = measures().evaluate(plan, kept, Change.of(edit)), measures().evaluate(plan)
        for name in (one for one in measures().measures if one.startswith("energy.")):
            assert difference(kept.value(name), fresh.value(name), name) == ""
        for found, other in zip(rows(kept), rows(fresh), strict=True):
            np.testing.assert_array_equal(found, other)


def rows(results):
    floors = results.value("energy.floors")
    return floors.area_m2, floors.source, results.value("energy.of_parcels")
