"""Mark personal data in a text, so that a person can clear it for publication.

Structured data (telephones, identity numbers, accounts, plates, dates of birth) is
masked; names and addresses are proposed, because no pattern finds every name and a
person must read. What must stay hidden: Law 91/2025/QH15 on personal data.
"""

import json
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Literal

from kipthoi.core.normalise import Normalised, normalise
from kipthoi.core.redaction_household import housed
from kipthoi.core.redaction_names import named
from kipthoi.core.redaction_numbers import Hit, in_context, shaped
from kipthoi.core.redaction_patterns import patterned
from kipthoi.core.redaction_places import placed
from kipthoi.core.redaction_tables import tabled

Mode = Literal["mask", "propose"]

_LABELS = {
    "email": ("thư điện tử", "e-mail address"),
    "account": ("tài khoản mạng xã hội", "social network account"),
    "health_card": ("thẻ bảo hiểm y tế", "health insurance card"),
    "bank_account": ("số tài khoản", "bank account"),
    "social_insurance": ("mã số bảo hiểm xã hội", "social insurance number"),
    "tax_code": ("mã số thuế", "tax code"),
    "passport": ("số hộ chiếu", "passport number"),
    "driving_licence": ("số giấy phép lái xe", "driving licence number"),
    "phone": ("số điện thoại", "telephone number"),
    "national_id": ("số định danh", "identity number"),
    "plate": ("biển số xe", "number plate"),
    "birth_date": ("ngày sinh", "date of birth"),
    "landline": ("số điện thoại bàn", "landline number"),
    "household": ("số hộ", "household number"),
    "location": ("tọa độ", "coordinates"),
    "staff_code": ("mã số cá nhân", "personal code"),
    "name": ("họ tên", "name"),
    "address": ("địa chỉ", "address"),
    "long_digits": ("dãy số", "long number"),
}
KINDS = tuple(_LABELS)
"""Every kind, the surest first: where two meet, the earlier one gives the name."""

_RANK = {kind: rank for rank, kind in enumerate(KINDS)}
_EDGES = " \t\r\n.,;:()[]-"


@dataclass(frozen=True, slots=True)
class Span:
    """Mark ``text[start:end]`` (code points of the text as typed) as personal data."""

    start: int
    end: int
    kind: str
    mode: Mode


def label_vi(kind: str) -> str:
    """Return the Vietnamese word for *kind*; KeyError for an unknown one."""
    return _LABELS[kind][0]


def label_en(kind: str) -> str:
    """Return the English word for *kind*; KeyError for an unknown one."""
    return _LABELS[kind][1]


def find(text: str) -> list[Span]:
    """Return the personal data in *text*, sorted, without overlap.

    Offsets are code points of *text* as given, whatever its Unicode form. Time is
    linear in the length of the text.
    """
    form = normalise(text)
    hits = [*shaped(form), *in_context(form), *patterned(form), *housed(form)]
    hits += [*tabled(form, hits), *placed(form), *named(form)]
    masks = _merged(hit for hit in hits if hit[3] == "mask")
    proposals = _merged(hit for hit in hits if hit[3] == "propose")
    kept = sorted([*masks, *_outside(proposals, masks)])
    return list(_as_typed(form, kept))


def mask(text: str, spans: Iterable[Span] | None = None) -> str:
    """Replace every span of mode ``mask`` by its kind in brackets.

    The mask tells nothing of the length. An officer who accepts a proposal passes
    it with mode ``mask``. Without *spans* those of :func:`find` are taken. Raises
    ValueError for spans that overlap or leave the text.
    """
    parts: list[str] = []
    done = 0
    chosen = find(text) if spans is None else spans
    for span in sorted(chosen, key=lambda one: one.start):
        if not done <= span.start < span.end <= len(text):
            raise ValueError(
                f"span {span.start}-{span.end} overlaps or leaves the text"
            )
        shown = f"[{label_vi(span.kind)}]"
        kept = text[span.start : span.end]
        parts += [text[done : span.start], shown if span.mode == "mask" else kept]
        done = span.end
    return "".join([*parts, text[done:]])


def _merged(hits: Iterable[Hit]) -> list[Hit]:
    """Join hits that overlap; the longest names the whole, then the surest."""
    joined: list[Hit] = []
    for start, end, kind, mode in sorted(hits):
        if joined and start < joined[-1][1]:
            first, last, other, _ = joined[-1]
            sizes = {kind: end - start, other: last - first}
            best = max(sizes, key=lambda one: (sizes[one], -_RANK[one]))
            joined[-1] = (first, max(last, end), best, mode)
        else:
            joined.append((start, end, kind, mode))
    return joined


def _outside(proposals: list[Hit], masks: list[Hit]) -> Iterator[Hit]:
    """Yield what of each proposal no mask covers."""
    ends = [hit[1] for hit in masks]
    for start, end, kind, mode in proposals:
        at = bisect_right(ends, start)
        while at < len(masks) and masks[at][0] < end:
            yield start, masks[at][0], kind, mode
            start = masks[at][1]
            at += 1
        yield start, end, kind, mode


def _as_typed(form: Normalised, hits: list[Hit]) -> Iterator[Span]:
    """Turn offsets of the normalised text into those of the text as typed."""
    done = 0
    for first, last, kind, mode in hits:
        piece = form.text[first:last]
        start = first + len(piece) - len(piece.lstrip(_EDGES))
        end = start + len(piece.strip(_EDGES))
        start -= ")" in form.text[start:end] and form.text[start - 1 : start] == "("
        says = any(c.isalnum() for c in form.text[start:end])
        # Two hits may come from one typed character (㏂): the first one keeps it.
        if says and max(done, form.starts[start]) < form.ends[end - 1]:
            opening, done = max(done, form.starts[start]), form.ends[end - 1]
            yield Span(opening, done, kind, "mask" if mode == "mask" else "propose")


def _answer(line: str) -> dict[str, object]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": "not JSON"}
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        return {"error": "wanted an object with a string named text"}
    return {"spans": [asdict(span) for span in find(asked["text"])]}


def main(lines: Iterable[bytes]) -> Iterator[str]:
    """Yield one JSON object for each line of UTF-8 ``{"text": …}``."""
    for line in lines:
        yield json.dumps(_answer(line.decode("utf-8", "replace")), ensure_ascii=True)


if __name__ == "__main__":
    for reply in main(sys.stdin.buffer):
        print(reply, flush=True)
