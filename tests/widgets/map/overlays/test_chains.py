"""Links of industry chains as lines."""

import numpy as np

from layers.analysis import measures
from layers.edits.draw import delete
from tests.layers.analysis.test_chains import row_of
from tests.strategies import document
from widgets.map.overlays.chains import FAR, MIDDLE, NEAR, VETO, make, of_parcels


def drawn(plan):
    return make(measures().evaluate(plan))


def test_neighbours_in_a_chain_are_joined_by_one_near_line():
    found = drawn(row_of("api", "formulation", gap=60))
    assert [one.colour for one in found.lines] == [NEAR]
    # Both parcels name the link: it is drawn once, from middle to middle.
    assert len(found.lines[0].shapes) == 1
    assert abs(found.lines[0].shapes.xy[1, 0] - found.lines[0].shapes.xy[0, 0]) == 160


def test_far_partners_are_told_from_near_ones():
    far = [one.colour for one in drawn(row_of("api", "formulation", gap=9000)).lines]
    assert far == [FAR]
    assert MIDDLE not in far


def test_near_partners_of_which_there_are_most_have_thinner_lines():
    (near,) = drawn(row_of("api", "formulation", gap=60)).lines
    (far,) = drawn(row_of("api", "formulation", gap=9000)).lines
    assert near.width_mm < far.width_mm


def test_what_a_nuisance_forbids_is_red_and_too_near_parcels_are_crossed_out():
    found = drawn(row_of("api", "formulation"))
    assert [one.colour for one in found.lines] == [VETO, VETO]
    assert [bool(one.dash) for one in found.lines] == [False, True]
    assert len(found.dots[1].xy) == 2


def test_results_of_an_earlier_plan_draw_what_is_still_there():
    plan = row_of("api", "formulation", gap=60)
    results = measures().evaluate(plan)
    after = type(results)(plan.applied(delete(plan, "parcels", [2])), results.entries)
    assert make(after).bounds is not None
    assert len(make(after).lines[0].shapes) == 0
    assert make(measures().evaluate(document())).bounds is None


def test_links_of_selected_parcels_are_drawn_alone_and_whole():
    results = measures().evaluate(row_of("api", "formulation", "api", "formulation", gap=60))
    whole = make(results)
    assert len(whole.lines[0].shapes) == 3
    assert whole.lines[0].faint
    own = of_parcels(results, np.array([1]))
    assert len(own.lines[0].shapes) == 1
    assert not own.lines[0].faint
    # Of parcels without links the whole park is shown.
    assert len(of_parcels(results, np.array([99])).lines[0].shapes) == 3


def test_what_a_nuisance_forbids_never_steps_back():
    assert not any(one.faint for one in drawn(row_of("api", "formulation")).lines)
