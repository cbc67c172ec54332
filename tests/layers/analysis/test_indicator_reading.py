"""What indicators read, and what that lacks."""

from layers.analysis import measures
from layers.analysis.absent import Missing
from layers.analysis.indicator_values import reading_of
from layers.message import Message
from tests.strategies import document

KNOWN = tuple(
    Missing(path, Message.of(path))
    for path in ("energy.gas_m3_per_a", "energy.ledger.pv", "slow", "carbon.sink_t_per_a")
)


def lacks(quantity, typed=()):
    reading = reading_of(measures().evaluate(document()), {}, dict.fromkeys(typed, 1.0))
    return [one.path for one in reading.lacks(quantity, KNOWN)]


def test_a_quantity_lacks_what_its_totals_lack():
    assert lacks("energy_tce") == ["energy.gas_m3_per_a"]
    assert lacks("slow_density") == ["slow"]
    assert lacks("green_cover") == ["carbon.sink_t_per_a"]
    assert lacks("gamma") == []


def test_what_reads_the_energy_of_the_park_lacks_what_that_lacks():
    assert lacks("core") == ["energy.ledger.pv", "energy.gas_m3_per_a"]
    assert lacks("core", typed=("energy_tce",)) == ["energy.ledger.pv"]


def test_what_is_typed_lacks_nothing():
    assert lacks("core", typed=("core",)) == []


def test_numbers_of_the_totals_are_found_by_path():
    found = {"land": {"site_m2": 4.0, "flag": True}}
    reading = reading_of(measures().evaluate(document()), found, {})
    assert reading.at("land.site_m2") == 4.0
    assert reading.at("land.flag") is reading.at("land.gone") is reading.at("gone.site_m2") is None
