"""Lines of indicators: the core one of the national zero-carbon park, and the others."""

from layers.analysis import measures
from layers.analysis.reasons import why
from tests.layers.analysis.energy_plans import parcels, with_settings
from tests.layers.analysis.parks import box
from tests.strategies import document, layer, small_plan

PARK = document(
    parcels("M1", floor_area_m2=[1000.0], process_kwh=[2_000_000.0], process_gj=[0.0]),
    layer("rooftops", [box(0, 0, 60, 60)], roof_type=["flat"], pv=["planned"]),
)


def steps(found, path):
    lines = why(measures().evaluate(found), path)["steps"]
    return [line.replace("\u2009", " ") for line in lines]


def numbers(line):
    return line.partition(": ")[2]


def test_the_core_indicator_is_emissions_over_energy():
    energy, core = steps(PARK, "indicators.NZCP-core-small")
    assert energy.startswith("Energy use of the park: (0.1229 × ")
    emitted, whole = numbers(core).partition(" = ")[0].split(" / ")
    industry, buildings, pv = (
        float(one.replace(" ", "").replace("\N{MINUS SIGN}", "-"))
        for one in emitted.strip("()").replace(" \N{MINUS SIGN} ", " + \N{MINUS SIGN}").split(" + ")
    )
    assert industry == 1061.2  # 2,000,000 kWh · 0.5306 kg/kWh
    assert buildings > 0 > pv
    value = (industry + buildings + pv) / float(whole.replace(" ", ""))
    assert abs(value - float(core.rpartition(" = ")[2].split()[0])) < 1e-3


def test_the_convention_of_electricity_is_in_the_line():
    equal = with_settings(PARK, electricity_tce="equal")
    assert "0.1229 ×" not in steps(equal, "indicators.NZCP-core-small")[0]
    assert "(0.3 × " in steps(equal, "indicators.NZCP-core-small")[0]


def test_an_indicator_that_is_a_total_has_its_lines():
    assert steps(PARK, "indicators.T-netco2") == steps(PARK, "carbon.net_t_per_a")


def test_greenery_over_the_site():
    assert steps(small_plan(), "indicators.T-greencover") == [
        "Green coverage: min(100, 100 × (11 500 + 0) / 60 000) = 19.1667 %"
    ]


def test_what_is_missing_has_no_lines():
    assert steps(small_plan(), "indicators.NZCP-core-small") == []
