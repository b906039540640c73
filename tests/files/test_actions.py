import hashlib
import os
from datetime import timedelta

import pytest

from kipthoi.core.viewer import Clockwork
from kipthoi.files import chores, disk, queries, refusals, waiting
from kipthoi.files.actions import discard, keep, let_go, shred, store, write_down
from kipthoi.files.models import File
from kipthoi.files.prepared import prepare
from kipthoi.journal import action as journal
from tests.files import making

pytestmark = pytest.mark.django_db


@journal.action
def do(body, *, by, now):
    """Run a body as an act that counts as logged; the journal's tests test the rest."""
    made = body()
    journal.opened().events += 1
    return made


def act(body, now):
    return do(body, by=Clockwork(), now=now)


def bind(now, *files, ref="message:12", role="message", under="case:7K3M9Q2F"):
    stored = store(files)
    return act(lambda: keep(stored, ref=ref, role=role, under=under), now)


def test_stored_bytes_lie_under_random_names_for_us_alone(folder, on_disk):
    file = prepare("Nguyễn Văn An.jpg", making.photo())

    (stored,) = store([file])

    (place,) = on_disk()
    assert place == disk.where(disk.KEPT, stored.path)
    assert place.read_bytes() == file.data
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.parent.stat().st_mode & 0o777 == 0o700
    assert "Nguy" not in str(place)
    assert stored.sha256 == hashlib.sha256(file.data).hexdigest()


def test_kept_file_says_what_it_is(folder, now):
    photo = prepare("ảnh xưởng.jpg", making.photo())
    voice = prepare("lời.webm", making.voice("webm", 2))

    first, second = bind(now, photo, voice)

    row = File.objects.get(pk=second.pk)
    assert (row.ref, row.under, row.role, row.order) == (
        "message:12",
        "case:7K3M9Q2F",
        "message",
        2,
    )
    assert (row.kind, row.mime, row.seconds, row.name) == (
        "voice",
        "audio/mpeg",
        2,
        "lời.mp3",
    )
    assert row.neutral_name == "ghi-am-2.mp3"
    assert row.created_at == now
    assert len(row.public_id) == 22
    assert first.public_id != second.public_id


def test_keeping_outside_an_act_is_refused(folder):
    stored = store([prepare("a.txt", b"a")])

    with pytest.raises(journal.NoAction):
        keep(stored, ref="message:1", role="message")


def test_act_that_fails_binds_nothing_and_its_bytes_can_be_discarded(
    folder, now, on_disk
):
    stored = store([prepare("a.txt", b"a")])

    def fail():
        keep(stored, ref="message:1", role="message")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        act(fail, now)
    assert not File.objects.exists()

    discard(stored)
    discard(stored)
    assert on_disk() == []


def test_store_that_fails_half_way_leaves_nothing(folder, on_disk, monkeypatch):
    files = [prepare("a.txt", b"a"), prepare("b.txt", b"b")]
    write = disk.write

    def full(where, data, path):
        if data == b"b":
            raise OSError(28, "No space left on device")
        write(where, data, path)

    monkeypatch.setattr(disk, "write", full)

    with pytest.raises(OSError, match="No space"):
        store(files)

    assert on_disk() == []


def test_write_that_fails_leaves_no_half_file(folder, on_disk, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match="No space"):
        store([prepare("a.txt", b"a")])

    assert on_disk() == []


def test_files_of_one_matter_have_a_wall(folder, now, monkeypatch):
    monkeypatch.setattr(queries, "MATTER_WALL", 10)
    bind(now, prepare("a.txt", b"1234567"))
    assert queries.room_left("case:7K3M9Q2F") == 3

    with pytest.raises(refusals.TooMuch) as refused:
        bind(now, prepare("b.txt", b"abcd"), ref="message:13")

    assert refused.value.name == "b.txt"
    bind(now, prepare("c.txt", b"abcd"), role="published")
    assert queries.room_left("case:7K3M9Q2F") == 3


def test_files_of_many_things_are_read_in_one_query(
    folder, now, django_assert_num_queries
):
    a, b = bind(now, prepare("a.txt", b"a"), prepare("b.txt", b"b"))
    (c,) = bind(now, prepare("c.txt", b"c"), ref="message:13")

    with django_assert_num_queries(1):
        found = queries.files_of(["message:12", "message:13", "message:14"])

    assert found == {"message:12": [a, b], "message:13": [c], "message:14": []}
    assert queries.file_under("case:7K3M9Q2F", c.public_id) == c
    assert queries.file_under("case:ANOTHER1", c.public_id) is None
    assert queries.files_under("case:7K3M9Q2F") == [a, b, c]


def test_transcript_stands_beside_the_voice(folder, now):
    (voice,) = bind(now, prepare("lời.webm", making.voice("webm", 1)))

    act(lambda: write_down(voice, "Ca đêm không có nước."), now)

    voice.refresh_from_db()
    assert voice.transcript == "Ca đêm không có nước."


def test_file_that_is_let_go_leaves_a_line_to_count_and_nothing_else(
    folder, now, on_disk
):
    (file,) = bind(now, prepare("Nguyễn Văn An.txt", b"abc"))

    paths = act(lambda: let_go([file], reason="asked", today=now.date()), now)
    shred(paths)

    file.refresh_from_db()
    assert on_disk() == []
    assert (file.name, file.sha256, file.path, file.transcript) == ("", "", "", "")
    assert (file.gone_on, file.gone_reason, file.size) == (now.date(), "asked", 3)
    assert queries.room_left("case:7K3M9Q2F") == queries.MATTER_WALL
    assert act(lambda: let_go([file], reason="again", today=now.date()), now) == []


def aged(path, moment):
    os.utime(path, (moment.timestamp(), moment.timestamp()))


def test_sweep_removes_orphans_older_than_a_day_and_nothing_that_is_bound(
    folder, now, upload, on_disk
):
    (kept,) = bind(now, prepare("a.txt", b"a"))
    old, young = store([prepare("b.txt", b"b"), prepare("c.txt", b"c")])
    token = waiting.new_token()
    waiting.keep_waiting(token, [upload("d.txt", b"d")], now)
    half = disk.where(disk.KEPT, old.path).with_name("0" * 32 + ".part")
    half.write_bytes(b"half")
    for path in on_disk():
        aged(path, now - timedelta(hours=25))
    aged(disk.where(disk.KEPT, young.path), now - timedelta(hours=23))

    assert chores.sweep(now) == (0, 2)

    left = {path.name for path in on_disk()}
    assert len(left) == 3
    assert {kept.path[3:], young.path[3:]} < left
    assert chores.sweep(now + timedelta(hours=3)) == (1, 1)
    assert [path.name for path in on_disk()] == [kept.path[3:]]
    assert chores.sweep(now + timedelta(hours=3)) == (0, 0)


def test_sweep_of_an_empty_house_does_nothing(folder, now):
    assert chores.sweep(now) == (0, 0)


@pytest.mark.parametrize(
    "path", ["../x", "/etc/passwd", "", "aa/../../x", "aa/" + "G" * 32]
)
def test_path_that_is_not_ours_is_refused(folder, path):
    with pytest.raises(ValueError, match="not a path"):
        disk.where(disk.KEPT, path)
