import numpy as np
import pytest
import shapely

from layers.buildings import buildings
from layers.edits.attributes import set_parameter
from layers.limits import held_by
from tests.strategies import EAST, NORTH, document, layer, squares

FAR, DENSITY, COEFFICIENT, GREEN, HEIGHT = range(5)


def box(west, south, east, north):
    return shapely.box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def of(roofs, floors, heights, parcels=None):
    shapes = np.array(squares(2) if parcels is None else parcels, object)
    return buildings(shapes, np.array(roofs, object), np.array(floors), np.array(heights))


def test_a_roof_stands_on_the_parcel_of_its_middle_with_all_its_ground():
    # 60 m of its 80 m lie on the second parcel.
    found = of([box(80, 0, 160, 10)], [2.0], [7.0])
    assert np.isnan(found["footprint_m2"][0])
    assert found["footprint_m2"][1] == pytest.approx(800.0)
    assert found["floor_area_m2"][1] == pytest.approx(1_600.0)
    assert found["high_floor_area_m2"][1] == 0.0
    assert found["height_m"][1] == 7.0


def test_a_storey_of_8_m_is_not_above_8_m():
    found = of([box(0, 0, 10, 10), box(110, 0, 120, 10)], [1.0, 1.0], [8.0, 8.1])
    assert found["high_floor_area_m2"].tolist() == pytest.approx([0.0, 100.0])


@pytest.mark.parametrize(("floors", "height"), [(np.nan, 9.0), (2.0, np.nan), (0.0, 9.0)])
def test_what_one_roof_does_not_say_is_not_known_of_the_parcel(floors, height):
    found = of([box(0, 0, 10, 10), box(20, 0, 30, 10)], [1.0, floors], [9.0, height])
    assert found["footprint_m2"][0] == pytest.approx(200.0)
    assert np.isnan(found["high_floor_area_m2"][0])
    assert np.isnan(found["floor_area_m2"][0]) == np.isnan(floors)
    assert np.isnan(found["height_m"][0]) == np.isnan(height)


def test_roofs_on_no_parcel_and_shapes_that_are_none_are_passed_over():
    crossed = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    found = of([None, crossed, shapely.Polygon(), box(900, 0, 910, 10)], [1.0] * 4, [9.0] * 4)
    assert np.isnan(found["footprint_m2"]).all()
    assert of([], [], [], parcels=[])["footprint_m2"].tolist() == []
    first = of([box(0, 0, 10, 10)], [1.0], [3.0], parcels=[*squares(1), *squares(1)])
    assert first["footprint_m2"].tolist()[0] == pytest.approx(100.0)
    assert np.isnan(first["footprint_m2"][1])


def plan_of(**columns):
    return document(
        layer("parcels", squares(1), land_use=["M1"], **columns),
        layer(
            "rooftops", [box(10, 10, 60, 60)], floors=[1], height_m=[12.0]
        ),  # 2,500 m² in a storey of 12 m
    )


def declared(plan):
    return plan.applied(set_parameter(plan, "plan.buildings", "roofs"))


def test_roofs_stand_for_buildings_where_the_plan_says_so():
    plan = plan_of()
    assert np.isnan(held_by(plan)[0].figures).all()
    found, _ = held_by(declared(plan))
    assert found.figures[:, 0].tolist() == pytest.approx(
        [0.5, 25.0, np.nan, np.nan, 12.0], nan_ok=True
    )
    assert found.roofed[:, 0].tolist() == [True, True, False, False, True]
    assert not found.counted.any()


def test_what_is_entered_or_typed_goes_before_what_roofs_say():
    found, _ = held_by(
        declared(plan_of(far=[0.9], footprint_m2=[3_000.0], structures_m2=[1_000.0]))
    )
    assert found.figures[:, 0].tolist() == pytest.approx(
        [0.9, 30.0, 40.0, np.nan, 12.0], nan_ok=True
    )
    assert found.roofed[:, 0].tolist() == [False, False, False, False, True]
    # Yards are entered, the footprint is not.
    found, _ = held_by(declared(plan_of(structures_m2=[1_000.0])))
    assert found.figures[COEFFICIENT, 0] == pytest.approx(35.0)
