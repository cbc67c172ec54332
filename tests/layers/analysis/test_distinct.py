import numpy as np
import pandas as pd
import pytest

from layers.analysis import distinct as module
from layers.analysis.distinct import distinct


@pytest.mark.parametrize("few", [0, 500])
@pytest.mark.parametrize(
    ("texts", "places", "found"),
    [
        ([], [], ()),
        ([None, None], [-1, -1], ()),
        (["b", "a", None, "b", ""], [0, 1, -1, 0, 2], ("b", "a", "")),
    ],
)
def test_few_texts_and_many_are_told_apart_alike(monkeypatch, few, texts, places, found):
    monkeypatch.setattr(module, "FEW", few)
    told = distinct(pd.array(texts, "str"))
    assert (told[0].tolist(), told[1]) == (places, found)
    assert told[0].dtype == np.intp


def test_a_column_in_parts_is_one():
    parts = pd.concat([pd.Series(["a", None], dtype="str"), pd.Series(["b", "a"], dtype="str")])
    assert distinct(parts.array)[0].tolist() == [0, -1, 1, 0]
