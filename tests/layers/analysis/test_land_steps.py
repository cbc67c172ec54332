"""Lines of land: parcels that a person can add up."""

import pytest

from layers.analysis import measures
from layers.analysis.reasons import why
from tests.layers.analysis.parks import SITE, box
from tests.strategies import document, layer, small_plan, squares


def steps(plan, path):
    lines = why(measures().evaluate(plan), path)["steps"]
    return [line.replace("\u2009", " ") for line in lines]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("land.site_m2", "Area of the red line: 60 000 = 60 000 m²"),
        ("land.unassigned_m2", "Unassigned land: 60 000 - (60 000 - 0) = 0 m²"),
        ("land.by_code.M1", "M1: 10 000 = 10 000 m²"),
        ("land.urban_ha", "urban construction land: 2 + 1 = 3 ha"),
        ("land.balance.M.share_pct", "M: 100 × 20 000 / 30 000 = 66.6667 %"),
        ("land.balance.M.area_ha", "M: 20 000 / 10000 = 2 ha"),
    ],
)
def test_areas_of_six_hectares(path, line):
    assert steps(small_plan(), path) == [line]


def test_heads_and_people_are_those_of_the_parcels():
    # A parcel half inside the red line counts with half of its people.
    plan = document(
        SITE,
        layer(
            "parcels",
            [*squares(1), box(150, 0, 250, 100)],
            land_use=["R2", "R2"],
            population=[100, 100],
        ),
    )
    assert steps(plan, "land.population") == ["Residents: 100 + 50 = 150"]
    assert steps(plan, "land.per_head_m2.R") == ["R: 15 000 / 150 = 100 m²"]


def test_land_beyond_the_red_line_is_what_parcels_have_more():
    plan = document(SITE, layer("parcels", [box(150, 0, 250, 100)], land_use=["M1"]))
    assert steps(plan, "land.outside_m2") == ["outside the red line: 10 000 - 5 000 = 5 000 m²"]
    assert steps(plan, "land.unassigned_m2") == [
        "Unassigned land: 20 000 - (5 000 - 0) = 15 000 m²"
    ]


def test_phases_have_a_line_each():
    plan = document(
        layer("parcels", squares(2), land_use=["M1", "M1"]),
        layer("phases", [box(0, 0, 100, 100)], name=["First"], order=[1]),
    )
    assert steps(plan, "land.phases") == [
        "First: 10 000 = 10 000 m²",
        "In no phase: 10 000 = 10 000 m²",
    ]
