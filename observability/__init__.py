"""The vocabulary: every word that a definition may use, and nothing else."""

from observability.model.burn_rate import Basis, BurnRatePolicy, BurnRateTier, Severity
from observability.model.catalogue import Catalogue
from observability.model.component import Component
from observability.model.environment import Environment, Monitoring, Stack
from observability.model.errors import DefinitionError
from observability.model.metric import (
    Label,
    LabelKind,
    MatchOp,
    Metric,
    MetricType,
    Selector,
    Status,
    closed,
    none_of,
    one_of,
    open_ended,
    per_process,
    unbounded,
)
from observability.model.sli import (
    BooleanSLI,
    LatencySLI,
    RatioSLI,
    RawSLI,
    ScrapeSLI,
    TimeSliceSLI,
    promql,
)
from observability.model.slo import SLO
from observability.model.target import Port, ScrapeTarget, Service, ServiceKind, Workload
from observability.model.units import (
    days,
    hours,
    milliseconds,
    minutes,
    percent,
    ratio,
    seconds,
)

__all__ = [
    "SLO",
    "Basis",
    "BooleanSLI",
    "BurnRatePolicy",
    "BurnRateTier",
    "Catalogue",
    "Component",
    "DefinitionError",
    "Environment",
    "Label",
    "LabelKind",
    "LatencySLI",
    "MatchOp",
    "Metric",
    "MetricType",
    "Monitoring",
    "Port",
    "RatioSLI",
    "RawSLI",
    "ScrapeSLI",
    "ScrapeTarget",
    "Selector",
    "Service",
    "ServiceKind",
    "Severity",
    "Stack",
    "Status",
    "TimeSliceSLI",
    "Workload",
    "closed",
    "days",
    "hours",
    "milliseconds",
    "minutes",
    "none_of",
    "one_of",
    "open_ended",
    "per_process",
    "percent",
    "promql",
    "ratio",
    "seconds",
    "unbounded",
]
