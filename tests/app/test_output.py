from app.output import shown, table, width


def test_numbers_stand_right_and_chinese_signs_count_twice():
    lines = table([("居住用地", 1.0), ("M", 12345.5)], ("类", "m²")).splitlines()
    assert lines == ["类               m²", "居住用地       1.00", "M         12,345.50"]
    assert len({width(line) for line in lines}) == 1


def test_missing_is_a_dash_and_nothing_is_nothing():
    assert table([("a", None), ("b", 2.0)]) == "a     –\nb  2.00"
    assert table([]) == ""
    assert shown(0.0) == "0.00"
