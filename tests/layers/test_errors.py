import pytest

from layers import errors
from layers.errors import CancelledError, PlanError


def test_an_error_is_a_whole_sentence_and_keeps_its_parts():
    error = PlanError("{kind} has no feature {id}.", kind="Parcels", id=7)
    assert str(error) == "Parcels has no feature 7."
    assert error.message.text == "{kind} has no feature {id}."
    assert dict(error.message.values) == {"kind": "Parcels", "id": 7}


@pytest.mark.parametrize("name", [one for one in vars(errors) if one.endswith("Error")])
def test_all_errors_of_the_user_are_plan_errors(name):
    assert issubclass(getattr(errors, name), PlanError)


def test_stopping_says_that_nothing_was_changed():
    assert "Nothing was changed" in str(CancelledError())
