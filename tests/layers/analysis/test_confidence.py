"""A number is as sure as the weakest of what it is made of."""

import pytest

from layers.analysis.confidence import computed, weakest
from layers.message import Message


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ((), "computed"),
        (("verified", "user", "entered", "computed"), "computed"),
        (("verified", "recalled"), "recalled"),
        (("recalled", "assumption", "verified"), "assumption"),
    ],
)
def test_the_weakest_counts(parts, whole):
    assert weakest(parts) == whole


def test_a_weak_total_names_where_to_ask_why():
    name = Message.of("Electricity")
    weak = computed(name, 1.0, "kWh/a", "energy.electricity_kwh_per_a", "assumption")
    assert (weak.source, weak.confidence) == ("energy.electricity_kwh_per_a", "assumption")
    assert computed(name, 1.0, "kWh/a", "energy.electricity_kwh_per_a", "computed").source == ""
