"""Finding any case: tabs, filters, words, a number; all of it in the address."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from kipthoi.cases.queries import PAGE as ROWS
from kipthoi.core.keys import grouped_code
from tests.cases.matters import CONCERN, QUESTION, answered, taken_up

PAGE = "/can-bo/viec/"


def words(page) -> str:
    assert page.status_code == 200
    return page.content.decode()


def codes(page) -> list[str]:
    """Return the case numbers in the table, from the top."""
    import re

    return re.findall(
        r'<span class="mono">([0-9A-Z]{4}-[0-9A-Z]{4})</span>', words(page)
    )


@pytest.fixture
def three(ask, house):
    """Return a late case, one that was answered, and one that is new elsewhere."""
    now = timezone.now()
    late = ask(at=now - timedelta(days=40))
    taken_up(late, house.chi, now=now - timedelta(days=39))
    done = answered(ask(at=now), house.chi, now=now)
    new = ask("Đèn nhà xe hỏng", unit="che.donggoi", at=now)
    return {"late": late, "answered": done, "new": new}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["late", "new"]),
        ("?tab=todo", ["late", "new"]),
        ("?tab=late", ["late"]),
        ("?tab=new", ["new"]),
        ("?tab=answered", ["answered"]),
        ("?tab=all", ["new", "answered", "late"]),
        ("?tab=all&unit=che.donggoi", ["new"]),
        (f"?tab=all&kind={quote(CONCERN.id)}", ["answered", "late"]),
        (f"?tab=all&kind={quote(QUESTION.id)}", []),
        ("?tab=all&q=den+nha", ["new"]),
        ("?tab=late&q=xe", ["late"]),
        ("?q=xe&unit=che.sao&tab=all", ["answered", "late"]),
        ("?tab=contested", []),
        ("?tab=all&who=me", ["new"]),
    ],
)
def test_tabs_filters_and_words_narrow_the_list(signed_in, three, query, expected):
    found = codes(signed_in("ha").get(PAGE + query))

    asked = [grouped_code(three[name].code) for name in expected]
    assert (sorted(found) if "q=" in query else found) == (
        sorted(asked) if "q=" in query else asked
    )


def test_list_may_be_narrowed_to_what_i_work_on(signed_in, three):
    found = codes(signed_in("chi").get(PAGE + "?tab=all&who=me"))

    assert grouped_code(three["late"].code) in found


def test_typed_number_opens_the_case(signed_in, three):
    code = three["late"].code

    found = signed_in("ha").get(f"{PAGE}?q={code.lower()[:4]}+{code.lower()[4:]}")

    assert found.status_code == 302
    assert found["Location"] == f"{PAGE}{grouped_code(code)}/"


def test_number_of_another_body_opens_nothing(signed_in, ask):
    case = ask(unit="may")

    html = words(signed_in("ha").get(f"{PAGE}?q={case.code}"))

    assert "Không có việc nào khớp" in html


def test_words_of_another_body_are_not_found(signed_in, ask):
    ask("Máy may số ba hay kẹt chỉ", unit="may")

    assert codes(signed_in("ha").get(f"{PAGE}?q=ket+chi&tab=all")) == []


def test_pages_follow_each_other_without_gap_or_repeat(signed_in, ask):
    now = timezone.now()
    made = {
        grouped_code(ask(at=now - timedelta(days=n % 5)).code) for n in range(ROWS + 4)
    }
    client = signed_in("chi")

    first = client.get(PAGE)
    more = first.context["more_url"]
    second = client.get(PAGE + more)

    assert len(codes(first)) == ROWS
    assert second.context["more_url"] == ""
    assert [*codes(first), *codes(second)] == list(
        dict.fromkeys([*codes(first), *codes(second)])
    )
    assert {*codes(first), *codes(second)} == made


@pytest.mark.parametrize("n", [1, 3])
def test_inbox_asks_the_database_as_often_for_three_cases_as_for_one(
    signed_in, ask, django_assert_num_queries, n
):
    for _ in range(n):
        ask(at=timezone.now() - timedelta(days=3))
    client = signed_in("chi")
    client.get(PAGE)

    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


QUERIES = 14

GARBAGE = [
    "tab=__class__",
    "tab=%00",
    "unit=../../etc",
    "unit=may",
    "topic=-1",
    "topic=99999999999999999999",
    "kind=concern'--",
    "who=%F0%9F%98%80",
    "after=-1",
    "after=2026-13-45.1",
    "after=2026-11-25.99999999999999999999999",
    "after=.",
    "page=-1",
    "sort=__class__",
    "q=%00",
    "q=" + "a" * 5000,
    "q=%22%20OR%20%22*",
    "q=%E2%80%AE%3Cscript%3E",
    "q=Tie%CC%82%CC%80n",
    "tab=all&tab=late&unit=&unit=x",
]


@pytest.mark.parametrize("query", GARBAGE)
@pytest.mark.parametrize("language", ["", "/en"])
def test_garbage_in_the_address_is_no_error(signed_in, three, query, language):
    found = signed_in("ha").get(f"{language}{PAGE}?{query}")

    assert found.status_code == 200
    assert b"<script>" not in found.content


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("tab=__class__", "Mục"),
        ("unit=may", "Nơi phải trả lời"),
        ("kind=x", "Loại"),
        ("after=-1", "Trang"),
    ],
)
def test_part_that_names_nothing_is_said_in_a_sentence(signed_in, three, query, field):
    html = words(signed_in("ha").get(f"{PAGE}?{query}"))

    assert f"“{field}” trong địa chỉ không khớp với gì ở đây nên đã bỏ qua." in html


def test_row_says_what_an_officer_wants_to_know(signed_in, ask, house):
    case = ask("Tủ <b>thuốc</b> ở xưởng trống", at=timezone.now() - timedelta(days=40))

    html = words(signed_in("ha").get(PAGE))

    row = html[html.index('<tbody role="rowgroup">') : html.index("</tbody>")]
    code = grouped_code(case.code)
    who = case.assignee.name
    assert (
        f'<a href="{PAGE}{code}/">Tủ &lt;b&gt;thuốc&lt;/b&gt; ở xưởng trống</a>' in row
    )
    assert f"Xưởng sao chè<small>Không tên · {who}</small>" in row
    assert f"<small>Hạn {case.due_on:%d/%m/%Y}</small>" in row
    assert 'class="badge is-late"' in row
    assert "Nhận việc" in row


def test_second_reader_has_no_inbox(signed_in):
    assert signed_in("giang").get(PAGE).status_code == 403


def test_table_is_marked_for_the_keys(signed_in, three):
    assert "data-keys" in words(signed_in("ha").get(PAGE))
