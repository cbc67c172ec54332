"""A number is as sure as the weakest of what it is made of."""

import pytest

from layers.analysis.confidence import weakest


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
