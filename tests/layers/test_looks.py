import dataclasses

import numpy as np
import pandas as pd
import pytest
import shapely

from layers import looks
from layers.classing import colour_for
from layers.kinds import kinds
from layers.style import Style
from tests.strategies import layer, small_plan


def test_a_known_code_has_the_code_sets_colour():
    plan = small_plan()
    look = looks.look_of(plan, "parcels", kinds()["parcels"].style, "M1")
    assert (look.fill, look.hatch, look.known) == (plan.codes.colour("M1"), "", True)


def test_unknown_and_missing_codes_are_hatched_each_in_its_own_way():
    style = kinds()["parcels"].style
    unknown = looks.look_of(small_plan(), "parcels", style, "Z99")
    missing = looks.look_of(small_plan(), "parcels", style, None)
    assert (unknown.hatch, unknown.known) == (looks.UNKNOWN_HATCH, False)
    assert (missing.hatch, missing.known) == (looks.MISSING_HATCH, False)


def test_another_columns_value_that_has_no_colour_takes_the_styles_fill():
    style = kinds()["greens"].style
    lawn = looks.look_of(small_plan(), "greens", style, "lawn")
    assert (lawn.hatch, lawn.pattern) == (style.colours["lawn"], "dots")
    found = looks.look_of(small_plan(), "greens", style, "moss")
    assert (found.hatch, found.known) == (style.fill, False)
    roofs = kinds()["rooftops"].style
    assert looks.look_of(small_plan(), "rooftops", roofs, "none").fill == roofs.fill


def test_a_hatched_class_lets_what_lies_below_be_read():
    style = kinds()["greens"].style
    for cover in style.colours:
        look = looks.look_of(small_plan(), "greens", style, cover)
        assert look.fill == style.colours[cover] + looks.TINT
        assert int(looks.TINT, 16) < 255 / 3


def test_the_plans_own_style_may_name_some_fields_as_a_file_does():
    plan = dataclasses.replace(
        small_plan(), styles={"roads": {"stroke": "#123456", "dash": [2, 1], "nonsense": 1}}
    )
    style = looks.style_of(plan, "roads")
    assert (style.stroke, style.dash) == ("#123456", (2.0, 1.0))
    assert style.width == kinds()["roads"].style.width


@pytest.mark.parametrize(
    "own", [{"width": "wide"}, {"dash": 5, "colours": 5, "labels": "x"}, {"fill": "red"}, 7, [1]]
)
def test_the_plans_own_style_may_be_nonsense(own):
    plan = dataclasses.replace(small_plan(), styles={"roads": own})
    declared = kinds()["roads"].style
    style = looks.style_of(plan, "roads")
    assert (style.width, style.stroke, style.fill) == (declared.width, declared.stroke, "")


@pytest.mark.parametrize("kind", kinds())
def test_each_kind_has_a_look_for_any_value(kind):
    style = kinds()[kind].style
    for value in (None, "x"):
        assert isinstance(looks.look_of(small_plan(), kind, style, value), looks.Look)


def test_without_a_fill_values_have_colours_and_missing_ones_a_hatch():
    style = Style(by="enterprise")
    found = looks.look_of(small_plan(), "parcels", style, "A")
    assert (found.fill, found.known) == (colour_for("A"), True)
    assert looks.look_of(small_plan(), "parcels", style, None) == looks.MISSING


def test_classes_of_numbers_begin_with_the_missing_one():
    style = Style(by="far", breaks=(1.0, 2.0), ramp=("#aaaaaa", "#bbbbbb"))
    found, numbers = looks.widened(small_plan(), "parcels", style, None)
    assert [look.fill for look in found] == [looks.MISSING_FILL, "#aaaaaa", "#bbbbbb"]
    values = pd.Series(["0.5", None, "3", "many"])
    assert looks.classes(style, values, numbers, 4).tolist() == [1, 0, 2, 0]
    assert looks.classes(style, None, numbers, 2).tolist() == [0, 0]


def test_looks_that_are_known_keep_their_numbers():
    plan, style = small_plan(), Style(by="land_use")
    first = looks.widened(plan, "parcels", style, pd.Series(["M1", None]))
    more = looks.widened(plan, "parcels", style, pd.Series(["G1", "M1", ""]), first)
    assert more[0][: len(first[0])] == first[0]
    values = pd.Series(["G1", "M1", "", None])
    fills = [more[0][number].fill for number in looks.classes(style, values, more[1], 4)]
    colours = [plan.codes.colour(code) for code in ("G1", "M1")]
    assert fills == [*colours, looks.MISSING_FILL, looks.MISSING_FILL]
    assert looks.widened(plan, "parcels", style, values, more) is more


def test_a_width_is_a_number_that_a_line_can_have():
    lines = [shapely.LineString([(0, 0), (9, 9)])] * 5
    widths = [20.0, None, float("inf"), 1e9, -1.0]
    roads = layer("roads", lines, width_m=widths, name=list("abcde"), text=["7", "", "x", "8", "9"])
    found = looks.widths_of(roads, "width_m")
    assert np.array_equal(found, [20, np.nan, np.nan, np.nan, -1], equal_nan=True)
    assert np.isnan(looks.widths_of(roads, "name")).all()
    assert looks.widths_of(roads, "text").tolist()[3:] == [8, 9]
    assert looks.widths_of(roads, "gone") is None
    assert looks.widths_of(roads, "geometry") is None


def test_a_mixed_use_has_its_first_codes_colour_hatched_in_the_seconds():
    plan, style = small_plan(), kinds()["parcels"].style
    look = looks.look_of(plan, "parcels", style, "M1/B2")
    assert (look.fill, look.hatch) == (plan.codes.colour("M1"), plan.codes.colour("B2"))
    assert look.known
    own = dataclasses.replace(style, colours={"B2": "#123456"})
    assert looks.look_of(plan, "parcels", own, "M1/B2").hatch == "#123456"


def test_a_hatch_in_the_same_colour_is_drawn_dark():
    look = looks.look_of(small_plan(), "parcels", kinds()["parcels"].style, "B1/B2")
    assert look.hatch == looks.MIXED_HATCH


def test_a_mixed_use_with_an_unknown_code_is_unknown():
    look = looks.look_of(small_plan(), "parcels", kinds()["parcels"].style, "M1/Z9")
    assert (look.hatch, look.known) == (looks.UNKNOWN_HATCH, False)
