"""The lines that the house does not cross, each held by a test.

Each rule is a finder of `offences.py`; below, every finder is first shown an offence.
"""

import inspect
import re
import tomllib
from collections.abc import Callable
from importlib import import_module
from itertools import pairwise
from typing import NamedTuple

import pytest
from django.apps import apps
from django.template.loader import get_template
from django.urls import URLResolver, get_resolver
from packaging.requirements import Requirement

from tests import offences as house

PLANTED = [
    (house.kind_literals, "if case.kind == 'concern': pass"),
    (house.kind_literals, "if case.kind_id in ('question/1', 'x'): pass"),
    (house.kind_literals, "rows.filter(kind='support')"),
    (house.kind_literals, "rows.filter(kind_id__in=['support/1'])"),
    (house.kind_literals, "kind.slug.startswith('concern')"),
    (house.kind_literals, "get_kind('concern/1')"),
    (house.kind_literals, "match kind.slug:\n    case 'privacy': pass"),
    (house.kind_literals_in_template, "{% if case.kind == 'concern' %}x{% endif %}"),
    (house.kind_literals_in_template, '{% if kind.slug in "concern x" %}x{% endif %}'),
    (house.signals, "from django.db.models.signals import post_save"),
    (house.signals, "from django.dispatch import receiver"),
    (house.managers, "class Open(models.Manager): pass"),
    (house.managers, "class Open(QuerySet): pass"),
    (house.save_overrides, "class Case(models.Model):\n    def save(self): pass"),
    (house.transactions, "from django.db import transaction"),
    (house.transactions, "from django.db.transaction import atomic"),
    (house.transactions, "transaction.on_commit(tell)"),
    (house.caught_database_errors, "try: x()\nexcept IntegrityError: pass"),
    (house.caught_database_errors, "try: x()\nexcept (A, db.DatabaseError): pass"),
    (house.caught_database_errors, "try: x()\nexcept Exception: pass"),
    (house.caught_database_errors, "try: x()\nexcept: pass"),
    (house.writes, "Case.objects.create(text=text)"),
    (house.writes, "case.save()"),
    (house.clock_reads, "now = timezone.now()"),
    (house.clock_reads, "today = date.today()"),
    (house.gates, "import smtplib"),
    (house.gates, "from urllib.request import urlopen"),
    (house.gates, "import urllib.request"),
    (house.gates, "from django.core.mail import send_mail"),
    (house.fields_never_kept, "class Person(Model):\n    religion = CharField()"),
    (
        house.fields_never_kept,
        "class PressItem(Model):\n    author_avatar = URLField()",
    ),
    (house.inline_code, '<p class="a" style="color: red">x</p>'),
    (house.inline_code, "<style>p {}</style>"),
    (house.inline_code, "<script>go()</script>"),
    (house.inline_code, '<button type="button" onclick="go()">x</button>'),
    (house.outside_assets, '<script src="https://cdn.example/x.js"></script>'),
    (house.outside_assets, "<img alt='' src='//img.example/x.png'>"),
    (house.outside_assets, "p { background: url(https://x.example/y.png) }"),
    (house.machine_paths, "open('../" + "shared/deadlines.tsv')"),
    (house.machine_paths, "PATH = '/" + "home/somebody/house'"),
]
INNOCENT = [
    (house.kind_literals, "if case.kind.public: pass"),
    (house.kind_literals, "if file.kind == 'document': pass"),
    (house.kind_literals_in_template, "{% if case.kind.public %}x{% endif %}"),
    (house.caught_database_errors, "try: x()\nexcept KeyError: pass"),
    (house.gates, "from urllib.parse import quote"),
    (house.inline_code, '<script src="{% static "kt.js" %}" defer></script>'),
    (house.outside_assets, '<a href="https://vbpl.example/luat">Luật</a>'),
    (house.fields_never_kept, "class Person(Model):\n    username = None"),
]


@pytest.mark.parametrize(("finder", "text"), PLANTED)
def test_every_finder_sees_a_planted_offence(finder, text):
    assert finder(text)


@pytest.mark.parametrize(("finder", "text"), INNOCENT)
def test_no_finder_sees_an_offence_where_there_is_none(finder, text):
    assert not finder(text)


def seen(finder, paths) -> dict[str, list[str]]:
    """Return what the finder sees in the files, by file."""
    found = {house.name(path): finder(path.read_text("utf-8")) for path in paths}
    return {path: lines for path, lines in found.items() if lines}


def python_outside(*names):
    """Return the Python files of the package but for those named."""
    return [path for path in house.python() if house.name(path) not in names]


# --- Kinds ----------------------------------------------------------------------------


def test_code_asks_facts_of_a_kind_and_never_its_name():
    paths = [path for path in house.python() if "kinds" not in path.parts]

    assert seen(house.kind_literals, paths) == {}


def test_templates_ask_facts_of_a_kind_and_never_its_name():
    assert seen(house.kind_literals_in_template, house.templates()) == {}


# --- Models ---------------------------------------------------------------------------


def test_nothing_happens_by_signal():
    assert seen(house.signals, house.python()) == {}


def test_models_have_no_managers_of_their_own():
    assert seen(house.managers, house.python()) == {}


def test_models_are_saved_as_django_saves_them():
    assert seen(house.save_overrides, house.python("models")) == {}


def test_no_field_says_what_a_person_is_or_believes():
    assert seen(house.fields_never_kept, house.python("models", "forms")) == {}


def room(model) -> str:
    """Return the room that keeps a model."""
    return model.__module__.split(".")[1]


def test_tables_point_only_to_rooms_below():
    upward = [
        f"{model.__name__}.{field.name} -> {room(field.related_model)}"
        for model in apps.get_app_config("kipthoi").get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model.__module__.startswith("kipthoi.")
        and house.ROOMS.index(room(model))
        > house.ROOMS.index(room(field.related_model))
    ]

    assert upward == []


def test_ground_floor_rooms_know_neither_people_nor_units():
    ground = {"journal", "outbox", "search", "files"}
    pointing = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("kipthoi").get_models()
        if room(model) in ground
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and room(field.related_model) in {"people", "units"}
    ]

    assert pointing == []


# --- Actions --------------------------------------------------------------------------


def test_only_the_action_knows_about_transactions():
    paths = python_outside("kipthoi/journal/action.py")

    assert seen(house.transactions, paths) == {}


def test_no_action_hides_a_database_error():
    paths = house.python("actions", "chores")

    assert seen(house.caught_database_errors, paths) == {}


def test_every_action_is_documented_names_its_actor_and_records_what_it_did():
    recording = house.recording([path.read_text("utf-8") for path in house.python()])

    def faults(source):
        return house.faults_of_actions(source, recording)

    assert seen(faults, house.python()) == {}


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("@action\ndef a(*, by, now):\n    record(X)", "no docstring"),
        ("@action\ndef a(by, *, now):\n    'Do.'\n    record(X)", "by and now"),
        ("@action\ndef a(*, by, now):\n    'Do.'\n    other()", "records nothing"),
    ],
)
def test_finder_of_faulty_actions_sees_a_planted_one(source, fault):
    found = house.faults_of_actions(source, house.recording([source]))

    assert any(fault in line for line in found)


def test_finder_of_faulty_actions_follows_steps():
    source = (
        "@action\ndef open_case(*, by, now):\n    'Open.'\n    receive.step(1)\n"
        "@action\ndef receive(case, *, by, now):\n    'Receive.'\n    record(X)\n"
    )

    assert house.faults_of_actions(source, house.recording([source])) == []


def test_only_actions_and_chores_write():
    paths = house.python("views", "forms", "queries", "rules")

    assert seen(house.writes, paths) == {}


def test_rules_queries_and_actions_are_told_the_time():
    told = house.python("actions", "queries", "rules")
    core = [path for path in house.python() if path.parent.name == "core"]

    assert seen(house.clock_reads, told + core) == {}


def test_only_the_outbox_has_a_gate_to_the_world():
    paths = [path for path in house.python() if "outbox" not in path.parts]

    assert seen(house.gates, paths) == {}


# --- Pages ----------------------------------------------------------------------------


def test_pages_carry_no_inline_style_or_script():
    assert seen(house.inline_code, house.templates()) == {}


def test_pages_fetch_nothing_from_anybody_else():
    static = [
        path
        for path in (house.PACKAGE / "static").rglob("*")
        if path.suffix in {".css", ".js", ".svg", ".html", ".webmanifest"}
    ]

    assert seen(house.outside_assets, house.templates() + static) == {}


class Address(NamedTuple):
    """One address of our own: its view, its name with the room, its path."""

    view: Callable
    name: str
    room: str
    path: str


def addresses(resolver=None, room="", before="/") -> list[Address]:
    """Return every address of our own that the product answers, in Vietnamese."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += addresses(entry, entry.namespace or room, path)
        elif entry.callback.__module__.startswith("kipthoi."):
            found.append(Address(entry.callback, entry.name, room, path))
    return found


def test_one_word_names_address_and_view():
    strangers = [
        f"{address.name} -> {address.view.__name__}"
        for address in addresses()
        if address.name != address.view.__name__
    ]

    assert strangers == []


def test_every_view_shows_a_template_that_exists_or_makes_a_response():
    empty = []
    for address in addresses():
        view = inspect.unwrap(address.view)
        source = inspect.getsource(view)
        names = re.findall(r"[\"']([\w/]+\.(?:html|txt|xml))[\"']", source)
        for template in names:
            get_template(template)
        shared = inspect.getsource(import_module(view.__module__))
        if not names and not re.search(r"render|redirect|Response", source + shared):
            empty.append(address.name)

    assert empty == []


def named(address: Address, text: str) -> bool:
    """Tell whether a test names the address, or asks for its path."""
    path = re.sub(r"<[^>]+>", "\x00", address.path)
    literal = re.escape(path).replace("\x00", "[^/\"']+")
    name = rf"[\"'](?:{address.room}:)?{address.name}[\"']"
    return bool(re.search(rf"{name}|[\"'}}]{literal}[\"'?#{{]", text))


def test_every_address_is_named_in_a_test():
    mine = {"test_house_rules.py", "offences.py"}
    tests = "\n".join(
        path.read_text("utf-8")
        for path in (house.ROOT / "tests").rglob("*.py")
        if path.name not in mine
    )

    untested = {
        f"{address.room}:{address.name}"
        for address in addresses()
        if not named(address, tests)
    }
    assert untested == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('reverse("cases:accept")', True),
        ("('accept', 200)", True),
        ('client.post(f"/can-bo/viec/{case.code}/nhan/")', True),
        ('f"{server}/can-bo/viec/{case.code}/nhan/?a=1"', True),
        ("accept(case, by=chi)", False),
        ('client.get("/can-bo/viec/")', False),
    ],
)
def test_naming_an_address_is_recognised(text, expected):
    address = Address(print, "accept", "cases", "/can-bo/viec/<str:code>/nhan/")

    assert named(address, text) == expected


# --- The checkout ---------------------------------------------------------------------


def test_no_file_has_a_name_that_says_nothing():
    paths = [path for path in house.tree() if path.suffix in {".py", ".js", ".css"}]

    assert [house.name(p) for p in paths if p.stem in house.EMPTY_NAMES] == []


def test_the_project_stands_alone():
    texts = {".py", ".html", ".txt", ".md", ".toml", ".json", ".tsv", ".css", ".js", ""}
    paths = [path for path in house.tree() if path.suffix in texts]

    assert seen(house.machine_paths, paths) == {}


def locked(file: str) -> dict[str, str]:
    """Return the versions that a file of requirements locks."""
    lines = (house.ROOT / file).read_text("utf-8").splitlines()
    pins = [re.match(r"([\w.-]+)==([\w.]+)", line) for line in lines]
    return {pin[1].lower(): pin[2] for pin in pins if pin}


def test_what_the_project_needs_is_locked_with_hashes():
    project = tomllib.loads((house.ROOT / "pyproject.toml").read_text())["project"]
    extra = project["optional-dependencies"]
    wanted = {
        "requirements.txt": project["dependencies"],
        "requirements-dev.txt": project["dependencies"]
        + extra["postgres"]
        + extra["dev"],
    }

    for file, lines in wanted.items():
        pins = locked(file)
        for need in map(Requirement, lines):
            assert need.specifier.contains(pins[need.name.lower()]), (file, need.name)
        text = (house.ROOT / file).read_text("utf-8")
        assert text.count("--hash=sha256:") >= len(pins), file


def test_every_dependency_says_why_it_is_there():
    lines = (house.ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    start = lines.index("dependencies = [")
    end = lines.index("[project.scripts]")
    section = lines[start:end]

    unexplained = [
        line.strip()
        for before, line in pairwise(section)
        if line.startswith('    "') and not before.strip().startswith("# ")
    ]
    assert unexplained == []
