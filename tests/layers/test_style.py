"""Styles: when they are seen, and there and back through what a file holds."""

from dataclasses import replace

import pytest

from layers.kinds import kinds
from layers.style import Labels, Style


@pytest.mark.parametrize("kind", kinds())
def test_a_declared_style_comes_back_from_its_plain_form(kind):
    style = kinds()[kind].style
    assert Style.read(style.plain()) == style


def test_all_of_a_style_comes_back():
    style = Style(
        by="measure:solar.roof_kwh",
        breaks=(1.0, 2.0),
        ramp=("#000000", "#ffffff"),
        scheme="quantiles",
        unit="m",
        opacity=0.4,
        nearest=500.0,
        farthest=20_000.0,
        labels=Labels("{number}", height=3.0, farthest=5_000.0),
    )
    assert Style.read(style.plain()) == style
    assert style.measure == "solar.roof_kwh"
    assert style.graduated


def test_an_empty_style_holds_nothing_and_strange_words_are_left_out():
    assert Style().plain() == {}
    assert Style.read({"unit": "furlong", "nonsense": 1}) == Style()


@pytest.mark.parametrize(
    "values", [{"width": "wide"}, {"opacity": float("nan")}, {"breaks": ["a"]}, {"size": True}]
)
def test_a_style_with_a_number_that_is_none_is_refused(values):
    assert Style.read(values) is None


def test_a_layer_is_seen_between_its_scales():
    style = replace(Style(), nearest=500.0, farthest=20_000.0)
    assert [style.seen_at(scale) for scale in (499, 500, 20_000, 20_001)] == [
        False,
        True,
        True,
        False,
    ]
