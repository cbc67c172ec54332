import numpy as np
import pytest

from layers.analysis.load_shapes import HOURS, hours_of, load_shapes
from layers.factor_tables.energy import SETTINGS, building_types


@pytest.mark.parametrize("shape", load_shapes())
def test_a_shape_sums_to_one_and_is_never_negative(shape):
    hours = load_shapes()[shape].hours
    assert len(hours) == HOURS
    assert hours.sum() == pytest.approx(1.0, abs=1e-12)
    assert (hours >= 0).all()


def test_shapes_are_assumptions_with_a_source():
    for one in load_shapes().values():
        assert one.confidence == "assumption"
        assert one.source
        assert one.title
        assert one.title_zh


def test_every_type_and_every_choice_of_processes_has_a_shape():
    shapes = {one.shape for one in building_types().values()}
    load = next(one for one in SETTINGS if one.id == "plan.process_load")
    assert shapes | set(load.choices) <= set(load_shapes())


def test_the_year_begins_on_a_monday_and_months_are_as_long_as_they_are():
    working = hours_of(np.ones(24), np.zeros(24), np.ones(12)).reshape(-1, 24).sum(axis=1) > 0
    assert working[:7].tolist() == [True] * 5 + [False] * 2
    january = hours_of(np.ones(24), np.ones(24), np.eye(12)[0])
    assert np.flatnonzero(january).tolist() == list(range(31 * 24))


def test_offices_work_by_day_and_heating_is_not_for_summer():
    office = load_shapes()["office"].hours.reshape(-1, 24)
    assert office[0, 10] > 3 * office[0, 3]
    assert load_shapes()["heating"].hours.reshape(-1, 24)[180].sum() == 0
