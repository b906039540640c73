import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kipthoi.core.damm import NotDigits, check_digit, valid

digits = st.text("0123456789", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("number", "check"),
    [("572", "4"), ("0", "0"), ("1", "3"), ("43881234567", "9"), ("112946", "0")],
)
def test_check_digit_matches_published_vectors(number, check):
    assert check_digit(number) == check
    assert valid(number + check)


@pytest.mark.parametrize("text", ["", "12a", " 572", "５７２", "²", "-1"])
def test_check_digit_of_other_characters_is_refused(text):
    with pytest.raises(NotDigits):
        check_digit(text)


@pytest.mark.parametrize("text", ["", "0", "5", "572", "57２4", "572 4"])
def test_valid_says_no_and_never_raises(text):
    assert valid(text) is False


@settings(max_examples=60)
@given(digits)
def test_a_check_digit_makes_the_string_valid_and_only_that_digit(number):
    right = check_digit(number)

    assert [d for d in "0123456789" if valid(number + d)] == [right]


@settings(max_examples=40)
@given(digits)
def test_every_single_wrong_digit_is_found(number):
    whole = number + check_digit(number)

    for i, old in enumerate(whole):
        for new in set("0123456789") - {old}:
            assert not valid(whole[:i] + new + whole[i + 1 :])


@settings(max_examples=60)
@given(digits)
def test_every_swap_of_neighbours_is_found(number):
    whole = number + check_digit(number)

    for i in range(len(whole) - 1):
        a, b = whole[i], whole[i + 1]
        if a != b:
            assert not valid(whole[:i] + b + a + whole[i + 2 :])


def test_leading_zeros_do_not_change_the_digit():
    assert check_digit("000572") == check_digit("572")
