"""What is written on a layer: its template by style and scale, in the language of the window."""

from dataclasses import replace

import numpy as np
import pytest

from layers.measure import Result, Results
from layers.style import Labels
from resources.translations import use_language
from tests.strategies import document, layer, squares
from widgets.map import wording
from widgets.map.scene import Scene


def scene(labels=None, kind="parcels", **values):
    plan = document(layer(kind, squares(2), **values))
    found = Scene.of(plan)
    if labels is not None:
        shown = found.layers[kind]
        styled = replace(shown, style=replace(shown.style, labels=labels))
        found = replace(found, layers={**found.layers, kind: styled})
    return found, found.layers[kind]


@pytest.fixture
def _english():
    use_language("en")
    yield
    use_language("en")


def written(found, shown, grain_mm=100.0):
    template = wording.template_of(shown, grain_mm)
    return wording.texts(found, shown, template, shown.source.ids)


def test_parcels_say_more_the_larger_they_are_all_alike():
    found, shown = scene(number=["A", "B"], land_use=["M1", "R2"])
    assert written(found, shown, 20.0) == ["A", "B"]
    assert written(found, shown, 40.0) == ["A\nM1", "B\nR2"]
    assert written(found, shown, 80.0) == ["A\nM1\n1.00 ha", "B\nR2\n1.00 ha"]
    # The user's own words are written whole.
    found, shown = scene(Labels(r"{number}\n{fid}"), number=["A", "B"])
    assert written(found, shown, 20.0) == ["A\n1", "B\n2"]


def test_codes_come_in_the_place_of_numbers_that_no_parcel_has():
    found, shown = scene(number=[None, ""], land_use=["M1", "R2"])
    assert written(found, shown, 20.0) == ["M1", "R2"]
    assert written(found, shown, 40.0) == ["M1\n1.00 ha", "R2\n1.00 ha"]
    found, shown = scene(number=[None, "B"], land_use=["M1", "R2"])
    assert written(found, shown, 20.0) == ["", "B"]
    found, shown = scene(number=["A", "B"])
    assert written(found, shown, 40.0) == ["A", "B"]  # the area does not come before its time


def test_a_kind_without_a_template_says_its_column_or_nothing():
    found, shown = scene(Labels(), number=["A", "B"])
    assert written(found, shown) == ["A", "B"]
    found, shown = scene(kind="rooftops", floors=[1, 2])
    assert wording.template_of(shown, 100.0) is None
    found, shown = scene(Labels("{floors}F"), kind="rooftops", floors=[1, 2])
    assert written(found, shown) == ["1F", "2F"]


def test_labels_that_are_switched_off_or_broken_say_nothing_or_the_column():
    _, shown = scene(Labels(shown=False), number=["A", "B"])
    assert wording.template_of(shown, 100.0) is None
    found, shown = scene(Labels("{number:>9999}"), number=["A", "B"])
    assert written(found, shown) == ["A", "B"]


@pytest.mark.usefixtures("_english")
def test_titles_are_in_the_language_of_the_window():
    found, shown = scene(Labels("{land_use_title}"), land_use=["M1", "R2"])
    classes = found.document.codes.classes
    assert written(found, shown) == [classes["M1"].title, classes["R2"].title]
    before = wording.state(found, shown)
    use_language("zh")
    assert written(found, shown) == [classes["M1"].title_zh, classes["R2"].title_zh]
    assert wording.state(found, shown) != before


def test_the_state_changes_with_all_that_is_read():
    from layers.fields import offered

    name = next(n for n in offered("rooftops") if n.startswith("measure:"))
    id_ = name.removeprefix("measure:")
    found, shown = scene(Labels("{" + name + "}"), kind="rooftops", floors=[1, 2])
    states = {wording.state(found, shown)}
    for version in (1, 2):
        results = Results(found.document, {id_: Result(None, version, (), None, 0.0)})
        states.add(wording.state(replace(found, results=results), shown))
    assert len(states) == 3
    labels = replace(shown.style.labels, halo=1.0)
    other = replace(shown, style=replace(shown.style, labels=labels))
    states.add(wording.state(found, other))
    assert len(states) == 4
    assert wording.state(found, shown) == wording.state(found, shown)
    # A column that nothing reads changes nothing; one in the template does.
    found, shown = scene(Labels("{mine}"), number=["A", "B"], mine=["x", "y"])
    edited = layer("parcels", squares(2), number=["A", "B"], mine=["x", "z"])
    assert wording.state(found, shown) != wording.state(found, replace(shown, source=edited))


def test_a_range_is_the_users_where_it_is_not_the_usual_one():
    assert not wording.ranged(Labels())
    assert wording.ranged(Labels(farthest=5000.0))
    assert wording.ranged(Labels(nearest=500.0))


def test_measures_are_written_from_the_scenes_results():
    import pandas as pd

    from layers.fields import offered

    name = next(n for n in offered("rooftops") if n.startswith("measure:"))
    found, shown = scene(Labels("{" + name + ":.1f}"), kind="rooftops", floors=[1, 2])
    assert written(found, shown) == ["", ""]
    series = pd.Series([2.5, np.nan], index=[1, 2])
    entries = {name.removeprefix("measure:"): Result(series, 1, (), None, 0.0)}
    found = replace(found, results=Results(found.document, entries))
    assert written(found, shown) == ["2.5", ""]
