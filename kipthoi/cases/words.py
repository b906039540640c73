"""What codes, states and fields of a case are called: one word in every place."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kipthoi.cases.actions.asking import CONTEST_REASONS
from kipthoi.cases.actions.dates import EXTEND_REASONS
from kipthoi.cases.actions.passing import CLOSE_REASONS

CLOSE = dict(
    zip(
        CLOSE_REASONS,
        (
            gettext_noop("It is not ours to decide"),
            gettext_noop("There is no matter to handle in it"),
            gettext_noop("We asked and had no reply"),
            gettext_noop("It was settled elsewhere"),
            gettext_noop("Advertising or a trial"),
        ),
        strict=True,
    )
)
EXTEND = dict(
    zip(
        EXTEND_REASONS,
        (
            gettext_noop("Waiting for figures"),
            gettext_noop("It has to be looked at on the spot"),
            gettext_noop("Another unit has to answer first"),
            gettext_noop("It concerns many people"),
            gettext_noop("Another reason"),
        ),
        strict=True,
    )
)
CONTEST = dict(
    zip(
        CONTEST_REASONS,
        (
            gettext_noop("It is not what I asked"),
            gettext_noop("The facts or the law are not right"),
            gettext_noop("What was promised was not done"),
            gettext_noop("Something else"),
        ),
        strict=True,
    )
)
REASONS = {**CLOSE, **EXTEND, **CONTEST}

DOORS = {
    "web": gettext_noop("On the page"),
    "paper": gettext_noop("On paper"),
    "phone": gettext_noop("By telephone"),
    "counter": gettext_noop("At the counter"),
    "message": gettext_noop("By message"),
    "inside": gettext_noop("From inside the house"),
}

# state: tone and shape of the badge, and the word, which alone is enough
STATES = {
    "received": ("soon", "inbox", gettext_noop("New, not taken up yet")),
    "open": ("soon", "soon", gettext_noop("Being worked on")),
    "waiting": ("wait", "wait", gettext_noop("Waiting for the asker")),
    "answered": ("ok", "ok", gettext_noop("Answered")),
    "agreed": ("ok", "ok", gettext_noop("Solved, says the asker")),
    "contested": ("review", "review", gettext_noop("Under review")),
    "closed": ("gone", "no", gettext_noop("Closed")),
    "withheld": ("gone", "lock", gettext_noop("Handled in private")),
}

# What the officer does next, one short line in the list.
NEXT = {
    "received": gettext_noop("Take it up"),
    "open": gettext_noop("Write the answer"),
    "waiting": gettext_noop("Wait for the asker, or answer"),
    "answered": gettext_noop("Nothing: the asker has the word"),
    "agreed": gettext_noop("Nothing more to do"),
    "contested": gettext_noop("Another person reads it anew"),
    "closed": gettext_noop("Nothing more to do"),
    "withheld": gettext_noop("Nothing more to do"),
}

# Fields of an answer: what it is called, and what is to be written there.
FIELDS = {
    "result": (
        gettext_noop("Result"),
        gettext_noop(
            "The first sentence says the result. Whoever reads only this line knows it."
        ),
    ),
    "found": (
        gettext_noop("What was found"),
        gettext_noop("Where you looked, whom you asked, what the papers say."),
    ),
    "done": (
        gettext_noop("What was done"),
        gettext_noop(
            "What has been done already; what is only planned goes into the last field."
        ),
    ),
    "done_by": (
        gettext_noop("By whom"),
        gettext_noop("The office or unit, not the name of a person who gave evidence."),
    ),
    "done_on": (
        gettext_noop("On which day"),
        gettext_noop("Today or earlier, as 25/11/2026."),
    ),
    "left": (
        gettext_noop("What is left"),
        gettext_noop("What is still to do, by whom, by which day. If nothing: say so."),
    ),
    "why": (
        gettext_noop("Why"),
        gettext_noop("The reasons, with the article of the law or agreement."),
    ),
}


def label_of(table: dict[str, str], code: object) -> str:
    """Return the words of a code in the page's language, or the code itself."""
    return (
        _(table[code]) if isinstance(code, str) and code in table else str(code or "")
    )
