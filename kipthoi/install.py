"""Setting up a real house: the body, the first two people, the calendar, mail.

Two people from the first day, because what is published has a second reader. Everything
is asked and checked first; only then the house is planted, by the same acts as always.
If it breaks off half-way, or the links are lost before anybody came in, it runs again.
"""

import base64
import json
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from kipthoi.core.calendar import WEEKS
from kipthoi.core.vietnamese import slug as make_slug
from kipthoi.core.viewer import Clockwork
from kipthoi.deadlines.actions import seed_limits
from kipthoi.deadlines.models import DeadlineRule
from kipthoi.deadlines.seed import days, limits, years
from kipthoi.people.actions import Invitee, Mail, invite, withdraw_invitation
from kipthoi.people.models import Invitation, Person
from kipthoi.people.roles import CHAIR, DEPUTY
from kipthoi.sources.actions import Document, add_source
from kipthoi.sources.models import Source
from kipthoi.units.actions import Letterhead, furnish, open_unit
from kipthoi.units.forms import SLUG
from kipthoi.units.models import Topic, Unit

MACHINE = Clockwork()
TOPICS = (
    ("tien-luong", "Tiền lương, thưởng", "Pay"),
    ("thoi-gio", "Giờ làm, ca, ngày nghỉ", "Hours, shifts, leave"),
    ("an-toan", "An toàn, sức khỏe", "Safety, health"),
    ("bua-an", "Bữa ăn, chỗ ở, đi lại", "Meals, lodging, travel"),
    ("bao-hiem", "Bảo hiểm, chế độ", "Insurance, benefits"),
    ("doi-song", "Đời sống, môi trường", "Living, surroundings"),
    ("cong-doan", "Hoạt động công đoàn", "The union's own work"),
    ("khac", "Việc khác", "Something else"),
)
SOURCES = (
    ("Bộ luật Lao động", "45/2019/QH14"),
    ("Luật Công đoàn", "50/2024/QH15"),
    ("Luật An toàn, vệ sinh lao động", "84/2015/QH13"),
    ("Luật Bảo hiểm xã hội", "41/2024/QH15"),
    ("Luật Thực hiện dân chủ ở cơ sở", "10/2022/QH15"),
)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to be asked: its name in the file of answers, its words, its check."""

    name: str
    words: str
    need: bool = True
    check: Callable[[str], str] | None = None  # returns what is wrong, or nothing
    default: str = ""


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        return "là địa chỉ đầy đủ, như ten@coquan.vn"
    return ""


def _slug(text: str) -> str:
    return "" if SLUG.fullmatch(text) and len(text) <= 60 else "chỉ gồm a-z, số, chấm"


def _week(text: str) -> str:
    return (
        "" if text in WEEKS else "là mon-fri (thứ Hai–Sáu) hoặc mon-sat (thứ Hai–Bảy)"
    )


QUESTIONS = (
    Question("body", "Tên cơ quan (như trên văn bản)"),
    Question("slug", "Tên ngắn trong địa chỉ, không bao giờ đổi", check=_slug),
    Question("phone", "Điện thoại để người dân gọi"),
    Question("office", "Phòng làm việc ở đâu"),
    Question("open_hours", "Giờ mở cửa, viết bằng lời", need=False),
    Question(
        "week", "Tuần làm việc: mon-fri hay mon-sat", check=_week, default="mon-fri"
    ),
    Question("chair", "Người thứ nhất, chủ tịch: họ và tên"),
    Question("chair_email", "Thư điện tử của chủ tịch", check=_email),
    Question("reader", "Người thứ hai, đọc lại và xem lại: họ và tên"),
    Question("reader_email", "Thư điện tử của người thứ hai", check=_email),
)


class WrongAnswers(Exception):
    """Some answers cannot be used; `.lines` says each in one line."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        super().__init__("; ".join(lines))


def run(file: str | None) -> int:
    """Set a house up from a file of answers or by asking; return the exit code."""
    if Person.objects.exists():
        print("Nơi này đã cài đặt rồi. Chạy: kipthoi serve", file=sys.stderr)
        return 1
    try:
        answers = checked(_from_file(file) if file else _asked())
    except WrongAnswers as wrong:
        print("\n".join(wrong.lines), file=sys.stderr)
        return 1
    except EOFError:
        print("Chưa trả lời hết, chưa ghi gì.", file=sys.stderr)
        return 1
    links = plant(answers, timezone.now())
    print("\n".join(_goodbye(answers, links)))
    return 0


def _from_file(path: str) -> dict[str, Any]:
    try:
        found = json.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise WrongAnswers([f"Không đọc được {path}: {error.strerror}."]) from None
    except ValueError as error:
        raise WrongAnswers([f"{path} không phải JSON: {error}."]) from None
    if not isinstance(found, dict):
        raise WrongAnswers([f"{path} phải là một đối tượng JSON."])
    names = {question.name for question in QUESTIONS}
    strange = sorted(set(found) - names)
    if strange:
        raise WrongAnswers([f"{name}: không có câu hỏi này." for name in strange])
    return found


def _asked() -> dict[str, Any]:
    """Ask on the terminal, each question again until its answer can be used."""
    answers: dict[str, Any] = {}
    for question in QUESTIONS:
        if question.name == "slug":
            default = make_slug(answers["body"], 60)
        else:
            default = question.default
        while True:
            hint = f" [{default}]" if default else ""
            answers[question.name] = (
                input(f"{question.words}{hint}: ").strip() or default
            )
            wrong = _wrong(question, answers[question.name])
            if not wrong:
                break
            print(wrong, file=sys.stderr)
    return answers


def _wrong(question: Question, answer: Any) -> str:
    """Return what is wrong with an answer in one line, or nothing."""
    if not isinstance(answer, str) or len(answer) > 160 or "\0" in answer:
        return f"{question.name}: cần một dòng chữ, nhiều nhất 160 ký tự."
    if not answer.strip():
        return (
            f"{question.name}: còn trống ({question.words})." if question.need else ""
        )
    why = question.check(answer) if question.check else ""
    return f"{question.name}: {why}." if why else ""


def checked(answers: dict[str, Any]) -> dict[str, str]:
    """Return every answer, with what is usual where nothing is said.

    Raises WrongAnswers with one line for each that cannot be used.
    """
    whole = {q.name: answers.get(q.name, q.default) for q in QUESTIONS}
    if not whole["slug"] and isinstance(whole["body"], str):
        whole["slug"] = make_slug(whole["body"], 60)
    lines = [line for q in QUESTIONS if (line := _wrong(q, whole[q.name]))]
    same = str(whole["chair_email"]).lower() == str(whole["reader_email"]).lower()
    if same and whole["chair_email"]:
        lines.append("reader_email: phải khác của chủ tịch, vì hai người là hai người.")
    if lines:
        raise WrongAnswers(lines)
    return {name: answer.strip() for name, answer in whole.items()}


def plant(answers: dict[str, str], now: datetime) -> dict[str, str]:
    """Plant the house; return the one-time link of each of the first two people.

    Each part is made only if it is not there, so that a run that broke off goes on.
    """
    unit = _unit(answers, now)
    if not DeadlineRule.objects.exists():
        seed_limits(
            by=MACHINE,
            now=now,
            body=unit.slug,
            limits=limits(),
            days=days(),
            years=years(),
        )
    if not Topic.objects.exists():
        topics = [{"slug": s, "name": vi, "name_en": en} for s, vi, en in TOPICS]
        furnish(
            by=MACHINE, now=now, body=unit.body, topics=topics, places=[], outside=[]
        )
    for title, number in SOURCES:
        if not Source.objects.filter(number=number).exists():
            law = Document(kind="law", title=title, number=number, issuer="Quốc hội")
            add_source(by=MACHINE, now=now, document=law, unit=unit)
    return dict(_invitations(answers, unit, now))


def _unit(answers: dict[str, str], now: datetime) -> Unit:
    found = Unit.objects.select_related("body").filter(parent__isnull=True).first()
    if found is not None:
        return found
    letterhead = Letterhead(
        name=answers["body"],
        phone=answers["phone"],
        office=answers["office"],
        open_hours=answers["open_hours"],
        week=answers["week"],
    )
    return open_unit(
        by=MACHINE,
        now=now,
        slug=answers["slug"],
        name=answers["body"],
        letterhead=letterhead,
    )


def _invitations(
    answers: dict[str, str], unit: Unit, now: datetime
) -> Iterator[tuple[str, str]]:
    """Invite the first two; the links are printed, so that no mail is needed yet.

    Links of an earlier run that nobody has used stop working. The second person is a
    deputy: second reader, reviewer of contested answers, and somebody who can act.
    """
    for old in Invitation.objects.filter(withdrawn_at__isnull=True, ends_at__gt=now):
        withdraw_invitation(by=MACHINE, now=now, invitation=old)
    for who, role in (("chair", CHAIR), ("reader", DEPUTY)):
        token = secrets.token_bytes(32)
        name, email = answers[who], answers[f"{who}_email"]
        text = base64.urlsafe_b64encode(token).decode().rstrip("=")
        url = _origin() + reverse("people:take_up", args=[text])
        mail = Mail(
            f"Lời mời làm việc với {unit.name}",
            f"Kính gửi {name},\nMở đường dẫn này và bấm nút để nhận vai trò"
            f" (dùng một lần, trong 7 ngày):\n{url}",
        )
        invitee = Invitee(name=name, email=email, unit=unit, role=role)
        invite(by=MACHINE, now=now, invitee=invitee, token=token, mail=mail)
        yield who, url


def _origin() -> str:
    return settings.ORIGIN or f"http://localhost:{os.environ.get('PORT') or 8000}"


def _goodbye(answers: dict[str, str], links: dict[str, str]) -> Iterator[str]:
    """Say how the first two come in, what is left to do, and what to keep on paper."""
    yield f"\nĐã cài đặt cho {answers['body']}. Dữ liệu ở {settings.DATA}."
    yield "Chạy: kipthoi serve. Rồi mỗi người mở đường dẫn của mình (một lần, 7 ngày):"
    yield f"  {answers['chair']} (chủ tịch): {links['chair']}"
    yield f"  {answers['reader']} (phó, người đọc lại): {links['reader']}"
    if not os.environ.get("EMAIL_URL"):
        yield (
            "Chưa đặt máy chủ thư (EMAIL_URL): thư chỉ ghi vào"
            f" {settings.EMAIL_FILE_PATH}, mã đăng nhập cũng vậy."
        )
    if not settings.ORIGIN:
        yield "Chưa đặt địa chỉ công khai (KIPTHOI_ORIGIN=https://…)."
    yield from _recovery_sheet()


def _recovery_sheet() -> Iterator[str]:
    """Print the secrets of the keys folder once, to be kept on paper in a safe."""
    yield "\n-------- TỜ KHÔI PHỤC: in ra, cất nơi khóa kín, không chụp ảnh --------"
    yield f"Thư mục khóa: {settings.KEYS} (không nằm trong bản sao lưu)"
    for path in sorted(Path(settings.KEYS).iterdir()):
        text = path.read_text().strip()
        groups = " ".join(text[at : at + 4] for at in range(0, len(text), 4))
        yield f"{path.name}:\n  {groups}"
    yield "Mất các khóa này thì không mã nào mở được việc nữa."
    yield "-" * 72
