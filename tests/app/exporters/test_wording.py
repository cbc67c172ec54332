"""The words of an export, in its language."""

import pytest

from app.exporters.wording import Wording
from tests.small_plan import small_plan


@pytest.mark.parametrize(
    ("word", "english", "chinese"),
    [("user", "edited", "已修改"), ("verified", "verified", "已核实"), ("", "", "")],
)
def test_how_sure_a_value_is_has_its_word(word, english, chinese):
    plan = small_plan()
    for language, said in (("en", english), ("zh", chinese)):
        assert Wording(language, plan.codes, plan.parameters).confidence(word) == said
