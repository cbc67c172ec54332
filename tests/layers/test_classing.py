"""Classes of numbers: bounds, numbers, ramps, and what missing values are."""

import numpy as np
import pytest

from layers.classing import (
    MOST,
    SCHEMES,
    breaks_of,
    categorised,
    class_numbers,
    colour_for,
    decimals,
    graduated,
    ramp_of,
    ramps,
    titles,
)
from layers.errors import PlanError
from layers.style import Style

SKEWED = np.random.default_rng(7).lognormal(10, 1, 3_000)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("count", [2, 5, 9])
def test_bounds_ascend_and_reach_over_all_values(scheme, count):
    breaks = breaks_of(SKEWED, scheme, count)
    assert list(breaks) == sorted(set(breaks))
    assert 1 < len(breaks) <= MOST
    if scheme not in {"rounded", "deviations"}:
        assert len(breaks) == count
    if scheme in {"natural", "quantiles"}:
        assert set(class_numbers(SKEWED, breaks).tolist()) == set(range(count))
    assert breaks[0] > SKEWED.min()
    assert breaks[-1] >= 0.999 * SKEWED.max()
    assert breaks[-2] < SKEWED.max()


def test_quantiles_hold_equally_many():
    counts = np.bincount(class_numbers(SKEWED, breaks_of(SKEWED, "quantiles", 5)))
    assert counts.min() > 0.95 * counts.max()


def test_natural_breaks_find_the_gaps():
    groups = np.concatenate([np.linspace(at, at + 1, 700) for at in (0, 1e6, 5e6)])
    first, second, third = breaks_of(groups, "natural", 3)
    assert 0.98 <= first < 1e6
    assert 1e6 + 0.98 <= second < 5e6
    assert abs(third - 5e6) < 1e6


def test_few_steps_make_few_classes_and_missing_numbers_are_passed_over():
    assert breaks_of(np.array([3.0, 3.0, np.nan, np.inf]), "natural", 5) == (3.0,)
    assert breaks_of(np.array([2.0, 1.0, 2.0]), "equal", 5) == (1.0, 2.0)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_numbers_that_only_counting_set_apart_are_in_one_class(scheme):
    noise = 1.0 + np.random.default_rng(3).integers(-3, 4, 900) * 2.3e-16
    yields = np.concatenate([1113.2 * noise, [1200.0] * 40, [1210.0] * 30])
    breaks = breaks_of(yields, scheme, 5)
    assert len(set(titles(breaks))) == len(breaks)
    classes = class_numbers(yields, breaks)
    assert len(np.unique(classes[:900])) == 1
    assert classes[-1] != classes[0]


def test_without_a_number_there_are_no_classes():
    with pytest.raises(PlanError, match="no number"):
        breaks_of(np.array([np.nan]), "quantiles", 5)


def test_a_missing_number_has_no_class_and_one_beyond_the_last_bound_the_last():
    found = class_numbers(np.array([-9.0, 1.0, 1.5, 2.0, 99.0, np.nan]), (1.0, 2.0))
    assert found.tolist() == [0, 0, 1, 1, 1, -1]
    assert found.dtype == np.int32


def test_bounds_are_printed_as_they_are():
    for scheme in SCHEMES:
        breaks = breaks_of(SKEWED / 1e6, scheme, 6)
        assert [float(f"{one:.{decimals(breaks)}f}") for one in breaks] == list(breaks)


def test_classes_are_called_by_their_bounds():
    assert titles((3.0,), "m") == ("3 m",)
    assert titles((-1.5, 12_000.0)) == ("≤ −1.5", "> −1.5")
    assert titles((0.0, 12_000.0, 1e6))[1].replace("\N{THIN SPACE}", "'") == "0 – 12'000"


@pytest.mark.parametrize("ramp", ramps().values(), ids=lambda ramp: ramp.id)
def test_ramps_keep_their_ends_and_are_known_again(ramp):
    for count in range(2, MOST + 1):
        colours = ramp.colours(count)
        assert len(set(colours)) == count
        assert colours[0] == ramp.stops[0]
        if ramp.use != "qualitative":
            assert colours[-1] == ramp.stops[-1]
            backwards = ramp.colours(count, backwards=True)
            assert backwards == colours[::-1]
            assert ramp_of(Style(ramp=backwards)) == (ramp, True)


def luminance(colour):
    values = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return float(values**2.2 @ np.array([0.2126, 0.7152, 0.0722]))


@pytest.mark.parametrize("ramp", ramps().values(), ids=lambda ramp: ramp.id)
def test_steps_differ_in_lightness_so_that_everybody_tells_them_apart(ramp):
    light = [luminance(colour) for colour in ramp.colours(MOST)]
    if ramp.use == "sequential":
        assert light == sorted(light, reverse=True)
    elif ramp.use == "diverging":
        middle = MOST // 2
        assert light[: middle + 1] == sorted(light[: middle + 1])
        assert light[middle:] == sorted(light[middle:], reverse=True)


def test_a_graduated_style_knows_its_ramp():
    sun = ramps()["sun"]
    style = graduated(Style(stroke="#222222"), "far", SKEWED, "quantiles", 5, sun, backwards=True)
    assert (style.by, style.scheme, style.stroke) == ("far", "quantiles", "#222222")
    assert ramp_of(style) == (sun, True)


def test_categories_have_their_own_colours_and_later_values_always_the_same():
    style = categorised(Style(fill="#ffffff"), "owner", ["b", "a", "b", ""])
    assert set(style.colours) == {"a", "b"}
    assert len(set(style.colours.values())) == 2
    assert (style.by, style.fill) == ("owner", "")
    assert colour_for("丙") == colour_for("丙") != colour_for("丁")


HARD = {
    "constant": np.full(100, 5.0),
    "close": 1e9 + np.arange(50) * 1e-7,
    "skewed": np.random.default_rng(0).lognormal(0, 9, 30_000),
    "far": np.array([-1.7e308, 1.7e308] * 9 + list(range(20)), float),
    "infinite": np.array([np.inf, -np.inf, np.nan] * 9 + list(range(20))),
    "crowded": np.array([0.0] * 30 + [1e-60 * n for n in range(30)] + [1.0]),
    "tiny": np.arange(30) * 5e-324,
    "rare": np.array([0.0] * 999 + [1.0]),
}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("values", HARD.values(), ids=HARD)
def test_bounds_ascend_whatever_the_values_are(values, scheme):
    bounds = breaks_of(values, scheme, 5)
    assert list(bounds) == sorted(set(bounds))
    assert np.isfinite(bounds).all()
    assert 1 <= len(bounds) <= MOST
    assert len(titles(bounds)) == len(bounds)
    assert Style(by="far", breaks=bounds, ramp=("#111111",) * len(bounds)).sound().graduated
