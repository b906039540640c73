"""What an action refuses of a form, said in words at the field that it is about."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from kipthoi.cases import rules
from kipthoi.files.refusals import TooMuch

# What an action refuses, at which field it is said, and in which words.
SAID: dict[type[Exception], tuple[str, Callable[[Exception], str]]] = {
    rules.NoSource: (
        "source_1",
        lambda e: _("At least one source in force is needed."),
    ),
    rules.NobodyThere: ("to", lambda e: _("There is nobody there to take it.")),
    rules.PassedOver: (
        "to",
        lambda e: _("The asker went over this level. Choose another unit."),
    ),
    rules.OtherMatter: (
        "number",
        lambda e: _("These two cannot be joined: it is this case, or it is over."),
    ),
    rules.NoMoreExtensions: (
        "",
        lambda e: (
            _("The rule allows no more days: %(used)s of %(allowed)s are used.")
            % {"used": e.used, "allowed": e.allowed}
        ),
    ),
    rules.SamePerson: (
        "",
        lambda e: _("Two persons means two: somebody else has to do this."),
    ),
    rules.NotNamed: ("", lambda e: _("The asker gave no name, or had it erased.")),
}
REFUSED: tuple[type[Exception], ...] = (*SAID, rules.EmptyPhrase, TooMuch)


def say_at(form: Any, refusal: Exception) -> None:
    """Add to a form what was refused, at its field, or above all where it has none."""
    if isinstance(refusal, rules.EmptyPhrase):
        field, words = refusal.field, _("That is a general phrase, or nothing yet.")
    elif isinstance(refusal, TooMuch):
        field = "files" if "files" in form.fields else "proof_files"
        words = _(refusal.message) % refusal.values
    else:
        field, make = next(
            said for kind, said in SAID.items() if isinstance(refusal, kind)
        )
        words = make(refusal)
    form.add_error(field if field in form.fields else None, words)
