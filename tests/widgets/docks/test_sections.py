"""All tables of the totals: of a small plan, and of one without anything."""

import pytest

from layers.analysis import measures
from layers.analysis.totals import totals
from tests.app.exporters.plans import park
from tests.small_plan import small_plan
from tests.strategies import document
from widgets import indicator_words
from widgets.docks.sections import sections


def made(plan):
    return sections(totals(measures().evaluate(plan), stamped=False), plan, "ha")


@pytest.mark.parametrize("plan", [small_plan(), document()], ids=["small", "empty"])
def test_each_table_has_a_heading_and_as_many_cells_as_heads(plan, qapp):
    del qapp
    found = made(plan)
    ids = [section.id for section in found]
    assert len(set(ids)) == len(ids)
    for section in found:
        assert section.title
        for row in section.rows:
            assert len(row.cells) == len(section.heads), section.id


def test_what_has_nothing_to_show_says_what_to_do(qapp):
    del qapp
    empty = {section.id: section.empty for section in made(document()) if not section.rows}
    assert {"land", "carbon", "solar", "existing", "phases", "chains"} <= set(empty)
    for id_ in ("land", "carbon", "solar", "existing", "phases", "chains"):
        assert empty[id_].endswith(".")


def test_the_balance_begins_with_the_classes_in_their_order(qapp):
    del qapp
    land = next(section for section in made(small_plan()) if section.id == "land")
    assert land.rows[0].cells == ("M  Industrial", "2.00", "66.67", "44.45")


def test_targets_are_told_by_marks_whose_words_are_in_the_tooltip(qapp):
    del qapp
    targets = next(section for section in made(small_plan()) if section.id == "indicators")
    assert targets.rows
    for row in targets.rows:
        assert row.cells[-1] in {"●", "○", "◆", "◇", ""}
        assert row.note in indicator_words.states().values()
    assert {row.note for row in targets.rows if row.cells[-1] == "◇"} == {"not reached (advice)"}


def test_the_balance_of_carbon_adds_up_as_it_is_read(qapp):
    del qapp
    plan = park()
    results = measures().evaluate(plan)
    found = totals(results, stamped=False)
    carbon = next(one for one in sections(found, plan, "ha") if one.id == "carbon")
    paths = [row.path for row in carbon.rows]
    first, last = paths.index("carbon.operational_t_per_a"), paths.index("carbon.net_t_per_a")
    assert paths[first : last + 1] == [
        "carbon.operational_t_per_a",
        "energy.ledger.green",
        "energy.ledger.pv",
        "carbon.net_t_per_a",
    ]
    for path in ("energy.avoided_by_export_t_per_a", "solar.avoided_t_per_a"):
        row = carbon.rows[paths.index(path)]
        assert paths.index(path) > last
        assert "in no balance" in row.note
