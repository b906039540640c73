"""What we say about ourselves, and the page about the machine."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from kipthoi.web import machine


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("name", ["web:privacy", "web:help"])
def test_written_pages_stand_in_both_languages(client, house, name, language):
    page = client.get(language + reverse(name))

    assert page.status_code == 200
    assert "!" not in page.text.split("<main")[1].split("</main>")[0]


def test_privacy_names_the_leaks_and_promises_nothing_absolute(client, house):
    page = client.get(reverse("web:privacy")).text

    for words in ("Lời kể.", "Cái máy.", "Mã bị mất.", "hai ngày làm việc"):
        assert words in page
    assert "tuyệt đối" not in page
    assert "hoàn toàn ẩn danh" not in page


def test_request_about_own_data_goes_through_the_sending_form(client, house):
    page = client.get(reverse("web:privacy")).text

    assert reverse("cases:send_what") in page


def test_help_names_the_numbers_of_rescue_and_a_person(client, house):
    page = client.get(reverse("web:help")).text

    for number in ("113", "114", "115", "0900 000 000"):
        assert number in page


@pytest.mark.parametrize("name", ["khoa", "dung"])
def test_system_shows_the_machine_to_operator_and_chair(signed_in, name):
    page = signed_in(name).get(reverse("web:system"))

    assert page.status_code == 200
    for words in (machine.engine(), "Ổ đĩa", "Không có thư nào chờ.", "Chạy thử"):
        assert words in page.text


@pytest.mark.parametrize("name", ["chi", "giang", "em"])
def test_system_is_not_for_officers(signed_in, name):
    assert signed_in(name).get(reverse("web:system")).status_code == 403


def test_system_sends_strangers_to_sign_in(client, house):
    page = client.get("/quan-tri/he-thong/")

    assert page.status_code == 302
    assert reverse("people:sign_in") in page["Location"]


def test_system_tells_when_mail_waits_or_was_given_up(signed_in, now):
    from kipthoi.outbox.models import Letter

    Letter.objects.create(about="case:X", made_at=now, next_at=now, address="a@b.vn")
    Letter.objects.create(about="case:Y", made_at=now)

    page = signed_in("khoa").get(reverse("web:system")).text

    assert "1 thư đang chờ" in page
    assert "1 thư không gửi được" in page
    assert "a@b.vn" not in page


def test_full_disk_is_tight():
    assert machine.Disk(free=10, whole=10_000).tight
    assert not machine.Disk(free=50_000_000_000, whole=90_000_000_000).tight


def test_folders_are_weighed(tmp_path, settings):
    settings.DATA = tmp_path
    (tmp_path / "files" / "ab").mkdir(parents=True)
    (tmp_path / "files" / "ab" / "one").write_bytes(b"x" * 10)
    (tmp_path / "kipthoi.sqlite3").write_bytes(b"y" * 7)

    assert machine.folder("files") == machine.Folder("files", 10, False)
    assert machine.folder("").size == 7
    assert machine.folder("nothing").size == 0
    assert machine.disk().whole > 0


def test_very_full_folder_is_more_than_what_was_counted(
    tmp_path, settings, monkeypatch
):
    settings.DATA = tmp_path
    monkeypatch.setattr(machine, "MOST_FILES", 2)
    for n in range(3):
        (tmp_path / "files").mkdir(exist_ok=True)
        (tmp_path / "files" / str(n)).write_bytes(b"x")

    assert machine.folder("files").more


def test_file_that_goes_away_meanwhile_weighs_nothing():
    def gone():
        raise FileNotFoundError

    assert machine._size(SimpleNamespace(is_file=gone)) == 0
