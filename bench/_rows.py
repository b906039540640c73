"""Many cases quickly: copies of one real case with other words, numbers and days.

Bulk rows stand here only: a bench measures reading. What the demonstration and the
tests show comes from real acts.
"""

import random
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from kipthoi.cases.actions.answers import AnswerText, answer
from kipthoi.cases.actions.handling import accept, note
from kipthoi.cases.actions.intake import Asker, Matter, open_case
from kipthoi.cases.actions.publishing import approve, publish
from kipthoi.cases.models import Case
from kipthoi.core.keys import code_from, grouped_code
from kipthoi.core.kinds import accepting
from kipthoi.core.localtime import local_day
from kipthoi.core.vietnamese import fold
from kipthoi.core.viewer import Public
from kipthoi.journal.action import turn
from kipthoi.people.models import Person
from kipthoi.people.queries import officer_of
from kipthoi.publications.actions import Text
from kipthoi.publications.words import address
from kipthoi.search.queries import marks
from kipthoi.units.models import Unit

ANSWERS = 12
SPREAD = (
    # state, share, whether somebody of ours owes the next word
    ("received", 3, True),
    ("open", 5, True),
    ("contested", 1, True),
    ("waiting", 2, False),
    ("answered", 20, False),
    ("agreed", 49, False),
    ("closed", 20, False),
)
UNITS = (
    ("che.sao", 30),
    ("che.donggoi", 25),
    ("che", 15),
    ("may", 25),
    ("muongsuong", 5),
)
WORDS = (
    "Ca đêm tan lúc 2 giờ sáng mà không có xe đưa về bản.",
    "Tiền làm thêm giờ tháng trước chưa thấy trong bảng lương.",
    "Nhà ăn hết cơm từ 11 giờ rưỡi, người ca sau chỉ còn mì.",
    "Giải phóng mặt bằng đoạn qua bản chưa có phương án bồi thường.",
    "Quạt hút ở xưởng sao hỏng đã hai tuần, khói đặc cả buổi.",
    "Nước giếng ở dãy trọ đục, trẻ con bị ngứa.",
    "Đường vào bản sạt sau mưa, xe máy đi sát mép vực.",
    "Sổ bảo hiểm xã hội chưa được chốt khi tôi chuyển xưởng.",
    "Phụ cấp độc hại khác nhau giữa hai tổ làm cùng một việc.",
    "Đèn cầu treo tắt, tối không dám cho con đi học thêm.",
    "Hợp đồng ghi tám tiếng nhưng ngày nào cũng mười tiếng.",
    "Chế độ thai sản nộp ba tháng rồi chưa có trả lời.",
)
FIELDS = {
    "result": "Từ 07/12 có xe đưa người làm ca đêm về ba bản.",
    "found": "Xưởng bị sót khi đổi giờ ca tháng 9.",
    "done": "Đã ký thêm hợp đồng một xe 16 chỗ.",
    "done_by": "Ban Chính sách",
    "left": "Xe chạy từ 07/12, Ban Chính sách kiểm lại ngày 10/12.",
}


def grow(n: int) -> dict[str, Any]:
    """Grow the house to about `n` cases; return the paths of what may be asked."""
    now = timezone.now()
    case = _full(now - timedelta(days=6))
    published = [_published(now - timedelta(days=2), i) for i in range(ANSWERS)]
    _copies(_ask(now - timedelta(days=1), WORDS[0]), n, now)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {
        "case": f"/can-bo/viec/{grouped_code(case.code)}/",
        "status": f"/viec/{grouped_code(case.code)}/",
        "answer": address(published[-1]),
        "n": Case.objects.count(),
    }


def _ask(at: datetime, text: str, unit: str = "che.sao") -> Case:
    return open_case(
        by=Public(),
        now=at,
        token=secrets.token_bytes(16),
        matter=Matter(text=text, place="Nhà ăn"),
        asker=Asker(may_publish=True),
        unit=Unit.objects.get(slug=unit),
    )


def _officer(name: str, at: datetime) -> Any:
    person = Person.objects.get(email=f"{name}@vidu.example")
    return officer_of(person, today=local_day(at))


def _full(at: datetime, text: str = "") -> Case:
    """Take one matter in, work on it and answer it, through the real acts."""
    case = _ask(at, text or " ".join(WORDS[:4]))
    by = _officer("ha", at)
    accept(by=by, now=at, case=case, kind=accepting()[0], title="Xe đưa về ca đêm")
    case = Case.objects.get(pk=case.pk)
    later = at + timedelta(hours=3)
    note(by=by, now=later, case=case, text="Đã gọi.", token=secrets.token_bytes(16))
    fields = {**FIELDS, "done_on": local_day(at).isoformat()}
    given = AnswerText(fields=fields, proof="Biên bản họp")
    answer(by=by, now=later, case=case, text=given)
    return Case.objects.get(pk=case.pk)


def _published(at: datetime, i: int) -> Any:
    case = _full(at - timedelta(days=1), " ".join(WORDS[i % 9 : i % 9 + 3]))
    text = Text(
        title=f"Xe đưa về sau ca đêm chạy từ bao giờ ({i + 1})",
        short="Từ 07/12, ba bản, sau mỗi ca đêm.",
        body=" ".join(WORDS),
        valid_until=local_day(at) + timedelta(days=300),
        review_on=local_day(at) + timedelta(days=200),
    )
    reading = publish(by=_officer("ha", at), now=at, case=case, text=text)
    approve(by=_officer("giang", at), now=at, reading=reading, case=case)
    reading.refresh_from_db()
    return reading.version.publication


def _copies(like: Case, n: int, now: datetime) -> None:
    """Copy a case with its clock, its events and its index row `n` times."""
    chance = random.Random(7)  # the same house each time
    case = _of("kipthoi_case", "id = %s", like.pk)
    clock = _of("kipthoi_clock", "subject = %s", like.ref)
    events = [
        _of("kipthoi_event", "stream = %s AND name = %s", like.ref, name)
        for name in ("case.received", "case.assigned")
    ]
    entry = _of("kipthoi_entry", "ref = %s", like.ref)
    folded = {words: fold(words) for words in WORDS}
    units = {u.slug: u.pk for u in Unit.objects.all()}
    plan = list(_plan(n, chance, now, units))
    with turn(), connection.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        _many(cursor, "kipthoi_case", (_case(case, one) for one in plan))
        _many(cursor, "kipthoi_clock", (_clock(clock, one) for one in plan))
        for event in events:
            _many(cursor, "kipthoi_event", (_event(event, one) for one in plan))
        cursor.execute("SELECT MAX(id) FROM kipthoi_entry")
        top = cursor.fetchone()[0]
        _many(cursor, "kipthoi_entry", (_entry(entry, one, folded) for one in plan))
        cursor.execute(
            "INSERT INTO kipthoi_words(rowid, folded)"
            " SELECT id, folded FROM kipthoi_entry WHERE id > %s",
            [top],
        )
        cursor.execute("COMMIT")


def _plan(
    n: int, chance: random.Random, now: datetime, units: dict[str, int]
) -> Iterator[dict[str, Any]]:
    states = [state for state, share, _ in SPREAD for _ in range(share)]
    owed = {state for state, _, owes in SPREAD if owes}
    slugs = [slug for slug, share in UNITS for _ in range(share)]
    for i in range(n):
        state, slug = chance.choice(states), chance.choice(slugs)
        # Those that are owed came lately; the rest over three years, oldest first.
        age = chance.uniform(0, 30) if state in owed else 1100 * (n - i) / n
        at = now - timedelta(days=age)
        due = local_day(now) + timedelta(days=chance.randint(-6, 25))
        yield {
            "code": code_from(chance.randbytes(5)),
            "key": chance.randbytes(32),
            "token": chance.randbytes(32),
            "state": state,
            "unit": units[slug],
            "slug": slug,
            "words": chance.sample(WORDS, 6),
            "at": at.astimezone(UTC).replace(tzinfo=None).isoformat(" "),
            "on": local_day(at).isoformat(),
            "due": due.isoformat() if state in owed else None,
            "by": due.isoformat(),
        }


def _case(like: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    done = one["due"] is None and one["state"] != "waiting"
    return {
        **like,
        "code": one["code"],
        "key": one["key"],
        "token": one["token"],
        "state": one["state"],
        "unit_id": one["unit"],
        "title": one["words"][0][:80],
        "text": " ".join(one["words"]),
        "received_at": one["at"],
        "received_on": one["on"],
        "changed_at": one["at"],
        "promised_on": one["by"],
        "due_on": one["due"],
        "answered_on": one["on"] if done else None,
    }


def _clock(like: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    return {
        **like,
        "subject": f"case:{one['code']}",
        "due_on": one["by"],
        "nominal_on": one["by"],
        "stopped_on": None if one["due"] else one["on"],
    }


def _event(like: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    return {**like, "stream": f"case:{one['code']}", "at": one["at"], "on": one["on"]}


def _entry(
    like: dict[str, Any], one: dict[str, Any], folded: dict[str, str]
) -> dict[str, Any]:
    return {
        **like,
        "ref": f"case:{one['code']}",
        "unit": one["slug"],
        "title": one["words"][0],
        "on_": one["on"],
        "folded": "\n".join(
            (marks("officers", one["slug"]), *(folded[each] for each in one["words"]))
        ),
    }


def _of(table: str, where: str, *values: Any) -> dict[str, Any]:
    """Return one row as it lies in the table, without its key."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM {table} WHERE {where} ORDER BY id LIMIT 1", values
        )
        names = [column[0] for column in cursor.description]
        row = dict(zip(names, cursor.fetchone(), strict=True))
    del row["id"]
    return {k: str(v) if isinstance(v, datetime) else v for k, v in row.items()}


def _many(cursor: Any, table: str, rows: Iterator[dict[str, Any]]) -> None:
    first = next(rows)
    columns = ", ".join(f'"{name}"' for name in first)
    marks = ", ".join(["%s"] * len(first))
    sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
    cursor.execute(sql, list(first.values()))
    cursor.executemany(sql, (list(row.values()) for row in rows))
