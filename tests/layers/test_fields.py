"""The fields of features: titles in the user's language, measures, and what is offered."""

import numpy as np
import pandas as pd
import shapely

from layers.fields import Field, Rows, offered, titles_of
from layers.measure import Result, Results
from layers.template import Template
from tests.strategies import document, layer, squares


def written(template, kind="parcels", shapes=None, results=None, titles=None, ids=None, **values):
    """What a template writes on the features of a kind."""
    rows = layer(kind, shapes or squares(len(next(iter(values.values())))), **values)
    asked = rows.ids if ids is None else np.array(ids)
    return Template.parse(template).texts(rows, asked, results, titles)


def test_titles_are_in_the_language_of_the_window():
    plan = document(layer("parcels", squares(2), land_use=["M1", "QQ"]))
    template = Template.parse("{land_use} {land_use_title}")
    rows = plan.layer("parcels")
    english = template.texts(rows, rows.ids, titles=titles_of(plan, "parcels"))
    assert english == ["M1 " + plan.codes.classes["M1"].title, "QQ QQ"]
    chinese = template.texts(rows, rows.ids, titles=titles_of(plan, "parcels", chinese=True))
    assert chinese[0] == "M1 " + plan.codes.classes["M1"].title_zh
    titles = titles_of(plan, "roads", translate=str.upper)
    road = [shapely.LineString([(0, 0), (1, 0)])]
    assert written("{class_title}", "roads", road, titles=titles, **{"class": ["local"]}) == [
        "LOCAL STREET"
    ]


def test_measures_are_written_where_there_are_results():
    plan = document(layer("rooftops", squares(3), floors=[1, 2, 3]))
    name = next(n for n in offered("rooftops") if n.startswith("measure:"))
    id_ = name.removeprefix("measure:")
    series = pd.Series([1200.0, np.nan], index=[1, 3])
    results = Results(plan, {id_: Result(series, 1, (), None, 0.0)})
    rows = plan.layer("rooftops")
    template = Template.parse("{" + name + ":,.1f} kWh")
    assert template.measures == (id_,)
    assert template.texts(rows, rows.ids, results) == ["1,200.0 kWh", "", ""]
    assert template.texts(rows, rows.ids) == ["", "", ""]


def test_what_a_kind_offers_depends_on_its_shape_and_on_the_users_columns():
    assert {"area_ha", "length_m", "number", "land_use_title", "fid"} <= set(offered("parcels"))
    assert "area_ha" not in offered("roads")
    assert "length_m" in offered("roads")
    assert not {"area_ha", "length_m"} & set(offered("facilities"))
    assert "geometry" not in offered("parcels", ["geometry", "mine"])
    assert "mine" in offered("parcels", ["geometry", "mine"])


def test_a_field_is_written_feature_by_feature():
    plan = layer("parcels", squares(2), number=["A", None])
    rows = Rows(plan, plan.ids, np.arange(2))
    assert rows.written(Field("number")) == ["A", None]
    assert rows.written(Field("area_m2", ".1f")) == ["10000.0", "10000.0"]
    assert rows.written(Field("geometry")) == [None, None]
    assert Field("far", ",.1f").numeric
    assert not Field("number", ">8").numeric
