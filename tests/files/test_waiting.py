import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from kipthoi.files import refusals, waiting
from kipthoi.files.models import File, WaitingFile
from tests.files import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def token():
    return waiting.new_token()


def everything_stored(on_disk):
    """Return all bytes of the folder and of our tables."""
    stored = b"".join(path.read_bytes() + path.name.encode() for path in on_disk())
    with connection.cursor() as cursor:
        for model in (WaitingFile, File):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            stored += b"".join(
                bytes(v) if isinstance(v, (bytes, memoryview)) else str(v).encode()
                for row in cursor.fetchall()
                for v in row
            )
    return stored


def test_files_wait_in_their_order_and_come_back_whole(folder, now, upload, token):
    data = making.docx("Đơn", author="An")
    files = [
        upload("ảnh.heic", making.photo("HEIF")),
        upload("đơn.docx", data),
        upload("ghi.webm", making.voice("webm", 2)),
    ]

    kept, problems = waiting.keep_waiting(token, files, now)

    assert problems == []
    assert [(w.n, w.name, w.kind, w.seconds) for w in kept] == [
        (1, "ảnh.jpg", "photo", None),
        (2, "đơn.docx", "document", None),
        (3, "ghi.mp3", "voice", 2),
    ]
    assert kept[1].names_author
    taken = waiting.take(token, now)
    assert [file.name for file in taken] == ["ảnh.jpg", "đơn.docx", "ghi.mp3"]
    assert taken[1].data == data
    assert taken[1].type.slug == "docx"
    assert [w.size for w in kept] == [file.size for file in taken]


def test_nothing_that_waits_can_be_read_without_the_token(
    folder, now, upload, token, on_disk
):
    words = "Lương tháng Mười bị trừ".encode()

    waiting.keep_waiting(token, [upload("Nguyễn Văn An.txt", words)], now)

    stored = everything_stored(on_disk)
    for secret in (
        words,
        b"Nguy",
        token.encode(),
        hashlib.sha256(words).hexdigest().encode(),
        hashlib.sha256(words).digest(),
    ):
        assert secret not in stored
    assert waiting.waiting(waiting.new_token(), now) == []
    assert waiting.take(waiting.new_token(), now) == []


def test_marked_paper_leaves_nothing_behind(folder, now, upload, token, on_disk):
    data = making.docx("TUYỆT MẬT", "Số 12/BC-UBND")
    files = [
        upload("Kế hoạch tuần.docx", data),
        upload("TỐI MẬT - danh sách.jpg", making.photo()),
    ]

    kept, problems = waiting.keep_waiting(token, files, now)

    assert kept == []
    assert [problem.id for problem in problems] == ["Secret", "Secret"]
    assert problems[0].name == "Kế hoạch tuần.docx"
    assert on_disk() == []
    assert not WaitingFile.objects.exists()
    assert not File.objects.exists()


def test_wrong_file_costs_none_of_the_others(folder, now, upload, token):
    files = [
        upload("a.jpg", making.photo()),
        upload("b.exe", b"MZ\0\0"),
        upload("c.txt", b""),
        upload("d.mp4", b"", refusals.TooBig("d.mp4", size=35, wall=20)),
        upload("e.txt", "Đơn".encode()),
    ]

    kept, problems = waiting.keep_waiting(token, files, now)

    assert [w.name for w in kept] == ["a.jpg", "e.txt"]
    assert [(p.id, p.name) for p in problems] == [
        ("WrongType", "b.exe"),
        ("Empty", "c.txt"),
        ("TooBig", "d.mp4"),
    ]


def test_doubtful_paper_waits_once_confirmed(folder, now, upload, token, on_disk):
    paper = upload("a.docx", making.docx("MAT", "Bao cao so 12"))

    kept, problems = waiting.keep_waiting(token, [paper], now)
    assert (kept, problems[0].id, on_disk()) == ([], "Doubtful", [])

    kept, problems = waiting.keep_waiting(token, [paper], now, confirmed=True)
    assert ([w.name for w in kept], problems) == (["a.docx"], [])


def test_same_file_sent_twice_waits_once(folder, now, upload, token, on_disk):
    for _ in range(2):
        kept, problems = waiting.keep_waiting(token, [upload("a.txt", b"abc")], now)

    assert len(kept) == 1
    assert problems == []
    assert len(on_disk()) == 1


def test_dropped_file_is_gone_from_disk_and_the_others_stay(
    folder, now, upload, token, on_disk
):
    waiting.keep_waiting(token, [upload("a.txt", b"a"), upload("b.txt", b"b")], now)

    waiting.drop_waiting(token, 1, now)

    assert [(w.n, w.name) for w in waiting.waiting(token, now)] == [(2, "b.txt")]
    assert len(on_disk()) == 1


def test_stranger_drops_nothing(folder, now, upload, token):
    waiting.keep_waiting(token, [upload("a.txt", b"a")], now)

    waiting.drop_waiting(waiting.new_token(), 1, now)

    assert len(waiting.waiting(token, now)) == 1


def test_after_two_hours_nothing_is_handed_out_and_the_sweep_removes_it(
    folder, now, upload, token, on_disk
):
    waiting.keep_waiting(token, [upload("a.txt", b"a")], now)
    later = now + timedelta(hours=2)

    assert waiting.waiting(token, later - timedelta(seconds=1))
    assert waiting.waiting(token, later) == []
    assert waiting.take(token, later) == []
    assert waiting.forget_expired(later) == 1
    assert on_disk() == []
    assert not WaitingFile.objects.exists()


def test_files_of_one_form_have_a_wall(folder, now, upload, token, monkeypatch):
    monkeypatch.setattr(waiting, "MATTER_WALL", 10)
    files = [
        upload("a.txt", b"12345678"),
        upload("b.txt", b"abcd"),
        upload("c.txt", b"x"),
    ]

    kept, problems = waiting.keep_waiting(token, files, now)

    assert [w.name for w in kept] == ["a.txt", "c.txt"]
    assert [(p.id, p.name) for p in problems] == [("TooMuch", "b.txt")]


def test_form_has_a_wall_of_files(folder, now, upload, token, monkeypatch):
    monkeypatch.setattr(waiting, "FILES", 1)

    kept, problems = waiting.keep_waiting(
        token, [upload("a.txt", b"a"), upload("b.txt", b"b")], now
    )

    assert [w.name for w in kept] == ["a.txt"]
    assert [(p.id, p.name) for p in problems] == [("TooMany", "b.txt")]


@pytest.mark.django_db(transaction=True)
def test_form_sent_four_times_at_once_keeps_its_file_once(
    folder, now, upload, token, on_disk
):
    def send(n):
        try:
            return waiting.keep_waiting(token, [upload("a.txt", b"abc")], now)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(send, range(4)))

    assert [problems for _, problems in results] == [[]] * 4
    assert len(waiting.waiting(token, now)) == 1
    assert len(on_disk()) == 1


def test_all_forms_together_have_a_wall(folder, now, upload, token, monkeypatch):
    monkeypatch.setattr(waiting, "EVERYBODY", 10)
    waiting.keep_waiting(waiting.new_token(), [upload("a.txt", b"12345678")], now)

    kept, problems = waiting.keep_waiting(token, [upload("b.txt", b"abcd")], now)

    assert (kept, [p.id for p in problems]) == ([], ["Crowded"])


def test_file_that_was_tampered_with_is_not_handed_out(
    folder, now, upload, token, on_disk
):
    waiting.keep_waiting(token, [upload("a.txt", b"a"), upload("b.txt", b"b")], now)
    first, second = on_disk()
    first.write_bytes(second.read_bytes())

    assert len(waiting.take(token, now)) == 1


def test_forgotten_token_leaves_nothing(folder, now, upload, token, on_disk):
    waiting.keep_waiting(token, [upload("a.txt", b"a")], now)

    waiting.forget(token, now)
    waiting.forget(token, now)

    assert on_disk() == []
    assert waiting.waiting(token, now) == []
