"""Kinds are facts: what each declares holds together."""

import pytest

from kipthoi.core.kinds import KINDS, accepting, get_kind
from kipthoi.core.kinds.steps import ORDINARY
from kipthoi.core.leaf import CASE_EVENTS
from kipthoi.core.workflow import STATES, WrongStep, only


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_kind_uses_known_states_and_events(kind):
    for step in kind.steps:
        assert step.event in CASE_EVENTS
        assert step.start <= set(STATES)
        assert step.to in (*STATES, "")
        assert step.by


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_kind_has_a_first_answer_clock(kind):
    assert kind.clock("first_answer") is not None
    assert kind.clock("no such clock") is None


@pytest.mark.parametrize("kind", accepting(), ids=lambda kind: kind.id)
def test_accepted_kind_reaches_every_state(kind):
    assert kind.reachable() == set(STATES)


def test_intake_is_not_something_to_accept_as():
    assert get_kind("intake/1") not in accepting()
    assert get_kind("support/1").begins_inside


def test_step_is_found_by_name_and_state():
    concern = get_kind("concern/1")

    assert concern.step("answer", "open").to == "answered"
    assert concern.can("answer", "waiting")
    assert not concern.can("answer", "received")
    assert not concern.can("fly", "open")
    assert "contest" in [step.name for step in concern.steps_from("answered")]


@pytest.mark.parametrize(("name", "state"), [("answer", "agreed"), ("fly", "open")])
def test_step_elsewhere_is_refused(name, state):
    with pytest.raises(WrongStep) as told:
        get_kind("concern/1").step(name, state)

    assert (told.value.step, told.value.state) == (name, state)


def test_only_keeps_the_named_steps_in_the_order_named():
    assert [step.name for step in only(ORDINARY, "close accept")] == ["close", "accept"]
