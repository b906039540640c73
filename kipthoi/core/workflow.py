"""States, steps and kinds: who may move a case from where to where.

State is what happened; overdue is time. A kind is a declaration of facts, and code asks
a fact (`kind.public`), never a name. Source: DECISIONS 1.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

STATES = (
    "received",
    "open",
    "waiting",
    "answered",
    "agreed",
    "contested",
    "closed",
    "withheld",
)
ENDED = frozenset({"agreed", "closed", "withheld"})
RUNNING = frozenset({"received", "open", "waiting", "contested"})


class WrongStep(Exception):
    """The step does not start in the state the case is in."""

    def __init__(self, step: str, state: str) -> None:
        self.step = step
        self.state = state
        super().__init__(f"{step} does not start in state {state}")


@dataclass(frozen=True, slots=True)
class Step:
    """One arrow: its name, the states it starts in, where it leads, who takes it.

    `to` is empty where the state stays; `by` names roles, or "asker".
    """

    name: str
    event: str
    start: frozenset[str]
    to: str = ""
    by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class KindClock:
    """A clock that a kind starts: which rule row it looks for, and at what moment."""

    name: str
    matter: str
    starts_at: str
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A declaration of one kind of case, in one version."""

    slug: str
    version: int
    label: str
    hint: str
    public: bool
    steps: tuple[Step, ...]
    clocks: tuple[KindClock, ...]
    answer_fields: tuple[str, ...] = ()
    accepts_as: bool = True
    begins_inside: bool = False
    _by_name: dict[str, Step] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_name.update({step.name: step for step in self.steps})

    @property
    def id(self) -> str:
        """Return the name that stands in leaves and rows, as `concern/1`."""
        return f"{self.slug}/{self.version}"

    def step(self, name: str, state: str) -> Step:
        """Return the step `name` from `state`. Raises WrongStep if there is none."""
        step = self._by_name.get(name)
        if step is None or state not in step.start:
            raise WrongStep(name, state)
        return step

    def can(self, name: str, state: str) -> bool:
        """Tell whether the step `name` starts in `state`."""
        step = self._by_name.get(name)
        return step is not None and state in step.start

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """Return the steps that start in `state`, in the order declared."""
        return tuple(step for step in self.steps if state in step.start)

    def clock(self, name: str) -> KindClock | None:
        """Return the clock called `name`, if this kind has it."""
        return next((clock for clock in self.clocks if clock.name == name), None)

    def reachable(self, first: str = "received") -> frozenset[str]:
        """Return every state that can be reached from `first`."""
        seen, queue = {first}, [first]
        while queue:
            for step in self.steps_from(queue.pop()):
                if step.to and step.to not in seen:
                    seen.add(step.to)
                    queue.append(step.to)
        return frozenset(seen)


def step(name: str, event: str, start: str, to: str = "", by: str = "officer") -> Step:
    """Declare a step in one line; `start` and `by` are words set apart by spaces."""
    return Step(name, event, frozenset(start.split()), to, frozenset(by.split()))


def only(steps: Iterable[Step], names: str) -> tuple[Step, ...]:
    """Return the steps whose names stand in `names`, words set apart by spaces."""
    wanted = names.split()
    by_name = {step.name: step for step in steps}
    return tuple(by_name[name] for name in wanted)
