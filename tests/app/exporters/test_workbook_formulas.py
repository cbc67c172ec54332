"""Formulas of the land balance by codes, shares and sums; their values in test_workbook."""

import numpy as np

from app.exporters.figures import Line
from app.exporters.workbook_formulas import LONGEST, Ranges, area_formulas
from layers.analysis.by_code import Uses

RANGES = Ranges("P!C1:C9", "P!D1:D9", "P!Z1:Z9")


def line(code, rank="main", area=100.0):
    return Line(code, "x", "", rank, 0, "urban", area, 0.01, 0.1, 1.0, None, frozenset(), 0)


def formulas(uses, *codes):
    lines = [*(line(code) for code in codes), line("", "sum")]
    return [getattr(one, "text", one) for one in area_formulas(lines, RANGES, "C3", uses)]


def test_a_mixed_use_adds_its_shares_and_is_taken_off_what_has_none():
    uses = Uses(
        np.array([0]),
        ((("M1", 1.0),), (("M1", 0.75), ("B2", 0.25)), (("M1/B2", 1.0),)),
        (("M1", ""), ("M1/B2", "75/25"), ("M1/B2", "")),
    )
    first, second, third, _ = formulas(uses, "M1", "B2", "M1/B2")
    mixed = 'SUMPRODUCT(EXACT(P!C1:C9,"M1/B2")*EXACT(P!D1:D9,"75/25")*P!Z1:Z9)'
    assert first == f"=SUMIFS(P!Z1:Z9,P!C1:C9,$A6)+0.75*{mixed}"
    assert second == f"=SUMIFS(P!Z1:Z9,P!C1:C9,$A7)+0.25*{mixed}"
    assert third == f'=SUMPRODUCT(EXACT(P!C1:C9,"M1/B2")*P!Z1:Z9)-1*{mixed}'


def test_a_formula_longer_than_spreadsheets_take_is_its_value():
    parts = tuple((("M1", n / 1000), ("B2", 1 - n / 1000)) for n in range(1, 200))
    uses = Uses(np.array([0]), parts, tuple(("M1/B2", f"{n}") for n in range(1, 200)))
    first, *_ = formulas(uses, "M1")
    assert first == 100.0
    assert LONGEST < 8192
