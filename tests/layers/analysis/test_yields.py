import csv
import io

from layers.analysis.yields import nearest_place, yield_places
from resources import shipped


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
