"""What changed between two versions, word by word."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kipthoi.publications.differences import MOST_WORDS, Piece, pieces


def side(found, *hows):
    return "".join(piece.text for piece in found if piece.how in hows)


def test_one_word_that_changed_is_shown_gone_and_come():
    found = pieces("thêm 30% lương", "thêm 35% lương")

    assert found == [
        Piece("same", "thêm "),
        Piece("del", "30%"),
        Piece("ins", "35%"),
        Piece("same", " lương"),
    ]


def test_equal_texts_have_one_piece():
    assert pieces("như cũ", "như cũ") == [Piece("same", "như cũ")]


def test_very_long_texts_are_compared_by_lines():
    before = "\n".join(["từ " * 30] * (MOST_WORDS // 40))

    found = pieces(before, before + "\nthêm")

    assert side(found, "same", "ins") == before + "\nthêm"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_both_texts_can_be_read_off_the_pieces(before, after):
    found = pieces(before, after)

    assert side(found, "same", "del") == before
    assert side(found, "same", "ins") == after
