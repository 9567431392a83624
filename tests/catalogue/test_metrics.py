"""The metric catalogue says of GitStratum what the recorded scrapes show, and no less."""

import ast
import gzip
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from observability import Component, LabelKind, Metric, MetricType, Status
from observability.catalogue import metrics
from observability.catalogue.gitstratum import GITSTRATUM
from observability.catalogue.metrics import METRICS
from observability.catalogue.metrics.awaits import HISTOGRAM_BUCKETS, UPSTREAM_CHANGES
from observability.catalogue.system import FRONTEND, OBJECT

RECORDINGS = Path(__file__).parents[2] / "recordings"
_SIMULATED = re.compile(r"(?:scrape-)?(frontend|control-plane|metadata|object)-\d")
_REAL = re.compile(r"\d+\.txt")

BY_NAME = {metric.name: metric for metric in METRICS}
OURS = tuple(metric for metric in METRICS if metric.status is not Status.EXTERNAL)
INSTRUMENTED = tuple(metric for metric in OURS if metric.status is not Status.PLANNED)
DEFINITION_FILES = sorted(
    path for path in Path(metrics.__file__).parent.glob("*.py") if path.name != "__init__.py"
)


@dataclass(frozen=True, slots=True)
class Family:
    """A metric family as one scrape exposed it, by the name under which it was exposed."""

    scrape: Path
    component: Component
    name: str
    type: str
    samples: tuple[Sample, ...]

    @property
    def is_of_the_real_frontend(self) -> bool:
        """Whether GitStratum's own program exposed it, not the simulation."""
        return self.scrape.parent.name == "real-frontend"


def scrapes() -> Iterator[tuple[Path, Component]]:
    """Each recorded body and the component that served it."""
    for folder in ("idle/scrapes", "realtime/scrapes", "real-frontend"):
        for path in sorted((RECORDINGS / folder).glob("*.txt")):
            if simulated := _SIMULATED.match(path.name):
                yield path, GITSTRATUM.system.component(simulated[1])
            elif _REAL.fullmatch(path.name):
                yield path, FRONTEND


@cache
def families_of(path: Path, component: Component) -> tuple[Family, ...]:
    """Parse one body. The parser cuts `_total` off a counter's name, but not off its samples'."""
    return tuple(
        Family(
            scrape=path,
            component=component,
            name=family.samples[0].name if family.type == "counter" else family.name,
            type=family.type,
            samples=tuple(family.samples),
        )
        for family in text_string_to_metric_families(path.read_text())
    )


@pytest.fixture(scope="session")
def recorded() -> tuple[Family, ...]:
    """Every family of every recorded scrape."""
    found = tuple(
        family for path, component in scrapes() for family in families_of(path, component)
    )
    assert found, f"no scrapes under {RECORDINGS}"
    return found


def known(recorded: tuple[Family, ...]) -> Iterator[tuple[Family, Metric]]:
    """Each recorded family with its definition."""
    for family in recorded:
        if family.name in BY_NAME:
            yield family, BY_NAME[family.name]


def exposed_values(recorded: tuple[Family, ...], kind: LabelKind) -> set[tuple[str, str, str]]:
    """Metric, label and value of all that was recorded under labels of `kind`."""
    return {
        (metric.name, label.name, sample.labels[label.name])
        for family, metric in known(recorded)
        for label in metric.labels
        if label.kind is kind
        for sample in family.samples
        if label.name in sample.labels
    }


def test_every_recorded_family_is_in_the_catalogue(recorded: tuple[Family, ...]) -> None:
    """No program exposes a metric that the catalogue does not know."""
    assert {family.name for family in recorded} - set(BY_NAME) == set()


def test_every_instrumented_metric_was_recorded(recorded: tuple[Family, ...]) -> None:
    """No metric is made up: each that is not planned or external is in some recording."""
    missing = {metric.name for metric in INSTRUMENTED} - {family.name for family in recorded}
    with gzip.open(RECORDINGS / "realtime" / "realtime.om.gz", "rt") as lines:
        # Flap damping began on a pod of which no single scrape was kept.
        missing -= {line.partition("{")[0] for line in lines}
    assert missing == set()


def test_types_are_those_exposed(recorded: tuple[Family, ...]) -> None:
    """A metric has the type of its TYPE line, whatever its name or the source suggests."""
    wrong = {
        (family.name, family.type)
        for family, metric in known(recorded)
        if family.type != metric.type
    }
    assert wrong == set()


def test_labels_are_exactly_those_exposed(recorded: tuple[Family, ...]) -> None:
    """Each sample carries the labels of its definition and no others."""
    wrong = {
        (family.name, *sorted(sample.labels))
        for family, metric in known(recorded)
        for sample in family.samples
        if set(sample.labels) - {"quantile"} != {label.name for label in metric.labels}
    }
    assert wrong == set()


def test_closed_labels_have_no_other_value(recorded: tuple[Family, ...]) -> None:
    """A closed label was never seen with a value that its definition leaves out."""
    assert {
        (name, label, value)
        for name, label, value in exposed_values(recorded, LabelKind.CLOSED)
        if value not in BY_NAME[name].label(label).values
    } == set()


def test_open_labels_list_every_value_seen(recorded: tuple[Family, ...]) -> None:
    """An open label may have more values than its definition lists, but none that we have seen."""
    assert {
        (name, label, value)
        for name, label, value in exposed_values(recorded, LabelKind.OPEN)
        if value not in BY_NAME[name].label(label).values
    } == set()


def test_quantiles_are_those_exposed(recorded: tuple[Family, ...]) -> None:
    """A summary exposes the quantiles of its definition, spelled as there."""
    wrong = {
        (family.name, *quantiles)
        for family, metric in known(recorded)
        if metric.type is MetricType.SUMMARY
        for quantiles in [
            {sample.labels["quantile"] for sample in family.samples if "quantile" in sample.labels}
        ]
        if quantiles != set(metric.quantiles)
    }
    assert wrong == set()


def test_components_are_those_that_expose_it(recorded: tuple[Family, ...]) -> None:
    """Whatever exposes a metric is among the components of its definition."""
    wrong = {
        (family.name, family.component)
        for family, metric in known(recorded)
        if family.component not in metric.components
    }
    assert wrong == set()


def test_no_component_is_listed_without_having_exposed_it(recorded: tuple[Family, ...]) -> None:
    """A definition lists no component of which no scrape shows the metric."""
    seen = {(family.name, family.component) for family in recorded}
    names = {family.name for family in recorded}
    listed = {
        (metric.name, component)
        for metric in INSTRUMENTED
        if metric.name in names
        for component in metric.components
    }
    # A failure counter is absent until the first failure, and no object request ever failed.
    never_failed = {("gitstratum_requests_error_total", OBJECT)}
    assert listed - seen == never_failed


def test_recorded_is_what_the_real_frontend_exposes(recorded: tuple[Family, ...]) -> None:
    """The status `recorded` is given to what GitStratum's own program exposed, and to no more."""
    real = {family.name for family in recorded if family.is_of_the_real_frontend}
    assert {metric.name for metric in METRICS if metric.status is Status.RECORDED} == real


def test_planned_metrics_are_in_no_recording(recorded: tuple[Family, ...]) -> None:
    """What upstream has to add cannot have been seen."""
    planned = {metric.name for metric in METRICS if metric.status is Status.PLANNED}
    assert planned & {family.name for family in recorded} == set()


def test_node_id_is_new_after_a_restart() -> None:
    """A label is per-process because its value changes when its process restarts."""

    def node_ids(scrape: str) -> set[str]:
        path = RECORDINGS / "realtime" / "scrapes" / scrape
        return {
            sample.labels["node_id"]
            for family in families_of(path, FRONTEND)
            for sample in family.samples
            if "node_id" in sample.labels
        }

    before = node_ids("frontend-1.baseline.txt")
    after = node_ids("frontend-1.frontend-1-restarted.txt")
    assert (len(before), len(after), before & after) == (1, 1, set())


def test_heartbeats_of_several_peers_come_from_one_process(recorded: tuple[Family, ...]) -> None:
    """In heartbeat latency `node_id` is the peer: without it, series of one pod would collide."""
    peers = [
        {sample.labels["node_id"] for sample in family.samples}
        for family in recorded
        if family.name == "coordinator_heartbeat_latency_seconds"
    ]
    assert max(len(ids) for ids in peers) > 1


def test_each_metric_is_defined_once() -> None:
    """Two definitions of one metric could contradict each other."""
    counts = Counter(metric.name for metric in METRICS)
    assert [name for name, count in counts.items() if count > 1] == []


def test_metrics_are_sorted_by_name() -> None:
    """What is generated from the catalogue does not depend on the order of files."""
    assert [metric.name for metric in METRICS] == sorted(metric.name for metric in METRICS)


def test_each_wait_is_for_a_named_upstream_change() -> None:
    """What a metric waits for is one of a closed list, so that upstream gets one list of it."""
    assert {metric.awaits for metric in METRICS} - {""} <= set(UPSTREAM_CHANGES)


def test_each_upstream_change_is_waited_for() -> None:
    """We ask upstream for nothing that no metric needs; buckets change metrics that are there."""
    waited_for = {metric.awaits for metric in METRICS}
    assert set(UPSTREAM_CHANGES) - waited_for == {HISTOGRAM_BUCKETS}


def test_only_what_is_missing_waits() -> None:
    """A metric that can be seen today waits for nothing."""
    visible = [metric for metric in METRICS if metric.status in (Status.RECORDED, Status.EXTERNAL)]
    assert {metric.name for metric in visible if metric.awaits} == set()


@pytest.mark.parametrize("unit", ["seconds", "bytes", "ratio"])
def test_names_and_units_agree(unit: str) -> None:
    """A metric whose name ends in a unit is measured in it, and in no other."""
    suffixes = (f"_{unit}", f"_{unit}_total")
    named = {metric.name for metric in OURS if metric.name.endswith(suffixes)}
    assert named <= {metric.name for metric in OURS if metric.unit == unit}


def test_cluster_is_stored_as_component() -> None:
    """An exposed `cluster` would hide the external label by which clusters are told apart."""
    stored = {
        label.stored_as for metric in METRICS for label in metric.labels if label.name == "cluster"
    }
    assert stored == {"component"}


def test_repo_alone_grows_with_use() -> None:
    """Of GitStratum's labels only the repository has as many values as users make."""
    unbounded = {
        label.name for m in OURS for label in m.labels if label.kind is LabelKind.UNBOUNDED
    }
    assert unbounded == {"repo"}


@pytest.mark.parametrize("path", DEFINITION_FILES, ids=lambda path: path.name)
def test_definitions_speak_only_the_vocabulary(path: Path) -> None:
    """A file of definitions holds imports of the vocabulary and constants, nothing to run."""
    tree = ast.parse(path.read_text())
    sources = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {
        source
        for source in sources
        if source != "observability" and not str(source).startswith("observability.catalogue.")
    } == set()
    assert {type(node).__name__ for node in tree.body} <= {
        "AnnAssign",
        "Assign",
        "Expr",
        "ImportFrom",
    }
    unwanted = (ast.Lambda, ast.JoinedStr, ast.IfExp, ast.ListComp, ast.GeneratorExp, ast.DictComp)
    assert [type(node).__name__ for node in ast.walk(tree) if isinstance(node, unwanted)] == []
