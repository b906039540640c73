"""Boxes of forms: NFC, one line, too long told with both numbers, as high as declared."""

from unicodedata import normalize

import pytest
from django import forms
from django.core.exceptions import ValidationError

from kipthoi.cases.forms.passing import CloseForm
from kipthoi.units.boxes import LONGEST, Line, Words

NFD = normalize("NFD", "Quạt hút\nhỏng")


def complaint(box: forms.Field, typed: str) -> str:
    with pytest.raises(ValidationError) as refusal:
        box.clean(typed)
    return " ".join(refusal.value.messages)


def test_words_are_kept_in_nfc_with_their_lines():
    assert Words().clean(NFD) == normalize("NFC", NFD)


def test_line_is_words_on_one_line():
    assert Line().clean(f"  {NFD}\t 2 ") == "Quạt hút hỏng 2"


@pytest.mark.parametrize("box", [Words, Line])
def test_nothing_typed_is_told_in_the_sentence_of_the_box(box):
    assert complaint(box(), " ") == "Anh/chị chưa viết gì. Viết vài chữ."
    assert complaint(box(missing="Ghi lý do."), "") == "Ghi lý do."
    assert box(required=False).clean("") == ""


@pytest.mark.parametrize("box", [Words, Line])
def test_too_long_is_told_with_both_numbers(box):
    assert box(longest=3).clean("ếếế") == "ếếế"
    assert complaint(box(longest=3), "ế" * 4) == (
        "Ô này đang có 4 chữ; nhận nhiều nhất 3."
    )


def test_words_that_fill_the_largest_box_may_go_on_in_a_file():
    assert "gửi thành tệp" in complaint(Words(), "x" * (LONGEST + 1))
    assert "gửi thành tệp" not in complaint(Words(longest=300), "x" * 301)


def test_box_is_as_high_as_declared():
    assert 'rows="3"' in Words(rows=3).widget.render("text", "")
    assert "rows" not in Line().widget.render("text", "")
    assert CloseForm.base_fields["text"].widget.attrs["rows"] == 4
