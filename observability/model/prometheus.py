"""What Prometheus says of every target and of itself, in any system."""

from observability.model.metric import Metric, MetricType, Status, open_ended

_ON_EACH_SCRAPE = "Prometheus, on each scrape"
_OF_ITSELF = "Prometheus, of itself: it must scrape its own metrics port"


def _metric(name: str, kind: MetricType, source: str, text: str, *labels: str) -> Metric:
    return Metric(
        name=name,
        type=kind,
        components=(),
        status=Status.EXTERNAL,
        source=source,
        help=text,
        labels=tuple(map(open_ended, labels)),
    )


UP = _metric("up", MetricType.GAUGE, _ON_EACH_SCRAPE, "1 if the target answered, 0 if not.")
SAMPLES_SCRAPED = _metric(
    "scrape_samples_scraped",
    MetricType.GAUGE,
    _ON_EACH_SCRAPE,
    "Samples in the answer; 0 for a program that answers with an empty page, whose up is 1.",
)
SAMPLES_KEPT = _metric(
    "scrape_samples_post_metric_relabeling",
    MetricType.GAUGE,
    _ON_EACH_SCRAPE,
    "Samples that were kept; over the sample limit, the whole scrape fails.",
)
RULE_FAILURES = _metric(
    "prometheus_rule_evaluation_failures_total",
    MetricType.COUNTER,
    _OF_ITSELF,
    "Rules that could not be evaluated, by group (its file and name).",
    "rule_group",
)
RULE_ITERATIONS_MISSED = _metric(
    "prometheus_rule_group_iterations_missed_total",
    MetricType.COUNTER,
    _OF_ITSELF,
    "Evaluations of a group that were left out because the one before took too long.",
    "rule_group",
)

METRICS = (UP, SAMPLES_SCRAPED, SAMPLES_KEPT, RULE_FAILURES, RULE_ITERATIONS_MISSED)
