import pytest

from layers.message import Message


def test_named_values_stand_in_their_places():
    assert str(Message.of("Zone {n} parcels as {code}", n=3, code="M1")) == "Zone 3 parcels as M1"


def test_a_text_without_values_is_left_as_it_is():
    assert str(Message("a {strange} name")) == "a {strange} name"


def test_values_with_braces_and_messages_are_put_in_as_they_are():
    assert str(Message.of("{a}: {b}", a="{x}", b=Message.of("{n} m²", n=2))) == "{x}: 2 m²"


def test_values_cannot_be_changed():
    with pytest.raises(TypeError):
        Message.of("{n}", n=1).values["n"] = 2
