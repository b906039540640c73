"""Redaction: a marked corpus with thresholds, properties, and time under attack."""

import json
import re
import subprocess
import sys
import time
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kipthoi.core.normalise import normalise
from kipthoi.core.redaction import KINDS, Span, find, label_en, label_vi, main, mask

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "redaction_cases.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
MARK = re.compile(r"\{\{(\w+)(\??)\|(.*?)\}\}", re.DOTALL)
PROPOSED = {"name", "address", "landline", "staff_code", "long_digits"}

WORDS = """
gọi STK 0912345678 0987.654.321 (+84 anh Tuấn Nguyễn Văn Hoa CCCD 035187001234 sinh năm
1987 87 51F-123.45 a.b@gmail.com @ ,. ① 1.300.000 đồng ngõ 12/4 không chín một hai ba
bốn năm sáu bảy tám zalo may_to3 H'Hen Niê [số ] ( )
"""
words = st.sampled_from([*WORDS.split(), "\u200b", "\u0301"])
texts = st.one_of(st.text(max_size=60), st.lists(words, max_size=14).map(" ".join))


def parse(marked: str) -> tuple[str, list[Span]]:
    """Read "gọi {{phone|0912 345 678}} nhé"; a question mark makes a proposal."""
    text, at, spans = "", 0, []
    for found in MARK.finditer(marked):
        text += marked[at : found.start()]
        kind, asked = found[1], found[2] or found[1] in PROPOSED
        end = len(text) + len(found[3])
        spans.append(Span(len(text), end, kind, "propose" if asked else "mask"))
        text, at = text + found[3], found.end()
    return text + marked[at:], spans


@cache
def spans_of(text: str) -> list[Span]:
    return find(text)


def covered(text: str, span: Span, found: list[Span]) -> bool:
    return all(
        any(one.start <= at < one.end for one in found)
        for at in range(span.start, span.end)
        if text[at].isalnum()
    )


@pytest.mark.parametrize(
    ("group", "most_wrong"), [((False, 1), 2), ((True, 1), 2), ((True, 2), 16)]
)
def test_corpus_is_masked_and_proposed_as_marked(
    group: tuple[bool, int], most_wrong: int
) -> None:
    """Round 2 was written blind, by another hand; its wrong ones are proposals."""
    counts = dict.fromkeys(("mask", "masked", "unseen", "propose", "proposed"), 0)
    wrong: list[str] = []

    for case in CASES:
        if (case["held"], case.get("round", 1)) != group:
            continue
        text, wanted = parse(case["marked"])
        found = spans_of(text)
        masks = [one for one in found if one.mode == "mask"]
        for span in wanted:
            counts[span.mode] += 1
            counts["masked"] += span.mode == "mask" and covered(text, span, masks)
            counts["proposed"] += span.mode == "propose" and covered(text, span, found)
            counts["unseen"] += span.mode == "mask" and not covered(text, span, found)
        wrong += [
            text[one.start : one.end]
            for one in found
            if not any(s.start < one.end and one.start < s.end for s in wanted)
        ]

    assert counts["masked"] >= 0.97 * counts["mask"]
    assert counts["unseen"] <= 0.02 * counts["mask"]
    assert counts["proposed"] >= 0.95 * counts["propose"]
    assert len(wrong) <= most_wrong, wrong


def test_corpus_masks_nothing_innocent() -> None:
    for case in CASES:
        text, wanted = parse(case["marked"])
        for one in spans_of(text):
            inside = any(s.start < one.end and one.start < s.end for s in wanted)
            assert inside or one.mode == "propose", (text, one)


def test_corpus_is_large_and_has_every_kind() -> None:
    marked = [parse(case["marked"])[1] for case in CASES]

    assert sum(not spans for spans in marked) >= 200
    kinds = {span.kind for spans in marked for span in spans}
    assert kinds | {"household", "location"} == set(KINDS)  # the home has its own rows


def test_nfd_finds_what_nfc_finds() -> None:
    for case in CASES[::3]:
        text, _ = parse(case["marked"])
        composed = unicodedata.normalize("NFC", text)
        kinds = [(one.kind, one.mode) for one in find(composed)]
        decomposed = find(unicodedata.normalize("NFD", text))
        assert [(one.kind, one.mode) for one in decomposed] == kinds, text


@pytest.mark.parametrize("inserted", ["\u200b", "\u00ad", "\u2060", "\ufeff"])
def test_zero_width_character_does_not_unmask(inserted: str) -> None:
    for case in CASES[::19]:
        text, wanted = parse(case["marked"])
        for span in (one for one in wanted if one.mode == "mask"):
            middle = (span.start + span.end) // 2
            typed = text[:middle] + inserted + text[middle:]
            before = {(one.kind, one.mode) for one in find(text)}
            assert {(one.kind, one.mode) for one in find(typed)} == before


def test_mask_leaves_no_masked_datum() -> None:
    for case in CASES:
        text, _ = parse(case["marked"])
        shown = mask(text, spans_of(text))
        for one in spans_of(text):
            assert (
                one.mode == "propose"
                or text[one.start : one.end] not in shown
                or (text.count(text[one.start : one.end]) > 1)
            )


def test_mask_has_one_width_whatever_the_length() -> None:
    assert mask("gọi 0912 345 678 nhé") == "gọi [số điện thoại] nhé"
    assert mask("gọi +84 912-345-678 nhé") == "gọi [số điện thoại] nhé"


def test_mask_takes_what_an_officer_accepted() -> None:
    text = "anh Tuấn nói"
    (name,) = find(text)

    assert mask(text) == text
    assert (
        mask(text, [Span(name.start, name.end, "name", "mask")]) == "anh [họ tên] nói"
    )


@pytest.mark.parametrize("pair", [(0, 99), (3, 3), (-1, 2)])
def test_mask_refuses_a_span_outside_the_text(pair: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="leaves the text"):
        mask("abcdef", [Span(*pair, "name", "mask")])


def test_mask_refuses_overlapping_spans() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        mask("abcdef", [Span(0, 3, "name", "mask"), Span(2, 4, "name", "mask")])


@pytest.mark.parametrize("kind", KINDS)
def test_label_is_told_in_both_languages(kind: str) -> None:
    assert label_vi(kind) != label_en(kind)


@settings(max_examples=50, deadline=None)
@given(texts)
def test_spans_are_sorted_disjoint_and_without_edge_spaces(text: str) -> None:
    done = 0

    for one in find(text):
        piece = text[one.start : one.end]
        assert done <= one.start < one.end <= len(text)
        assert piece == piece.strip()
        assert one.kind in KINDS
        done = one.end


@settings(max_examples=50, deadline=None)
@given(texts)
def test_normalised_offsets_lead_back_to_the_typed_text(text: str) -> None:
    form = normalise(text)

    assert len(form.text) == len(form.folded) == len(form.starts) == len(form.ends)
    for start, end in zip(form.starts, form.ends, strict=True):
        assert 0 <= start < end <= len(text)
    assert list(form.starts) == sorted(form.starts)


HOSTILE = [
    *("0", "0 ", "1 ", "a", "a@", "((((", "0(", "0.", ". ", "A ", "51F-", "STK 1"),
    *("ông Nguyễn ", "không ", "sinh năm ", "ngõ 1/", "0912345678 ", "zalo ", "\u0301"),
    *("12 đường ", "Lê Văn ", "facebook.com/", "ê\u0301", "|", "\t", "a|b\n", ", "),
    *("|0912345678\n", "STK|Họ tên\n1|2\n", "0912345678|Lê Văn Tám\n", "thôn Lê, "),
    *(
        "địa chỉ: ",
        "hẻm 1, lô 2 ",
        "chị L.",
        "passport ab1",
        "nick zalo: a",
        "sđt 0987\n",
    ),
    *("đẻ năm 1990 ", "may 7, ", "one two ", "name Lê ", "x1", "A.", " - "),
]
WORST = ["@", "gọi 0912345678, ", "L.T.M "]


def cpu_seconds(text: str) -> float:
    """Return the better of two; a tracer (coverage) would be measured, not us."""
    tracer = sys.gettrace()
    sys.settrace(None)
    took = []
    for _ in range(2):
        began = time.process_time()
        find(text)
        took.append(time.process_time() - began)
        if took[0] < len(text) / 200_000:
            break
    sys.settrace(tracer)
    return min(took)


# Seconds. A pattern that runs away takes minutes; on a quiet machine these texts take
# less than one. Wide, because the suite also runs where others work.
RUNAWAY = 10


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_is_searched_in_linear_time(unit: str) -> None:
    text = (unit * 10_000)[:10_000]

    took = cpu_seconds(text)

    assert took < RUNAWAY / 4


@pytest.mark.parametrize("unit", WORST)
def test_long_hostile_text_does_not_run_away(unit: str) -> None:
    text = (unit * 100_000)[:100_000]

    took = cpu_seconds(text)

    assert took < RUNAWAY


def test_row_of_very_many_cells_is_no_table() -> None:
    text = "a|" * 100 + "Lê Thị Hạ|1985|0912345678"

    assert [one.kind for one in find(text) if one.mode == "mask"] == ["phone"]


def test_door_answers_each_line_and_survives_bad_ones() -> None:
    lines = [
        json.dumps({"text": "gọi 0912345678"}).encode(),
        b"not json",
        b"[1]",
        b'{"text": 5}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"text": "\\ud800 0912345678"}',
    ]

    done = subprocess.run(
        [sys.executable, "-m", "kipthoi.core.redaction"],
        input=b"\n".join(lines),
        capture_output=True,
        check=True,
    )

    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert replies[0] == {
        "spans": [{"start": 4, "end": 14, "kind": "phone", "mode": "mask"}]
    }
    assert all("error" in reply for reply in replies[1:6])
    assert replies[6]["spans"][0]["start"] == 2
    assert done.stderr == b""
    assert [json.loads(reply) for reply in main(lines)] == replies
