import dataclasses

import pytest

from layers.analysis.absent import Missing
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
