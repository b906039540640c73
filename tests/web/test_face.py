"""The look: contrast, weights, nothing inline, escaping tags, dates in two tongues."""

import gzip
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import override

import kipthoi
from kipthoi.core.redaction import find
from kipthoi.templatetags import kt, kt_fields

PACKAGE = Path(kipthoi.__file__).parent
STATIC = PACKAGE / "static" / "kipthoi"
TEMPLATES = PACKAGE / "templates" / "web"
CSS = (STATIC / "kt.css").read_text("utf-8")
SHELL = sorted(
    path
    for path in TEMPLATES.glob("*.html")
    if path.stem in {"base", "desk", "components"}
    or path.stem.startswith("_")
    or path.stem.isdigit()
)


@pytest.fixture(autouse=True)
def _plain_static(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        },
    }


# --- colours ----------------------------------------------------------------


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+):(#[0-9a-f]{6})", block))


def schemes() -> dict[str, dict[str, str]]:
    light, _, rest = CSS.partition("@media (prefers-color-scheme:dark)")
    dark = rest.partition("/* 2. Elements")[0]
    return {"light": tokens(light), "dark": tokens(light) | tokens(dark)}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (
        p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    )
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT_PAIRS = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("ink", "tint"),
    ("ink", "today-bg"),
    ("ink", "late-bg"),
    ("ink-2", "paper"),
    ("ink-2", "surface"),
    ("ink-2", "sunken"),
    ("ink-2", "tint"),
    ("ink-2", "today-bg"),
    ("link", "paper"),
    ("link", "surface"),
    ("link", "sunken"),
    ("link", "tint"),
    ("on-cham", "cham"),
    ("on-cham-2", "cham"),
    ("nghe", "cham"),
    ("btn-ink", "btn"),
    ("btn-ink", "btn-hover"),
    ("nghe-ink", "nghe"),
    ("nghe-ink", "nghe-hover"),
    ("ok-ink", "ok-bg"),
    ("soon-ink", "soon-bg"),
    ("today-ink", "today-bg"),
    ("late-ink", "late-bg"),
    ("late-ink", "paper"),
    ("late-ink", "surface"),
    ("ok-ink", "paper"),
    ("ok-ink", "surface"),
    ("review-ink", "review-bg"),
    ("review-ink", "surface"),
    ("wait-ink", "wait-bg"),
    ("gone-ink", "surface"),
    ("gone-ink", "paper"),
]
SHAPE_PAIRS = [
    ("edge", "surface"),
    ("edge", "paper"),
    *[(f"{s}-fill", "surface") for s in ("ok", "soon", "today", "late", "review")],
    ("focus-ring", "paper"),
    ("focus-ring", "surface"),
    ("nghe", "cham"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_colour_has_contrast(scheme, ink, ground):
    colours = schemes()[scheme]

    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_shape_colour_has_contrast(scheme, shape, ground):
    colours = schemes()[scheme]

    assert contrast(colours[shape], colours[ground]) >= 3


def test_the_measure_knows_black_white_and_the_published_ink():
    light, dark = schemes()["light"], schemes()["dark"]

    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast(light["ink"], light["paper"]) == pytest.approx(15.3, abs=0.06)
    assert contrast(dark["ink"], dark["paper"]) == pytest.approx(14.9, abs=0.06)


def test_both_schemes_set_the_same_colours():
    light = tokens(CSS.partition("@media (prefers-color-scheme:dark)")[0])

    assert schemes()["dark"].keys() == light.keys()
    assert schemes()["dark"] != light


# --- weights and the content policy -----------------------------------------


@pytest.mark.parametrize(
    ("name", "limit"), [("kt.css", 12), ("kt.js", 6), ("desk.js", 20), ("icons.svg", 4)]
)
def test_static_file_is_light(name, limit):
    packed = gzip.compress((STATIC / name).read_bytes(), 9)

    assert len(packed) <= limit * 1024


@pytest.mark.parametrize("path", SHELL, ids=lambda path: path.name)
def test_template_has_nothing_inline(path):
    text = path.read_text("utf-8")

    assert not re.search(r"\sstyle\s*=|<style", text)
    assert not re.search(r"\son[a-z]+\s*=", text)
    assert all(
        inner == "" for inner in re.findall(r"<script[^>]*>(.*?)</script>", text)
    )
    assert "javascript:" not in text
    assert "|safe" not in text


def test_every_address_that_the_frame_names_exists():
    # {% url … as %} is silent about a wrong name: the link would just be missing.
    named = {
        name
        for path in SHELL
        for name in re.findall(r'{% url "([a-z_:]+)"', path.read_text("utf-8"))
    }

    assert {reverse(name) for name in named}
    assert "cases:come_back" in named


def test_style_asks_nobody_else():
    rules = re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)

    assert "@import" not in rules
    assert "url(" not in rules


@pytest.mark.parametrize("name", ["kt.js", "desk.js"])
def test_script_runs_no_text_as_code(name):
    text = (STATIC / name).read_text("utf-8")

    assert not re.search(r"\beval\b\(|new Function|innerHTML|insertAdjacentHTML", text)
    assert not re.search(r"fetch\(|XMLHttpRequest|sendBeacon", text)


def test_every_shape_that_a_template_names_is_in_the_sprite():
    sprite = set(re.findall(r'id="i-([a-z]+)"', (STATIC / "icons.svg").read_text()))
    named = {
        name
        for path in TEMPLATES.parent.rglob("*.html")
        for name in re.findall(r'{% icon "([a-z]+)"', path.read_text("utf-8"))
        + re.findall(r'{% badge "[a-z]+" "([a-z]+)"', path.read_text("utf-8"))
    }

    assert named
    assert named <= sprite


# --- shapes -----------------------------------------------------------------

NASTY = '"><script>alert(1)</script>'


def test_icon_is_hidden_unless_it_has_a_label():
    assert 'aria-hidden="true"' in kt.icon("key")
    assert "kipthoi/icons.svg#i-key" in kt.icon("key")
    assert 'role="img" aria-label="Mã"' in kt.icon("key", "Mã")


@pytest.mark.parametrize(
    "html",
    [
        lambda: kt.icon(NASTY, NASTY),
        lambda: kt.badge(NASTY, NASTY, NASTY),
        lambda: kt.ring(0.5, NASTY, NASTY, NASTY),
        lambda: kt.marked(NASTY, [(0, 4, NASTY, "mask")]),
        lambda: kt.marked(SafeString(NASTY), []),
        lambda: kt.linebreaks_safe(SafeString(NASTY)),
    ],
    ids=["icon", "badge", "ring", "marked", "marked safe", "linebreaks safe"],
)
def test_tag_escapes_what_it_is_given(html):
    text = html()

    assert isinstance(text, SafeString)
    assert "<script" not in text
    assert NASTY not in text


@pytest.mark.parametrize(
    ("share", "dashes"),
    [(0.4, "40 100"), (1, "100 100"), (7, "100 100"), (0.006, "1 100")],
)
def test_ring_draws_the_share_of_time_used(share, dashes):
    assert f'stroke-dasharray="{dashes}"' in kt.ring(share, "4", "soon", "Còn 4 ngày")


def test_ring_without_time_used_draws_no_arc():
    assert "stroke-dasharray" not in kt.ring(0, "10", "soon", "Còn 10 ngày")
    assert "stroke-dasharray" not in kt.ring(-3, "10", "soon", "Còn 10 ngày")


# --- dates, numbers, words --------------------------------------------------

DAY = date(2026, 12, 1)
# 00:30 in Viet Nam, still the day before in UTC
NIGHT = datetime(2026, 11, 30, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("show", "value", "vi", "en"),
    [
        (kt.day, DAY, "01/12/2026", "1 December 2026"),
        (kt.day, NIGHT, "01/12/2026", "1 December 2026"),
        (kt.day, None, "", ""),
        (kt.weekday_day, DAY, "thứ Ba, 01/12/2026", "Tuesday, 1 December 2026"),
        (kt.weekday_day, NIGHT, "thứ Ba, 01/12/2026", "Tuesday, 1 December 2026"),
        (
            kt.weekday_day,
            date(2026, 11, 29),
            "Chủ nhật, 29/11/2026",
            "Sunday, 29 November 2026",
        ),
        (kt.weekday_day, None, "", ""),
        (kt.when, NIGHT, "00:30 01/12/2026", "00:30, 1 December 2026"),
        (kt.when, DAY, "01/12/2026", "1 December 2026"),
        (kt.when, None, "", ""),
        (kt.file_size, 640, "640 B", "640 B"),
        (kt.file_size, 40_000, "40 KB", "40 KB"),
        (kt.file_size, 1_240_000, "1,2 MB", "1.2 MB"),
    ],
)
def test_filter_speaks_both_languages(show, value, vi, en):
    with override("vi"):
        in_vietnamese = show(value)
    with override("en"):
        in_english = show(value)

    assert (in_vietnamese, in_english) == (vi, en)


def test_iso_writes_the_time_of_viet_nam():
    assert kt.iso(NIGHT) == "2026-12-01T00:30+07:00"
    assert kt.iso(DAY) == "2026-12-01"
    assert kt.iso(None) == ""


def test_keys_and_numbers_are_grouped_however_they_come():
    assert kt.grouped_key("4821093766502184") == "4821 0937 6650 2184"
    assert kt.grouped_key("4821.0937-66502184") == "4821 0937 6650 2184"
    assert kt.grouped_code("7K3M9Q2F") == "7K3M-9Q2F"
    assert kt.grouped_code("7K3M-9Q2F") == "7K3M-9Q2F"
    assert kt.key_groups("4821093766502184") == [["4821", "0937"], ["6650", "2184"]]
    assert kt.minutes(65) == "1:05"


def test_plain_text_becomes_paragraphs_and_links_stay_text():
    html = kt.linebreaks_safe("Một <b>\nhai\r\n\r\nhttp://a.vn")

    assert html == "<p>Một &lt;b&gt;<br>hai</p>\n\n<p>http://a.vn</p>"


def test_marked_names_the_kind_and_keeps_every_letter():
    text = "Gọi chị Lò Thị Pành, số 0912 345 678, trước 17 giờ."

    with override("vi"):
        html = kt.marked(text, find(text))

    assert re.search(r"0912 345 678<small> \[số điện thoại\]</small></mark>", html)
    assert re.sub(r"<small>.*?</small>|<[^>]+>", "", html) == text


def test_marked_cuts_overlap_and_leaves_out_what_lies_outside():
    html = kt.marked(
        "abcdef", [(0, 4, "x", "mask"), (2, 5, "y", "propose"), (9, 12, "z", "mask")]
    )

    assert html == (
        '<mark class="mark-pd">abcd<small> [x]</small></mark>'
        '<mark class="mark-pd mark-maybe">e<small> [y]</small></mark>f'
    )


# --- forms ------------------------------------------------------------------


class Ask(forms.Form):
    """A form with one field of each drawing."""

    said = forms.CharField(
        widget=forms.Textarea, label="Said", help_text="Short is fine"
    )
    named = forms.ChoiceField(
        choices=[("no", "No <name>"), ("yes", "Name")], widget=forms.RadioSelect
    )
    publish = forms.BooleanField(required=False, label="Publish", help_text="Rewritten")
    voice = forms.FileField(
        required=False, widget=forms.FileInput(attrs={"accept": "audio/*"})
    )
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(bound, **options) -> str:
    return render_to_string("web/_field.html", kt_fields.field(bound, **options))


def test_field_ties_hint_and_error_to_its_control():
    html = drawn(Ask({})["said"])
    control = re.search(r"<textarea[^>]*>", html)[0]

    assert 'aria-describedby="id_said_helptext id_said_error"' in control
    assert 'aria-invalid="true"' in control
    assert 'class="input"' in control
    assert 'id="id_said_helptext"' in html
    assert 'id="id_said_error"' in html
    assert 'class="field bad"' in html
    assert html.index("helptext") < html.index("_error") < html.index("<textarea")


def test_field_without_errors_shows_none():
    html = drawn(Ask()["said"], heading=True, rows=7)

    assert '<h1><label for="id_said">Said</label></h1>' in html
    assert 'rows="7"' in html
    assert "bad" not in html
    assert "aria-invalid" not in html


def test_field_draws_choices_as_rows_with_escaped_labels():
    form = Ask()
    form.fields["named"].hints = {"no": "Nobody <b>knows</b>"}

    html = drawn(form["named"])

    assert html.count('class="choice"') == 2
    assert "No &lt;name&gt;" in html
    assert "Nobody &lt;b&gt;knows" in html
    assert "checked" not in html
    assert "<legend>" in html


def test_field_draws_box_voice_and_hidden():
    form = Ask()

    assert 'class="choice"' in drawn(form["publish"])
    assert "checked" not in drawn(form["publish"])
    assert "data-recorder" in drawn(form["voice"])
    assert drawn(form["token"]).strip() == str(form["token"])


def test_error_summary_links_to_each_field():
    form = Ask({})
    form.add_error(None, "Whole <form>")
    summary = kt_fields.errors(form)

    html = render_to_string("web/_errors.html", summary)

    assert [line["target"] for line in summary["lines"]] == [
        "",
        "id_said",
        "id_named_0",
    ]
    assert 'href="#id_named_0"' in html
    assert "Whole &lt;form&gt;" in html
    assert "data-errors" in html
    assert 'id="id_named_0"' in drawn(form["named"])


def test_error_summary_tells_fields_with_the_same_sentence_apart():
    lines = kt_fields.errors(Ask({}))["lines"]
    form = Ask({"named": "no"})
    alone = kt_fields.errors(form)["lines"]

    sentence = str(form.errors["said"][0])
    assert [line["text"] for line in lines] == [
        f"Said: {sentence}",
        f"Named: {sentence}",
    ]
    assert [line["text"] for line in alone] == [sentence]


def test_error_summary_of_a_good_form_is_empty():
    html = render_to_string("web/_errors.html", kt_fields.errors(Ask()))

    assert html.strip() == ""


def test_title_says_error_first():
    with override("vi"):
        assert kt_fields.error_prefix(Ask({})) == "Lỗi: "
    assert kt_fields.error_prefix(Ask()) == ""
    assert kt_fields.error_prefix("") == ""


# --- cards and pages --------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("_facts.html", {"rows": [{"term": NASTY, "value": NASTY, "note": NASTY}]}),
        ("_timeline.html", {"rows": [{"title": NASTY, "text": NASTY, "at": NIGHT}]}),
        ("_clock.html", {"clock": {"share": 0, "text": NASTY, "title": NASTY}}),
        ("_files.html", {"files": [{"name": NASTY, "url": "/f/1", "kind": "voice"}]}),
        ("_empty.html", {"title": NASTY, "text": NASTY}),
        ("_kept.html", {"retry": {"fields": [{"name": NASTY, "value": NASTY}]}}),
        (
            "_conflict.html",
            {"conflict": {"at": NIGHT, "by": NASTY, "rows": [{"yours": NASTY}]}},
        ),
    ],
)
def test_fragment_escapes_what_it_is_given(name, context):
    html = render_to_string(f"web/{name}", context)

    assert "<script" not in html
    assert "&lt;script" in html


def test_receipt_shows_the_key_once_and_the_number_apart():
    html = render_to_string(
        "web/_receipt_slip.html",
        {"slip": {"key": "4821093766502184", "code": "7K3M9Q2F", "facts": []}},
    )
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))

    assert shown.count("4821 0937 6650 2184") == 1
    assert "7K3M-9Q2F" in shown


@pytest.mark.parametrize("code", ["403", "404", "405", "409", "413", "500", "503"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_error_page_stands_without_any_context(code, language):
    with override(language):
        html = render_to_string(f"web/{code}.html")

    assert f'<html lang="{language}">' in html
    assert html.count("<h1>") == 1
    assert 'name="robots" content="noindex"' in html
    assert "!" not in re.sub(r"<!doctype|<[^>]*>", "", html)


@pytest.mark.parametrize("code", ["403", "413", "503"])
def test_error_page_gives_words_back(code):
    retry = {
        "url": "/gui/",
        "button": "Gửi lại",
        "fields": [
            {"name": "said", "label": "Lời", "value": "</textarea>Ca đêm"},
            {"name": "where", "value": "Xưởng"},
        ],
        "files": ["anh.jpg"],
    }

    html = render_to_string(f"web/{code}.html", {"retry": retry})

    assert "&lt;/textarea&gt;Ca đêm</textarea>" in html
    assert '<input type="hidden" name="where" value="Xưởng">' in html
    assert "anh.jpg" in html


@pytest.mark.parametrize(
    ("context", "sentence"),
    [
        ({"limit": 20, "size": 24}, "The file is 24 MB; we can take 20 MB."),
        ({"max": 60}, "We can take 60 MB at once."),
    ],
)
def test_too_heavy_page_says_the_limit(context, sentence):
    with override("en"):
        html = render_to_string("web/413.html", context)

    assert sentence in html


def test_demonstration_is_said_in_the_page():
    with override("vi"):
        band = "Bản chạy thử: người và việc đều bịa, đừng gửi chuyện thật"
        trial = render_to_string("web/base.html", {"demo": True})
        real = render_to_string("web/base.html", {"demo": False})

    assert band in trial
    assert band in render_to_string("web/desk.html", {"demo": True, "rail": []})
    assert band not in real


def test_page_of_components_draws_every_one():
    with override("vi"):
        html = render_to_string("web/components.html", {"demo": True})

    for part in (
        "slip-key",
        "clock",
        "judge",
        "files",
        "month",
        "empty",
        "errors",
        "two",
    ):
        assert f'class="{part}' in html
    assert not re.search(r"\sstyle=", html)
