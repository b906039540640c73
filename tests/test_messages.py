"""The catalogue: complete, equal in its places, and in a tone that blames nobody."""

import re

import polib
import pytest

from tools import messages

# A form that says these accuses the reader; what is missing can be said kindly.
BLAME = re.compile(
    r"không hợp lệ|\bbắt buộc\b|\bsai\b(?! (?:sót|khác|lệch))|\blỗi của (?:bạn|anh)|"
    r"\bthất bại\b|\bvi phạm\b(?= quy định nhập)",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def said():
    """Every message of the code that has a Vietnamese text, with that text."""
    with messages.catalogue() as po:
        return {
            entry.msgid: messages.said(entry)
            for entry in po
            if messages.said(entry) and not entry.obsolete
        }


def test_every_message_has_a_vietnamese_text_with_the_same_places():
    with messages.catalogue() as po:
        assert messages.problems(po, messages.found()) == []


def test_nobody_is_shouted_at(said):
    ours = {
        message.text
        for message in messages.found().values()
        if any(file.startswith("kipthoi/") for file in message.files)
    }
    shouting = [text for text in [*ours, *said.values()] if "!" in text]

    assert shouting == []


def test_nobody_is_blamed(said):
    assert {key: text for key, text in said.items() if BLAME.search(text)} == {}


@pytest.mark.parametrize(
    "text", ["Số điện thoại không hợp lệ.", "Trường này là bắt buộc.", "Mã sai."]
)
def test_a_blaming_text_would_be_seen(text):
    assert BLAME.search(text)


@pytest.mark.parametrize("text", ["Nếu có sai sót, xin báo.", "Mã chưa khớp."])
def test_a_kind_text_is_let_through(text):
    assert not BLAME.search(text)


# --- The tool itself ------------------------------------------------------------------

PYTHON = """
from django.utils.translation import gettext_lazy as say, ngettext, pgettext
say("One " "sentence.")
ngettext("%(n)s day", "%(n)s days", n) % {"n": n}
pgettext("of a month", "May")
say(variable)
"""
TEMPLATE = """
{% translate "Due today" %} {{ _("Inside a variable") }}
{% translate "May" context "of a month" %}
{% blocktranslate trimmed count n=n %}
  {{ n }} case
{% plural %}
  {{ n }} cases
{% endblocktranslate %}
{% blocktranslate %}50% of {{ all }}{% endblocktranslate %}
{# {% translate "A remark" %} #}
"""


def keys(found) -> set[tuple[str | None, str, str]]:
    """Return what tells the messages apart, with their plurals."""
    return {(message.context, message.text, message.plural) for message in found}


def test_messages_of_python_are_found():
    assert keys(messages.in_python(PYTHON)) == {
        (None, "One sentence.", ""),
        (None, "%(n)s day", "%(n)s days"),
        ("of a month", "May", ""),
    }


def test_messages_of_templates_are_found():
    assert keys(messages.in_template(TEMPLATE)) == {
        (None, "Due today", ""),
        (None, "Inside a variable", ""),
        ("of a month", "May", ""),
        (None, "%(n)s case", "%(n)s cases"),
        (None, "50%% of %(all)s", ""),
    }


def one(text: str, plural: str = "") -> dict:
    """Return the messages of a code that says only this."""
    message = messages.Message(text, plural, files={"x.py"})
    return {message.key: message}


def test_a_text_missing_or_with_other_places_is_a_problem():
    po = polib.POFile()
    messages.merge(po, one("%(n)s day"), prune=False)
    missing = messages.problems(po, one("%(n)s day"))
    po[0].msgstr = "%(m)s ngày"
    unequal = messages.problems(po, one("%(n)s day"))
    po[0].msgstr = "%(n)s ngày"

    assert missing[0].startswith("missing")
    assert unequal[0].startswith("placeholders")
    assert messages.problems(po, one("%(n)s day")) == []


def test_a_text_put_aside_comes_back_with_its_message():
    po = polib.POFile()
    po.append(polib.POEntry(msgid="Due today", msgstr="Đến hạn hôm nay"))

    messages.merge(po, one("Other"), prune=False)
    aside = po.find("Due today", include_obsolete_entries=True).obsolete
    messages.merge(po, one("Due today"), prune=False)

    assert aside
    assert not po.find("Due today").obsolete
    assert po.find("Due today").msgstr == "Đến hạn hôm nay"


def test_a_message_that_gains_a_plural_keeps_its_text():
    po = polib.POFile()
    po.append(polib.POEntry(msgid="%(n)s day", msgstr="%(n)s ngày"))

    messages.merge(po, one("%(n)s day", "%(n)s days"), prune=True)

    assert messages.said(po.find("%(n)s day")) == "%(n)s ngày"
    assert messages.problems(po, one("%(n)s day", "%(n)s days")) == []
