import pytest

from layers import mixed
from layers.errors import InvalidEditError


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("M1", ("M1", None)),
        ("M1/B2", ("M1/B2", None)),
        ("M1:70/B2:30", ("M1/B2", "70/30")),
        ("B2：30／M1：70", ("M1/B2", "70/30")),
        (" M1 : 50 % / B2 : 50 % ", ("M1/B2", "50/50")),
        ("M1:33.3/B2:33.3/G1:33.4", ("G1/M1/B2", "33.4/33.3/33.3")),
    ],
)
def test_a_use_is_read_as_it_is_typed_the_larger_share_first(text, found):
    assert mixed.read(text) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("M1:70/B2:20", "add up to 90 %, not to 100 %"),
        ("M1:70/B2", "The share of B2 must be a number above 0 in percent"),
        ("M1:abc/B2:30", "The share of M1 must be a number above 0"),
        ("M1:-10/B2:110", "The share of M1 must be a number above 0"),
        ("M1:nan/B2:30", "The share of M1 must be a number above 0"),
        ("M1/", "2 to 6 different codes"),
        ("M1/M1", "2 to 6 different codes"),
        ("M1:100", "2 to 6 different codes"),
        ("A/B/C/D/E/F/G", "2 to 6 different codes"),
    ],
)
def test_what_is_no_mixed_use_is_refused_with_what_is_wrong(text, said):
    with pytest.raises(InvalidEditError) as caught:
        mixed.read(text)
    assert said in str(caught.value)


@pytest.mark.parametrize("shares", ["", "70", "70/20", "70/30/0", "a/b", "inf/30", "-70/170"])
def test_shares_that_do_not_fit_two_codes_are_none(shares):
    assert mixed.fractions_of(shares, 2) is None


def test_rounded_thirds_are_shares_and_their_fractions_sum_to_one():
    found = mixed.fractions_of("33.3/33.3/33.3", 3)
    assert found is not None
    assert sum(found) == pytest.approx(1.0, abs=1e-15)


def test_codes_and_shares_are_one_text_again():
    assert mixed.typed(*mixed.read("M1:70/B2:30")) == "M1:70/B2:30"
    assert mixed.typed("M1/B2", "70/20") == "M1/B2"


def test_as_many_shares_as_codes_are_asked_for():
    with pytest.raises(InvalidEditError, match="needs 2 shares, one for each code; there are 3"):
        mixed.ordered(("M1", "B2"), ("50", "30", "20"))
