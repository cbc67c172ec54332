"""The table's yield with the values of a roof that a person can check."""

from layers.analysis import measures
from layers.analysis.reasons import why
from tests.layers.analysis.test_hourly import BESIDE, ROOF, hourly, roofs


def test_the_yield_of_the_table_is_told_by_type_of_roof():
    results = measures().evaluate(roofs(ROOF, BESIDE, roof_type=["metal", "flat"]))
    lines = [line.replace("\u2009", " ") for line in why(results, "solar.kwh_per_a")["steps"]]
    assert [line.partition(":")[0] for line in lines] == [
        "flat roofs",
        "metal roofs",
        "Roof PV, yield",
    ]
    for line in lines[:2]:
        sum_, made = line.partition(": ")[2].removesuffix(" kWh/a").replace(" m²", "").split(" = ")
        found = eval(sum_.replace(" ", "").replace("×", "*"))  # noqa: S307  its own text
        assert abs(found / float(made.replace(" ", "")) - 1) < 1e-4
    assert why(results, "solar.kwp")["steps"][-1].endswith("kWp")


def test_hours_are_not_told_by_the_table():
    found = why(measures().evaluate(hourly(roofs(ROOF))), "solar.kwh_per_a")["steps"]
    assert not any("× 1\u2009130 ×" in line for line in found)
