import numpy as np
import pytest

from layers.analysis.additive import exchanged

SUMS = np.array([[10.0, 7.0], [0.0, 3.0]])


def test_what_is_gone_is_taken_away_and_what_came_is_added():
    gone, fresh = np.array([[4.0, 0.0], [0.0, 1.0]]), np.array([[1.0, 2.0], [5.0, 0.0]])
    assert exchanged(SUMS, gone, fresh).tolist() == [[7.0, 9.0], [5.0, 2.0]]


@pytest.mark.parametrize("left", [0.0, 1e-7])
def test_a_sum_of_which_hardly_anything_is_left_is_summed_anew(left):
    gone = np.array([[10.0 - left, 0.0], [0.0, 0.0]])
    assert exchanged(SUMS, gone, np.zeros((2, 2))) is None
    gone[0, 0] = 9.0
    assert exchanged(SUMS, gone, np.zeros((2, 2))) is not None


@pytest.mark.parametrize("value", [np.inf, np.nan])
def test_what_is_no_number_cannot_be_taken_away(value):
    gone = np.array([[value, 0.0], [0.0, 0.0]])
    assert exchanged(SUMS + gone, gone, np.zeros((2, 2))) is None
