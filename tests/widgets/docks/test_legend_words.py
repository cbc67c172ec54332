"""Names of layers and of their classes in the layer tree."""

import pytest

from layers.analysis import measures
from layers.analysis.classes import entries_of
from layers.looks import PENDING
from layers.style import Style
from tests.small_plan import small_plan
from widgets.docks.legend_words import entry_name, layer_name, seen_at

BY_AREA = Style(by="measure:land.areas", breaks=(1.0,), ramp=("#111111",))


def outdated(results, *ids):
    """Results of which some measures belong to an earlier document."""
    entries = dict(results.entries)
    entries |= {id_: entries[id_].outdated() for id_ in ids}
    return type(results)(results.document, entries)


def test_a_layer_says_that_its_colours_are_being_computed():
    results = measures().evaluate(small_plan())
    assert layer_name("parcels", BY_AREA, None) == "Parcels – computing…"
    assert layer_name("parcels", BY_AREA, outdated(results, "land.areas")) == "Parcels – computing…"
    assert layer_name("parcels", BY_AREA, outdated(results, "land.inside")) == "Parcels"
    assert layer_name("parcels", BY_AREA, results) == "Parcels"
    assert layer_name("parcels", Style(opacity=0.5), None) == "Parcels  50%"


def test_what_waits_for_its_number_is_not_said_to_have_none():
    plan = small_plan()
    results = outdated(measures().evaluate(plan), "land.areas")
    series = results.value("land.areas")
    results.entries["land.areas"] = results.entries["land.areas"].exchanged(series.iloc[1:])
    *classes, last = entries_of(plan, "parcels", results, BY_AREA)
    assert (sum(one.count for one in classes), last.count, last.look) == (3, 1, PENDING)
    assert not last.missing
    assert entry_name(plan, "parcels", BY_AREA, last) == "computing…"


@pytest.mark.parametrize(
    ("nearest", "farthest", "said"),
    [(500, 2_000, "from 1:500 to"), (500, float("inf"), "outwards"), (0, 2_000, "only up to")],
)
def test_scales_are_said_as_far_as_there_are_bounds(nearest, farthest, said):
    assert said in seen_at(Style(nearest=nearest, farthest=farthest))
