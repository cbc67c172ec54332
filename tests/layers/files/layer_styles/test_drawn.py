"""What a layer looks like class by class, before it is written in any language."""

from dataclasses import replace

from layers.edits.zone import zone
from layers.files.layer_styles.drawn import dashes, picture_of, width_mm
from layers.kinds import kinds
from layers.style import Labels, Style
from tests.small_plan import small_plan


def test_codes_in_use_come_first_and_are_named_in_both_languages():
    picture = picture_of(small_plan(), "parcels", kinds()["parcels"].style)
    first, second = picture.classes[:2]
    assert (first.value, second.value) == ("M1", "G1")
    assert (first.used, picture.classes[2].used) == (True, False)
    assert first.title.startswith("M1 一类工业用地 / Industrial")
    assert first.fill == small_plan().codes.colour("M1")
    assert [one.missing for one in picture.classes[-2:]] == [True, False]
    assert picture.classes[-1].rest


def test_a_measure_that_no_file_holds_leaves_one_class():
    style = Style(by="measure:solar.roof_kwh", breaks=(1.0, 2.0), ramp=("#ffffff", "#000000"))
    picture = picture_of(small_plan(), "rooftops", style)
    assert (picture.sort, [one.fill for one in picture.classes]) == ("single", ["#000000"])


def test_graduated_classes_reach_from_the_least_value_to_the_greatest():
    style = Style(by="far", breaks=(1.5, 1.8), ramp=("#aaaaaa", "#000000"))
    bounds = [(one.lower, one.upper) for one in picture_of(small_plan(), "parcels", style).classes]
    assert bounds == [(1.0, 1.5), (1.5, 2.0)]


def test_values_without_a_colour_have_that_of_the_map():
    picture = picture_of(small_plan(), "rooftops", Style(by="roof_type"))
    assert [one.value for one in picture.classes] == ["flat", "metal", None, None]
    assert picture.classes[0].title == "平屋面 / Flat"
    assert picture.classes[0].fill != picture.classes[1].fill


def test_a_colour_that_is_none_is_left_out():
    style = Style(fill="red", stroke="#12", colours={"flat": "blue"}, by="roof_type")
    picture = picture_of(small_plan(), "rooftops", style)
    assert (picture.style.fill, picture.style.stroke) == ("", "")
    assert all(one.fill.startswith("#") for one in picture.classes)


def test_names_are_as_the_kind_says_and_not_at_small_scales():
    document = small_plan()
    style = kinds()["parcels"].style
    labels = picture_of(document, "parcels", style).labels
    assert labels is not None
    assert labels.farthest == 6200  # 100 m on 16 mm
    assert (
        picture_of(document, "parcels", replace(style, labels=Labels(shown=False))).labels is None
    )
    assert picture_of(document, "rooftops", kinds()["rooftops"].style).labels is None


def test_widths_and_dashes():
    assert width_mm(Style(width=4, unit="px")) == 4 * 25.4 / 96
    assert dashes(Style(dash=(3.0,))) == (3.0, 3.0)
    assert dashes(Style(dash=(0.0, 0.0))) == ()


def test_mixed_uses_of_the_plan_are_classes_with_the_hatch_of_the_map():
    plan = small_plan()
    plan = plan.applied(zone(plan, [1], "M1:70/B2:30"))
    classes = picture_of(plan, "parcels", kinds()["parcels"].style).classes
    (found,) = [one for one in classes if one.value == "M1/B2"]
    assert (found.fill, found.hatch) == (plan.codes.colour("M1"), plan.codes.colour("B2"))
    assert found.used
    assert found.title.startswith("M1/B2 一类工业用地 / 商务用地 · Industrial class 1")
