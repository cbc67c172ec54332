import pytest

from layers.analysis.worked import sum_line
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


@pytest.mark.parametrize(
    ("text", "amounts", "shown"),
    [
        ("{a} + {b}", {"a": 5.0, "b": -218_937.0}, "5 − 218 937"),
        ("{a} + {b} + {c}", {"a": -5.0, "b": -0.5, "c": -1.0}, "−5 − 0.5 − 1"),
        ("{a} - {b}", {"a": 1.0, "b": -2.0}, "1 + 2"),
        ("{S} - ({A} - {D})", {"S": 1.0, "A": -2.0, "D": -3.0}, "1 - (−2 + 3)"),
        ("{a} + {b} × {c}", {"a": 1.0, "b": 2.0, "c": -3.0}, "1 + 2 × −3"),
        ("{a} + {b}", {"a": 1.0, "b": (-3.0, -2.0, -1.0)}, "1 + (−3 | −2 | −1)"),
        ("{a} + {b}", {"a": 1.0, "b": (-3.0, -3.0, -3.0)}, "1 − 3"),
        ("{a} + {b}", {"a": 1.0, "b": -1e-6}, "1 − 1e-06"),
        ("{a} + {b}", {"a": 1.0, "b": None}, "1 + –"),
    ],
)
def test_what_is_below_nil_is_taken_away_in_a_sum(text, amounts, shown):
    assert Step.of(Message("Net"), text, 0.0, **amounts).sum.replace("\u2009", " ") == shown


def test_summands_below_nil_are_taken_away():
    step = sum_line(Message("Net"), [3.0, -2.0, -1.0])
    assert str(step.line) == "Net: 3 − 2 − 1 = 0"


def test_numbers_of_sums_have_six_digits_and_a_dash_where_they_are_missing():
    assert figures(float("nan")) == figures(None) == "–"
    assert figures(-1234.56).replace("\u2009", " ") == "−1 234.6"
    assert figures(0.1 + 0.2) == "0.3"
    assert figures((1.0, None)) == "(1 | –)"
