"""What a pod shows to a scrape: GitStratum's names and labels, as Prometheus stores them."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.live.pods import Life, Pod, within

SCRAPE_NUMBER = "live_scrape_number"
"""A gauge with another value in each answer: it tells which answers Prometheus stored."""

SECONDS = {False: 0.005, True: 1.0}
"""How long requests take at p99: as a rule, and while a pod is slow."""

Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exposed:
    """A sample of an answer."""

    name: str
    labels: Labels
    value: float


def exposed(pod: Pod, number: int, time: float) -> tuple[Exposed, ...]:
    """Return what a pod's process of this number shows at a time."""
    life = pod.lives[number]
    node_id = f"{pod.name}/{number}"
    match pod.component:
        case "frontend":
            samples = _frontend(pod, life, node_id, time)
        case "metadata":
            samples = _metadata(pod, life, time)
        case "control-plane":
            leads = float(within(time, pod.leads))
            samples = iter([_sample("gitstratum_control_is_leader", leads, node_id=node_id)])
        case unknown:
            raise ValueError(f"there is no component {unknown!r}")
    return tuple(samples)


def text(samples: tuple[Exposed, ...], scrape_number: int) -> str:
    """Return the body of an answer."""
    lines = [f"{SCRAPE_NUMBER} {scrape_number}\n"]
    for sample in samples:
        labels = ",".join(f'{name}="{value}"' for name, value in sample.labels)
        lines.append(f"{sample.name}{{{labels}}} {sample.value!r}\n")
    return "".join(lines)


def _frontend(pod: Pod, life: Life, node_id: str, time: float) -> Iterator[Exposed]:
    counts = life.counts(time)
    labels = {"node_id": node_id, "operation": "push", "repo": "a"}
    operations = "gitstratum_frontend_git_operations"
    yield from _born(f"{operations}_total", counts.begun, **labels)
    yield from _born(f"{operations}_failed_total", counts.failed, **labels)
    yield from _summary("gitstratum_auth_duration_seconds", pod, counts.begun, time, method="ssh")


def _metadata(pod: Pod, life: Life, time: float) -> Iterator[Exposed]:
    counts = life.counts(time)
    labels = {"component": "metadata", "operation": "get_ref"}
    yield from _born("gitstratum_requests_total", counts.begun, **labels)
    yield from _born("gitstratum_requests_success_total", counts.succeeded, **labels)
    name = "gitstratum_request_duration_seconds"
    yield from _summary(name, pod, counts.begun, time, **labels)


def _summary(name: str, pod: Pod, count: int, time: float, **labels: str) -> Iterator[Exposed]:
    if not count:
        return
    yield _sample(f"{name}_count", count, **labels)
    if not within(time, pod.without_quantiles):
        seconds = SECONDS[within(time, pod.slow)]
        yield _sample(name, seconds, quantile="0.99", **labels)


def _born(name: str, count: int, **labels: str) -> Iterator[Exposed]:
    """Yield a counter; upstream's exporter shows it from its first event on."""
    if count:
        yield _sample(name, count, **labels)


def _sample(name: str, value: float, **labels: str) -> Exposed:
    return Exposed(name, tuple(sorted(labels.items())), float(value))
