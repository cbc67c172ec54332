from layers.explanation import Term
from tests.strategies import small_plan


def test_a_term_of_a_factor_keeps_its_footing():
    term = Term.of(small_plan().factor("sink.tree_urban"))
    assert (term.value, term.unit, term.confidence) == (0.9, "kg CO₂/(m²·a)", "assumption")
    assert Term.of(small_plan().factor("sink.tree_urban"), 1.0).value == 1.0
