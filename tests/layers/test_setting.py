"""Settings are declared once, with what they can be."""

from layers.setting import Setting


def test_a_setting_of_numbers_has_bounds_and_no_choices():
    setting = Setting("plan.x", "X", 3, "integer", "a", low=1, high=5)
    assert (setting.low, setting.high, dict(setting.choices), setting.factors) == (1, 5, {}, "")
