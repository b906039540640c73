"""The two identifiers: what is forgiven when they are typed, and what never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kipthoi.core import keys

SECRET = b"\x01" * 32
TOKENS = st.binary(min_size=16, max_size=16)


@given(TOKENS, st.integers(0, 99))
def test_key_has_sixteen_digits_that_read_back(token, counter):
    key = keys.derive_key(SECRET, token, counter)

    assert len(key) == keys.KEY_LENGTH
    assert keys.read_key(key) == key


@given(TOKENS)
def test_key_changes_with_secret_token_and_counter(token):
    key = keys.derive_key(SECRET, token)

    assert keys.derive_key(b"\x02" * 32, token) != key
    assert keys.derive_key(SECRET, token, 1) != key
    assert keys.derive_key(SECRET, token) == key


@pytest.mark.parametrize(
    "form",
    [
        "{} {} {} {}",
        "{}.{}.{}.{}",
        "{}-{}-{}-{}",
        "{}\u00a0{}\u2009{}\u3000{}",
        "Mã: {}{}{}{}.",
        "\ufeff{}\u200b{} {}\n{}",
    ],
)
def test_key_is_read_however_it_is_set(form):
    key = keys.derive_key(SECRET, b"x" * 16)
    groups = [key[i : i + 4] for i in range(0, 16, 4)]

    assert keys.read_key(form.format(*groups)) == key


def test_key_in_full_width_digits_is_read():
    key = keys.derive_key(SECRET, b"x" * 16)
    wide = key.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})

    assert keys.read_key(wide) == key


@given(st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_is_told_before_any_look_up(place, shift):
    key = keys.derive_key(SECRET, b"y" * 16)
    wrong = str((int(key[place]) + shift) % 10)

    with pytest.raises(keys.KeyMistyped):
        keys.read_key(key[:place] + wrong + key[place + 1 :])


@pytest.mark.parametrize(("typed", "digits"), [("", 0), ("4821 0937 6650 218", 15)])
def test_key_of_another_length_says_how_many_digits(typed, digits):
    with pytest.raises(keys.KeyLength) as told:
        keys.read_key(typed)

    assert told.value.digits == digits


def test_digest_of_a_key_depends_on_the_outside_secret():
    assert keys.digest_key(SECRET, "1" * 16) != keys.digest_key(b"\x02" * 32, "1" * 16)
    assert len(keys.digest_token(b"t" * 16)) == 32


@given(st.binary(min_size=5, max_size=5))
def test_code_reads_back_in_any_spelling(drawn):
    code = keys.code_from(drawn)

    assert len(code) == keys.CODE_LENGTH
    assert keys.read_code(keys.grouped_code(code).lower()) == code
    assert keys.read_code(f" {code[:4]} {code[4:]} ") == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [("7k3m-9q2f", "7K3M9Q2F"), ("OIL0-0000", "01100000"), ("u000-0000", "V0000000")],
)
def test_code_forgives_lookalikes(typed, code):
    assert keys.read_code(typed) == code


@pytest.mark.parametrize("typed", ["", "7K3M", "7K3M-9Q2F-1", "7K3M-9Q2é", "../../x"])
def test_what_is_no_code_is_none(typed):
    assert keys.read_code(typed) is None


def test_key_is_grouped_in_fours():
    assert keys.grouped("4821093766502184") == "4821 0937 6650 2184"
