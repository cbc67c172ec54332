import dataclasses

import pytest

from layers.kinds import kinds
from tests.strategies import small_plan
from widgets.map import looks


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


@pytest.mark.parametrize("kind", kinds())
def test_each_kind_has_a_look_for_any_value(kind):
    style = kinds()[kind].style
    for value in (None, "x"):
        assert isinstance(looks.look_of(small_plan(), kind, style, value), looks.Look)
