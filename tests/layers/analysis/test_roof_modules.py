from layers.analysis import measures
from tests.layers.analysis.parks import box
from tests.strategies import document, layer


def modules(**values):
    plan = document(layer("rooftops", [box(0, 0, 100, 100)], **values))
    return measures().evaluate(plan).value("solar.modules")


def test_modules_lie_as_the_roof_says():
    found = modules(roof_type=["metal"], tilt_deg=[12.0], azimuth_deg=[90.0])
    assert (found.tilt_deg.tolist(), found.azimuth_deg.tolist()) == ([12], [90])
    assert found.flush.tolist() == [True]


def test_else_as_is_usual_for_its_type():
    flat, pitched = modules(roof_type=["flat"]), modules(roof_type=["pitched"])
    assert (flat.tilt_deg.tolist(), flat.flush.tolist()) == ([10], [False])
    assert (pitched.tilt_deg.tolist(), pitched.flush.tolist()) == ([30], [True])
    assert flat.azimuth_deg.tolist() == [180]
