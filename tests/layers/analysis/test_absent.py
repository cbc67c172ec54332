import dataclasses

import pytest

from layers.analysis.absent import NOT_YET, Missing, sentences, title_of
from layers.message import Message


def test_what_is_missing_says_where_and_what():
    lack = Missing("solar.kwp", Message.of("rooftops"))
    assert (lack.path, str(lack.needs), lack.features) == ("solar.kwp", "rooftops", 0)


def test_what_is_missing_of_features_counts_them():
    lack = Missing("carbon.sink_t_per_a", Message.of("the cover of {kind}", kind="Green land"), 3)
    assert str(lack.needs) == "the cover of Green land"
    assert lack.features == 3
    assert lack == dataclasses.replace(lack)
    with pytest.raises(dataclasses.FrozenInstanceError):
        lack.features = 0


def test_what_lacks_the_same_is_named_together_and_once():
    width = Missing("carbon.sink_t_per_a", Message.of("the width of roads"), 2)
    absent = ("corridors.alpha", "corridors.beta", "runoff.coefficient")
    found = sentences([width, *(Missing(path, NOT_YET) for path in absent)])
    assert [(str(text), features) for text, features in found] == [
        ("Missing for Carbon sink: the width of roads", 2),
        ("Missing for Connectivity of corridors, Runoff coefficient: " + str(NOT_YET), 0),
    ]


def test_a_total_without_a_name_keeps_its_path():
    assert str(title_of("nothing.of_this")) == "nothing.of_this"
    assert str(title_of("solar.planned")) == "Roof PV"
