"""Template tags for forms: one field, the summary of errors, the title's "Error:".

They are part of `{% load kt %}`.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

register = template.Library()

# Django's own sentences that a reader may meet; our catalogue says them without blame
# (no "bắt buộc", no "không hợp lệ"), so they are named here to stay in it.
KINDER = (
    gettext_noop("This field is required."),
    gettext_noop(
        "Select a valid choice. That choice is not one of the available choices."
    ),
    gettext_noop(
        "Select a valid choice. %(value)s is not one of the available choices."
    ),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a valid time."),
    gettext_noop("Enter a valid email address."),
    gettext_noop("Enter a whole number."),
    gettext_noop("The submitted file is empty."),
    gettext_noop("Null characters are not allowed."),
)


def _control_of(bound: BoundField) -> str:
    """Say which drawing a field gets: choices, check, voice, file, hidden, text."""
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.FileInput):
        accept = str(widget.attrs.get("accept", ""))
        return "voice" if accept.startswith("audio/") else "file"
    return "text"


def _choice_rows(bound: BoundField) -> list[dict[str, Any]]:
    hints: Mapping[str, str] = getattr(bound.field, "hints", {})
    return [
        {
            "tag": option.tag(),
            "id": option.id_for_label,
            "label": option.choice_label,
            "hint": hints.get(str(option.data["value"]), ""),
        }
        for option in bound.subwidgets
    ]


def _target(bound: BoundField) -> str:
    """Return the id that a link of the error summary goes to."""
    if _control_of(bound) == "choices":
        return f"{bound.auto_id}_0"
    return str(bound.id_for_label or bound.auto_id)


@register.inclusion_tag("web/_field.html")
def field(
    bound: BoundField,
    *,
    heading: bool = False,
    hint: str = "",
    rows: int | None = None,
    icon: str = "",
) -> dict[str, Any]:
    """Draw one field: label, hint, error, control, in this order.

    `bound` is `form.x`. With `heading` its label is the h1 of a one-question page.
    `hint` replaces the field's help text, `rows` the height of a textarea, `icon` the
    shape of a file field. Choices become rows of 58 px; a dict `hints`
    {value: sentence} set on the form field gives each row its second line.
    """
    control = _control_of(bound)
    help_text = hint or bound.help_text
    described = [f"{bound.auto_id}_helptext"] if help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
    attrs: dict[str, Any] = {}
    if control == "text":
        own = bound.field.widget.attrs.get("class", "")
        attrs["class"] = f"input {own}".strip()
    if rows:
        attrs["rows"] = rows
    if described and control != "choices":
        attrs["aria-describedby"] = " ".join(described)
    return {
        "bound": bound,
        "control": control,
        "heading": heading,
        "hint": help_text,
        "described": " ".join(described),
        "icon": icon or ("mic" if control == "voice" else "file"),
        "choices": _choice_rows(bound) if control == "choices" else (),
        "widget": bound.as_widget(attrs=attrs) if control != "choices" else "",
    }


@register.inclusion_tag("web/_errors.html")
def errors(form: forms.BaseForm) -> dict[str, Any]:
    """Draw the summary of errors of a form, each line a link to its field.

    Nothing is drawn for a form without errors. Errors of no field, and of hidden
    fields, are lines without a link. A sentence that several fields say is told with
    the label of each, so that no two lines are the same.
    """
    lines: list[dict[str, str]] = [
        {"target": "", "text": str(text)} for text in form.non_field_errors()
    ]
    said = Counter(str(text) for bound in form for text in bound.errors)
    for bound in form:
        target = "" if bound.is_hidden else _target(bound)
        for text in map(str, bound.errors):
            told = text if said[text] == 1 else _labelled(bound, text)
            lines.append({"target": target, "text": told})
    return {"lines": lines}


def _labelled(bound: BoundField, text: str) -> str:
    label = str(bound.label)
    return f"{label} {text}" if label.endswith("?") else f"{label}: {text}"


@register.simple_tag
def error_prefix(form: object) -> str:
    """Return "Error: " for the title of a page whose form has errors."""
    has_errors = isinstance(form, forms.BaseForm) and form.is_bound and form.errors
    return f"{_('Error:')} " if has_errors else ""
