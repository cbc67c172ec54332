"""Verbs on styles: set, set back, names on and off, and the operation of the command line."""

import json
from dataclasses import replace
from math import inf

import pytest

from layers.edits.operations import run
from layers.edits.styles import reset_style, set_style, show_labels
from layers.errors import InvalidEditError
from layers.kinds import kinds
from layers.looks import style_of
from layers.style import Labels, Style
from tests.small_plan import small_plan

BY_FAR = Style(by="far", breaks=(1.0, 2.0), ramp=("#111111", "#222222"))


def test_a_style_is_set_and_taken_back():
    plan = small_plan()
    edit = set_style(plan, "parcels", BY_FAR)
    after = plan.applied(edit)
    assert style_of(after, "parcels") == BY_FAR
    assert dict(after.applied(edit.inverted()).styles) == {}
    assert not set_style(after, "parcels", BY_FAR)
    assert str(edit.title) == "Style of Parcels"


def test_the_declared_style_is_no_style_of_ones_own():
    plan = small_plan()
    assert not reset_style(plan, "parcels")
    changed = plan.applied(set_style(plan, "parcels", BY_FAR))
    assert dict(changed.applied(reset_style(changed, "parcels")).styles) == {}


def test_names_are_switched_and_nothing_else():
    plan = small_plan()
    off = plan.applied(show_labels(plan, "parcels", shown=False))
    style = style_of(off, "parcels")
    declared = kinds()["parcels"].style
    assert style == replace(declared, labels=replace(declared.labels, shown=False))
    assert not style.labels.shown
    assert dict(off.applied(show_labels(off, "parcels", shown=True)).styles) == {}


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (Style(fill="red"), "#rrggbb"),
        (Style(colours={"a": "#12345"}), "#rrggbb"),
        (Style(labels=Labels(colour="url(x)")), "#rrggbb"),
        (Style(by="far", breaks=(2.0, 1.0), ramp=("#111111", "#222222")), "ascend"),
        (Style(by="far", breaks=(2.0,), ramp=()), "1 bounds and 0 colours"),
        (Style(width=-1.0), "Widths"),
        (Style(opacity=1.5), "opacity"),
        (Style(width=1e-300), "Widths"),
        (Style(nearest=5_000.0, farthest=500.0), "1:5\u2009000 and 1:500"),
        (Style(labels=Labels(nearest=5_000.0, farthest=500.0)), "1:5\u2009000 and 1:500"),
        (Style(dash=(1.0,) * 21), "dash is 21 long; 20"),
        (Style(labels=Labels("x" * 1_001)), "template is 1001 long; 1000"),
        (Style(colours={str(n): "#111111" for n in range(2_001)}), "2000|2,000|2_000"),
    ],
)
def test_what_cannot_be_drawn_is_refused(style, text):
    with pytest.raises(InvalidEditError, match=text):
        set_style(small_plan(), "parcels", style)


def test_a_kind_that_is_none_is_refused():
    with pytest.raises(InvalidEditError, match="No layer is called rivers"):
        set_style(small_plan(), "rivers", Style())


def operated(*lines):
    return run(small_plan(), [json.dumps({"op": "style", **line}) for line in lines]).document


def test_the_operation_lays_fields_over_the_style_there_is():
    plan = operated(
        {"kind": "parcels", "style": {"stroke": "#ff0000", "labels": {"height": 4}}},
        {"kind": "parcels", "style": {"opacity": 0.5, "labels": {"shown": False}}},
    )
    style = style_of(plan, "parcels")
    assert (style.by, style.stroke, style.opacity) == ("land_use", "#ff0000", 0.5)
    declared = kinds()["parcels"].style.labels
    assert style.labels == replace(declared, height=4.0, shown=False)


def test_null_sets_a_style_back():
    line = {"kind": "greens", "style": {"fill": "#00ff00"}}
    assert dict(operated(line, {"kind": "greens", "style": None}).styles) == {}


def test_null_sets_one_field_back():
    first = {"style": {"farthest": 500, "fill": "#112233", "labels": {"height": 9, "farthest": 9}}}
    then = {"style": {"farthest": None, "fill": None, "labels": {"height": None}}}
    plan = operated({"kind": "greens", **first}, {"kind": "greens", **then})
    style = style_of(plan, "greens")
    assert (style.farthest, style.fill) == (inf, "")
    assert (style.labels.height, style.labels.farthest) == (Labels().height, 9.0)


def test_a_style_by_a_measure_of_each_feature_is_set():
    by = {"by": "measure:solar.roof_kwh", "breaks": [1], "ramp": ["#111111"]}
    assert style_of(operated({"kind": "rooftops", "style": by}), "rooftops").graduated


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ({"colour": "#ff0000"}, "no field colour.*colours"),
        ({"labels": {"size": 3}}, "no field size"),
        ({"width": "wide"}, "numbers"),
        ({"by": "fra"}, "no column fra.*far"),
        ({"by": "geometry"}, "no column geometry"),
        ({"width": 10**400}, "numbers"),
        ({"marker": "rocket"}, "marker cannot be 'rocket'"),
        ({"unit": "furlong"}, "unit cannot be"),
        ({"hatch": 7}, "hatch cannot be 7"),
        ({"labels": 5}, "labels cannot be 5"),
        ({"labels": {"shown": "no"}}, "shown cannot be 'no'"),
        ({"colours": ["a"]}, "colours cannot be"),
        ({"colours": {"M1": 5}}, "colours cannot be"),
        ({"dash": "abc"}, "dash cannot be"),
        ({"ramp": [1]}, "ramp cannot be"),
        ({"labels": {"template": "\ud800"}}, "half a sign"),
        ({"colours": {"\ud800": "#ffffff"}}, "half a sign"),
    ],
)
def test_the_operation_says_what_is_wrong(style, text):
    with pytest.raises(InvalidEditError, match=text):
        operated({"kind": "parcels", "style": style})
