"""The desk of sources: what ends soon, and adding one with its frozen copy."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from kipthoi.sources.models import Source, SourceVersion
from tests.published import law

URL = "/can-bo/nguon/"
FILLED = {
    "token": "ab" * 16,
    "kind": "law",
    "title": "Bộ luật Lao động",
    "number": "45/2019/QH14",
    "issuer": "Quốc hội",
    "address": "https://vbpl.example/45",
    "valid_from": "01/01/2021",
    "valid_to": "",
    "text": "Điều 98. Làm đêm.",
    "unit": "che",
}


def test_desk_is_for_officers(client, house, signed_in):
    assert client.get(reverse("sources:desk")).status_code == 302
    assert signed_in("khoa").get(URL).status_code == 403
    assert signed_in("giang").get(URL).status_code == 403
    assert signed_in("ha").get(URL).status_code == 200


def test_source_is_added_with_its_frozen_words(signed_in):
    sent = signed_in("ha").post(URL, FILLED)

    version = SourceVersion.objects.get()
    assert sent.status_code == 303
    assert version.source.title == "Bộ luật Lao động"
    assert version.source.public
    assert version.text == "Điều 98. Làm đêm."
    assert len(version.sha256) == 64


def test_same_post_twice_adds_one(signed_in):
    client = signed_in("ha")

    again = [client.post(URL, FILLED), client.post(URL, FILLED)]

    assert [each.status_code for each in again] == [303, 303]
    assert Source.objects.count() == 1


def test_source_can_have_a_file_as_its_copy(signed_in):
    upload = SimpleUploadedFile("Luật.txt", "Điều 98.".encode())

    signed_in("ha").post(URL, {**FILLED, "text": "", "file": upload, "inside": "on"})

    version = SourceVersion.objects.get()
    assert version.file.sha256 == version.sha256
    assert not version.source.public


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": " "}, "Ghi tên văn bản."),
        ({"title": "x" * 201}, "nhận nhiều nhất 200"),
        ({"kind": "proof"}, "Chọn một dòng."),
        ({"kind": "__class__"}, "Chọn một dòng."),
        ({"address": "javascript:alert(1)"}, "bắt đầu bằng https://"),
        ({"address": "http://[x"}, "bắt đầu bằng https://"),
        ({"valid_to": "31/12/2020"}, "trước ngày bắt đầu"),
        ({"valid_from": "31/02/2026"}, "valid_from"),
        ({"text": ""}, "hoặc chọn tệp"),
        ({"text": "x" * 100_001}, "100000"),
        ({"unit": "may"}, "unit"),
        ({"title": "a\0b"}, "title"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(signed_in, change, words):
    page = signed_in("ha").post(URL, {**FILLED, **change})

    assert page.status_code == 422
    assert words in page.text
    assert "Quốc hội" in page.text
    assert Source.objects.count() == 0


def test_file_that_is_not_taken_is_named_and_the_words_stay(signed_in):
    upload = SimpleUploadedFile("x.exe", b"MZ\0\0")

    page = signed_in("ha").post(URL, {**FILLED, "file": upload})

    assert page.status_code == 422
    assert "x.exe" in page.text
    assert "Quốc hội" in page.text


def test_source_that_ends_soon_is_named(signed_in, house):
    law(house, title="Sắp hết", valid_to=timezone.localdate() + timedelta(days=20))

    page = signed_in("chi").get(URL).text

    assert "Sắp hết hiệu lực:" in page


@pytest.mark.parametrize("n", [1, 3])
def test_desk_costs_the_same_few_queries(
    n, signed_in, house, django_assert_num_queries
):
    for number in range(n):
        law(house, title=f"Nguồn {number}")
    client = signed_in("ha")

    with django_assert_num_queries(12):
        client.get(URL)


def test_desk_speaks_english(signed_in):
    assert "Add a source" in signed_in("ha").get(f"/en{URL}").text
