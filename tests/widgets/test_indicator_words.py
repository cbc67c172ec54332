"""How indicators are written in both languages."""

import pytest

from layers.analysis.indicators import State
from resources.translations import speaking
from widgets import indicator_words


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(None, "%", "–"), (82.5, "%", "82.5 %"), (1.0, "yes/no", "yes"), (0.0, "yes/no", "no")],
)
def test_values(value, unit, text):
    assert indicator_words.value({"value": value, "unit": unit}) == text


def test_every_state_has_its_word_and_no_two_the_same():
    found = indicator_words.states()
    assert set(found) == set(State)
    assert len(set(found.values())) == len(found)


def test_every_state_is_told_apart_in_short_and_by_its_mark():
    short = [indicator_words.short_state(state) for state in State]
    assert len(set(short)) == len(short)
    marks = [indicator_words.sign(state) for state in State]
    assert sorted(filter(None, marks)) == sorted("●○◆◇◐")


def test_chinese_units():
    with speaking("zh"):
        assert indicator_words.unit("t CO₂/10⁴ yuan") == "t CO₂/万元"
        assert indicator_words.unit("10⁸ yuan/km²") == "亿元/km²"
        assert indicator_words.set_title("miit") == "绿色工业园区（工信部）"
    assert indicator_words.unit("yuan/m³") == "yuan/m³"
