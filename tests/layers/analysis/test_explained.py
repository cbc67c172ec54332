"""Every number of the totals says why, with a formula of its own."""

import pytest

from layers.analysis import measures
from layers.analysis.absent import TITLES
from layers.analysis.explained import explained
from layers.analysis.leaf_titles import PARTS
from layers.analysis.reasons import why
from layers.analysis.totals import EMPTY, totals
from layers.factor_tables.energy import building_types
from tests.strategies import document, small_plan


@pytest.fixture(scope="module")
def results():
    return measures().evaluate(small_plan())


def numbers(values, above=""):
    for key, value in values.items():
        if isinstance(value, dict):
            yield from numbers(value, f"{above}{key}.")
        elif value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            yield f"{above}{key}"


def test_every_number_of_the_totals_is_told_once(results):
    found = totals(results, stamped=False)
    told = [path for one in explained(results) for path in one.paths]
    assert len(told) == len(set(told))
    wanted = set(numbers({key: found[key] for key in EMPTY if key != "indicators"}))
    assert wanted <= set(told)
    assert {f"indicators.{row['id']}" for row in found["indicators"]} <= set(told)


@pytest.mark.parametrize("plan", [small_plan(), document()], ids=["small", "empty"])
def test_no_number_answers_with_what_is_below_it(plan):
    for one in explained(measures().evaluate(plan)):
        assert one.why["formula"] != "Computed from the numbers below it", one.paths
        assert all(one.names), one.paths


def test_each_coefficient_has_a_source_and_says_how_sure_it_is(results):
    for one in explained(results):
        for term in one.why["inputs"]:
            assert term["confidence"], (one.paths, term["name"])
            if term["confidence"] in {"verified", "recalled"}:
                assert term["source"], (one.paths, term["name"])


def test_values_are_those_of_the_totals(results):
    found = totals(results, stamped=False)
    told = {
        path: value
        for one in explained(results)
        for path, value in zip(one.paths, one.values, strict=True)
    }
    assert told["land.parcels_m2"] == found["land"]["parcels_m2"]
    assert told["carbon.sink_t_per_a.low"] == found["carbon"]["sink_t_per_a"]["low"]
    assert told["runoff.control_pct"] is None


def test_names_of_indicators_are_in_the_language(results):
    english, chinese = (
        {
            p: n
            for one in explained(results, language=language)
            for p, n in zip(one.paths, one.names, strict=True)
        }
        for language in ("en", "zh")
    )
    assert english["indicators.NZCP-clean"] == "Share of clean energy"
    assert chinese["indicators.NZCP-clean"] == "清洁能源消费占比"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("land.workers", "Sum over the parcels"),
        ("land.per_head_m2", "residents"),
        ("energy.water_m3_per_a", "q / K"),
        ("energy.floor_m2", "FAR"),
        ("runoff.coefficient_low", "ψ = Σ"),
        ("chains.links", "Count of the links"),
    ],
)
def test_numbers_answer_for_themselves(results, path, words):
    assert words in why(results, path)["formula"]


def test_no_number_of_the_totals_lacks_a_title(results):
    """Each key has a name that is translated; only codes of land use stand as they are."""
    codes = set(results.document.codes.classes)
    found = totals(results, stamped=False)
    covers = set(results.document.parameters)
    for path in numbers({key: found[key] for key in EMPTY if key != "indicators"}):
        for length in range(2, path.count(".") + 2):
            part = path.split(".")[length - 1]
            head = ".".join(path.split(".")[:length])
            cover = f"sink.{part}" in covers or part == "unknown"
            code = part in codes or part == ""
            known = head in TITLES or part in PARTS or part in building_types()
            assert known or cover or code, path
