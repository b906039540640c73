"""Samples for the page of all components: invented people, real forms and tags.

Loaded by `web/components.html` only, so that the page needs no view of its own.
"""

from datetime import UTC, date, datetime
from typing import Any

import segno
from django import forms, template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kipthoi.core.redaction import find

register = template.Library()


class HintedChoice(forms.ChoiceField):
    """A choice whose rows have a second line, as `{% field %}` draws it."""

    def __init__(self, *, hints: dict[str, str], **options: Any) -> None:
        """Keep `hints`, {value: sentence}, beside the field's other options."""
        super().__init__(**options)
        self.hints = hints


class SampleForm(forms.Form):
    """One field of every kind that the face draws."""

    said = forms.CharField(
        label="Anh/chị muốn nói điều gì?",
        help_text="Chuyện gì, ở đâu, từ bao giờ, anh/chị mong gì.",
        widget=forms.Textarea,
    )
    code = forms.CharField(label="Mã trên biên nhận", help_text="16 số.")
    unit = forms.ChoiceField(
        label="Nơi phải trả lời", choices=[("", "Tôi không rõ"), ("1", "Xưởng sao chè")]
    )
    named = HintedChoice(
        label="Anh/chị có muốn nêu tên không?",
        choices=[("no", "Không nêu tên"), ("yes", "Nêu tên, giữ kín")],
        widget=forms.RadioSelect,
        hints={
            "no": "Xem trả lời bằng mã 16 số.",
            "yes": "Chỉ người xử lý việc này thấy.",
        },
    )
    kinds = forms.MultipleChoiceField(
        label="Chưa thỏa đáng ở chỗ nào?",
        choices=[
            ("other", "Không phải điều tôi hỏi"),
            ("fact", "Sai số liệu hoặc luật"),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    publish = forms.BooleanField(
        label="Đăng câu trả lời cho người khác cùng đọc",
        help_text="Viết lại, bỏ chi tiết về anh/chị, có người thứ hai đọc.",
        required=False,
    )
    voice = forms.FileField(
        label="Nói, không cần gõ",
        help_text="Ghi âm, tối đa 10 phút, tiếng nào cũng được.",
        widget=forms.FileInput(attrs={"accept": "audio/*", "capture": True}),
        required=False,
    )
    photos = forms.FileField(
        label="Thêm ảnh, giấy tờ",
        help_text="Chúng tôi bỏ nơi chụp lưu trong ảnh.",
        widget=forms.FileInput(attrs={"accept": "image/*,.pdf"}),
        required=False,
    )

    def clean_code(self) -> str:
        """Refuse a code that is not 16 digits."""
        code = str(self.cleaned_data["code"])
        if len(code.replace(" ", "")) != 16:
            raise forms.ValidationError("Mã có 16 số. Anh/chị mới nhập 15 số.")
        return code


def _clock(
    share: float, text: str, tone: str, title: str, *lines: str
) -> dict[str, Any]:
    return {
        "share": share,
        "text": text,
        "tone": tone,
        "title": title,
        "label": title,
        "lines": lines,
    }


def _month(year: int, number: int, tones: dict[int, str]) -> dict[str, Any]:
    first = date(year, number, 1)
    cells: list[dict[str, Any]] = [{}] * first.weekday()
    at = first
    while at.month == number:
        tone = tones.get(at.day, "rest" if at.weekday() > 4 else "")
        cells.append({"day": at.day, "tone": tone})
        at = date.fromordinal(at.toordinal() + 1)
    cells += [{}] * (-len(cells) % 7)
    weeks = [cells[i : i + 7] for i in range(0, len(cells), 7)]
    return {"name": f"{number:02}/{year}", "weeks": weeks}


def _slip() -> dict[str, Any]:
    qr = segno.make("http://localhost:8000/xem/#4821093766502184", micro=False)
    return {
        "key": "4821093766502184",
        "code": "4QD77KM2",
        "clock": _clock(
            0,
            "10",
            "soon",
            "Trả lời trước hết thứ Ba, 01/12/2026",
            "10 ngày làm việc. Không tính thứ Bảy, Chủ nhật và ngày lễ 24/11.",
        ),
        "facts": [
            {"term": "Người lo việc này", "value": "Trần Thu Hà, Ban Chính sách"},
            {
                "term": "Nếu quá hạn",
                "value": "Việc tự chuyển lên chủ tịch công đoàn",
                "note": "và hiện chữ “trễ” cho mọi người thấy.",
            },
        ],
        "qr": SafeString(  # markup that segno made from our own text  # nosec B703
            qr.svg_inline(omitsize=True, border=2, svgclass=None, lineclass=None)
        ),
    }


@register.simple_tag
def face_samples() -> dict[str, Any]:
    """Return everything that the page of components shows."""
    text = "Tuần này chưa có xe: gọi anh Lò Văn Pành, 0900 000 001 <không thật>."
    instant = datetime(2026, 11, 16, 1, 14, tzinfo=UTC)
    return {
        "form": SampleForm(),
        "bad": SampleForm({"code": "4821 0937 6650 218", "named": ""}),
        "clocks": [
            _clock(0.4, "6", "soon", "Hạn 01/12/2026", "10 ngày làm việc từ 16/11"),
            _clock(1, "0", "today", "Hạn hôm nay", "Hết giờ làm việc, 17:00"),
            _clock(1, "+12", "late", "Trễ 12 ngày", "Hạn đầu 09/11/2026"),
            _clock(1, "✓", "ok", "Đã trả lời", "Trước hạn 2 ngày làm việc"),
        ],
        "slip": _slip(),
        "timeline": [
            {"title": "Đã nhận", "tone": "ok", "at": instant},
            {"title": "Trả lời", "tone": "late", "at": date(2026, 11, 27)},
            {"title": "Hạn trả lời", "tone": "due", "at": date(2026, 12, 1)},
            {
                "title": "Anh/chị nói đã xong hay chưa",
                "tone": "todo",
                "text": "Tùy anh/chị.",
            },
        ],
        "facts": [
            {
                "term": "Người hỏi",
                "value": "Không nêu tên",
                "note": "Chỉ nhắn qua trang này",
            },
            {"term": "Số việc", "value": "4QD7-7KM2", "mono": True, "url": "#"},
            {"term": "Ở đâu", "value": "Xưởng sao chè", "change": "#"},
        ],
        "files": [
            {
                "name": "loi-nhan.m4a",
                "size": 640_000,
                "url": "#",
                "kind": "voice",
                "seconds": 65,
            },
            {
                "name": "IMG_2041.jpg",
                "size": 1_240_000,
                "url": "#",
                "kind": "picture",
                "note": "đã bỏ nơi chụp",
            },
            {
                "name": "Biên bản làm việc ngày 25-11-2026 bản đầy đủ.pdf",
                "size": 48_000,
                "url": "#",
                "kind": "document",
                "remove": "3",
            },
        ],
        "judge": {
            "agree_url": "#",
            "contest_url": "#",
            "until": date(2027, 1, 11),
            "review_days": 10,
        },
        "reading": {
            "original": text,
            "spans": find(text),
            "public": "Tuần này chưa có xe: gọi tổ trưởng ca.",
            "public_spans": [],
        },
        "conflict": {
            "at": instant,
            "by": "Lò Văn Pành",
            "rows": [
                {
                    "label": _("Answer"),
                    "yours": "Từ 07/12 có xe.",
                    "now": "Từ 08/12 có xe.",
                }
            ],
        },
        "retry": {
            "url": "#",
            "button": _("Send again"),
            "files": ["anh.jpg"],
            "fields": [
                {"name": "said", "label": "Lời anh/chị", "value": "Ca đêm chưa có xe."}
            ],
        },
        "months": [
            _month(2026, 11, {24: "off", 28: "maybe", 25: "now"}),
            _month(2026, 8, {31: "off", 22: "work"}),
        ],
        "instant": instant,
    }
