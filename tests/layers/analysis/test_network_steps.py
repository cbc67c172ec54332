"""Lines of corridors and ways that a person can count."""

import pytest

from layers.analysis import measures
from layers.analysis.reasons import why
from tests.layers.analysis.arithmetic import faults
from tests.layers.analysis.parks import box, line
from tests.strategies import document, layer

SITE = layer("boundary", [box(0, 0, 1000, 1000)])
PLAN = document(
    SITE,
    layer("greens", [box(0, 0, 100, 100), box(500, 0, 600, 100)], role=["park", "park"]),
    layer(
        "corridors",
        [line((100, 50), (500, 50)), line((50, 100), (50, 400))],
        width_m=[20.0, 5.0],
        type=["greenway", "ecological"],
    ),
    layer("paths", [line((0, 600), (800, 600))], **{"class": ["walk"]}),
    layer(
        "roads",
        [line((0, 800), (1000, 800)), line((500, 600), (500, 800))],
        **{"class": ["local", "local"]},
    ),
)


@pytest.fixture(scope="module")
def results():
    return measures().evaluate(PLAN)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("corridors.length_m", "400 + 300 = 700 m"),
        ("corridors.area_m2", "9 500 - 0 = 9 500 m²"),
        ("corridors.patches", "2 - 0 = 2"),
        ("corridors.circuits", "1 - 2 + 1 = 0"),
        ("corridors.beta", "1 / 2 = 0.5"),
        ("corridors.mesh_m2", "200 000 000 / 1 000 000 = 200 m²"),
        ("slow.path_length_m", "Σ = 800 m"),
        ("slow.walk_length_m", "Σ = 2 000 m"),
        ("slow.walk_km_per_km2", "2 000 / 1000 / 1 = 2 km/km²"),
    ],
)
def test_lines_of_a_small_network(results, path, text):
    assert why(results, path)["steps"][-1].replace("\u2009", " ").endswith(text)


@pytest.mark.parametrize("part", ["corridors", "slow"])
def test_all_lines_come_to_what_is_shown(results, part):
    for name, value in why(results, part)["value"].items():
        path = f"{part}.{name}"
        if value is not None:
            assert list(faults(path, why(results, path))) == [], path
