"""Every recorded series, label and group name, and nothing else."""

from datetime import timedelta

from observability.expressions.promql import duration

VALID_MINUTE = "slo:valid:increase1m"
"""Valid events of one minute, a whole number: a row of the ledger. Rows are added up: one alone may
be below 0, where it makes good what an earlier one had too many."""
BAD_MINUTE = "slo:bad:increase1m"
"""Bad events of the same minute; in sums over many rows, 0 <= bad <= valid."""
VALID_ROLLUP = "slo:valid:increase5m"
"""Valid events of five minutes: a row of the roll-up."""
BAD_ROLLUP = "slo:bad:increase5m"
"""Bad events of the same five minutes."""
MINUTES_ROLLUP = "slo:minutes:increase5m"
"""How many rows of a minute a row of the roll-up holds: 5, fewer where some are missing, more where
it caught up."""
EXCESS_HOUR = "slo:excess:increase1h"
"""Bad events of an hour beyond its valid ones, or below 0: by so many its counters contradict each
other."""
VALID_PERIOD = "slo:valid:period"
"""Valid events within the SLO's window, as far back as there is history."""
BAD_PERIOD = "slo:bad:period"
"""Bad events within the SLO's window, as far back as there is history."""
EXCESS_PERIOD = "slo:excess:period"
"""The excess of the SLO's window: by so many events its bad ones may be wrong."""
ERROR_RATIO_PERIOD = "slo:error_ratio:period"
"""Bad / valid over the SLO's window."""
OBJECTIVE = "slo:objective:ratio"
"""The objective, 0 to 1."""
PERIOD = "slo:period:seconds"
"""The SLO's window, in seconds."""
BUDGET_REMAINING = "slo:error_budget_remaining:ratio"
"""The share of the error budget that is left: 1 untouched, 0 spent, below 0 overspent."""
BUDGET_EVENTS = "slo:error_budget:events"
"""The budget of a whole window in bad events, scaled up where history is shorter."""
COVERAGE = "slo:coverage:ratio"
"""The share of the SLO's window of whose minutes there are rows, 0 to 1."""
INFO = "slo:info"
"""Always 1; labels namespace, objective, owner, policy, runbook_url, status, window."""
TRAFFIC = "component:valid:median1h"
"""Valid events of a component in a usual minute of the last hour, by its busiest SLO; recorded only
while its events are counted, so that its last value says what there was before an outage."""

PODS_PRESENT = "component:pods_present:count"
"""How many pods of a component serve, 0 where it is gone; no series where it was never seen."""
PODS_WANTED = "component:pods_wanted:count"
"""How many pods of a component there should be."""

SLO_LABEL = "slo"
COMPONENT_LABEL = "component"
ENVIRONMENT_LABEL = "environment"
STATUS_LABEL = "status"
LIVE, WAITING, PLANNED = "live", "waiting", "planned"
"""Values of `status`: all that an SLO reads is recorded; upstream must do something first; a metric
of it does not even exist, so that its rows mean nothing."""
TIER_LABEL = "burn_tier"
SEVERITY_LABEL = "severity"
CAUSE_LABEL = "cause"
OWNER_LABEL = "owner"

TARGET = ("instance",)
"""The label that tells one scrape target from another within a namespace and a job."""


def error_ratio(window: timedelta) -> str:
    """Return the name of bad / valid over `window`, such as slo:error_ratio:increase1h.

    Summed from rows of a minute; see `error_ratio_rollup`.
    """
    return f"slo:error_ratio:increase{duration(window)}"


def error_ratio_rollup(window: timedelta) -> str:
    """Return the name of bad / valid over `window`, summed from rows of five minutes.

    A name of its own, so that both groups are whole in themselves: six hours are recorded twice.
    """
    return f"slo:error_ratio:rollup{duration(window)}"
