"""Land-use codes as files write them."""

import numpy as np
import pandas as pd
import pytest

from layers.codes import code_set
from layers.files import fields
from layers.files.code_fields import code_of
from layers.files.vectors import Source
from layers.kinds import kinds

CODES = code_set("GB50137-2011")


def filled(**columns):
    found = {name: pd.Series(values) for name, values in columns.items()}
    count = len(next(iter(found.values())))
    source = Source("a.shp", "a", found, np.full(count, None), None, "UTF-8")
    return fields.filled(source, kinds()["parcels"], {}, CODES)


def held(found, column):
    values = found.values[column]  # noqa: PD011 - columns by name, not a frame
    return [one if isinstance(one, str) else None for one in values]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("M1", "M1"),
        (" m1 ", "M1"),
        ("Ｍ１", "M1"),
        ("一类工业用地", "M1"),
        ("x9", "x9"),
        ("M1/B2", "M1/B2"),
        ("m1 + b2", "M1/B2"),
        ("M1／B2", "M1/B2"),
        ("一类工业用地、商务用地", "M1/B2"),
        ("M1+x9", "M1+x9"),
        ("M1B2", "M1B2"),
    ],
)
def test_codes_are_written_as_the_code_set_has_them(text, code):
    assert code_of(text, CODES) == code


def test_mixed_use_comes_with_its_shares_from_two_fields_or_from_one():
    found = filled(
        用地代码=["M1/B2", "R2:60/B1:40", "M1:70/B2:20", "G1"], 混合比例=["70/30", None, None, None]
    )
    assert held(found, "land_use") == ["M1/B2", "R2/B1", "M1:70/B2:20", "G1"]
    assert held(found, "land_use_shares") == ["70/30", "60/40", None, None]


def test_a_field_of_mixed_use_is_found_by_its_codes_and_unknown_ones_are_told():
    found = filled(DL=["M1/B2", "G1", "M1+B1", "R2", "Z9"], Nr=["a", "b", "c", "d", "e"])
    assert found.fields["land_use"] == "DL"
    told = filled(YDDM=["M1/B2", "M1/Z9"])
    assert "1 code of YDDM is not in GB50137-2011 and was kept: M1/Z9" in " ".join(
        map(str, told.doubtful)
    )
