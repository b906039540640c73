"""Why a limit ends when it does: the sentences, and that they leave nothing out."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kipthoi.core.calendar import Calendar
from kipthoi.core.deadlines import due_on
from kipthoi.core.explain import parts, render

DAYS_OFF = {
    date(2026, 1, 1): "",
    date(2026, 1, 2): "",
    **{date(2026, 2, day): "Tết Nguyên đán" for day in range(16, 21)},
    date(2026, 4, 30): "",
    date(2026, 5, 1): "",
    date(2026, 11, 24): "Ngày Văn hóa Việt Nam",
    date(2027, 1, 1): "",
}
MON_FRI = Calendar(
    date(2020, 1, 1),
    date(2027, 12, 31),
    dict.fromkeys(DAYS_OFF, "off") | {date(2026, 1, 10): "work"},
    names=DAYS_OFF,
    names_en={date(2026, 11, 24): "Vietnamese Culture Day"},
    provisional=frozenset({2027}),
)

LAW = ("Luật Tiếp công dân 42/2013/QH13", "khoản 1 Điều 28")
OWN = ("Quy chế của đơn vị (mặc định, sửa được)", "")
SENTENCES = [
    (
        (date(2026, 11, 16), 10, "working"),
        LAW,
        "10 ngày làm việc kể từ 16/11/2026, không tính thứ Bảy, Chủ nhật và ngày nghỉ"
        " lễ 24/11 (Ngày Văn hóa Việt Nam); theo khoản 1 Điều 28 Luật Tiếp công dân"
        " 42/2013/QH13",
        "10 working days from 16 November 2026, leaving out Saturdays, Sundays and the"
        " public holiday 24 November (Vietnamese Culture Day); under Article 28(1) of"
        " Luật Tiếp công dân 42/2013/QH13",
    ),
    (
        (date(2026, 10, 30), 30, "calendar"),
        ("Luật Đất đai 31/2024/QH15", "điểm a khoản 3 Điều 87"),
        "30 ngày kể từ 30/10/2026; hạn rơi vào Chủ nhật 29/11 nên dời đến hết thứ Hai"
        " 30/11; theo điểm a khoản 3 Điều 87 Luật Đất đai 31/2024/QH15",
        "30 days from 30 October 2026; the last day, Sunday 29 November, is a day off,"
        " so the limit runs to the end of Monday 30 November; under Article 87(3)(a) of"
        " Luật Đất đai 31/2024/QH15",
    ),
    (
        (date(2026, 1, 18), 30, "calendar"),
        ("", ""),
        "30 ngày kể từ 18/01/2026; hạn rơi vào thứ Ba 17/02 nên dời đến hết thứ Hai"
        " 23/02, vì từ 17/02 đến 20/02 (Tết Nguyên đán) là ngày nghỉ lễ",
        "30 days from 18 January 2026; the last day, Tuesday 17 February, is a day off,"
        " so the limit runs to the end of Monday 23 February, after the public holidays"
        " 17 to 20 February (Tết Nguyên đán)",
    ),
    (
        (date(2026, 10, 25), 30, "calendar"),
        ("Quyết định 574/QĐ-TTg", "Chương II"),
        "30 ngày kể từ 25/10/2026; hạn rơi vào thứ Ba 24/11 nên dời đến hết thứ Tư"
        " 25/11, vì 24/11 (Ngày Văn hóa Việt Nam) là ngày nghỉ lễ; theo Chương II"
        " Quyết định 574/QĐ-TTg",
        "30 days from 25 October 2026; the last day, Tuesday 24 November, is a day off,"
        " so the limit runs to the end of Wednesday 25 November, after the public"
        " holiday 24 November (Vietnamese Culture Day); under Chương II of Quyết định"
        " 574/QĐ-TTg",
    ),
    (
        (date(2025, 12, 31), 6, "working"),
        OWN,
        "6 ngày làm việc kể từ 31/12/2025, không tính thứ Bảy, Chủ nhật và ngày nghỉ lễ"
        " từ 01/01/2026 đến 02/01/2026; thứ Bảy 10/01/2026 là ngày làm bù nên vẫn tính;"
        " theo quy chế của đơn vị",
        "6 working days from 31 December 2025, leaving out Saturdays, Sundays and the"
        " public holidays 1 to 2 January 2026; Saturday 10 January 2026 is a make-up"
        " working day and counts; under the body's own rules",
    ),
    (
        (date(2026, 4, 28), 3, "working"),
        ("Thông tư 05/2021/TT-TTCP", ""),
        "3 ngày làm việc kể từ 28/04/2026, không tính thứ Bảy, Chủ nhật và ngày nghỉ lễ"
        " từ 30/04 đến 01/05; theo Thông tư 05/2021/TT-TTCP",
        "3 working days from 28 April 2026, leaving out Saturdays, Sundays and the"
        " public holidays 30 April to 1 May; under Thông tư 05/2021/TT-TTCP",
    ),
    (
        (date(2026, 2, 12), 190, "working"),
        ("", ""),
        "190 ngày làm việc kể từ 12/02/2026, không tính thứ Bảy, Chủ nhật và ngày nghỉ"
        " lễ từ 16/02 đến 20/02 (Tết Nguyên đán), từ 30/04 đến 01/05",
        "190 working days from 12 February 2026, leaving out Saturdays, Sundays and the"
        " public holidays 16 to 20 February (Tết Nguyên đán) and 30 April to 1 May",
    ),
    (
        (date(2026, 12, 30), 2, "working"),
        ("", ""),
        "2 ngày làm việc kể từ 30/12/2026, không tính thứ Bảy, Chủ nhật và ngày nghỉ lễ"
        " 01/01/2027; tạm tính, vì lịch nghỉ năm 2027 chưa có quyết định",
        "2 working days from 30 December 2026, leaving out Saturdays, Sundays and the"
        " public holiday 1 January 2027; provisional, because the public holidays of"
        " 2027 have not been decided yet",
    ),
    (
        (date(2028, 1, 3), 1, "working"),
        ("", ""),
        "1 ngày làm việc kể từ 03/01/2028; tạm tính, vì lịch nghỉ năm 2028 chưa được"
        " nhập",
        "1 working day from 3 January 2028; provisional, because the calendar of 2028"
        " has not been entered yet",
    ),
    (
        (datetime(2026, 11, 25, 10, 5), 4, "working_hours"),
        OWN,
        "4 giờ làm việc kể từ 10:05 ngày 25/11/2026, chỉ tính trong giờ làm việc"
        " 07:30–11:30 và 13:30–17:00; theo quy chế của đơn vị",
        "4 working hours from 10:05 on 25 November 2026, counted within office hours"
        " (07:30–11:30 and 13:30–17:00); under the body's own rules",
    ),
    (
        (datetime(2026, 11, 28, 10), 1, "working_hours"),
        ("", ""),
        "1 giờ làm việc kể từ 10:00 ngày 28/11/2026, chỉ tính trong giờ làm việc"
        " 07:30–11:30 và 13:30–17:00, bắt đầu từ 07:30 thứ Hai 30/11, không tính thứ"
        " Bảy và Chủ nhật",
        "1 working hour from 10:00 on 28 November 2026, counted from 07:30 on Monday 30"
        " November, within office hours (07:30–11:30 and 13:30–17:00), leaving out"
        " Saturdays and Sundays",
    ),
    (
        (datetime(2026, 11, 27, 16), 72, "hours"),
        ("", ""),
        "72 giờ liên tục kể từ 16:00 ngày 27/11/2026",
        "72 hours from 16:00 on 27 November 2026",
    ),
    (
        (date(2026, 11, 20), 0, "calendar"),
        ("", ""),
        "ngay trong ngày 20/11/2026",
        "on 20 November 2026 itself",
    ),
    (
        (date(2026, 7, 31), 3, "months"),
        ("", ""),
        "3 tháng kể từ 31/07/2026; hạn rơi vào thứ Bảy 31/10 nên dời đến hết thứ Hai"
        " 02/11",
        "3 months from 31 July 2026; the last day, Saturday 31 October, is a day off,"
        " so the limit runs to the end of Monday 2 November",
    ),
    (
        (date(2026, 9, 30), 1, "month_end"),
        ("", ""),
        "đến hết ngày cuối cùng của tháng 10/2026",
        "until the last day of October 2026",
    ),
    (
        (date(2026, 6, 20), "12-14", "date"),
        ("", ""),
        "ngày 14/12 đầu tiên sau ngày 20/06/2026",
        "the first 14 December after 20 June 2026",
    ),
]


@pytest.mark.parametrize(("limit", "law", "vietnamese", "english"), SENTENCES)
def test_end_says_in_both_languages_why_it_is_that_day(limit, law, vietnamese, english):
    said = parts(due_on(*limit, MON_FRI), *law)

    assert render(said, "vi") == vietnamese
    assert render(said, "en") == english


def test_two_make_up_days_and_two_unsure_years_are_both_named():
    days = {date(2026, 8, 22): "work", date(2026, 8, 29): "work"}
    unsure = Calendar(
        date(2026, 1, 1), date(2027, 12, 31), days, provisional=frozenset({2026, 2027})
    )

    said = parts(due_on(date(2026, 8, 20), 400, "working", unsure))

    assert "thứ Bảy 22/08 và thứ Bảy 29/08 là ngày làm bù" in render(said, "vi")
    assert "22 August and Saturday 29 August are make-up" in render(said, "en")
    assert render(said, "vi").endswith(
        "tạm tính, vì lịch nghỉ năm 2026 và năm 2027 chưa có quyết định và lịch nghỉ"
        " năm 2028 chưa được nhập"
    )
    assert render(said, "en").endswith(
        "provisional, because the public holidays of 2026 and 2027 have not been"
        " decided yet and the calendar of 2028 has not been entered yet"
    )


def test_parts_read_the_same_after_a_way_through_json():
    said = parts(due_on(date(2026, 2, 10), 10, "working", MON_FRI), *LAW)

    assert render(json.loads(json.dumps(said)), "vi") == render(said, "vi")
    assert render([], "vi") == ""


# --- Properties -----------------------------------------------------------------------

starts = st.dates(date(2025, 11, 1), date(2027, 3, 1))
rows = st.dictionaries(
    st.dates(date(2025, 11, 1), date(2027, 12, 1)),
    st.sampled_from(["off", "work"]),
    max_size=60,
)
calendars = st.builds(
    lambda days, week: Calendar(date(2025, 1, 1), date(2027, 12, 31), days, week),
    rows,
    st.sampled_from(["mon-fri", "mon-sat"]),
)
numbers = st.integers(0, 60)


@settings(max_examples=60)
@given(starts, numbers, st.sampled_from(["working", "calendar"]), calendars)
def test_words_name_each_holiday_left_out(start, n, unit, calendar):
    # A name of its own for every day, so that none hides in a span of days.
    named = replace(calendar, names={day: f"lễ {day}" for day in calendar.days})
    due = due_on(start, n, unit, named)

    said = json.loads(json.dumps(parts(due)))

    holidays = [day for day in due.skipped if day.reason == "holiday"]
    for lang in ("vi", "en"):
        text = render(said, lang)
        assert all(f"(lễ {day.day})" in text for day in holidays)
        assert Counter(text)["("] == len(holidays)
