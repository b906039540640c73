"""The piece of a text around the words looked for."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kipthoi.search.excerpt import excerpt
from kipthoi.search.queries import words


def found(text, typed):
    return [piece.text for piece in excerpt(text, words(typed)) if piece.found]


def test_words_are_marked_whatever_their_marks():
    assert found("Có xe đưa người về bản.", "xe dua ve") == ["xe", "đưa", "về"]


def test_marks_typed_find_words_without_marks():
    assert found("Xe dua ve ban", "đưa về") == ["dua", "ve"]


def test_words_that_are_not_there_mark_nothing():
    assert found("Có xe đưa về.", "lương") == []


def test_long_text_begins_shortly_before_the_first_word_found():
    text = "một " * 200 + "thưởng Tết có trong thỏa ước"

    pieces = excerpt(text, words("thuong tet"))

    assert pieces[0].text == "…"
    assert [piece.text for piece in pieces if piece.found] == ["thưởng", "Tết"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.text(max_size=30))
def test_excerpt_says_nothing_that_is_not_in_the_text(text, typed):
    pieces = excerpt(text, words(typed))

    shown = "".join(piece.text for piece in pieces).strip("…")
    assert shown in text or shown.strip("…") in text.strip("…")
