"""How sure the yield of roofs is, and how far it may lie."""

import pytest

from layers.analysis import measures
from layers.analysis.pv_footing import Footing, spread
from tests.layers.analysis.test_hourly import with_parameters
from tests.strategies import document, layer, squares

ROOFS = [one.buffer(-10, join_style="mitre") for one in squares(2)]


def plan(pv=("planned", "none"), **values):
    columns = {"roof_type": ["metal", "flat"]} | values
    return document(layer("rooftops", ROOFS, pv=list(pv), **columns))


def footing(found):
    return measures().evaluate(found).value("solar.footing")


def ratio(found, bound, *ids):
    whole = 1.0
    for id_ in ids:
        factor = found.parameters[id_]
        whole *= (getattr(factor, bound) or factor.central) / factor.central
    return whole


def test_low_and_high_take_all_factors_at_their_bounds():
    found = plan()
    city = measures().evaluate(found).value("solar.yield_factor")
    ids = (
        "pv.usable_metal",
        "pv.gcr_flush",
        "pv.density_mono",
        city,
        "pv.yield_flat_factor",
    )
    told = footing(found)
    assert told.low < 1 < told.high
    assert told.low == pytest.approx(ratio(found, "low", *ids))
    assert told.high == pytest.approx(ratio(found, "high", *ids))


def test_a_share_that_is_entered_has_no_range():
    free = footing(plan())
    entered = footing(plan(usable_share=[0.75, None]))
    assert free.low < entered.low < 1 < entered.high < free.high


def test_the_weakest_factor_that_is_used_counts():
    found = plan()
    assert footing(found).confidence == "assumption"
    sure = {
        id_: factor.edited(central=factor.central)
        for id_, factor in found.parameters.items()
        if id_.startswith("pv.") and factor.central is not None
    }
    assert footing(with_parameters(found, **sure)).confidence == "computed"
    sure["pv.usable_flat"] = found.parameters["pv.usable_flat"]
    # No counted roof is flat.
    assert footing(with_parameters(found, **sure)).confidence == "computed"


def test_without_roofs_nothing_is_assumed():
    assert footing(document()) == Footing("computed", 1.0, 1.0)
    assert spread(Footing("computed", 0.5, 2.0)).tolist() == [0.5, 1.0, 2.0]
