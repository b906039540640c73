"""The roles there are in this version of the house, and their words."""

from django.utils.translation import gettext_noop

OFFICER = "officer"
CHAIR = "chair"
DEPUTY = "deputy"
SECOND_READER = "second_reader"
DUTY = "duty"
OPERATOR = "operator"

ROLES: dict[str, str] = {
    OFFICER: gettext_noop("Officer"),
    DUTY: gettext_noop("Officer on duty"),
    SECOND_READER: gettext_noop("Second reader"),
    CHAIR: gettext_noop("Chair"),
    DEPUTY: gettext_noop("Deputy"),
    OPERATOR: gettext_noop("Operator (sees no content)"),
}

# What a role includes: a chair may do what an officer may, and so on.
INCLUDES: dict[str, frozenset[str]] = {
    OFFICER: frozenset({OFFICER}),
    DUTY: frozenset({DUTY, OFFICER}),
    SECOND_READER: frozenset({SECOND_READER}),
    CHAIR: frozenset({CHAIR, OFFICER, SECOND_READER}),
    DEPUTY: frozenset({CHAIR, OFFICER, SECOND_READER}),
    OPERATOR: frozenset({OPERATOR}),
}
