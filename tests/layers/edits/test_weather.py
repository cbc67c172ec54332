import pytest

from layers.edits.weather import attach_weather, remove_weather
from layers.errors import InvalidEditError
from layers.weather import STORED, weather_in
from tests.layers.test_weather import weather
from tests.strategies import document


def test_weather_is_attached_replaced_and_removed():
    plan = document()
    one = plan.applied(attach_weather(plan, weather()))
    other = one.applied(attach_weather(one, weather(source="another")))
    assert weather_in(one.parameters[STORED]).source == "made up"
    assert weather_in(other.parameters[STORED]).source == "another"
    gone = other.applied(remove_weather(other))
    assert STORED not in gone.parameters
    assert gone.parameters == plan.parameters


def test_each_step_can_be_taken_back():
    plan = document()
    edit = attach_weather(plan, weather())
    assert plan.applied(edit).applied(edit.inverted()).parameters == plan.parameters


def test_what_is_not_there_cannot_be_removed():
    with pytest.raises(InvalidEditError, match="no weather attached"):
        remove_weather(document())
