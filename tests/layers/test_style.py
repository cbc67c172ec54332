"""Styles: when they are seen, and there and back through what a file holds."""

import re
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


HOSTILE = (
    {"width": 10**400},
    {"fill": "red; drop", "stroke": "#12345", "ramp": ["url(x)"], "breaks": [1]},
    {"colours": {"M1": "#zzzzzz", "M2": "</x>"}, "labels": {"colour": "blue"}},
    {"colours": {str(number): "#00ff00" for number in range(9_000)}},
    {"by": "far", "breaks": [3, 2, 1], "ramp": ["#000000"] * 3},
    {"by": "far", "breaks": [1, 2, 3], "ramp": ["#000000"]},
    {"by": "far", "breaks": list(range(500)), "ramp": ["#000000"] * 500},
    {"width": -5, "size": 1e300, "opacity": 9, "labels": {"height": -1, "halo": 1e300}},
    {"width": 1e-300, "dash": [1e-300, 1e-300]},
    {"dash": [1] * 100_000},
    {"nearest": 9_000, "farthest": 10, "labels": {"nearest": 9_000, "farthest": 10}},
    {"labels": {"template": "{number}" * 100_000}},
    {"by": "x" * 9_000, "width_column": "x" * 9_000},
    {"marker": "rocket", "hatch": ["cross"], "unit": {}, "labels": [1], "colours": 5},
)


@pytest.mark.parametrize("values", HOSTILE)
def test_of_a_style_from_anywhere_a_sound_one_is_left(values):
    found = (Style.read(values) or Style()).sound()
    assert found.sound() == found
    colours = [found.fill, found.stroke, found.labels.colour, *found.colours.values(), *found.ramp]
    assert all(one == "" or re.fullmatch("#[0-9a-f]{6}", one) for one in colours)
    assert len(found.colours) <= 2_000
    assert len(found.breaks) == len(found.ramp) <= 100
    assert list(found.breaks) == sorted(set(found.breaks))
    sizes = (found.width, found.size, found.labels.height, found.labels.halo, *found.dash)
    assert all(size == 0 or 0.001 <= size <= 1_000 for size in sizes)
    assert len(found.dash) <= 20
    assert found.nearest < found.farthest
    assert found.labels.nearest < found.labels.farthest
    assert max(map(len, (found.by, found.width_column, found.labels.template))) <= 1_000
    assert found.marker == "circle"


@pytest.mark.parametrize("kind", kinds())
def test_a_declared_style_is_sound(kind):
    assert kinds()[kind].style.sound() == kinds()[kind].style
