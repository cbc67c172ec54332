from layers.explanation import Step, Term, figures
from layers.message import Message
from tests.strategies import small_plan


def test_a_term_of_a_factor_keeps_its_footing():
    term = Term.of(small_plan().factor("sink.tree_urban"))
    assert (term.value, term.unit, term.confidence) == (0.9, "kg CO₂/(m²·a)", "assumption")
    assert Term.of(small_plan().factor("sink.tree_urban"), 1.0).value == 1.0


def test_a_line_of_the_formula_has_its_numbers_and_what_comes_out():
    step = Step.of(Message("Lawn"), "{A} m² × {f}", 90_000.0, "m²", A=100_000.0, f=(0.5, 0.9, 1.0))
    assert str(step.line).replace("\u2009", " ") == "Lawn: 100 000 m² × (0.5 | 0.9 | 1) = 90 000 m²"
    assert str(Step(Message("Lawn"), "2 × –", None).line) == "Lawn: 2 × – = –"


def test_numbers_of_sums_have_six_digits_and_a_dash_where_they_are_missing():
    assert figures(float("nan")) == figures(None) == "–"
    assert figures(-1234.56).replace("\u2009", " ") == "−1 234.6"
    assert figures(0.1 + 0.2) == "0.3"
    assert figures((1.0, None)) == "(1 | –)"
