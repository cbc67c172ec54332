"""Label templates: what they write, what they refuse, and what they say about it."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.fields import LONGEST_VALUE, offered
from layers.kinds import kinds
from layers.template import (
    MISSING,
    Template,
    TemplateError,
)
from tests.strategies import layer, squares


def written(template, kind="parcels", shapes=None, results=None, titles=None, ids=None, **values):
    """What a template writes on the features of a kind."""
    rows = layer(kind, shapes or squares(len(next(iter(values.values())))), **values)
    asked = rows.ids if ids is None else np.array(ids)
    return Template.parse(template).texts(rows, asked, results, titles)


def test_columns_and_areas_are_written_line_by_line():
    found = written(
        r"{number}\n{land_use} {area_ha:.1f} ha", number=["A-1", "A-2"], land_use=["M1", "R2"]
    )
    assert found == ["A-1\nM1 1.0 ha", "A-2\nR2 1.0 ha"]
    assert written("{number}\n{land_use}", number=["A"], land_use=["M1"]) == ["A\nM1"]
    assert written("{fid}: {area_m2} m², {area_mu} mu", number=["A"]) == ["1: 10,000 m², 15.0 mu"]
    line = [shapely.LineString([(0, 0), (1234.4, 0)])]
    assert written("{length_m} m", "roads", line, name=["R"]) == ["1,234 m"]
    assert written("{name} {area_ha}", "roads", line, name=["R"]) == [f"R {MISSING}"]


def test_numbers_have_the_decimals_that_they_have_or_that_are_asked_for():
    far = [1.5, 2.0, 1 / 3]
    assert written("{far}", far=far) == ["1.5", "2", "0.3333"]
    assert written("{far:.2f}", far=far) == ["1.50", "2.00", "0.33"]
    assert written("{far:d}", far=far) == ["2", "2", "0"]
    assert written("{population:,.0f}", population=[12345.0]) == ["12,345"]
    floors = written("{floors}F {floors:03d} {floors:.1f}", "rooftops", floors=[7])
    assert floors == ["7F 007 7.0"]


def test_a_line_of_which_all_is_missing_is_left_out_and_a_single_value_is_a_dash():
    template = r"{number}\nFAR {far:.1f}\n{land_use} {area_ha:.1f} ha"
    found = written(template, number=[None, "A"], far=[None, 1.5], land_use=[None, "M1"])
    assert found == [f"{MISSING} 1.0 ha", "A\nFAR 1.5\nM1 1.0 ha"]
    assert written(r"No. {number}\n{land_use}", number=[None, ""]) == ["", ""]
    assert written("{far}", far=[np.inf]) == [""]


def test_what_stands_without_values_is_written_alone_only_where_there_are_no_fields():
    assert written(r"Plot\nhere", number=["A"]) == ["Plot\nhere"]
    assert written(r"Plot\n{number}", number=["A", None]) == ["Plot\nA", ""]
    assert written("", number=["A"]) == [""]
    assert written("{{{number}}}", number=["A"]) == ["{A}"]


def test_the_users_own_columns_have_fields_too():
    found = written("{备注}: {share}", 备注=["新", None], share=[1, 2])
    assert found == ["新: 1", f"{MISSING}: 2"]
    # A name with a point is a column's name, and asks nothing of the value.
    assert written("{a.b}", **{"a.b": ["x"]}) == ["x"]
    assert written("{number.__class__}", number=["x"]) == [""]


def test_texts_come_in_the_order_asked_for_and_none_for_what_is_not_there():
    assert written("{number}", number=["A", "B"], ids=[2, 9, 1]) == ["B", "", "A"]
    assert written("{number}", number=["A"], ids=[9]) == [""]
    assert written("{number}", number=["A"], ids=[]) == []


def test_long_and_broken_texts_are_cut_and_laid_on_one_line():
    (found,) = written("{number}", number=["a\nb\t" + "c" * 1_000_000])
    assert found.startswith("a b ccc")
    assert found.endswith("…")
    assert len(found) == LONGEST_VALUE


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "}",
        "{}",
        "{0!r}",
        "{number!s}",
        "{far:>999999999}",
        "{far:.999999999f}",
        "{far:>99}",
        "{far:.13f}",
        "{far:{width}}",
        "{far:%Y}",
        "{measure}",
        "{measure:}",
        "{measure:a b}",
        "x" * 1001,
        "\n".join("abcdefg"),
    ],
)
def test_what_is_not_a_template_is_refused_in_a_sentence(text):
    with pytest.raises(TemplateError) as caught:
        Template.parse(text)
    assert len(str(caught.value)) < 300
    assert str(caught.value).endswith(".")


def test_a_field_that_is_not_there_is_told_with_those_that_are():
    rows = layer("parcels", squares(1), 备注=["x"])
    (problem,) = Template.parse("{nummer}").problems("parcels", rows.columns)
    assert "{nummer}" not in str(problem)
    assert "nummer" in str(problem)
    assert "land_use_title" in str(problem)
    assert "备注" in str(problem)
    (problem,) = Template.parse("{number:.2f}").problems("parcels")
    assert "number is a text" in str(problem)
    (problem,) = Template.parse("{measure:solar.moon}").problems("rooftops")
    assert "measure:roofs." in str(problem) or "measure:" in str(problem)
    for kind in kinds():
        for name in offered(kind, rows.columns):
            assert Template.parse("{" + name + "}").problems(kind, rows.columns) == ()
    assert "area_ha" not in offered("roads")


def test_it_says_what_it_reads():
    template = Template.parse("{number} {land_use_title} {area_ha} {fid} {measure:land.far}")
    assert set(template.columns) == {"number", "land_use", "land_use_title", "geometry"}
    assert template.measures == ("land.far",)
    assert Template.parse(r"{a}\n{b}").shortened(1) == Template.parse("{a}")


@given(st.text(alphabet="{}:.[]!<>0159,fd%n\\number_ha measure", max_size=40))
def test_whatever_stands_in_a_file_is_written_or_refused(text):
    rows = layer("parcels", squares(1), number=["A"], far=[1.5])
    try:
        template = Template.parse(text)
    except TemplateError:
        return
    (found,) = template.texts(rows, rows.ids)
    assert len(found) < 1000
    for problem in template.problems("parcels", rows.columns):
        assert str(problem)
