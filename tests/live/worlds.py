"""The words of the scenario: worlds, the faults that happen in them, what is done to Prometheus."""

from collections.abc import Callable
from dataclasses import dataclass
from signal import Signals

from tests.live.pods import Pod, Span, within
from tests.live.slis import SLI


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Prometheus is ended by a signal when the span begins, and started when it ends."""

    span: Span
    signal: Signals


@dataclass(frozen=True, slots=True, kw_only=True)
class Relabel:
    """Prometheus reads its configuration anew: all its targets have one label more."""

    at: float
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameComponent:
    """Prometheus reads its rules anew, in which a component is called otherwise."""

    at: float
    old: str
    new: str


Action = Away | Relabel | RenameComponent


def times(action: Action) -> tuple[float, ...]:
    """Return when something is done to Prometheus."""
    return action.span if isinstance(action, Away) else (action.at,)


def unchanged(pod: Pod) -> Pod:
    """Return the pod as it is."""
    return pod


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """When the page that a component does not answer must begin to fire, and when it must end.

    Both in seconds after the run's start; `ends` is None where it must fire until the run ends.
    """

    begins: Span
    ends: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that happens, and whose rows are held against what really happened.

    Attributes:
        name: what the table calls it.
        span: its rows are those whose newest sample is from this span.
        slis: the SLIs that it may disturb.
        pods: the pods that exist for its sake.
        changes: what it does to every pod of the world.
        actions: what is done to Prometheus.
        may_miss: why rows may hold fewer events than the truth; "" where they must be equal.
        outage: the page that it must bring; None where there must be none.

    """

    name: str
    span: Span
    slis: tuple[SLI, ...]
    pods: tuple[Pod, ...] = ()
    changes: Callable[[Pod], Pod] = unchanged
    actions: tuple[Action, ...] = ()
    may_miss: str = ""
    outage: Page | None = None


def whenever(minute: float, roll_up: float) -> bool:  # noqa: ARG001  see World.due
    """Let rows be due where Prometheus's hash puts them."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The pods that one Prometheus of each generation scrapes, and what happens to them.

    Attributes:
        name: its name.
        own_pods: the pods that are there for no fault's sake.
        faults: what happens.
        due: whether its rows may be due then: those of a minute and those of five, in seconds after
            the run's start, modulo 60 and 300.

    """

    name: str
    own_pods: tuple[Pod, ...]
    faults: tuple[Fault, ...]
    due: Callable[[float, float], bool] = whenever

    @property
    def pods(self) -> tuple[Pod, ...]:
        """Every pod, as the faults leave them."""
        pods = (*self.own_pods, *(pod for fault in self.faults for pod in fault.pods))
        for fault in self.faults:
            pods = tuple(fault.changes(pod) for pod in pods)
        return pods

    @property
    def actions(self) -> tuple[Action, ...]:
        """Everything that is done to Prometheus."""
        return tuple(action for fault in self.faults for action in fault.actions)


def leaders(pods: tuple[Pod, ...], time: float) -> int:
    """Return how many pods lead at a time."""
    return sum(pod.life(time) is not None and within(time, pod.leads) for pod in pods)
