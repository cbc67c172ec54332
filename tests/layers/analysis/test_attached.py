import pytest

from layers.analysis import attached, measures
from layers.edit import Change
from layers.edits.attributes import set_values
from layers.edits.draw import delete, draw
from layers.edits.parameters import set_parameter
from layers.edits.zone import zone
from tests.layers.analysis.parks import SITE, areas, box, park
from tests.likeness import difference
from tests.strategies import document, layer, squares


def test_the_green_ratio_asks_for_attached_green_and_the_rest_is_sealed():
    assert areas(park()) == {"lawn": 2_000, "water": 0, "bare": 10_000, "sealed": 8_000}


def test_greens_inside_the_parcel_count_towards_its_ratio():
    plan = park(layer("greens", [box(0, 0, 10, 100)], cover=["shrub"]))
    assert areas(plan) == pytest.approx(
        {"shrub": 1_000, "lawn": 1_000, "water": 0, "bare": 10_000, "sealed": 8_000}
    )


def test_attached_green_ends_with_the_rest_of_the_parcel():
    plan = park(layer("rooftops", [box(0, 0, 90, 100)]))
    assert areas(plan)["lawn"] == pytest.approx(1_000)
    assert areas(plan)["sealed"] == pytest.approx(9_000)


@pytest.mark.parametrize(
    ("values", "lawn"),
    [
        ({"green_pct": 30.0, "green_min_pct": 10.0}, 3_000),
        ({"green_pct": None, "green_min_pct": 10.0}, 1_000),
        ({"green_pct": 30.0, "green_area_m2": 2_500.0}, 2_500),
        ({"green_pct": 30.0, "green_area_m2": 20_000.0}, 10_000),
        ({"green_pct": None, "land_use": "R2"}, 3_000),
        ({"green_pct": None, "land_use": "M1"}, 0),
        ({"green_pct": None, "land_use": "S1"}, 0),
        ({"green_pct": None, "land_use": None}, 0),
        ({"green_pct": 0.0, "land_use": "R2"}, 0),
    ],
)
def test_which_green_ratio_counts(values, lawn):
    assert areas(park(**values)).get("lawn", 0) == pytest.approx(lawn)


def test_parcels_whose_ratio_is_assumed_are_counted_by_code():
    plan = document(
        SITE,
        layer(
            "parcels",
            squares(4),
            land_use=["R2", "R2", None, "M1"],
            green_pct=[None, 10.0, None, None],
        ),
    )
    results = measures().evaluate(plan)
    found, ground = results.value("carbon.rests"), results.value("carbon.ground")
    # The red line takes in the first two parcels; R2 asks for 30 %.
    assert ground.attached_m2.tolist() == [3_000, 1_000, 0, 0]
    assert ground.sealed_m2.tolist() == [7_000, 9_000, 0, 0]
    assert (found.attached_m2, found.sealed_m2) == (4_000, 16_000)
    assert (dict(found.assumed), found.unknown) == ({"R2": 1}, 0)


def test_the_cover_of_attached_green_is_the_plans():
    plan = park()
    edit = set_parameter(plan, "plan.attached_cover", "shrub")
    assert areas(plan.applied(edit))["shrub"] == 2_000


def test_a_mixed_use_asks_for_the_green_of_its_codes_by_their_shares():
    # R2 asks for 30 %, M1 for none: 40 % of 30 % of 10,000 m².
    values = {"green_pct": None, "land_use": "M1/R2"}
    assert areas(park(**values, land_use_shares="60/40"))["lawn"] == pytest.approx(1_200)
    assert areas(park(**values, land_use_shares=None)).get("lawn", 0) == 0


def kept_and_fresh(plan, *edits):
    """The rests after edits one after another, kept and anew."""
    results = measures().evaluate(plan)
    for made in edits:
        edit = made(plan)
        plan = plan.applied(edit)
        results = measures().evaluate(plan, results, Change.of(edit))
    return results.value("carbon.rests"), measures().evaluate(plan).value("carbon.rests")


@pytest.mark.parametrize(
    "edit",
    [
        lambda plan: zone(plan, [1], "M1"),
        lambda plan: zone(plan, [2], "G1"),  # a code that comes
        lambda plan: zone(plan, [4], "R2"),  # and one that is no more
        lambda plan: zone(plan, [1, 2], "A1"),
        lambda plan: set_values(
            plan, "parcels", [1], {"land_use": "M1/R2", "land_use_shares": "60/40"}
        ),
        lambda plan: set_values(plan, "parcels", [1, 4], {"land_use": "A1/R2"}),
        lambda plan: set_values(plan, "parcels", [3], {"green_pct": 70.0}),
        lambda plan: set_values(plan, "parcels", [2], {"green_pct": None}),
        lambda plan: delete(plan, "parcels", [1, 4]),
        lambda plan: delete(plan, "parcels", [1, 2, 3, 4]),
        lambda plan: draw(plan, "parcels", box(50, 50, 150, 80), {"land_use": "R2"}),
        lambda plan: draw(plan, "greens", box(50, 50, 150, 80), {"cover": "lawn"}),
        lambda plan: draw(plan, "water", box(0, 0, 190, 90), {}),
        lambda plan: delete(plan, "greens", [1]),
        lambda plan: delete(plan, "boundary", [1]),
        lambda plan: set_parameter(plan, "green.R2", {"low": None, "central": 5, "high": None}),
    ],
)
def test_what_an_edit_leaves_of_the_sums_is_what_there_is_of_all_anew(edit):
    plan = document(
        SITE,
        layer(
            "parcels", squares(4), land_use=["R2", "R2", None, "M1"], green_pct=[None, 10.0, 5, 1]
        ),
        layer("greens", [box(0, 0, 120, 10)], cover=["shrub"]),
    )
    again = [edit, lambda plan: set_values(plan, "parcels", [3], {"green_min_pct": 20.0})]
    for edits in ([edit], again if 3 in plan.applied(edit(plan)).layer("parcels").ids else [edit]):
        kept, fresh = kept_and_fresh(plan, *edits)
        assert not difference(kept, fresh)
        assert kept.attached_m2 == pytest.approx(fresh.attached_m2, rel=1e-9)


def test_a_code_that_comes_leaves_the_other_parcels_alone(monkeypatch):
    plan = document(layer("parcels", squares(4), land_use=["R2", "M1", "M1", None]))
    before = measures().evaluate(plan)
    edit = zone(plan, [2], "R1")
    fresh = measures().evaluate(plan.applied(edit)).value("carbon.rests")
    monkeypatch.setattr(attached, "_rests", None)
    after = measures().evaluate(plan.applied(edit), before, Change.of(edit))
    assert not difference(after.value("carbon.rests"), fresh)
