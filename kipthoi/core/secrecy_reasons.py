"""Why a paper is refused or put to a person: words that repeat nothing of it."""

from typing import Literal

gettext_noop = str

Answer = Literal["accept", "ask", "refuse"]
Finding = tuple[Answer, str]
"""What one sign asks for, and why."""

NO_MARK = gettext_noop("No mark of a state secret was found.")
NAME_MARK = gettext_noop("The file's name carries the mark of a state secret.")
NAME_DOUBT = gettext_noop("The file's name may carry the mark of a state secret.")
STAMP = gettext_noop("A line or cell of its own carries the mark of a state secret.")
LABELLED = gettext_noop("The paper states its degree of secrecy.")
BRACKETED = gettext_noop("The title carries the mark of a state secret in brackets.")
LETTERHEAD = gettext_noop("The mark of a state secret stands beside the letterhead.")
TICKED = gettext_noop("A degree of secrecy is ticked.")
DOUBT = gettext_noop("A word may be the mark of a state secret.")
SEVERAL = gettext_noop("Several degrees of secrecy stand together, as in a form.")
NO_DEGREE = gettext_noop("There is a place for the degree of secrecy, left empty.")
SIDE_MARK = gettext_noop("The paper carries a sign that goes with state secrets.")
TOO_MANY = gettext_noop("Too many words may be the mark of a state secret.")
