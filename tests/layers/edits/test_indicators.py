"""Typing values of indicators and setting targets, and taking both back."""

import pytest

from layers.edits.indicators import set_indicator, set_target
from layers.edits.operations import run
from layers.errors import InvalidEditError
from layers.files import project
from layers.parameters import Factor
from layers.session import Session
from tests.strategies import document


def typed(plan, quantity):
    found = plan.parameters.get(f"typed.{quantity}")
    return (found.central, found.source) if isinstance(found, Factor) else None


def test_what_is_typed_is_kept_with_its_source_and_undone():
    session = Session(document())
    session.perform(set_indicator(session.document, "NZCP-waste", 82.0, "Yearbook 2024"))
    assert typed(session.document, "waste") == (82.0, "Yearbook 2024")
    session.perform(set_indicator(session.document, "MIIT-06", 90.0))
    assert typed(session.document, "waste") == (90.0, "Yearbook 2024")
    session.undo()
    session.undo()
    assert typed(session.document, "waste") is None
    session.redo()
    assert typed(session.document, "waste") == (82.0, "Yearbook 2024")
    session.perform(set_indicator(session.document, "NZCP-waste", None))
    assert "typed.waste" not in session.document.parameters


def test_what_is_typed_is_saved_with_the_plan(tmp_path):
    plan = document()
    plan = plan.applied(set_indicator(plan, "NZCP-product", "yes", "审核报告 2024"))
    project.save(plan, tmp_path / "plan.gpkg")
    found = project.load(tmp_path / "plan.gpkg").document
    assert typed(found, "product_energy") == (1.0, "审核报告 2024")
    assert found.parameters["typed.product_energy"].confidence == "user"


@pytest.mark.parametrize(
    ("id_", "value", "words"),
    [
        ("NZCP-wast", 1, "NZCP-waste"),
        ("SEED4-gep", 1, "no indicator"),
        ("NZCP-waste", "much", "must be a number"),
        ("NZCP-waste", True, "must be a number"),
        ("NZCP-waste", float("inf"), "must be a number"),
        ("NZCP-waste", 101, "from 0 to 100"),
        ("NZCP-waste", -1, "from 0 to 100"),
        ("MIIT-12", "perhaps", "yes or no"),
        ("MIIT-12", 2, "yes or no"),
        ("NZCP-heat", None, "Nothing is typed"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(id_, value, words):
    with pytest.raises(InvalidEditError, match=words):
        set_indicator(document(), id_, value)


@pytest.mark.parametrize(("text", "bounds"), [("40", (40.0, None)), ("30-50", (30.0, 50.0))])
def test_a_target_is_typed_as_it_is_read(text, bounds):
    plan = document()
    plan = plan.applied(set_target(plan, "T-greencover", text))
    found = plan.factor("target.T-greencover")
    assert (found.low, found.high, found.confidence) == (*bounds, "user")


def test_a_number_alone_keeps_the_side_of_the_target():
    plan = document()
    found = plan.applied(set_target(plan, "NZCP-core-small", "0.15"))
    assert found.factor("target.NZCP-core-small").high == 0.15
    assert found.factor("target.NZCP-core-small").low is None


def test_what_is_no_target_is_refused():
    with pytest.raises(InvalidEditError, match="is no target"):
        set_target(document(), "T-road", "soon")
    with pytest.raises(InvalidEditError, match="T-road"):
        set_target(document(), "T-roads", "5")


def test_both_are_operations():
    outcome = run(
        document(),
        [
            '{"op": "indicator", "id": "NZCP-water", "value": 81, "source": "audit"}',
            '{"op": "target", "id": "T-road", "text": "≥ 6"}',
        ],
    )
    assert outcome.done == 2
    assert typed(outcome.document, "water_reuse") == (81.0, "audit")
    assert outcome.document.factor("target.T-road").low == 6.0
