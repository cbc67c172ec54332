"""Formulas of energy with the values of a plan that a person can check."""

from layers.analysis import measures
from layers.analysis.reasons import why
from tests.layers.analysis.energy_plans import plan, with_factor


def steps(found, path):
    lines = why(measures().evaluate(found), path)["steps"]
    return [line.replace("\u2009", " ") for line in lines]


def office(**values):
    return with_factor(
        plan("B2", floor_area_m2=[50_000.0], **values), "emission.grid_cn_avg_2023", central=0.6479
    )


def test_buildings_are_told_type_by_type():
    # 50,000 m² at 85 kWh/m² and 60 kWh of heat/m²; 0.6479 kg/kWh and 0.11 t/GJ
    found = steps(office(), "energy.ledger.buildings")
    assert found[0].endswith(
        "50 000 m² × ((60 | 85 | 120) × 0.6479 + (0 | 60 | 100) × 0.0036 × 110) / 1000"
        " = (1 943.7 | 3 941.6 | 5 867.4) t CO₂/a"
    )
    assert found[-1] == "Emissions of buildings: Σ = (1 943.7 | 3 941.6 | 5 867.4) t CO₂/a"


def test_processes_are_told_as_entered():
    found = plan(
        "M1",
        floor_area_m2=[1000.0],
        process_kwh=[2_000_000.0],
        process_gj=[500.0],
        process_t_co2=[30.0],
    )
    assert steps(found, "energy.ledger.industry") == [
        (
            "Emissions of industry: 2 000 000 kWh × 0.5306 / 1000 + 500 GJ × 110 / 1000 + 30 t"
            " = 1 146.2 t CO₂/a"
        )
    ]


def test_a_sum_of_the_ledger_has_its_lines_and_misses_what_they_miss():
    (line,) = steps(office(process_kwh=[0.0]), "carbon.operational_t_per_a")
    # Industry has none, nobody says who works there, buildings have a range.
    assert line.startswith("Emissions: 0 + – + (")
    assert line.endswith(" = – t CO₂/a")


def test_the_net_balance_has_its_lines_in_the_order_of_the_formula():
    found = why(measures().evaluate(office()), "carbon.net_t_per_a")
    assert found["formula"].startswith("Net = industry + transport + buildings + water - PV")
    names = [term["name"] for term in found["inputs"][:6]]
    assert [name.split()[-1] for name in names[:4]] == [
        "industry",
        "transport",
        "buildings",
        "water",
    ]
    values = [term["value"] for term in found["inputs"][:4]]
    written = found["steps"][0].replace("\u2009", "").partition(": ")[2].split(" = ")[0]
    centrals = [part.strip("()").split(" | ") for part in written.split(" + ")[:4]]
    for value, part in zip(values, centrals, strict=True):
        if value is not None:
            assert abs(float(part[len(part) // 2]) - value) < 0.06
