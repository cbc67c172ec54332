import math

import pytest

from layers.analysis.lifetime import LIFE, life_factor
from tests.strategies import document


class Read:
    """Inputs that hold three factors."""

    def __init__(self, **central):
        plan = document()
        self.found = {id_: plan.factor(id_) for id_ in LIFE}
        for name, value in central.items():
            id_ = f"pv.{name}"
            self.found[id_] = self.found[id_].edited(central=value)

    def parameter(self, id_):
        return self.found[id_]


def test_25_years_with_half_a_percent_less_each_are_less_than_25_of_the_first():
    assert life_factor(Read()) == pytest.approx(43_283_821 / 1_836_780)
    assert life_factor(Read(deg_first=0.0, deg_year=0.0)) == 25


def test_a_longer_life_gives_more():
    lives = [life_factor(Read(life=float(years))) for years in (1, 20, 30)]
    assert lives == sorted(lives)
    assert lives[0] == pytest.approx(0.995)


@pytest.mark.parametrize(
    "change", [{"life": None}, {"life": 0.2}, {"life": 1e6}, {"deg_year": None}]
)
def test_what_is_missing_or_cannot_be_gives_nothing(change):
    assert math.isnan(life_factor(Read(**change)))
