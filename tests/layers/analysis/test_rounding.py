import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.analysis.rounding import apportioned

AREAS = st.lists(st.floats(0, 500, allow_nan=False), min_size=1, max_size=14)


@given(AREAS)
def test_what_is_printed_adds_up(areas):
    printed, _ = apportioned(areas)
    assert round(sum(printed) * 100) == int(sum(areas) * 100 + 0.5 + 1e-9)


@given(AREAS)
def test_each_value_moves_by_less_than_its_last_digit(areas):
    printed, changed = apportioned(areas)
    for area, found, moved in zip(areas, printed, changed, strict=True):
        assert abs(found - area) < 0.01 + 1e-9
        assert moved or abs(found - area) <= 0.005 + 1e-9


@given(AREAS)
def test_nothing_stays_nothing(areas):
    printed, _ = apportioned([*areas, 0.0])
    assert printed[-1] == 0.0


@pytest.mark.parametrize(
    ("values", "total", "printed", "changed"),
    [
        ([0.005, 0.005], None, [0.01, 0.0], [False, True]),
        ([33.335, 33.335, 33.33], 100.0, [33.34, 33.33, 33.33], [False, True, False]),
        ([10.0, 20.0], None, [10.0, 20.0], [False, False]),
        ([0.29, 0.71], None, [0.29, 0.71], [False, False]),
        ([1.0, -0.254], None, [1.0, -0.25], [False, False]),
        ([], None, [], []),
    ],
)
def test_cases_that_spreadsheets_get_wrong(values, total, printed, changed):
    assert apportioned(values, total) == (printed, changed)


def test_another_total_than_the_sum_is_met():
    printed, changed = apportioned([2.0, 1.0], 3.02)
    assert printed == [2.01, 1.01]
    assert changed == [True, True]
