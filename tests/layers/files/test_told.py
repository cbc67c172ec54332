"""Titles of steps in a plan file."""

import json

import pytest

from layers.files import told
from layers.message import Message


def test_a_title_comes_back_with_what_was_put_into_it():
    title = Message.of("Zone {n} parcels as {code}", n=3, code=Message.of("{a}-{b}", a="M", b=1))
    stored = json.loads(json.dumps(told.told(title)))
    assert str(told.read(title.text, stored)) == str(title)


@pytest.mark.parametrize("text", ["{n.__class__}", "{n!r}", "{n:>9999999}", "{missing}", "{"])
def test_a_title_that_asks_for_more_is_kept_as_text(text):
    assert told.read(text, {"n": 3}).text == text.replace("{", "{{").replace("}", "}}")
