import csv
import io

import pytest

from layers.analysis import measures
from layers.analysis.yields import nearest_place, yield_places
from layers.edit import Edit, ValueDelta
from layers.message import Message
from resources import shipped
from tests.layers.analysis.parks import SITE
from tests.strategies import document


def test_nearest_city():
    assert nearest_place(117.3, 34.8)[0].city == "zaozhuang"
    assert nearest_place(2.0, 47.0)[1] > 5_000


def test_every_yield_has_its_place():
    text = shipped("factors", "rooftop_pv_parameters.csv").read_text(encoding="utf-8")
    yields = {
        row["param_id"].removeprefix("yield_")
        for row in csv.DictReader(io.StringIO(text))
        if row["group"] == "specific_yield" and row["use_as_default_0_1"] == "1"
    } - {"flat_factor"}
    assert {place.city for place in yield_places()} == yields
    assert len(yields) == 35


@pytest.mark.parametrize("wanted", ["zaozhuang", "Zaozhuang", "枣庄", "yield_zaozhuang"])
def test_a_city_is_known_by_its_id_and_its_names(wanted):
    # A file may hold what no dialog offers.
    chosen = ValueDelta("parameters", "plan.yield_city", None, wanted)
    chosen = document(SITE).applied(Edit(Message("city"), (chosen,)))
    found = measures().evaluate(chosen).value("solar.yield_factor")
    assert found == "pv.yield_zaozhuang"


def test_without_a_choice_it_is_the_city_nearest_to_the_plan_and_nowhere_none():
    assert measures().evaluate(document(SITE)).value("solar.yield_factor") == "pv.yield_zhengzhou"
    assert measures().evaluate(document()).value("solar.yield_factor") is None
