"""`kipthoi setup`: a real house from answers, whole or not at all."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kipthoi import install

ROOT = Path(__file__).resolve().parent.parent
ANSWERS = {
    "body": "Công đoàn Giày Sông Lô",
    "phone": "0900 000 009",
    "office": "nhà B",
    "week": "mon-sat",
    "chair": "Đào Thị Lý",
    "chair_email": "ly@vidu.example",
    "reader": "Ma Văn Cường",
    "reader_email": "cuong@vidu.example",
}
ASK_A_REAL_HOUSE = """
import json, django
django.setup()
from django.test import Client
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from kipthoi.people.models import Person, Term
from kipthoi.units.models import Body
import sys
settings.ALLOWED_HOSTS = ["*"]
client = Client()
out = {path: client.get(path).status_code
       for path in ("/thu/", "/thu/thu-tu/", "/thu/vao/1/", "/thu/thanh-phan/",
                    "/accounts/signup/", "/dang-nhap/")}
try:
    reverse("demo:cast")
    out["reverse"] = True
except NoReverseMatch:
    out["reverse"] = False
page = client.get("/dang-nhap/").content.decode()
out["band"] = "/thu/" in page
links = sys.argv[1:]
out["read"] = [client.get(link).status_code for link in links]
out["people before"] = Person.objects.count()
out["taken"] = [Client().post(link).status_code for link in links]
out["again"] = [Client().post(link).status_code for link in links]
out["roles"] = list(Term.objects.order_by("id").values_list("role", flat=True))
out["week"] = Body.objects.get().week
print(json.dumps(out))
"""


def environment(folder: Path) -> dict[str, str]:
    kept = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("KIPTHOI_", "DATABASE"))
    }
    return {
        **kept,
        "KIPTHOI_DATA": str(folder / "data"),
        "DJANGO_SETTINGS_MODULE": "kipthoi.settings",
    }


def setup(folder: Path, answers: object, **more) -> subprocess.CompletedProcess:
    file = folder / "answers.json"
    file.write_text(answers if isinstance(answers, str) else json.dumps(answers))
    return subprocess.run(
        [sys.executable, "-m", "kipthoi.cli", "setup", "--from", str(file)],
        cwd=ROOT,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
        **more,
    )


@pytest.mark.slow
def test_a_real_house_is_planted_and_its_first_two_come_in(tmp_path):
    done = setup(tmp_path, ANSWERS)

    assert done.returncode == 0, done.stderr
    links = re.findall(r"http://localhost:8000(/moi/[\w-]+/)", done.stdout)
    assert len(links) == 2
    secret = (tmp_path / "data-keys" / "key.secret").read_text().strip()
    assert secret[:4] + " " + secret[4:8] in done.stdout

    asked = subprocess.run(
        [sys.executable, "-c", ASK_A_REAL_HOUSE, *links],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(asked.stdout.splitlines()[-1])

    # The demonstration is not there at all, and neither is anything of allauth.
    assert {found[p] for p in found if p.startswith(("/thu/", "/accounts/"))} == {404}
    assert found["/dang-nhap/"] == 200
    assert (found["reverse"], found["band"]) == (False, False)
    # Reading the link does nothing; the button takes it up, once.
    assert (found["read"], found["people before"]) == ([200, 200], 0)
    assert (found["taken"], found["again"]) == ([303, 303], [410, 410])
    assert found["roles"] == ["chair", "deputy"]
    assert found["week"] == "mon-sat"

    again = setup(tmp_path, ANSWERS)
    assert again.returncode == 1
    assert again.stderr.count("\n") == 1


@pytest.mark.slow
def test_wrong_answers_are_one_line_each_and_plant_nothing(tmp_path):
    done = setup(tmp_path, {**ANSWERS, "chair_email": "x", "week": "all", "body": ""})

    assert done.returncode == 1
    lines = done.stderr.strip().splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "body",
        "slug",
        "week",
        "chair_email",
    ]
    assert "Traceback" not in done.stderr
    assert setup(tmp_path, ANSWERS).returncode == 0


def test_checked_fills_in_what_is_usual():
    whole = install.checked(dict(ANSWERS))

    assert whole["slug"] == "cong-doan-giay-song-lo"
    assert whole["open_hours"] == ""
    assert install.checked({**ANSWERS, "week": "mon-fri"})["week"] == "mon-fri"


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("body", " "),
        ("body", "a" * 161),
        ("body", 7),
        ("body", None),
        ("phone", ""),
        ("slug", "Có dấu"),
        ("slug", "a/b"),
        ("week", "mon-sun"),
        ("chair", "\0"),
        ("chair_email", "ly"),
        ("reader_email", "LY@vidu.example"),
        ("reader_email", ["x"]),
    ],
)
def test_each_wrong_answer_is_named(name, answer):
    with pytest.raises(install.WrongAnswers) as told:
        install.checked({**ANSWERS, name: answer})

    assert any(line.startswith(f"{name}:") for line in told.value.lines)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"colour": "red"}', "\x00"])
def test_file_of_answers_that_is_none_is_one_line(tmp_path, text):
    file = tmp_path / "answers.json"
    file.write_text(text)

    with pytest.raises(install.WrongAnswers) as told:
        install._from_file(str(file))

    assert len(told.value.lines) == 1


def test_file_of_answers_that_is_not_there(tmp_path):
    with pytest.raises(install.WrongAnswers) as told:
        install._from_file(str(tmp_path / "none.json"))

    assert "none.json" in told.value.lines[0]


def test_questions_are_asked_again_until_they_can_be_used(monkeypatch, capsys):
    said = iter(
        [
            "",
            ANSWERS["body"],
            "",
            "0900",
            "nhà B",
            "",
            "",
            "Lý",
            "ly",
            "ly@vidu.example",
            "Cường",
            "cuong@vidu.example",
        ]
    )
    monkeypatch.setattr("builtins.input", lambda _words: next(said))

    answers = install._asked()

    assert answers["slug"] == "cong-doan-giay-song-lo"
    assert answers["week"] == "mon-fri"
    assert answers["chair_email"] == "ly@vidu.example"
    assert capsys.readouterr().err.count("\n") == 2
